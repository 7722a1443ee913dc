"""The versions of a territory's rule pack: which decided when, which will, and what each changed."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from enum import StrEnum

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.packs import PACK, pack_at, parsed_pack
from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.policy import RulePack

ONE_DAY = timedelta(days=1)
IDENTITY = frozenset({"version", "valid_from"})


class PackState(StrEnum):
    """Where a version stands today. `replaced`: another took its first day before it ever decided."""

    PAST = "past"
    IN_FORCE = "in_force"
    COMING = "coming"
    REPLACED = "replaced"


@dataclass(frozen=True, slots=True)
class PackVersion:
    """One version. `before` is the pack that it took over from, None for the first; `until` its last day."""

    pack: RulePack
    adopted_at: datetime | None
    state: PackState
    until: date | None
    before: RulePack | None

    @property
    def version(self) -> str:
        return self.pack.version

    @property
    def valid_from(self) -> date:
        return self.pack.valid_from

    @property
    def changed(self) -> tuple[str, ...]:
        """The names of the parameters that it changed."""
        return () if self.before is None else changed_parameters(self.before, self.pack)


def changed_parameters(before: RulePack, after: RulePack) -> tuple[str, ...]:
    """The names of the parameters that differ, in the order of the pack."""
    names = (name for name in RulePack.model_fields if name not in IDENTITY)
    return tuple(name for name in names if getattr(before, name) != getattr(after, name))


def pack_versions(session: Session, actor: Actor, now: datetime) -> list[PackVersion]:
    """Every version of the actor's territory, latest first."""
    query = (
        select(PACK.c.content, PACK.c.adopted_at)
        .where(PACK.c.territory_id == actor.territory_id)
        .order_by(PACK.c.valid_from, PACK.c.id)
    )
    rows = session.connection().execute(query).all()
    kept: list[tuple[RulePack, datetime | None]] = [(parsed_pack(row[0]), row[1]) for row in rows]
    if not kept or kept[0][0].valid_from > DEFAULT_PACK.valid_from:
        kept.insert(0, (DEFAULT_PACK, None))
    today = pack_at(session, actor.territory_id, now).calendar.local_date(now)
    return _succession(kept, today)[::-1]


def _succession(kept: Sequence[tuple[RulePack, datetime | None]], today: date) -> list[PackVersion]:
    """In the order of their first days, each with what it took over from."""
    found: list[PackVersion] = []
    before: RulePack | None = None
    for (pack, adopted_at), following in zip(kept, [*kept[1:], None], strict=True):
        ends_before = following[0].valid_from if following else None
        if ends_before == pack.valid_from:
            found.append(PackVersion(pack, adopted_at, PackState.REPLACED, None, before))
            continue
        until = ends_before - ONE_DAY if ends_before else None
        found.append(PackVersion(pack, adopted_at, _state(pack.valid_from, until, today), until, before))
        before = pack
    return found


def _state(valid_from: date, until: date | None, today: date) -> PackState:
    if valid_from > today:
        return PackState.COMING
    return PackState.IN_FORCE if until is None or until >= today else PackState.PAST


def pack_before(versions: Sequence[PackVersion], day: date) -> RulePack:
    """What a version that begins that day takes over from. `versions` are latest first."""
    begun = (
        each.pack for each in versions if each.state is not PackState.REPLACED and each.valid_from <= day
    )
    return next(begun, DEFAULT_PACK)
