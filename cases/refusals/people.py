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
