"""What is promised of changes: each begins where the last ended, and curves add up to the promise."""

import json
from collections import defaultdict
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import Session

from cases.changework import CHANGE, EXPECTED, owed_by, plain
from cases.statements import MARKET

if TYPE_CHECKING:
    from cases.simulation.invariants import Looked

CHAINED = ("required_hours", "committed_hours", "qpv_hours", "planned_end_on", "curve", "shares")
"""The figures that nothing else moves once the works are under way."""


def changes_apart(looked: "Looked") -> int:
    """Changes that do not begin where the last ended, and markets that do not owe what it left."""
    reached: dict[int, Any] = {}
    apart: int = 0
    columns = (CHANGE.c.market_id, CHANGE.c.before, CHANGE.c.after, CHANGE.c.cancelled_at)
    for row in looked.rows(*columns):
        before, after = _chained(json.loads(row.before)), _chained(json.loads(row.after))
        apart += int(reached.get(row.market_id, before) != before)
        reached[row.market_id] = before if row.cancelled_at is not None else after
    session = Session(looked.connection)
    return apart + sum(
        int(_chained(plain(owed_by(session, number))) != end) for number, end in reached.items()
    )


def curves_not_adding_up(looked: "Looked") -> int:
    """Markets with a curve that is not what was promised."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for row in looked.connection.execute(select(EXPECTED.c.market_id, EXPECTED.c.hours)):
        totals[row.market_id] += row.hours
    promised = {row.id: row.committed_hours for row in looked.rows(MARKET.c.id, MARKET.c.committed_hours)}
    return sum(totals[number] != hours for number, hours in promised.items() if number in totals)


def _chained(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: figures[name] for name in CHAINED}
