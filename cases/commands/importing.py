"""Importing a file of markets: each is opened, updated, unchanged, registered or rejected on its own.

The same file twice changes nothing: a market knows the versions of itself that it has seen.
"""

import json
from collections.abc import Iterable, Iterator, Sequence
from contextlib import suppress
from dataclasses import asdict, dataclass, field
from datetime import datetime
from itertools import islice
from typing import Any

import structlog
from sqlalchemy import insert
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.imported_market import (
    leave_register,
    open_imported,
    register_unclaused,
    source_key,
    update_imported,
    update_unclaused,
)
from cases.commands.known_markets import Said, known_case, known_line
from cases.imported import ImportedMarket, Rejection
from cases.refusals import NotAllowed
from cases.statements import table_of
from models.database import Database
from models.scratch import Scratch
from models.tables import ImportRun
from models.vocabulary import ActorKind

RUN = table_of(ImportRun)
CHUNK = 200
FINDINGS_KEPT = 10_000
log = structlog.get_logger(__name__)


@dataclass(frozen=True, slots=True)
class Finding:
    """A rejected market or a doubtful value, with its place and words for a person."""

    kind: str
    market_id: str | None
    place: str
    field: str | None
    value: str | None
    reason_fr: str
    reason_en: str


@dataclass(slots=True)
class ImportReport:
    """What came of a file. `run_id` is None for a dry run."""

    accepted: int = 0
    updated: int = 0
    unchanged: int = 0
    without_clause: int = 0
    warnings: list[Finding] = field(default_factory=list)
    rejected: list[Finding] = field(default_factory=list)
    dry_run: bool = False
    run_id: int | None = None

    @property
    def is_useful(self) -> bool:
        """Whether anything of the file could be used."""
        return bool(self.accepted or self.updated or self.unchanged or self.without_clause)

    def counts(self) -> dict[str, int]:
        """The numbers alone."""
        return {
            "accepted": self.accepted,
            "updated": self.updated,
            "unchanged": self.unchanged,
            "without_clause": self.without_clause,
            "warnings": len(self.warnings),
            "rejected": len(self.rejected),
        }

    def as_json(self) -> dict[str, Any]:
        """Counts, and every finding."""
        return {
            **self.counts(),
            "warnings": [asdict(finding) for finding in self.warnings],
            "rejected": [asdict(finding) for finding in self.rejected],
            "dry_run": self.dry_run,
            "run_id": self.run_id,
        }


class _DryRun(Exception):
    """Ends a transaction without keeping anything."""


def import_markets(
    database: Database,
    actor: Actor,
    items: Iterable[ImportedMarket | Rejection],
    *,
    file_name: str,
    file_format: str,
    file_sha256: str,
    dry_run: bool,
    now: datetime,
) -> ImportReport:
    """Take in a file's markets, some hundreds a transaction, and keep the run with its findings.

    A dry run writes nothing and reports the same. Raises NotAllowed for others than staff.
    """
    if not actor.is_staff:
        raise NotAllowed
    report = ImportReport(dry_run=dry_run)
    tried = Scratch()
    for chunk in _chunks(iter(items)):
        _take_in(database, actor, chunk, report, tried, now)
    if not dry_run:
        with database.write() as session:
            report.run_id = _keep_run(session, actor, report, file_name, file_format, file_sha256, now)
    return report


def _chunks(items: Iterator[ImportedMarket | Rejection]) -> Iterator[list[ImportedMarket | Rejection]]:
    while chunk := list(islice(items, CHUNK)):
        yield chunk


