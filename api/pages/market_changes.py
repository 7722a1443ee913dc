"""The page "Changes" of a market: what changed its hours and dates, and what would, before one records it."""

from collections.abc import Callable
from dataclasses import dataclass
from enum import StrEnum
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.curve_chart import curve_chart
from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.pages.market_sections import section
from api.permissions import MarketReader, Staff
from api.rendering import see_other
from cases.actors import Actor
from cases.changework import Change
from cases.commands.amendments import foresee_amendment, record_amendment
from cases.commands.change_cancelling import (
    cancel_last_change,
    correct_last_amendment,
    foresee_correction,
)
from cases.commands.local_target import set_local_target
from cases.commands.ordering import confirm_tranche, foresee_order, foresee_tranche, issue_order
from cases.inputs import (
    AmendmentCorrection,
    AmendmentInput,
    ChangeCancellation,
    Input,
    LocalTarget,
    OrderInput,
    TrancheConfirmation,
)
from cases.queries.changes import changes_page, figures_moved, months_moved

router = APIRouter(prefix="/marches/{market_id}/changements", include_in_schema=False)


class What(StrEnum):
    """What may change a market, as addresses and forms call it."""

    AMENDMENT = "avenant"
    TRANCHE = "tranche"
    ORDER = "commande"
    CORRECTION = "corriger"


@dataclass(frozen=True, slots=True)
class Way:
    """How one kind of change is read, foreseen and recorded."""

    input: type[Input]
    foresee: Callable[..., Change]
    record: Callable[..., int]


WAYS = {
    What.AMENDMENT: Way(AmendmentInput, foresee_amendment, record_amendment),
    What.TRANCHE: Way(TrancheConfirmation, foresee_tranche, confirm_tranche),
    What.ORDER: Way(OrderInput, foresee_order, issue_order),
    What.CORRECTION: Way(AmendmentCorrection, foresee_correction, correct_last_amendment),
}


@router.get("")
def changes(request: Request, actor: MarketReader, market_id: int, session: Reading) -> Response:
    """What the market owes, what changed it, and the forms of what may change it."""
    return _show(request, session, actor, market_id, FormState())


@router.post("/annuler")
def cancel(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Give back what the last change changed."""
    on_refusal(request, "annuler", lambda form: _again(request, actor, market_id, form))
    cancel_last_change(session, actor, market_id, submission.read(ChangeCancellation), now=now)
    return see_other(request, f"/marches/{market_id}/changements?fait=changement-annule")


@router.post("/part-locale")
def local_target(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Set the share of a commune, or take it away."""
    on_refusal(request, "part-locale", lambda form: _again(request, actor, market_id, form))
    set_local_target(session, actor, market_id, submission.read(LocalTarget), now=now)
    return see_other(request, f"/marches/{market_id}/changements?fait=part-locale")


@router.post("/{what}")
def foresee(
    request: Request,
    actor: Staff,
    market_id: int,
    what: What,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Say what a change would change, without writing anything."""
    on_refusal(request, what, lambda form: _again(request, actor, market_id, form))
    change = WAYS[what].foresee(session, actor, market_id, submission.read(WAYS[what].input), now=now)
    form = FormState(what, submission.values)
    return _show(request, session, actor, market_id, form, change)


@router.post("/{what}/enregistrer")
def record(
    request: Request,
    actor: Staff,
    market_id: int,
    what: What,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Record the change that was foreseen."""
    on_refusal(request, what, lambda form: _again(request, actor, market_id, form))
    WAYS[what].record(session, actor, market_id, submission.read(WAYS[what].input), now=now)
    return see_other(request, f"/marches/{market_id}/changements?fait=changement")


def _again(request: Request, actor: Actor, market_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, market_id, form)


def _show(
    request: Request,
    session: Session,
    actor: Actor,
    market_id: int,
    form: FormState,
    change: Change | None = None,
) -> Response:
    context: dict[str, Any] = {
        "form": form,
        "form_for": lambda name: form if form.name == name else FormState(name),
        "page": (page := changes_page(session, actor, market_id)),
        "change": change,
        "curve_chart": curve_chart,
    }
    if change is not None:
        context["figures"] = figures_moved(change.before, change.after)
        context["months"] = months_moved(change.before, change.after, page.counted_by_month)
    return section(request, session, actor, market_id, "changes.html", **context)
