"""A buyer's own list of criteria, which then holds on its markets instead of the rule pack's (rule 2)."""

from datetime import datetime

from sqlalchemy import func, insert, select, update
from sqlmodel import Session

from cases import ledger
from cases.actors import Actor
from cases.criteria import OWN_LIST
from cases.decisions import Decision, Entry
from cases.hour_facts import LINE, SHEET
from cases.inputs import BuyerCriterionInput
from cases.markets import lock_markets
from cases.packs import pack_at
from cases.personwork import UNDER_WAY
from cases.recounting import recount_people
from cases.refusals import NotAllowed, NotFound
from cases.statements import MARKET, table_of
from models.tables import Party
from models.vocabulary import PartyKind

PARTY = table_of(Party)


def add_buyer_criterion(
    session: Session, actor: Actor, buyer_id: int, input: BuyerCriterionInput, *, now: datetime
) -> int:
    """Add a criterion to the buyer's list; its number. The first one makes the list hold on its markets.

    Raises NotAllowed, NotFound.
    """
    _refuse_stranger(session, actor, buyer_id)
    connection = session.connection()
    known = select(func.count()).select_from(OWN_LIST).where(OWN_LIST.c.buyer_id == buyer_id)
    code = f"own_{connection.execute(known).scalar_one() + 1}"
    row = {"buyer_id": buyer_id, "code": code, "created_at": now, **input.model_dump()}
    number = int(connection.execute(insert(OWN_LIST).values(**row).returning(OWN_LIST.c.id)).scalar_one())
    _tell(session, actor, buyer_id, "criterion_added", number, now)
    return number


def withdraw_buyer_criterion(session: Session, actor: Actor, criterion_id: int, *, now: datetime) -> None:
    """Take a criterion off the list: nobody is confirmed on it any more, those who were go on counting.

    Once a list has no criterion left, it holds no longer: the rule pack's does. Raises NotAllowed, NotFound.
    """
    query = select(OWN_LIST.c.buyer_id).where(
        OWN_LIST.c.id == criterion_id, OWN_LIST.c.withdrawn_at.is_(None)
    )
    buyer_id = session.connection().execute(query).scalar()
    if buyer_id is None:
        raise NotFound
    _refuse_stranger(session, actor, buyer_id)
    withdrawn = update(OWN_LIST).where(OWN_LIST.c.id == criterion_id).values(withdrawn_at=now)
    session.connection().execute(withdrawn)
    _tell(session, actor, buyer_id, "criterion_withdrawn", criterion_id, now)


def _refuse_stranger(session: Session, actor: Actor, buyer_id: int) -> None:
    if not actor.is_staff:
        raise NotAllowed
    query = select(PARTY.c.id).where(
        PARTY.c.id == buyer_id,
        PARTY.c.territory_id == actor.territory_id,
        PARTY.c.kind == PartyKind.BUYER,
    )
    if session.connection().execute(query).first() is None:
        raise NotFound


def _tell(session: Session, actor: Actor, buyer_id: int, event: str, number: int, now: datetime) -> None:
    """On each of its markets under way, then count its people anew: the list that holds has changed."""
    connection = session.connection()
    theirs = select(MARKET.c.id).where(MARKET.c.buyer_id == buyer_id, MARKET.c.stage.in_(UNDER_WAY))
    states = lock_markets(session, list(connection.execute(theirs).scalars()))
    pack = pack_at(session, actor.territory_id, now)
    decision = Decision(event, {"criterion": number})
    entries = [Entry(state, decision, actor, pack.version) for _, state in sorted(states.items())]
    ledger.write_all(session, entries, now=now)
    worked = (
        select(LINE.c.participant_id)
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .join(MARKET, MARKET.c.id == SHEET.c.market_id)
        .where(MARKET.c.buyer_id == buyer_id)
        .distinct()
    )
    people = list(connection.execute(worked).scalars())
    recount_people(session, actor, people, why="criteria", now=now)
