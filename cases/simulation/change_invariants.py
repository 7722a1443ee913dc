"""What is promised of changes: each begins where the last ended, curves and lots add up."""

import json
from collections import defaultdict
from datetime import datetime
from decimal import Decimal
from typing import TYPE_CHECKING, Any

from sqlalchemy import select
from sqlmodel import Session

from cases.calibrating import PART, is_counted
from cases.changework import CHANGE, EXPECTED, owed_by, plain
from cases.statements import JOURNAL, MARKET
from models.vocabulary import PartKind

if TYPE_CHECKING:
    from cases.simulation.invariants import Looked

CHAINED = ("required_hours", "committed_hours", "qpv_hours", "planned_end_on", "curve", "shares")
"""The figures that nothing but a change moves once the kickoff is held."""


def changes_apart(looked: "Looked") -> int:
    """Changes that do not begin where the last ended, and markets that do not owe what it left.

    The kickoff agrees on figures anew: what changed before it is left out.
    """
    agreed_at = _kickoffs(looked)
    reached: dict[int, Any] = {}
    apart: int = 0
    names = ("market_id", "before", "after", "made_at", "cancelled_at")
    for row in looked.rows(*(CHANGE.c[name] for name in names)):
        if row.market_id not in agreed_at or row.made_at <= agreed_at[row.market_id]:
            continue
        before, after = _chained(json.loads(row.before)), _chained(json.loads(row.after))
        apart += int(reached.get(row.market_id, before) != before)
        reached[row.market_id] = before if row.cancelled_at is not None else after
    session = Session(looked.connection)
    return apart + sum(
        int(_chained(plain(owed_by(session, number))) != end) for number, end in reached.items()
    )


def _kickoffs(looked: "Looked") -> dict[int, datetime]:
    """When the kickoff of each market that changed was recorded."""
    changed = select(CHANGE.c.market_id)
    rows = looked.connection.execute(
        select(JOURNAL.c.market_id, JOURNAL.c.at).where(
            JOURNAL.c.event == "kickoff_held", JOURNAL.c.market_id.in_(changed)
        )
    )
    return {row.market_id: row.at for row in rows}


def curves_not_adding_up(looked: "Looked") -> int:
    """Markets with a curve that is not what was promised."""
    totals: dict[int, Decimal] = defaultdict(Decimal)
    for row in looked.connection.execute(select(EXPECTED.c.market_id, EXPECTED.c.hours)):
        totals[row.market_id] += row.hours
    promised = {row.id: row.committed_hours for row in looked.rows(MARKET.c.id, MARKET.c.committed_hours)}
    return sum(totals[number] != hours for number, hours in promised.items() if number in totals)


def lots_not_adding_up(looked: "Looked") -> int:
    """Markets under way that owe other hours than those of their lots and firm tranches.

    Left out: orders ask for hours of their own, and tranches may come on top of a market without lots.
    """
    in_lots = select(PART.c.market_id).where(PART.c.kind == PartKind.LOT)
    sums: dict[int, Decimal] = defaultdict(Decimal)
    counted = select(PART.c.market_id, PART.c.required_hours).where(
        is_counted(), PART.c.market_id.in_(in_lots)
    )
    for row in looked.connection.execute(counted):
        sums[row.market_id] += row.required_hours or Decimal(0)
    names = ("id", "required_hours", "kickoff_held_on", "is_framework")
    return sum(
        row.id in sums and row.kickoff_held_on is not None and sums[row.id] != row.required_hours
        for row in looked.rows(*(MARKET.c[name] for name in names))
        if not row.is_framework
    )


def _chained(figures: dict[str, Any]) -> dict[str, Any]:
    return {name: figures[name] for name in CHAINED}
