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
