"""Why hours and dates do not change, or do not change back."""

from cases.refusals.base import Refusal


class MarketNotUnderWay(Refusal):
    """Hours and dates are amended between the award and the reception only."""

    def __init__(self) -> None:
        super().__init__(
            "Avenants, tranches et bons de commande s’enregistrent entre l’attribution et la réception "
            "seulement.",
            "Amendments, tranches and purchase orders are recorded only between the award and the reception.",
        )


class TrancheNotOptional(Refusal):
    """Only an optional tranche of the market can be confirmed, once."""

    def __init__(self) -> None:
        super().__init__(
            "Cette tranche n’est pas à affermir : elle l’est déjà, ou n’est pas optionnelle.",
            "This tranche is not to be confirmed: it already is, or is not an optional one.",
        )


class OrderAlreadyIssued(Refusal):
    """A purchase order is issued once."""

    def __init__(self) -> None:
        super().__init__("Ce bon de commande est déjà émis.", "This purchase order was already issued.")


class NotAFramework(Refusal):
    """Purchase orders are issued on framework agreements only."""

    def __init__(self) -> None:
        super().__init__(
            "Un bon de commande ne s’émet que sur un accord-cadre.",
            "A purchase order is issued only on a framework agreement.",
        )


class NoChangeToCancel(Refusal):
    """Nothing changed this market yet."""

    def __init__(self) -> None:
        super().__init__("Aucun changement à annuler.", "There is no change to cancel.")


class StopNotUndone(Refusal):
    """A stop is ended by the resumption; the days it lasted were told to everyone."""

    def __init__(self) -> None:
        super().__init__(
            "Un arrêt ne s’annule pas : enregistrez la reprise au jour même de l’arrêt, rien n’est alors "
            "décalé. Une reprise ne s’annule pas non plus.",
            "A stop is not cancelled: record the resumption on the very day of the stop, and nothing moves. "
            "A resumption is not cancelled either.",
        )


class FiguresMovedSince(Refusal):
    """The last change no longer says what the market owes: it was corrected otherwise in between."""

    def __init__(self) -> None:
        super().__init__(
            "Les heures ou les dates du marché ont été corrigées depuis ce changement : il ne s’annule plus.",
            "The hours or dates of the market were corrected since: this change can no longer be cancelled.",
        )
