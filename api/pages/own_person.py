"""One of a company's own people: where they stand, and the criterion that the company says they meet."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Writing
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.permissions import allow
from api.rendering import page, see_other
from api.rest.documentation import Number
from api.visits import locale_of
from cases.actors import Actor
from cases.commands.claims import claim_eligibility
from cases.inputs import ClaimInput
from cases.queries.claimable import Claimable, claimable_criteria
from cases.queries.own_people import own_person
from cases.rules.standing import PersonStanding
from models.vocabulary import Role

router = APIRouter(prefix="/personnes/{participant_id}", include_in_schema=False)
Company = Annotated[Actor, allow(Role.COMPANY)]
CLAIM_FORM = "claim"


@router.post("/criteres")
def claim(
    request: Request,
    actor: Company,
    participant_id: Number,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Say which criterion the person meets; a facilitator is asked to confirm it."""

    def again(form: FormState) -> Response:
        with house_of(request).database.read() as reading:
            return show_own(request, reading, actor, participant_id, form)

    on_refusal(request, CLAIM_FORM, again)
    claim_eligibility(session, actor, participant_id, read_claim(submission), now=now)
    return see_other(request, f"/personnes/{participant_id}?fait=critere-annonce")


def read_claim(submission: Submission) -> ClaimInput:
    """A criterion is chosen by its code, after the number of the buyer whose list it is of."""
    return ClaimInput.model_validate(chosen_criterion(submission))


def chosen_criterion(submission: Submission) -> dict[str, str]:
    """The code, and the buyer when it is of a buyer's own list; nothing when none was chosen."""
    buyer, _, code = submission.get("criterion").rpartition(".")
    return {**({"criterion": code} if code else {}), **({"buyer_id": buyer} if buyer else {})}


def show_own(
    request: Request, session: Session, actor: Actor, participant_id: int, form: FormState | None = None
) -> Response:
    """The person as a company or a structure may know them; a company can announce a criterion."""
    now = house_of(request).clock()
    found = own_person(session, actor, participant_id, now=now)
    can_claim = actor.role is Role.COMPANY and found.standing is not PersonStanding.CONFIRMED
    context: dict[str, Any] = {"person": found, "form": form or FormState(CLAIM_FORM), "criteria": []}
    if can_claim:
        offered = claimable_criteria(session, actor, participant_id, locale_of(request), now=now)
        context["criteria"] = [_choice(each) for each in offered]
    return page(request, "own_person.html", **context)


def _choice(criterion: Claimable) -> tuple[str, str]:
    if criterion.buyer is None:
        return criterion.code, f"{criterion.label} ({criterion.proof})"
    said = f"{criterion.label} ({criterion.buyer}, {criterion.proof})"
    return f"{criterion.buyer_id}.{criterion.code}", said
