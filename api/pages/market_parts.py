"""What a market is made of: the page "Composition", with its lots, tranches and purchase orders."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session
from starlette.datastructures import FormData

from api.announcement_form import split_kind
from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.language import catalog
from api.pages.market_sections import section
from api.permissions import MarketReader, Staff
from api.rendering import see_other
from api.visits import locale_of
from api.words import PART_CHOICES, TRADES
from cases.actors import Actor
from cases.commands.lots import BEFORE_THE_AWARD, separate_lot
from cases.commands.parts import add_part, change_part, remove_part
from cases.inputs import PartInput
from cases.queries.parts import PartLine, market_parts, sums
from models.vocabulary import PartKind, Stage

router = APIRouter(prefix="/marches/{market_id}/composition", include_in_schema=False)
NEW = "part"


@router.get("")
def composition(request: Request, actor: MarketReader, market_id: int, session: Reading) -> Response:
    """The parts, kind by kind, with their sums."""
    return _show(request, session, actor, market_id, FormState())


@router.post("")
def add_one(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Add a lot, a tranche or a purchase order."""
    on_refusal(request, NEW, lambda form: _again(request, actor, market_id, form))
    add_part(session, actor, market_id, _read(submission), now=now)
    return see_other(request, f"/marches/{market_id}/composition?fait=partie")


@router.post("/{part_id}")
def change_one(
    request: Request,
    actor: Staff,
    market_id: int,
    part_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Correct a part."""
    on_refusal(request, f"{NEW}-{part_id}", lambda form: _again(request, actor, market_id, form))
    change_part(session, actor, market_id, part_id, _read(submission), now=now)
    return see_other(request, f"/marches/{market_id}/composition?fait=partie")


@router.post("/{part_id}/retirer")
def remove_one(
    request: Request, actor: Staff, market_id: int, part_id: int, session: Writing, now: Now
) -> Response:
    """Take a part away."""
    on_refusal(request, f"{NEW}-{part_id}", lambda form: _again(request, actor, market_id, form))
    remove_part(session, actor, market_id, part_id, now=now)
    return see_other(request, f"/marches/{market_id}/composition?fait=partie-retiree")


@router.post("/{part_id}/separer")
def separate_one(
    request: Request, actor: Staff, market_id: int, part_id: int, session: Writing, now: Now
) -> Response:
    """Make a market of a lot, and go to it."""
    on_refusal(request, f"{NEW}-{part_id}", lambda form: _again(request, actor, market_id, form))
    new_id = separate_lot(session, actor, market_id, part_id, now=now)
    return see_other(request, f"/marches/{new_id}?fait=lot")


def _read(submission: Submission) -> PartInput:
    return Submission(FormData(split_kind(submission.values))).read(PartInput)


def _again(request: Request, actor: Actor, market_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, market_id, form)


def _show(request: Request, session: Session, actor: Actor, market_id: int, form: FormState) -> Response:
    gettext = catalog(locale_of(request)).gettext
    parts = market_parts(session, actor, market_id)
    context: dict[str, Any] = {
        "form": form,
        "form_for": lambda name: form if form.name == name else FormState(name),
        "groups": _groups(parts),
        "lots": sum(part.kind is PartKind.LOT for part in parts),
        "before_the_award": BEFORE_THE_AWARD,
        "drafting": Stage.DRAFTING,
        "kinds": [(value, gettext(said)) for value, said in PART_CHOICES.items()],
        "trades": [(word.value, gettext(said)) for word, said in TRADES.items()],
    }
    return section(request, session, actor, market_id, "parts.html", **context)


def _groups(parts: tuple[PartLine, ...]) -> list[dict[str, Any]]:
    """The kinds that the market has, each with its parts and what they add up to."""
    by_kind = {kind: [part for part in parts if part.kind is kind] for kind in PartKind}
    return [{"kind": kind, "parts": found, "sums": sums(found)} for kind, found in by_kind.items() if found]
