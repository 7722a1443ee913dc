"""What changed a market's hours and dates, one after the other, each figure before and after."""

import json
from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.changework import CHANGE, owed_by, owed_from
from cases.commands.changing import UNDER_WAY
from cases.markets import visible
from cases.partwork import counted_parts, parts_moved_by
from cases.queries.parts import PartLine, parts_of
from cases.queries.plan import counted_in_months
from cases.recalibrating import retained_for_all
from cases.refusals import NotFound
from cases.rules.curve import MonthHours
from cases.rules.market_changes import Owed
from cases.rules.part_changes import KnownPart, PartMoved
from cases.statements import MARKET, table_of
from models.tables import Account, Amendment, MarketPart
from models.vocabulary import ChangeKind, PartKind, Stage

AMENDMENT, PART, ACCOUNT = table_of(Amendment), table_of(MarketPart), table_of(Account)
FIGURES = (
    "required_hours",
    "committed_hours",
    "qpv_hours",
    "local_hours",
    "amount_excl_tax",
    "duration_months",
    "planned_end_on",
)
"""In the order in which they are shown; the curve and the companies' shares have tables of their own."""
LASTING = (ChangeKind.SUSPENSION, ChangeKind.RESUMPTION)


@dataclass(frozen=True, slots=True)
class FigureMoved:
    """A figure that a change moves: hours, EUR, months or a day, by its name in `Owed`."""

    name: str
    before: Decimal | int | date | None
    after: Decimal | int | date | None


@dataclass(frozen=True, slots=True)
class MonthMoved:
    """A month's expected hours before and after, None where the curve did not reach; those counted so far."""

    month: date
    before: Decimal | None
    after: Decimal | None
    counted: Decimal | None = None

    @property
    def is_moved(self) -> bool:
        return (self.before or 0) != (self.after or 0)


def figures_moved(before: Owed, after: Owed) -> list[FigureMoved]:
    """Those that differ."""
    pairs = [FigureMoved(name, getattr(before, name), getattr(after, name)) for name in FIGURES]
    return [each for each in pairs if each.before != each.after]


def months_moved(before: Owed, after: Owed, counted: Mapping[date, Decimal]) -> list[MonthMoved]:
    """Every month of both curves, and those in which hours count; none when the curve stays as it was."""
    if before.curve == after.curve:
        return []
    was, will_be = _by_month(before.curve), _by_month(after.curve)
    return [
        MonthMoved(month, was.get(month), will_be.get(month), counted.get(month))
        for month in sorted({*was, *will_be, *counted})
    ]


def _by_month(curve: Sequence[MonthHours]) -> dict[date, Decimal]:
    return dict(curve)


@dataclass(frozen=True, slots=True)
class ChangeLine:
    """One change. `label` is the amendment's, tranche's or order's number; only staff read its reason."""

    number: int
    kind: ChangeKind
    effective_on: date
    label: str | None
    object: str | None
    reason: str | None
    made_by: str | None
    made_at: datetime
    cancelled_at: datetime | None
    before: Owed
    after: Owed
    amendment: int | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    signed_on: date | None
    parts: tuple[PartMoved, ...]
    counted: Mapping[date, Decimal]

    @property
    def figures(self) -> list[FigureMoved]:
        return figures_moved(self.before, self.after)

    @property
    def months(self) -> list[MonthMoved]:
        return months_moved(self.before, self.after, self.counted)


@dataclass(frozen=True, slots=True)
class ChangesPage:
    """A market's figures now, its changes from the last to the first, and what may change it next."""

    stage: Stage
    owed: Owed
    is_framework: bool
    local_commune: str | None
    counted_hours: Decimal
    counted_qpv_hours: Decimal
    counted_local_hours: Decimal
    changes: list[ChangeLine]
    tranches: list[PartLine]
    orders: list[PartLine]
    parts: list[KnownPart]
    counted_by_month: Mapping[date, Decimal]
    is_calibrated: bool

    @property
    def is_under_way(self) -> bool:
        return self.stage in UNDER_WAY

    @property
    def last(self) -> ChangeLine | None:
        """The change that may be cancelled or corrected: the last that stands, unless it was a stop."""
        standing = next((each for each in self.changes if each.cancelled_at is None), None)
        if standing is None or standing.kind in LASTING or standing.after != self.owed:
            return None
        return standing


