"""Why a purchasing plan is not taken in."""

from cases.refusals.base import Place, Refusal


class PlanRefused(Refusal):
    """The plan has faults and nothing of it was kept; each is a place named as in a spreadsheet (`C12`)."""

    status = 422

    def __init__(self, *places: Place) -> None:
        count = len(places)
        super().__init__(
            f"Rien n’a été importé : {count} à corriger dans le fichier.",
            f"Nothing was imported: {count} to be corrected in the file.",
            places,
        )