def _take_in(
    database: Database,
    actor: Actor,
    chunk: Sequence[ImportedMarket | Rejection],
    report: ImportReport,
    tried: Scratch,
    now: datetime,
) -> None:
    """One transaction; when a market cannot be written, it alone is rejected, by taking them one by one."""
    markets = [item for item in chunk if isinstance(item, ImportedMarket)]
    try:
        words = _write(database, actor, markets, tried, now, dry_run=report.dry_run)
    except Exception as error:
        log.warning("import_chunk_failed", error=type(error).__name__)
        words = [_write_alone(database, actor, market, tried, now, report) for market in markets]
    outcomes = iter(words)
    for item in chunk:
        if isinstance(item, Rejection):
            report.rejected.append(
                Finding("rejected", item.market_id, item.place, None, None, item.reason_fr, item.reason_en)
            )
        elif (word := next(outcomes)) is not None:
            setattr(report, word, getattr(report, word) + 1)
            report.warnings.extend(_doubts(item))


def _doubts(market: ImportedMarket) -> Iterator[Finding]:
    for doubt in market.warnings:
        yield Finding(
            "warning",
            market.market_id,
            market.place,
            doubt.field,
            doubt.value,
            doubt.message_fr,
            doubt.message_en,
        )


def _write(
    database: Database,
    actor: Actor,
    markets: Sequence[ImportedMarket],
    tried: Scratch,
    now: datetime,
    *,
    dry_run: bool,
) -> list[str | None]:
    words: list[str | None] = []
    with tried.all_or_nothing(), suppress(_DryRun), database.write() as session:
        words += (_store(session, actor, market, tried, now) for market in markets)
        if dry_run:
            raise _DryRun
    return words


def _write_alone(
    database: Database,
    actor: Actor,
    market: ImportedMarket,
    tried: Scratch,
    now: datetime,
    report: ImportReport,
) -> str | None:
    try:
        return _write(database, actor, [market], tried, now, dry_run=report.dry_run)[0]
    except Exception as error:
        log.warning("import_market_failed", error=type(error).__name__)
        report.rejected.append(
            Finding(
                "rejected",
                market.market_id,
                market.place,
                None,
                None,
                "Ce marché n’a pas pu être enregistré : une de ses valeurs dépasse ce qui est possible.",
                "This market could not be recorded: one of its values is beyond what is possible.",
            )
        )
        return None


def _store(session: Session, actor: Actor, market: ImportedMarket, tried: Scratch, now: datetime) -> str:
    """Write one market; the word under which the report counts it."""
    key, mark = source_key(market), market.fingerprint
    said = Said.of(key, tried)
    case = known_case(session, actor.territory_id, key)
    line = known_line(session, actor.territory_id, key)
    is_case = case is not None or said.is_case
    Said(f"{said.marks} {mark}", is_case or market.has_social_clause).keep(key, tried)
    seen = (said.marks, case.seen if case else "", line.seen if line else "")
    if any(mark in marks for marks in seen):
        return "unchanged"
    importer = Actor(ActorKind.IMPORT, actor.territory_id, actor.id, actor.role, None)
    if is_case:
        if case is not None:
            update_imported(session, importer, case.id, case.seen, market, now)
        return "updated"
    if market.has_social_clause:
        if line is not None:
            leave_register(session, line.id)
        open_imported(session, importer, market, line.seen if line else "", now)
        return "accepted"
    if line is not None:
        update_unclaused(session, line.id, line.seen, market)
    elif not said.marks:
        register_unclaused(session, importer, market, now)
        return "without_clause"
    return "updated"


def _keep_run(
    session: Session,
    actor: Actor,
    report: ImportReport,
    file_name: str,
    file_format: str,
    file_sha256: str,
    now: datetime,
) -> int:
    findings = [asdict(finding) for finding in [*report.rejected, *report.warnings][:FINDINGS_KEPT]]
    values = {
        "territory_id": actor.territory_id,
        "account_id": actor.id if actor.kind is ActorKind.ACCOUNT else None,
        "file_name": file_name[:200],
        "file_format": file_format,
        "file_sha256": file_sha256,
        "counts": json.dumps(report.counts()),
        "findings": json.dumps(findings, ensure_ascii=False),
        "read_at": now,
    }
    added = session.connection().execute(insert(RUN).values(**values).returning(RUN.c.id))
    return int(added.scalar_one())
