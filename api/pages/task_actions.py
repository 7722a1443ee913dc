"""Where each task is done, and the likely thing to do about it."""

from dataclasses import dataclass

from cases.queries.inbox import InboxTask
from cases.queries.market_page import OpenTask
from models.vocabulary import TaskKind

ABOUT_A_SHEET = frozenset(
    {TaskKind.REVIEW_SHEET, TaskKind.MATCH_HOURS, TaskKind.CALL_COMPANY, TaskKind.REVIEW_CORRECTION}
)
ABOUT_A_NEED = frozenset({TaskKind.REVIEW_CANDIDATES, TaskKind.NEED_UNANSWERED})

ABOUT_A_PERSON = frozenset(
    {TaskKind.CONFIRM_ELIGIBILITY, TaskKind.ELIGIBILITY_EXPIRING, TaskKind.SAME_PERSON}
)


@dataclass(frozen=True, slots=True)
class Action:
    """A link's words (a message id), and the part or page of the market where the task is done."""

    label: str
    anchor: str = ""


DONE_THERE = {
    TaskKind.REVIEW_SHEET: Action("Review"),
    TaskKind.REVIEW_CORRECTION: Action("Decide"),
    TaskKind.MATCH_HOURS: Action("Compare"),
    TaskKind.STUDY_MARKET: Action("Give the opinion", "/avis"),
    TaskKind.ANSWER_QUESTION: Action("Answer", "/consultation"),
    TaskKind.ANALYSE_OFFERS: Action("See the offers", "/offres"),
    TaskKind.HOLD_KICKOFF: Action("Prepare the kickoff", "/lancement"),
    TaskKind.KICKOFF_OVERDUE: Action("Prepare the kickoff", "/lancement"),
    TaskKind.HOLD_SITE_MEETING: Action("Prepare the meeting", "/reunions"),
    TaskKind.HOLD_PARTNERS_MEETING: Action("Prepare the meeting"),
    TaskKind.SETTLE_RECEPTION: Action("Settle", "#bilan"),
    TaskKind.REVIEW_CANDIDATES: Action("Look at the candidates"),
    TaskKind.NEED_UNANSWERED: Action("See the need"),
    TaskKind.CONFIRM_ELIGIBILITY: Action("Confirm"),
    TaskKind.ELIGIBILITY_EXPIRING: Action("See the person"),
    TaskKind.SAME_PERSON: Action("Compare"),
    TaskKind.MISSING_CONTACT: Action("Give an address", "#entreprises"),
    TaskKind.WRONG_CONTACT: Action("Correct", "#entreprises"),
}
"""Tasks that end by doing something on another page; the others are said to be done here."""
SEEN_THERE = {
    TaskKind.PLAN_RECEPTION: "#reception",
    TaskKind.MAIL_FAILED: "#courriels",
    TaskKind.DEADLINE_POISONED: "#echeances",
}


def place_of(task: InboxTask | OpenTask, market_id: int | None) -> str:
    """The address of the page where the task is done."""
    if task.kind is TaskKind.HOLD_PARTNERS_MEETING:
        return "/reunions-partenaires"
    if task.kind in ABOUT_A_PERSON:
        return _place_of_person(task)
    if task.kind is TaskKind.MISSING_CONTACT and task.details.get("partner"):
        return f"/partenaires/{task.subject_id}#partner-email"
    if market_id is None:
        return "/taches"
    market = f"/marches/{market_id}"
    if task.kind in ABOUT_A_SHEET:
        return f"{market}/fiches/{task.subject_id}"
    if task.kind in ABOUT_A_NEED:
        return f"{market}/besoins#besoin-{task.subject_id}"
    action = DONE_THERE.get(task.kind)
    return market + (action.anchor if action else SEEN_THERE.get(task.kind, ""))


def _place_of_person(task: InboxTask | OpenTask) -> str:
    if task.kind is TaskKind.SAME_PERSON:
        return f"/personnes/{task.subject_id}/doublons/{task.details['other']}"
    return f"/personnes/{task.details.get('participant', task.subject_id)}#droits"
