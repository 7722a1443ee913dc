"""An insertion structure says its people's hours of a month: by the link of its mail, or signed in."""

from datetime import date, datetime
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.pages.by_link import READ, count_act, opened
from api.permissions import BY_LINK, allow
from api.rendering import page, see_other
from api.report_answers import read_report
from cases.actors import Actor
from cases.asked_hours import reported_people
from cases.commands.hours_reports import report_hours
from cases.queries.links import OpenedLink
from cases.queries.reported_months import reported_months
from cases.refusals import NotFound
from models.vocabulary import LinkAct, Role

by_link = APIRouter(prefix="/h/{token}", include_in_schema=False, dependencies=[BY_LINK])
signed_in = APIRouter(prefix="/mes-heures", include_in_schema=False)
Linked = Annotated[OpenedLink, Depends(opened(LinkAct.REPORT_HOURS))]
Partner = Annotated[Actor, allow(Role.PARTNER)]
FORM = "hours"


@by_link.api_route("", methods=READ)
def linked_hours(request: Request, token: str, link: Linked) -> Response:
    """The structure's people of the month, with what it said so far."""
    return _show(request, f"/h/{token}", link.actor, _month_of(link), FormState(FORM))


@by_link.post("")
def report_by_link(
    request: Request, token: str, link: Linked, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Say the hours, or correct them."""
    count_act(request, link.actor)
    return _report(request, f"/h/{token}", link.actor, _month_of(link), submission, session, now)


@signed_in.get("")
def own_months(request: Request, actor: Partner, session: Reading) -> Response:
    """The months for which the structure employs people."""
    return page(request, "reported_months.html", months=reported_months(session, actor))


@signed_in.get("/{month}")
def own_month(request: Request, actor: Partner, month: str) -> Response:
    """One of them."""
    return _show(request, f"/mes-heures/{month}", actor, _month_named(month), FormState(FORM))


@signed_in.post("/{month}")
def report_signed_in(
    request: Request, actor: Partner, month: str, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Say the hours, or correct them."""
    return _report(request, f"/mes-heures/{month}", actor, _month_named(month), submission, session, now)


def _month_of(link: OpenedLink) -> date:
    assert link.month is not None  # the database refuses a report's link without its month
    return link.month


def _month_named(written: str) -> date:
    """The month as an address has it (2026-03). Raises NotFound for what is no month."""
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        raise NotFound from None


def _report(
    request: Request,
    here: str,
    actor: Actor,
    month: date,
    submission: Submission,
    session: Session,
    now: datetime,
) -> Response:
    on_refusal(request, FORM, lambda form: _show(request, here, actor, month, form))
    people = reported_people(session, actor.territory_id, actor.party_id or 0, month)
    known = [(each.participant_id, each.market_id) for each in people]
    report_hours(session, actor, month, read_report(submission.values, known), now=now)
    return see_other(request, f"{here}?fait=heures-dites")


def _show(request: Request, here: str, actor: Actor, month: date, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        people = reported_people(session, actor.territory_id, actor.party_id or 0, month)
    return page(request, "reported_hours.html", people=people, month=month, here=here, form=form)
