"""Markets: lists, one whole, its facts, its companies' contacts, its journal."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Response

from api.dependencies import Now, Reading, Writing
from api.permissions import MarketReader, Staff
from api.rest import examples
from api.rest.documentation import READS, WRITES, After, Limit, Number, NumberAsked, body, operation_id
from api.rest.shapes import JournalEntry, MarketLine, MarketRecord, MoveRecord, PageOf
from cases.commands.drafting import describe_market, register_market
from cases.commands.parties import set_contact
from cases.inputs import ContactInput, MarketDescription, NewMarket
from cases.queries.market_records import (
    MarketFilter,
    list_markets,
    market_journal,
    market_moves,
    market_record,
)
from cases.queries.paging import Page, Slice
from models.vocabulary import Lever, Stage

router = APIRouter(prefix="/api/v1/markets", tags=["Markets"], generate_unique_id_function=operation_id)


@router.get("", summary="List the markets", response_model=PageOf[MarketLine], responses=READS)
def list_all_markets(
    session: Reading,
    actor: MarketReader,
    stage: Annotated[list[Stage], Query(description="Any of these stages.")] = [],  # noqa: B006
    lever: Lever | None = None,
    buyer_id: NumberAsked = None,
    operation_id: NumberAsked = None,
    referent_id: NumberAsked = None,
    words: Annotated[
        str, Query(max_length=200, description="Words of the title, the reference or the buyer.")
    ] = "",
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Those that the caller may see: the territory's for staff, its own for a buyer or a company."""
    wanted = MarketFilter(tuple(stage), lever, buyer_id, operation_id, referent_id, words)
    return list_markets(session, actor, wanted, Slice(after, limit))


@router.post("", summary="Register a market", response_model=MarketRecord, status_code=201, responses=WRITES)
def create_market(
    session: Writing,
    actor: Staff,
    now: Now,
    market: Annotated[NewMarket, body(examples.NEW_MARKET)],
    response: Response,
) -> dict[str, Any]:
    """Opens a case at drafting, with a task to study it.

    A retry is safe: the reference is unique in the territory, and a second call answers 422.
    """
    market_id = register_market(session, actor, market, now=now)
    response.headers["location"] = f"/api/v1/markets/{market_id}"
    return market_record(session, actor, market_id)


@router.get("/{market_id}", summary="Read a market", response_model=MarketRecord, responses=READS)
def read_market(session: Reading, actor: MarketReader, market_id: Number) -> dict[str, Any]:
    """One market with its buyer, companies and amendments."""
    return market_record(session, actor, market_id)


@router.patch(
    "/{market_id}", summary="Complete or correct facts", response_model=MarketRecord, responses=WRITES
)
def change_market(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    description: Annotated[MarketDescription, body(examples.DESCRIPTION)],
) -> dict[str, Any]:
    """Facts that are not given stay as they are; the journal keeps each before and after."""
    describe_market(session, actor, market_id, description, now=now)
    return market_record(session, actor, market_id)


@router.put(
    "/{market_id}/parties/{party_id}/contact",
    summary="Set a party's contact",
    response_model=MarketRecord,
    responses=WRITES,
)
def set_party_contact(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    party_id: Number,
    contact: Annotated[ContactInput, body(examples.CONTACT)],
) -> dict[str, Any]:
    """For the buyer or a company of this market; an address that had bounced is written to again."""
    set_contact(session, actor, market_id, party_id, contact, now=now)
    return market_record(session, actor, market_id)


@router.get(
    "/{market_id}/moves",
    summary="List the possible moves",
    response_model=list[MoveRecord],
    responses=READS,
)
def list_moves(session: Reading, actor: Staff, now: Now, market_id: Number) -> list[dict[str, Any]]:
    """What the market's stage allows, each with what is still missing before it.

    What a move's own input brings (its dates, its companies) counts as missing until it is sent.
    """
    return market_moves(session, actor, market_id, now)


@router.get(
    "/{market_id}/journal",
    summary="Read a market’s journal",
    response_model=PageOf[JournalEntry],
    responses=READS,
)
def read_journal(
    session: Reading, actor: MarketReader, market_id: Number, after: After = None, limit: Limit = 50
) -> Page:
    """Everything that happened to it, latest first, chained by hashes."""
    return market_journal(session, actor, market_id, Slice(after, limit))
