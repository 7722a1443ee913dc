"""Announcing a planned market on the screen, by a buyer's link or signed in: the form and its receipt."""

from datetime import datetime
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from api.announcement_form import read_announcement, rows_of, shown_again, with_another_row
from api.forms import FormState, Submission
from api.house import house_of
from api.language import catalog
from api.rendering import page, see_other
from api.visits import locale_of
from api.words import PART_CHOICES, TRADES, URBAN_RENEWALS
from cases.actors import Actor
from cases.commands.announcing import announce_once
from cases.packs import pack_at
from cases.queries.announcements import announced_market, latest_announced
from cases.queries.buyers import buyer_choices
from models.vocabulary import PartKind

FORM = "announcement"


def show_form(request: Request, here: str, receipts: str, actor: Actor, form: FormState) -> Response:
    """The form; `receipts` is where receipts stand, a market's number after it. Staff choose a buyer."""
    house = house_of(request)
    gettext = catalog(locale_of(request)).gettext
    with house.database.read() as session:
        pack = pack_at(session, actor.territory_id, house.clock())
        context: dict[str, Any] = {
            "buyers": buyer_choices(session, actor) if actor.is_staff else [],
            "latest": [] if actor.is_staff else latest_announced(session, actor),
        }
    again = shown_again(form) if form.problems else form
    return page(
        request,
        "announcement_form.html",
        form=again,
        here=here,
        receipts=receipts,
        rows=rows_of(again.values),
        study_days=pack.study_days,
        kinds=[(value, gettext(said)) for value, said in PART_CHOICES.items()],
        first_kind=PartKind.LOT.value,
        trades=[(word.value, gettext(said)) for word, said in TRADES.items()],
        renewals=[(word.value, gettext(said)) for word, said in URBAN_RENEWALS.items()],
        **context,
    )


def take_announcement(
    request: Request,
    receipts: str,
    actor: Actor,
    buyer_id: int,
    submission: Submission,
    session: Session,
    now: datetime,
) -> Response:
    """Open the case and go on to its receipt."""
    market_id = announce_once(session, actor, buyer_id, read_announcement(submission), now=now)
    return see_other(request, f"{receipts}/{market_id}")


def one_more_row(
    request: Request, here: str, receipts: str, actor: Actor, submission: Submission
) -> Response | None:
    """The form with another row, when that is what was asked: nothing is announced."""
    if not submission.get("more"):
        return None
    return show_form(request, here, receipts, actor, with_another_row(submission, FORM))


def show_receipt(request: Request, here: str, receipts: str, actor: Actor, market_id: int) -> Response:
    """What was announced, who studies it and by when; it may be visited again."""
    with house_of(request).database.read() as session:
        market = announced_market(session, actor, market_id)
    return page(request, "announcement_receipt.html", announced=market, here=here, receipts=receipts)
