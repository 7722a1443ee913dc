"""Why a meeting is not proposed, moved or called off."""

from cases.refusals.base import Refusal


class KickoffNotAhead(Refusal):
    """Kickoff meetings are proposed between the award and the kickoff."""

    def __init__(self) -> None:
        super().__init__(
            "Une réunion de lancement se propose entre l’attribution et le lancement du marché.",
            "A kickoff meeting can be proposed only between the award and the kickoff of the market.",
        )


class MeetingAlreadyProposed(Refusal):
    """One proposal lives at a time."""

    def __init__(self) -> None:
        super().__init__(
            "Une réunion est déjà proposée : déplacez-la, ou annulez-la d’abord.",
            "A meeting is already proposed: move it, or cancel it first.",
        )


class MeetingOver(Refusal):
    """The meeting was held or called off: it no longer changes."""

    def __init__(self) -> None:
        super().__init__(
            "Cette réunion a eu lieu ou a été annulée : elle ne change plus.",
            "This meeting was held or cancelled: it no longer changes.",
        )
