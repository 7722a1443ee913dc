"""What people look up before they act: a sheet, a market's stage, the sheets that wait."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from cases.commands.moving import full_standing
from cases.markets import STATE_COLUMNS
from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.lifecycle import BY_MOVE, Move, missing
from cases.rules.market_state import MarketState
from cases.rules.requirements import Requirement
from cases.statements import MARKET, TASK, table_of
from models.prepared import Prepared
from models.tables import AccessLink, HourSheet, MarketParty, Party
from models.vocabulary import (
    UNANSWERED,
    CompanyRole,
    Lever,
    PartyKind,
    SheetStatus,
    Stage,
    TaskKind,
    TaskStatus,
)

SHEET, LINK, MEMBER = table_of(HourSheet), table_of(AccessLink), table_of(MarketParty)
PARTY = table_of(Party)
_LINK_ID = select(func.max(LINK.c.id)).where(LINK.c.sheet_id == SHEET.c.id).scalar_subquery()


@dataclass(frozen=True, slots=True)
class SheetSeen:
    """A sheet as its company and its facilitator see it."""

    id: int
    market_id: int
    party_id: int
    month: date
    status: SheetStatus
    version: int
    declared_hours: Decimal
    link_id: int

    @property
    def is_unanswered(self) -> bool:
        return self.status in UNANSWERED


SEEN = select(
    SHEET.c.id,
    SHEET.c.market_id,
    SHEET.c.party_id,
    SHEET.c.month,
    SHEET.c.status,
    SHEET.c.version,
    SHEET.c.declared_hours,
    _LINK_ID,
)
BY_NUMBER = Prepared(SEEN.where(SHEET.c.id == bindparam("number")))
BY_MARKET = Prepared(SEEN.where(SHEET.c.market_id == bindparam("market")).order_by(SHEET.c.id))
MARKET_SEEN = Prepared(select(MARKET.c.stage, MARKET.c.buyer_id).where(MARKET.c.id == bindparam("market")))
STATE = Prepared(select(*STATE_COLUMNS).where(MARKET.c.id == bindparam("market")))
STRUCTURES = Prepared(
    select(PARTY.c.id, PARTY.c.name)
    .where(PARTY.c.territory_id == bindparam("here"), PARTY.c.kind == PartyKind.INSERTION_STRUCTURE)
    .order_by(PARTY.c.id)
)
OPEN_TASKS = Prepared(
    select(TASK.c.id)
    .where(
        TASK.c.market_id == bindparam("market"),
        TASK.c.kind == bindparam("kind"),
        TASK.c.status == TaskStatus.OPEN,
    )
    .order_by(TASK.c.id)
)


def structures_of(session: Session, territory_id: int) -> dict[int, str]:
    """The territory's insertion structures, by number."""
    return dict(STRUCTURES.rows(session, {"here": territory_id}))


def sheet_numbered(session: Session, number: int) -> SheetSeen:
    """The sheet with this number."""
    (row,) = BY_NUMBER.rows(session, {"number": number})
    return SheetSeen(*row)


def sheets_of(session: Session, market_id: int) -> list[SheetSeen]:
    """Every sheet of the market."""
    return [SheetSeen(*row) for row in BY_MARKET.rows(session, {"market": market_id})]


def stage_of(session: Session, market_id: int) -> Stage:
    """Where the market stands."""
    ((stage, _),) = MARKET_SEEN.rows(session, {"market": market_id})
    return Stage(stage)


def missing_for(session: Session, market_id: int, move: Move) -> tuple[Requirement, ...]:
    """What the market's page says is missing for the move, under the pack that territories begin with."""
    (found,) = STATE.rows(session, {"market": market_id})
    market = MarketState(*found)
    return missing(BY_MOVE[move], market, full_standing(session, market, DEFAULT_PACK))


def lever_of(session: Session, market_id: int) -> Lever | None:
    """The legal lever that the market has, which the opinion may have made another than the plan's."""
    query = select(MARKET.c.lever).where(MARKET.c.id == market_id)
    found: Lever | None = session.connection().execute(query).scalar_one()
    return found


def buyer_of(session: Session, market_id: int) -> int:
    """The market's buyer."""
    ((_, buyer_id),) = MARKET_SEEN.rows(session, {"market": market_id})
    return int(buyer_id)


LEAD = Prepared(
    select(MEMBER.c.party_id).where(
        MEMBER.c.market_id == bindparam("market"), MEMBER.c.role == bindparam("role")
    )
)


def lead_of(session: Session, market_id: int) -> int:
    """The market's lead company."""
    ((party_id,),) = LEAD.rows(session, {"market": market_id, "role": CompanyRole.LEAD})
    return int(party_id)


def open_tasks(session: Session, market_id: int, kind: TaskKind) -> list[int]:
    """The open tasks of this kind on the market."""
    return [number for (number,) in OPEN_TASKS.rows(session, {"market": market_id, "kind": kind})]