def changes_page(session: Session, actor: Actor, market_id: int) -> ChangesPage:
    """The changes of a market. Raises NotFound outside the actor's walls."""
    names = ("stage", "is_framework", "local_commune")
    counted = ("counted_hours", "counted_qpv_hours", "counted_local_hours")
    query = visible(actor, *(MARKET.c[name] for name in (*names, *counted)))
    row = session.connection().execute(query.where(MARKET.c.id == market_id)).first()
    if row is None:
        raise NotFound
    counted_by_month = counted_in_months(session, market_id)
    changes = _changes(session, actor, market_id, counted_by_month)
    issued = {
        each.label for each in changes if each.kind is ChangeKind.PURCHASE_ORDER and not each.cancelled_at
    }
    parts = parts_of(session, market_id)
    return ChangesPage(
        owed=owed_by(session, market_id),
        changes=changes,
        tranches=[part for part in parts if part.kind is PartKind.TRANCHE and not part.is_firm],
        orders=[part for part in parts if part.kind is PartKind.PURCHASE_ORDER and part.number not in issued],
        parts=counted_parts(session, market_id),
        counted_by_month=counted_by_month,
        is_calibrated=retained_for_all(session, market_id) is not None,
        **row._mapping,
    )


def market_changes(session: Session, actor: Actor, market_id: int) -> list[ChangeLine]:
    """The changes alone, from the last to the first. Raises NotFound outside the actor's walls."""
    query = visible(actor, MARKET.c.id).where(MARKET.c.id == market_id)
    if session.connection().execute(query).first() is None:
        raise NotFound
    return _changes(session, actor, market_id, {})


def _changes(
    session: Session, actor: Actor, market_id: int, counted: Mapping[date, Decimal]
) -> list[ChangeLine]:
    names = ("id", "number", "kind", "effective_on", "reason", "made_at", "cancelled_at", "before", "after")
    joined = (
        CHANGE.outerjoin(AMENDMENT, AMENDMENT.c.id == CHANGE.c.amendment_id)
        .outerjoin(PART, PART.c.id == CHANGE.c.part_id)
        .outerjoin(ACCOUNT, ACCOUNT.c.id == CHANGE.c.made_by)
    )
    signed = (AMENDMENT.c.amount_excl_tax, AMENDMENT.c.duration_months, AMENDMENT.c.signed_on)
    query = (
        select(
            *(CHANGE.c[name] for name in names),
            AMENDMENT.c.number.label("amendment"),
            AMENDMENT.c.object,
            *signed,
            PART.c.number.label("part"),
            PART.c.title,
            ACCOUNT.c.name.label("person"),
        )
        .select_from(joined)
        .where(CHANGE.c.market_id == market_id)
        .order_by(CHANGE.c.number.desc())
    )
    rows = session.connection().execute(query).all()
    parts = parts_moved_by(session, [row.id for row in rows])
    return [_line(row, parts.get(row.id, ()), counted, is_staff=actor.is_staff) for row in rows]


def _line(
    row: Any, parts: tuple[PartMoved, ...], counted: Mapping[date, Decimal], *, is_staff: bool
) -> ChangeLine:
    label = row.part if row.amendment is None else str(row.amendment)
    return ChangeLine(
        number=row.number,
        kind=row.kind,
        effective_on=row.effective_on,
        label=label,
        object=row.object or row.title,
        reason=row.reason if is_staff else None,
        made_by=row.person if is_staff else None,
        made_at=row.made_at,
        cancelled_at=row.cancelled_at,
        before=owed_from(json.loads(row.before)),
        after=owed_from(json.loads(row.after)),
        amendment=row.amendment,
        amount_excl_tax=row.amount_excl_tax,
        duration_months=row.duration_months,
        signed_on=row.signed_on,
        parts=parts,
        counted=counted,
    )
