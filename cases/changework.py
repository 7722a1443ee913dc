"""What a market owes, read from its rows, and a change of it written: its row, the curve, shares, parts."""

import json
from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import BindParameter, bindparam, delete, func, insert, select, update
from sqlmodel import Session

from cases.casework import Casework
from cases.partwork import keep_parts
from cases.rules.chain import canonical
from cases.rules.curve import MonthHours
from cases.rules.market_changes import Owed, Underway
from cases.rules.market_state import MarketState
from cases.rules.months import Span
from cases.rules.part_changes import PartFigures, PartMoved
from cases.statements import MARKET, table_of
from models.prepared import Prepared
from models.tables import ExpectedMonth, MarketChange, MarketParty, Suspension
from models.vocabulary import ActorKind, ChangeKind

CHANGE, EXPECTED, MEMBER, STOP = (
    table_of(model) for model in (MarketChange, ExpectedMonth, MarketParty, Suspension)
)
COLUMNS = (
    "required_hours",
    "committed_hours",
    "qpv_hours",
    "local_hours",
    "amount_excl_tax",
    "duration_months",
    "planned_end_on",
)
"""The figures of `Owed` that are the market's own columns."""
HOURS = frozenset({"required_hours", "committed_hours", "qpv_hours", "local_hours"})
MONEY_AND_HOURS = HOURS | {"amount_excl_tax"}
DATES = frozenset({"planned_end_on", "stopped_on"})
OF_MARKET: BindParameter[int] = bindparam("market")
FIGURES = Prepared(select(*(MARKET.c[name] for name in COLUMNS)).where(MARKET.c.id == OF_MARKET))
SHARES = Prepared(
    select(MEMBER.c.party_id, MEMBER.c.committed_hours)
    .where(MEMBER.c.market_id == OF_MARKET)
    .order_by(MEMBER.c.id)
)
CURVE = Prepared(
    select(EXPECTED.c.month, EXPECTED.c.hours)
    .where(EXPECTED.c.market_id == OF_MARKET)
    .order_by(EXPECTED.c.month)
)
STOPS = Prepared(
    select(STOP.c.from_on, STOP.c.to_on).where(STOP.c.market_id == OF_MARKET).order_by(STOP.c.from_on)
)
NUMBER = Prepared(select(func.coalesce(func.max(CHANGE.c.number), 0)).where(CHANGE.c.market_id == OF_MARKET))
NUMBERED = Prepared(
    select(CHANGE.c.id).where(CHANGE.c.market_id == OF_MARKET, CHANGE.c.number == bindparam("number"))
)
REMOVE_CURVE = Prepared(delete(EXPECTED).where(EXPECTED.c.market_id == OF_MARKET))
ADD_MONTHS = Prepared(insert(EXPECTED))
ADD_CHANGE = Prepared(insert(CHANGE))
SET_SHARE = Prepared(
    update(MEMBER)
    .where(MEMBER.c.market_id == OF_MARKET, MEMBER.c.party_id == bindparam("party"))
    .values(committed_hours=bindparam("hours"))
)


def owed_by(session: Session, market_id: int) -> Owed:
    """What the market owes now."""
    about = {"market": market_id}
    figures = FIGURES.first(session, about)
    assert figures is not None  # the caller holds the market
    open_stops = [from_on for from_on, to_on in STOPS.rows(session, about) if to_on is None]
    return Owed(
        **dict(zip(COLUMNS, figures, strict=True)),
        stopped_on=open_stops[0] if open_stops else None,
        shares=tuple((party, hours) for party, hours in SHARES.rows(session, about)),
        curve=tuple(MonthHours(*row) for row in CURVE.rows(session, about)),
    )


def underway(session: Session, market: MarketState) -> Underway:
    """When the works began, and the stops that have ended; before the kickoff no start is sure."""
    rows = STOPS.rows(session, {"market": market.id})
    stops = tuple(Span(from_on, to_on) for from_on, to_on in rows if to_on is not None)
    return Underway(market.starts_on if market.kickoff_held_on is not None else None, stops)


@dataclass(frozen=True, slots=True)
class Change:
    """A change as decided: what the market owed before, what it owes after, and the parts that moved it."""

    kind: ChangeKind
    effective_on: date
    before: Owed
    after: Owed
    part_id: int | None = None
    amendment_id: int | None = None
    reason: str | None = None
    parts: tuple[PartMoved, ...] = ()

    @property
    def changes(self) -> dict[str, Any]:
        """The columns of the market that change."""
        return {
            name: getattr(self.after, name)
            for name in COLUMNS
            if getattr(self.after, name) != getattr(self.before, name)
        }

    @property
    def payload(self) -> dict[str, Any]:
        """What the journal says: each figure that changes, before and after."""
        found: dict[str, Any] = _differences(plain(self.before), plain(self.after))
        if self.parts:
            found["parts"] = [
                {"part": each.part.id, **_differences(_plain_part(each.before), _plain_part(each.after))}
                for each in self.parts
            ]
        return found

    @property
    def moves_hours(self) -> bool:
        """Whether what is asked changes, and not only when."""
        return any(getattr(self.before, name) != getattr(self.after, name) for name in HOURS)


