"""One company's sheet as the facilitator reviews it."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import Field
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.permissions import MarketReader, Staff
from api.rendering import page, see_other
from cases.actors import Actor
from cases.commands.distinct_hours import mark_distinct
from cases.commands.sheets import reject_sheet, validate_sheet
from cases.inputs import Input, Number, Reason, Rejection
from cases.queries.corrections import latest_correction
from cases.queries.matched_hours import match_rows
from cases.queries.sheet_checks import check_of
from cases.queries.sheet_page import sheet_page
from cases.rejecting import language_of_company, ready_reasons
from cases.rules.oddities import FULL_MONTH_HOURS

router = APIRouter(include_in_schema=False)
INBOX = "/taches"


class SeenVersion(Input):
    """The version of the answer that was on the screen."""

    version: int = Field(ge=0)


class Validation(SeenVersion):
    """`back`: where the decision was taken from, when it was not the sheet's own page."""

    back: str | None = None


class PickedRejection(SeenVersion):
    """A ready reason, completed or not, and the lines in question; all of it is sent to the company."""

    ready: str | None = None
    reason: Reason | None = None
    lines: tuple[Number, ...] = ()


class WrittenRejection(PickedRejection):
    """The same when no ready reason was picked."""

    reason: Reason


class WhoWorkedBoth(Input):
    """Whose hours were worked on each market; `undo` takes it back."""

    participant_id: Number
    undo: bool = False


@router.get("/marches/{market_id}/fiches/{sheet_id}")
def one_sheet(
    request: Request, actor: MarketReader, market_id: int, sheet_id: int, session: Reading
) -> Response:
    """The declared lines."""
    return show_sheet(request, session, actor, market_id, sheet_id, FormState("rejet"))


@router.post("/marches/{market_id}/fiches/{sheet_id}/valider")
def validate(
    request: Request,
    actor: Staff,
    market_id: int,
    sheet_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Confirm the answer that was on the screen."""
    sheet_page(session, actor, market_id, sheet_id)
    on_refusal(request, "validation", lambda form: show_again(request, actor, market_id, sheet_id, form))
    given = submission.read(Validation)
    validate_sheet(session, actor, sheet_id, given.version, now=now)
    back = INBOX if given.back == INBOX else f"/marches/{market_id}/fiches/{sheet_id}"
    return see_other(request, f"{back}?fait=validee")


@router.post("/marches/{market_id}/fiches/{sheet_id}/rejeter")
def reject(
    request: Request,
    actor: Staff,
    market_id: int,
    sheet_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Send the answer back with a reason."""
    sheet_page(session, actor, market_id, sheet_id)
    on_refusal(request, "rejet", lambda form: show_again(request, actor, market_id, sheet_id, form))
    ready = ready_reasons(language_of_company(session, sheet_id)).get(submission.get("ready"))
    given = submission.read(PickedRejection if ready else WrittenRejection)
    reason = " ".join(said for said in (ready, given.reason) if said)
    rejection = Rejection(reason=reason, lines=given.lines)
    reject_sheet(session, actor, sheet_id, given.version, rejection, now=now)
    return see_other(request, f"/marches/{market_id}/fiches/{sheet_id}?fait=rejetee")


@router.post("/marches/{market_id}/fiches/{sheet_id}/distinctes")
def both_were_worked(
    request: Request,
    actor: Staff,
    market_id: int,
    sheet_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Say that the same figure on another market is another work, or take it back."""
    sheet_page(session, actor, market_id, sheet_id)
    given = submission.read(WhoWorkedBoth)
    mark_distinct(session, actor, sheet_id, given.participant_id, both=not given.undo, now=now)
    done = "non-distinctes" if given.undo else "distinctes"
    return see_other(request, f"/marches/{market_id}/fiches/{sheet_id}?fait={done}")


def show_again(request: Request, actor: Actor, market_id: int, sheet_id: int, form: FormState) -> Response:
    """The sheet with a form that was refused."""
    with house_of(request).database.read() as session:
        return show_sheet(request, session, actor, market_id, sheet_id, form)


def show_sheet(
    request: Request, session: Session, actor: Actor, market_id: int, sheet_id: int, form: FormState
) -> Response:
    """The page with a form shown again, or none."""
    sheet = sheet_page(session, actor, market_id, sheet_id)
    language = language_of_company(session, sheet_id)
    return page(
        request,
        "sheet.html",
        sheet=sheet,
        form=form,
        full_month=FULL_MONTH_HOURS,
        check=check_of(session, actor, sheet_id),
        matched=match_rows(session, actor, sheet_id),
        language=language,
        correction=latest_correction(session, actor, sheet_id),
        ready=ready_reasons(language),
    )
