"""The daily seal of a territory: a root over the heads of all its markets, chained to the day before.

Each seal stores the heads that changed since the one before it, and covers all of them: adding the seals up
gives every market's head on any sealed day. A sealed head must stay a part of its market's chain for ever.
"""

from datetime import date, datetime
from typing import Any

from sqlalchemy import Connection, Select, bindparam, insert, select
from sqlmodel import Session

from cases.integrity.heads import Heads, SealedPoints, heads_text, read_heads
from cases.integrity.report import Findings
from cases.integrity.streams import AnyRow, stream
from cases.packs import pack_at
from cases.statements import MARKET, table_of
from models.database import Database
from models.tables import Territory, TerritorySeal
from models.tables.market import EMPTY_CHAIN

SEAL, TERRITORY = table_of(TerritorySeal), table_of(Territory)
SEALS_AT_ONCE = 4


def seal_territories(database: Database, *, now: datetime) -> int:
    """Seal the local day of each territory that has no seal for it yet; the number of seals made."""
    with database.read() as session:
        territories = list(session.connection().execute(select(TERRITORY.c.id)).scalars())
    sealed = 0
    for territory_id in territories:
        with database.write() as session:
            sealed += _seal(session, territory_id, now)
    return sealed


def _seal(session: Session, territory_id: int, now: datetime) -> bool:
    connection = session.connection()
    # Two clocks that seal together wait for each other here; the second finds the day sealed.
    connection.execute(select(TERRITORY.c.id).where(TERRITORY.c.id == territory_id).with_for_update())
    day = pack_at(session, territory_id, now).calendar.local_date(now)
    heads, previous_root, sealed_on = _added_up(connection, territory_id)
    if sealed_on is not None and sealed_on >= day:
        return False
    changed = [head for row in stream(connection, _heads_of(territory_id)) if heads.put(head := tuple(row))]
    seal = {
        "territory_id": territory_id,
        "sealed_on": day,
        "heads": heads_text(changed),
        "previous_root": previous_root,
        "root": heads.root(previous_root, day.isoformat()),
        "sealed_at": now,
    }
    connection.execute(insert(SEAL).values(**seal))
    return True


def _heads_of(territory_id: int) -> Select[Any]:
    return (
        select(MARKET.c.id, MARKET.c.journal_length, MARKET.c.journal_head)
        .where(MARKET.c.territory_id == territory_id)
        .order_by(MARKET.c.id)
    )


OF_TERRITORY = (
    select(SEAL.c.sealed_on, SEAL.c.heads, SEAL.c.root)
    .where(SEAL.c.territory_id == bindparam("territory"))
    .order_by(SEAL.c.sealed_on)
)


def _added_up(connection: Connection, territory_id: int) -> tuple[Heads, str, date | None]:
    """The heads as last sealed, the last root and its day."""
    heads, root, day = Heads(), EMPTY_CHAIN, None
    query = OF_TERRITORY.params(territory=territory_id)
    for row in stream(connection, query, chunk=SEALS_AT_ONCE):
        for head in _readable(row.heads):
            heads.put(head)
        root, day = row.root, row.sealed_on
    return heads, root, day


def _readable(text: str) -> list[tuple[int, int, str]]:
    """A seal made unreadable is the check's to tell; the next day is sealed all the same."""
    try:
        return read_heads(text)
    except ValueError:
        return []


IN_ORDER = (
    select(
        SEAL.c.territory_id,
        TERRITORY.c.code,
        SEAL.c.sealed_on,
        SEAL.c.heads,
        SEAL.c.previous_root,
        SEAL.c.root,
    )
    .join(TERRITORY, TERRITORY.c.id == SEAL.c.territory_id)
    .order_by(SEAL.c.territory_id, SEAL.c.sealed_on)
)


def check_seals(connection: Connection, findings: Findings) -> SealedPoints:
    """Recompute every seal of every territory; what they say of each market.

    Only the first wrong seal of a territory is told: those after it stand on it.
    """
    points = SealedPoints()
    territory, heads, root, is_sound = 0, Heads(), EMPTY_CHAIN, True
    for row in stream(connection, IN_ORDER, chunk=SEALS_AT_ONCE):
        if row.territory_id != territory:
            territory, heads, root, is_sound = row.territory_id, Heads(), EMPTY_CHAIN, True
        if is_sound and not _holds(row, heads, root, points):
            is_sound = False
            findings.add(
                "seal_altered", f"territory {row.code}", territory=row.code, day=row.sealed_on.isoformat()
            )
        root = row.root
    return points


def _holds(row: AnyRow, heads: Heads, previous_root: str, points: SealedPoints) -> bool:
    """Whether the seal is what was made; if so its heads count for the markets' chains."""
    try:
        changed = read_heads(row.heads)
        for head in changed:
            heads.put(head)
        if row.previous_root != previous_root:
            return False
        if heads.root(previous_root, row.sealed_on.isoformat()) != row.root:
            return False
        for head in changed:
            points.add(head)
    except ValueError:
        return False
    return True
