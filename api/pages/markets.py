"""The list of markets, filtered; and a market entered by hand."""

from typing import Annotated, Any
from urllib.parse import urlencode

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.language import catalog
from api.permissions import MarketReader, Staff
from api.rendering import page, part, see_other
from api.visits import locale_of
from api.words import LEVERS, TRADES, URBAN_RENEWALS
from cases.actors import Actor
from cases.commands.drafting import register_market
from cases.inputs import NewMarket
from cases.packs import pack_at
from cases.queries.markets import MarketFilter, buyers, counters, list_markets
from cases.queries.operations import operation_choices
from models.vocabulary import Role, Stage

router = APIRouter(include_in_schema=False)
PageNumber = Annotated[int, Query(ge=1, le=10_000)]
READS_COUNTERS = (Role.DIRECTOR, Role.BUYER)


def stage_named(etape: str = "") -> Stage | None:
    """The stage of the address; an unknown one counts as none."""
    return Stage(etape) if etape in set(Stage) else None


def number_named(number: str) -> int | None:
    """The number of the address; anything else counts as none."""
    return int(number) if number.isdecimal() and len(number) < 10 else None


@router.get("/marches")
def markets_page(
    request: Request,
    actor: MarketReader,
    session: Reading,
    now: Now,
    q: Annotated[str, Query(max_length=200)] = "",
    etape: str = "",
    acheteur: str = "",
    operation: str = "",
    miens: str = "",
    retard: str = "",
    page: PageNumber = 1,
) -> Response:
    """The markets that the reader may see; directors and buyers read counters first."""
    buyer_id, operation_id = number_named(acheteur), number_named(operation)
    today = pack_at(session, actor.territory_id, now).calendar.local_date(now)
    late_on = today if retard == "1" else None
    wanted = MarketFilter(q.strip(), stage_named(etape), buyer_id, operation_id, miens == "1", late_on, page)
    chosen = {
        "q": wanted.words,
        "etape": wanted.stage or "",
        "acheteur": buyer_id or "",
        "operation": operation_id or "",
        "miens": miens,
        "retard": retard,
    }
    kept = {name: value for name, value in chosen.items() if value}
    context: dict[str, Any] = {
        "wanted": wanted,
        "found": list_markets(session, actor, wanted),
        "address": f"/marches?{urlencode(kept)}{'&' if kept else ''}",
        "buyers": buyers(session, actor) if actor.is_staff else [],
        "operations": operation_choices(session, actor) if actor.is_staff else [],
        "counters": counters(session, actor, today) if actor.role in READS_COUNTERS else None,
        "stages": list(Stage),
    }
    return part(request, "markets.html", "results", **context)


@router.get("/marches/nouveau")
def new_market_page(request: Request, actor: Staff) -> Response:
    """The form of a new market."""
    return _new_market(request, actor, FormState("market"))


@router.post("/marches/nouveau")
def add_market(request: Request, actor: Staff, submission: Submitted, session: Writing, now: Now) -> Response:
    """Open a case at drafting."""
    on_refusal(request, "market", lambda form: _new_market(request, actor, form))
    market_id = register_market(session, actor, submission.read(NewMarket), now=now)
    return see_other(request, f"/marches/{market_id}?fait=nouveau")


def _new_market(request: Request, actor: Actor, form: FormState) -> Response:
    gettext = catalog(locale_of(request)).gettext
    with house_of(request).database.read() as session:
        operations = operation_choices(session, actor)
    choices: dict[str, Any] = {
        "levers": [(word.value, gettext(said)) for word, said in LEVERS.items()],
        "trades": [(word.value, gettext(said)) for word, said in TRADES.items()],
        "renewals": [(word.value, gettext(said)) for word, said in URBAN_RENEWALS.items()],
    }
    return page(request, "new_market.html", form=form, operations=operations, **choices)