def _differences(before: Mapping[str, Any], after: Mapping[str, Any]) -> dict[str, Any]:
    return {
        name: {"before": before[name], "after": after[name]} for name in after if before[name] != after[name]
    }


def _plain_part(figures: PartFigures) -> dict[str, str | None]:
    return {name: _exact(figure) for name, figure in asdict(figures).items()}


def plain(owed: Owed) -> dict[str, Any]:
    """The figures as JSON keeps them: hours and euros as text, dates in ISO 8601."""
    figures = asdict(owed)
    figures["curve"] = {month.isoformat(): _exact(hours) for month, hours in owed.curve}
    figures["shares"] = {str(party): _exact(hours) for party, hours in owed.shares}
    for name in MONEY_AND_HOURS:
        figures[name] = _exact(figures[name])
    for name in DATES:
        figures[name] = figures[name] and figures[name].isoformat()
    return figures


def _exact(figure: Decimal | None) -> str | None:
    """To the hundredth, as the database has it: the same figure always gives the same text."""
    return None if figure is None else f"{figure:.2f}"


def owed_from(figures: Mapping[str, Any]) -> Owed:
    """What `plain` kept."""
    known = dict(figures)
    for name in MONEY_AND_HOURS:
        known[name] = None if known[name] is None else Decimal(known[name])
    for name in DATES:
        known[name] = None if known[name] is None else date.fromisoformat(known[name])
    known["curve"] = tuple(
        MonthHours(date.fromisoformat(month), Decimal(hours)) for month, hours in known["curve"].items()
    )
    known["shares"] = tuple(
        (int(party), None if hours is None else Decimal(hours)) for party, hours in known["shares"].items()
    )
    return Owed(**known)


def keep_change(case: Casework, change: Change) -> int:
    """Write the change's row, the curve, the shares and the parts; its number.

    The caller decides on the market with `change.changes` in the same transaction.
    """
    number = next_number(case.session, case.market.id)
    ADD_CHANGE.write(
        case.session,
        [
            {
                "market_id": case.market.id,
                "number": number,
                "kind": change.kind,
                "effective_on": change.effective_on,
                "amendment_id": change.amendment_id,
                "part_id": change.part_id,
                "before": canonical(plain(change.before)),
                "after": canonical(plain(change.after)),
                "reason": change.reason,
                "made_by": case.actor.id if case.actor.kind is ActorKind.ACCOUNT else None,
                "made_at": case.now,
            }
        ],
    )
    follow(case.session, case.market.id, change.before, change.after)
    if change.parts:
        ((change_id,),) = NUMBERED.rows(case.session, {"market": case.market.id, "number": number})
        keep_parts(case.session, change_id, change.parts)
    return number


def follow(session: Session, market_id: int, before: Owed, after: Owed) -> None:
    """Curve and shares as they are after."""
    if after.curve != before.curve:
        REMOVE_CURVE.write(session, [{"market": market_id}])
        months = [{"market_id": market_id, "month": month, "hours": hours} for month, hours in after.curve]
        if months:
            ADD_MONTHS.write(session, months)
    known = dict(before.shares)
    for party_id, hours in after.shares:
        if hours != known.get(party_id):
            SET_SHARE.write(session, [{"market": market_id, "party": party_id, "hours": hours}])


def next_number(session: Session, market_id: int) -> int:
    """The number of the market's next change."""
    ((last,),) = NUMBER.rows(session, {"market": market_id})
    return int(last) + 1


@dataclass(frozen=True, slots=True)
class LastChange:
    """The last change that stands: what a correction would undo."""

    id: int
    number: int
    kind: ChangeKind
    effective_on: date
    before: Owed
    after: Owed
    part_id: int | None
    amendment_id: int | None


LAST = Prepared(
    select(
        CHANGE.c.id,
        CHANGE.c.number,
        CHANGE.c.kind,
        CHANGE.c.effective_on,
        CHANGE.c.before,
        CHANGE.c.after,
        CHANGE.c.part_id,
        CHANGE.c.amendment_id,
    )
    .where(CHANGE.c.market_id == OF_MARKET, CHANGE.c.cancelled_at.is_(None))
    .order_by(CHANGE.c.number.desc())
    .limit(1)
)


def last_change(session: Session, market_id: int) -> LastChange | None:
    """The market's last change that was not cancelled; None when there is none."""
    row = LAST.first(session, {"market": market_id})
    if row is None:
        return None
    number, rank, kind, effective_on, before, after, part_id, amendment_id = row
    owed = owed_from(json.loads(before)), owed_from(json.loads(after))
    return LastChange(number, rank, ChangeKind(kind), effective_on, *owed, part_id, amendment_id)
