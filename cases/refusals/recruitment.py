"""Why a need or a candidate does not change."""

from cases.refusals.base import Refusal


class NeedNotPossible(Refusal):
    """Needs are told between the award and the reception."""

    def __init__(self) -> None:
        super().__init__(
            "Les besoins de recrutement se recueillent du lancement à la fin du suivi mensuel.",
            "Recruitment needs are told from the kickoff to the end of the monthly follow-up.",
        )


class NeedClosed(Refusal):
    """The need is filled or given up: nobody is proposed for it any more."""

    def __init__(self) -> None:
        super().__init__(
            "Ce besoin est clos : il n’attend plus de candidats.",
            "This need is closed: it awaits no more candidates.",
        )


class CandidateAlreadyDecided(Refusal):
    """Hired or declined is the end: it was told to the partner."""

    def __init__(self) -> None:
        super().__init__(
            "La décision sur ce candidat est déjà prise et le partenaire en est informé.",
            "This candidate is already decided on, and the partner was told.",
        )


class CandidateAlreadyProposed(Refusal):
    """The same partner proposed the same person for the same need."""

    def __init__(self) -> None:
        super().__init__(
            "Vous avez déjà proposé cette personne pour ce besoin.",
            "You have already proposed this person for this need.",
        )
