"""Why a meeting is not proposed, moved or called off."""

from cases.refusals.base import Refusal


class NoMeetingAhead(Refusal):
    """Meetings are prepared between the award and the kickoff, then during the follow-up."""

    def __init__(self) -> None:
        super().__init__(
            "Une réunion se prépare entre l’attribution et le lancement du marché, puis pendant son suivi.",
            "A meeting is prepared between a market’s award and its kickoff, then during its follow-up.",
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


class MeetingStillAhead(Refusal):
    """Minutes are recorded from the meeting's own day on."""

    def __init__(self) -> None:
        super().__init__(
            "Cette réunion n’a pas encore eu lieu : déplacez-la d’abord si elle s’est tenue plus tôt.",
            "This meeting is still ahead: move it first if it was held earlier.",
        )
