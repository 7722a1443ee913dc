"""Each market's journal, read again from its first entry: nothing changed, missing, added or cut off."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime
from typing import Any

import orjson
from sqlalchemy import Connection, DateTime, Select, String, select, type_coerce
from sqlalchemy.types import TypeEngine

from cases.integrity.heads import SealedPoints
from cases.integrity.report import Findings
from cases.integrity.streams import AnyRow, Beside, stream
from cases.rules.chain import link_hash
from cases.rules.lifecycle import TRANSITIONS
from cases.statements import JOURNAL, MARKET
from models.tables.market import EMPTY_CHAIN

STAGE_EVENTS = frozenset(transition.event for transition in TRANSITIONS)
MARKETS = select(
    MARKET.c.id, MARKET.c.reference, MARKET.c.stage, MARKET.c.journal_length, MARKET.c.journal_head
).order_by(MARKET.c.id)


class _Fault(Exception):
    """What is wrong with a market's chain, and the details that its wording asks for."""

    def __init__(self, name: str, **details: Any) -> None:
        super().__init__(name)
        self.name = name
        self.details = details


@dataclass(slots=True)
class _Trail:
    """The stage that the journal's own moves lead to."""

    stage: str = ""
    is_unbroken: bool = True

    def follow(self, event: str, position: int, payload: str) -> None:
        """The first entry names the stage the market begins at; each move, the stages left and entered."""
        if position > 1 and event not in STAGE_EVENTS:
            return
        said = orjson.loads(payload)
        if position == 1:
            self.stage = said.get("to") or said.get("stage", "")
            return
        self.is_unbroken &= said.get("from") == self.stage
        self.stage = said.get("to", "")


def check_chains(connection: Connection, findings: Findings, points: SealedPoints) -> None:
    """Read every journal in order; a market's chain is told for its first fault only."""
    journal = Beside(stream(connection, _journal(connection.dialect.name)))
    for market in stream(connection, MARKETS):
        try:
            trail = _read(market, journal.of(market.id), points.take(market.id))
        except _Fault as fault:
            findings.add(fault.name, f"market {market.id}", reference=market.reference, **fault.details)
            continue
        if trail.stage != market.stage or not trail.is_unbroken:
            findings.add(
                "stage_not_journalled",
                f"market {market.id}",
                reference=market.reference,
                stage=str(market.stage),
                journalled=trail.stage,
            )
    for gone in sorted(journal.finish() | set(points.left())):
        findings.add("market_missing", f"market {gone}", market=gone)


def _journal(dialect: str) -> Select[Any]:
    """In market order. SQLite's instants stay text: an unreadable one must not stop the reading."""
    plain: TypeEngine[Any] = String() if dialect == "sqlite" else DateTime(timezone=True)
    at = type_coerce(JOURNAL.c.at, plain)
    kind = type_coerce(JOURNAL.c.actor_kind, String)
    rest = (JOURNAL.c.pack_version, JOURNAL.c.payload, JOURNAL.c.previous_hash, JOURNAL.c.hash)
    columns = (JOURNAL.c.market_id, JOURNAL.c.position, JOURNAL.c.event, at, kind, JOURNAL.c.actor_id, *rest)
    return select(*columns).order_by(JOURNAL.c.market_id, JOURNAL.c.position)


def _read(market: AnyRow, rows: Iterator[AnyRow], sealed: list[tuple[int, str]]) -> _Trail:
    """Where the market's journal leads. Raises _Fault at the first thing that is wrong with it."""
    trail, head, length = _Trail(), EMPTY_CHAIN, 0
    ahead = iter(sealed)
    seal = _sealed(ahead, 0, head)
    for row in rows:
        _, position, event, at, kind, actor_id, pack_version, payload, previous_hash, digest = row
        if position != length + 1:
            raise _Fault("journal_gap", position=length + 1)
        actor = f"{kind}:{actor_id or ''}"
        if previous_hash != head or digest != _recomputed(
            head, market.id, position, event, at, actor, pack_version, payload
        ):
            raise _Fault("journal_altered", position=position)
        head, length = digest, position
        if seal is not None and seal[0] == length:
            seal = _sealed(ahead, length, head, seal)
        trail.follow(event, position, payload)
    if seal is not None:
        raise _Fault("sealed_entries_missing", expected=seal[0], found=length)
    if (market.journal_length, market.journal_head) != (length, head):
        raise _Fault("journal_truncated", expected=market.journal_length, found=length)
    return trail


def _sealed(
    ahead: Iterator[tuple[int, str]], length: int, head: str, point: tuple[int, str] | None = None
) -> tuple[int, str] | None:
    """The next sealed point beyond `length`, once those at `length` agree with `head`."""
    point = point or next(ahead, None)
    while point is not None and point[0] <= length:
        if point[1] != head:
            raise _Fault("sealed_history_rewritten", position=length)
        point = next(ahead, None)
    return point


def _recomputed(
    head: str,
    market_id: int,
    position: int,
    event: str,
    at: str | datetime,
    actor: str,
    pack_version: str,
    payload: str,
) -> str:
    """The hash that the row should have; none at all when its instant cannot be read."""
    try:
        instant = datetime.fromisoformat(at).replace(tzinfo=UTC) if isinstance(at, str) else at
    except ValueError:
        return ""
    return link_hash(head, market_id, position, event, instant, actor, pack_version, payload)
