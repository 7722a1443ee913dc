"""The rule pack in force: a territory's own dated versions, else the default."""

from collections.abc import Iterable
from datetime import date, datetime
from functools import lru_cache

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.policy import RulePack
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import RulePackVersion

PACK = table_of(RulePackVersion)

IN_FORCE = Prepared(
    select(PACK.c.content)
    .where(PACK.c.territory_id == bindparam("territory"), PACK.c.valid_from <= bindparam("day"))
    .order_by(PACK.c.valid_from.desc(), PACK.c.id.desc())
    .limit(1)
)


@lru_cache(maxsize=256)
def parsed_pack(content: str) -> RulePack:
    """A stored version as a pack."""
    return RulePack.model_validate_json(content)


def pack_in_force(session: Session, territory_id: int, on: date) -> RulePack:
    """The pack that decides on that day: the latest `valid_from` not after it, else the default pack."""
    found = IN_FORCE.first(session, {"territory": territory_id, "day": on})
    return DEFAULT_PACK if found is None else parsed_pack(found[0])


def pack_of_month(session: Session, territory_id: int, last_day: date) -> RulePack:
    """The pack that decides about the hours of a month: the one in force on its last day."""
    return pack_in_force(session, territory_id, last_day)


def pack_when_hired(session: Session, territory_id: int, hired_on: date) -> RulePack:
    """The pack to whose criteria someone is held: the one in force on the day of the hire (rule 2)."""
    return pack_in_force(session, territory_id, hired_on)


def pack_at(session: Session, territory_id: int, now: datetime) -> RulePack:
    """The pack that decides at that instant, on the territory's own local day."""
    day = DEFAULT_PACK.calendar.local_date(now)
    pack = pack_in_force(session, territory_id, day)
    local_day = pack.calendar.local_date(now)
    return pack if local_day == day else pack_in_force(session, territory_id, local_day)


def packs_at(session: Session, territories: Iterable[int], now: datetime) -> dict[int, RulePack]:
    """The packs of several territories at one instant."""
    return {territory: pack_at(session, territory, now) for territory in set(territories)}
