"""Markets as records for programs: lists with filters, one with its companies, its journal."""

import json
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.moving import full_standing
from cases.markets import STATE_COLUMNS, state_of, visible
from cases.packs import pack_at
from cases.queries.paging import Page, Row, Slice, take
from cases.queries.walls import PARTY, knows_contacts
from cases.refusals import NotFound
from cases.rules.lifecycle import missing, moves_from, target_of
from cases.statements import JOURNAL, MARKET, table_of
from models.tables import Amendment, MarketParty
from models.vocabulary import Lever, Stage

MEMBER, AMENDMENT = table_of(MarketParty), table_of(Amendment)
BUYER = PARTY.alias("buyer")
LINE = (
    "id",
    "reference",
    "title",
    "buyer_id",
    "referent_id",
    "operation_id",
    "origin",
    "cpv",
    "amount_excl_tax",
    "lever",
    "required_hours",
    "committed_hours",
    "stage",
    "starts_on",
    "planned_end_on",
    "version",
)
WHOLE = (
    *LINE,
    "source_key",
    "procedure",
    "duration_months",
    "description",
    "trade",
    "is_framework",
    "urban_renewal",
    "publication_planned_on",
    "works_planned_on",
    "study_due_on",
    "advice",
    "qpv_hours",
    "local_hours",
    "local_commune",
    "commitment_reason",
    "group_kind",
    "tender_round",
    "offers_analysed_on",
    "no_analysis_reason",
    "resumes_to",
    "clause_text_sent_on",
    "published_on",
    "awarded_on",
    "kickoff_held_on",
    "kickoff_minutes",
    "asks_attestation",
    "received_on",
    "terminated_on",
    "closed_on",
    "shortfall_decision",
    "shortfall_reason",
    "journal_length",
    "created_at",
)
CONTACT = ("contact_name", "email", "phone", "email_refused_at")


@dataclass(frozen=True, slots=True)
class MarketFilter:
    """Which markets: every value given must hold."""

    stages: tuple[Stage, ...] = ()
    lever: Lever | None = None
    buyer_id: int | None = None
    operation_id: int | None = None
    referent_id: int | None = None
    words: str = ""


def list_markets(session: Session, actor: Actor, wanted: MarketFilter, part: Slice) -> Page:
    """The markets within the actor's walls that the filter keeps."""
    columns = [MARKET.c[name] for name in LINE]
    query = visible(actor, *columns, BUYER.c.name.label("buyer_name"))
    query = query.join(BUYER, BUYER.c.id == MARKET.c.buyer_id)
    return take(session, _filtered(query, wanted), MARKET.c.id, part)


def _filtered(query: Select[Any], wanted: MarketFilter) -> Select[Any]:
    if wanted.stages:
        query = query.where(MARKET.c.stage.in_(wanted.stages))
    for name in ("lever", "buyer_id", "operation_id", "referent_id"):
        if (value := getattr(wanted, name)) is not None:
            query = query.where(MARKET.c[name] == value)
    for word in wanted.words.split():
        query = query.where(
            or_(
                MARKET.c.title.icontains(word, autoescape=True),
                MARKET.c.reference.icontains(word, autoescape=True),
                BUYER.c.name.icontains(word, autoescape=True),
            )
        )
    return query


def market_record(session: Session, actor: Actor, market_id: int) -> Row:
    """One market with its buyer, companies and amendments. Raises NotFound outside the walls."""
    columns = [MARKET.c[name] for name in WHOLE]
    row = session.connection().execute(visible(actor, *columns).where(MARKET.c.id == market_id)).first()
    if row is None:
        raise NotFound
    connection = session.connection()
    names = ("number", "signed_on", "amount_excl_tax", "duration_months", "object")
    amendments = connection.execute(
        select(*(AMENDMENT.c[name] for name in names))
        .where(AMENDMENT.c.market_id == market_id)
        .order_by(AMENDMENT.c.number)
    )
    return {
        **row._mapping,
        "buyer": _parties(session, actor, PARTY.c.id == row.buyer_id)[0],
        "companies": _companies(session, actor, market_id),
        "amendments": [dict(amendment) for amendment in amendments.mappings()],
    }


def _parties(session: Session, actor: Actor, which: Any) -> list[Row]:
    query = select(*_party_columns(), knows_contacts(actor).label("known")).where(which)
    return [_within_walls(dict(row)) for row in session.connection().execute(query).mappings()]


def _companies(session: Session, actor: Actor, market_id: int) -> list[Row]:
    query = (
        select(
            *_party_columns(),
            MEMBER.c.role,
            MEMBER.c.committed_hours,
            MEMBER.c.modality,
            knows_contacts(actor).label("known"),
        )
        .join(MEMBER, MEMBER.c.party_id == PARTY.c.id)
        .where(MEMBER.c.market_id == market_id)
        .order_by(MEMBER.c.id)
    )
    return [_within_walls(dict(row)) for row in session.connection().execute(query).mappings()]


def _party_columns() -> list[Any]:
    return [PARTY.c[name] for name in ("id", "name", "siret", "locale", *CONTACT)]


def _within_walls(party: Row) -> Row:
    """An address is told to staff and to the party itself."""
    if not party.pop("known"):
        party.update(dict.fromkeys(CONTACT))
    return party


def market_moves(session: Session, actor: Actor, market_id: int, now: datetime) -> list[Row]:
    """The moves that the market's stage allows, each with what it still misses. Raises NotFound."""
    row = session.connection().execute(visible(actor, *STATE_COLUMNS).where(MARKET.c.id == market_id)).first()
    if row is None:
        raise NotFound
    market = state_of(row)
    standing = full_standing(session, market, pack_at(session, market.territory_id, now))
    return [
        {
            "move": transition.move,
            "label_fr": transition.label_fr,
            "label_en": transition.label_en,
            "target": target_of(transition, market),
            "missing": [
                {"name": need.name, "message_fr": need.message_fr, "message_en": need.message_en}
                for need in missing(transition, market, standing)
            ],
        }
        for transition in moves_from(market.stage)
    ]


def market_journal(session: Session, actor: Actor, market_id: int, part: Slice) -> Page:
    """What happened to a market, latest first. Raises NotFound outside the walls."""
    if (
        session.connection().execute(visible(actor, MARKET.c.id).where(MARKET.c.id == market_id)).first()
        is None
    ):
        raise NotFound
    names = ("position", "event", "at", "actor_kind", "actor_id", "pack_version", "payload", "hash")
    query = select(JOURNAL.c.position.label("id"), *(JOURNAL.c[name] for name in names)).where(
        JOURNAL.c.market_id == market_id
    )
    page = take(session, query, JOURNAL.c.position, part)
    for item in page.items:
        item["payload"] = json.loads(item["payload"])
    return page
