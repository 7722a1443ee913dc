"""Why a sheet or a link does not open or change."""

from cases.refusals.base import InvalidInput, Place, Refusal


class LinkExpired(Refusal):
    """The link is over, revoked, or was never valid; `whom` to call, when it is ours and only over."""

    status = 410

    def __init__(self, whom: str = "") -> None:
        french, english = (f"\u00a0: {whom}", f": {whom}") if whom else ("", "")
        super().__init__(
            "Ce lien n’est plus valable. Le lien du dernier message reçu l’est\u00a0; "
            f"sinon, contactez votre facilitateur{french}.",
            "This link is no longer valid. The one in your latest message is; "
            f"otherwise contact your facilitator{english}.",
        )


class SheetAlreadyValidated(Refusal):
    """The sheet was validated: it can no longer be corrected here."""

    def __init__(self) -> None:
        super().__init__(
            "Cette fiche est déjà validée : pour la corriger, contactez votre facilitateur.",
            "This sheet is already validated: to correct it, contact your facilitator.",
        )


class SheetCancelled(Refusal):
    """The month is no longer owed: the market ended before it."""

    def __init__(self) -> None:
        super().__init__(
            "Cette fiche n’est plus demandée : le marché s’est terminé avant ce mois.",
            "This sheet is no longer asked for: the market ended before that month.",
        )


class SheetNotSubmitted(Refusal):
    """There is no answer to validate or reject."""

    def __init__(self) -> None:
        super().__init__(
            "Cette fiche n’attend pas de décision : l’entreprise n’a pas (encore) répondu, "
            "ou c’est déjà fait.",
            "This sheet awaits no decision: the company has not answered (yet), or it is already decided.",
        )


class SheetsRefused(Refusal):
    """The file of hours has faults and nothing of it was kept; each is a place named by its cell (`C12`)."""

    status = 422

    def __init__(self, *places: Place) -> None:
        count = len(places)
        super().__init__(
            f"Rien n’a été enregistré : {count} à corriger dans le fichier.",
            f"Nothing was recorded: {count} to be corrected in the file.",
            places,
        )


class SheetQuestioned(InvalidInput):
    """Some hours or names are doubtful: taken once whoever sends them confirms that they are right."""


class CorrectionNotPossible(Refusal):
    """The sheet cannot be reopened: it is not validated, is asked for already, or its market is closed."""

    def __init__(self) -> None:
        super().__init__(
            "Cette fiche ne peut pas être rouverte : elle n’est pas validée, "
            "une demande est déjà en cours, ou le marché est clos.",
            "This sheet cannot be reopened: it is not validated, a request is already waiting, "
            "or the market is closed.",
        )


class CorrectionAlreadyDecided(Refusal):
    """Nobody waits for an answer to this request any more."""

    def __init__(self) -> None:
        super().__init__(
            "Cette demande de correction a déjà reçu sa réponse.",
            "This correction request has already been answered.",
        )


class HoursAlreadyAgree(Refusal):
    """There is no difference to decide on for this person."""

    def __init__(self) -> None:
        super().__init__(
            "Il n’y a plus d’écart à trancher pour cette personne.",
            "There is no longer a difference to decide on for this person.",
        )
