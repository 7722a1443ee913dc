"""Why something about a participant is refused."""

from cases.refusals.base import Refusal


class UnknownCriterion(Refusal):
    """The criterion is in neither the rule pack's list nor the buyer's own."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            "Ce critère n’est pas dans la liste du territoire, ni dans celle de l’acheteur.",
            "This criterion is neither on the territory’s list nor on the buyer’s.",
        )


class AlreadyOnePerson(Refusal):
    """The two records are of one person already."""

    def __init__(self) -> None:
        super().__init__(
            "Ces deux fiches sont déjà celles d’une même personne.",
            "These two records are already of one person.",
        )


class MergeAlreadyUndone(Refusal):
    """The merge was undone before."""

    def __init__(self) -> None:
        super().__init__("Ce rapprochement est déjà annulé.", "This merge is already undone.")


class UnderTwoAgreements(Refusal):
    """Two globalisation agreements would spread the hours of one person for one company in one month."""

    def __init__(self, one: str, other: str) -> None:
        super().__init__(
            "Deux accords de globalisation répartissent chacun les heures d’une de ces fiches pour la même "
            f"entreprise\u00a0: «\u00a0{one}\u00a0» et «\u00a0{other}\u00a0». Retirez la personne de "
            "l’un des deux, ou faites qu’ils n’aient aucun mois en commun, puis recommencez.",
            "Two globalisation agreements each spread the hours of one of these records for the same "
            f"company: “{one}” and “{other}”. Take the person out of one of them, or leave them no month in "
            "common, then try again.",
        )
