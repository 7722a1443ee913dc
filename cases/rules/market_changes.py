"""What an amendment, a tranche, an order, a stop or a resumption makes of what a market owes (rule 7)."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import ROUND_HALF_UP, Decimal
from typing import TypeVar

from cases.rules.curve import CENT, ONE_DAY, ZERO, MonthHours, plan_total
from cases.rules.months import Span, add_months, next_month, shift_end
from cases.rules.spreading import Works, joined, redrawn, spread

Value = TypeVar("Value")


@dataclass(frozen=True, slots=True)
class Owed:
    """What a market owes and by when: hours to the hundredth, EUR without tax.

    `shares`: the hours that each company took upon itself, by its number; None where none were agreed.
    `stopped_on`: the first day of a stop that has not ended. `curve`: hours by month, if some were planned.
    """

    required_hours: Decimal | None = None
    committed_hours: Decimal | None = None
    qpv_hours: Decimal | None = None
    local_hours: Decimal | None = None
    amount_excl_tax: Decimal | None = None
    duration_months: int | None = None
    planned_end_on: date | None = None
    stopped_on: date | None = None
    shares: tuple[tuple[int, Decimal | None], ...] = ()
    curve: tuple[MonthHours, ...] = ()

    @property
    def curve_end(self) -> date | None:
        """The last day for which hours are expected: the planned end, else that of the curve's last month."""
        if self.planned_end_on is not None or not self.curve:
            return self.planned_end_on
        return next_month(max(each.month for each in self.curve)) - ONE_DAY


@dataclass(frozen=True, slots=True)
class Underway:
    """When the works began, None before the kickoff, and the stops that have ended."""

    starts_on: date | None
    stops: tuple[Span, ...] = ()

    def until(self, ends_on: date | None) -> Works | None:
        """Its days of work up to that end; None before the kickoff."""
        return None if self.starts_on is None else Works(self.starts_on, ends_on, self.stops)


@dataclass(frozen=True, slots=True)
class Terms:
    """What was agreed; None leaves it as it was, or to what follows from the other terms."""

    required_hours: Decimal | None = None
    committed_hours: Decimal | None = None
    qpv_hours: Decimal | None = None
    amount_excl_tax: Decimal | None = None
    duration_months: int | None = None
    planned_end_on: date | None = None


def amended(owed: Owed, terms: Terms, works: Underway, from_on: date) -> Owed:
    """The market once amended: promise and sub-targets follow the required hours, the curve all of them.

    Months before `from_on`'s stay as they were.
    """
    required = owed.required_hours if terms.required_hours is None else terms.required_hours
    after = _following(owed, required, terms.committed_hours)
    after = replace(
        after,
        qpv_hours=after.qpv_hours if terms.qpv_hours is None else terms.qpv_hours,
        amount_excl_tax=_given(terms.amount_excl_tax, owed.amount_excl_tax),
        duration_months=_given(terms.duration_months, owed.duration_months),
        planned_end_on=_given(terms.planned_end_on, owed.planned_end_on),
    )
    return replace(after, curve=_curve(owed, after, works, from_on))


@dataclass(frozen=True, slots=True)
class Ordered:
    """A tranche or an order: its hours, those promised for it when it was agreed otherwise, and its days.

    Without an end of its own, it ends with the works.
    """

    required_hours: Decimal
    starts_on: date
    ends_on: date | None = None
    committed_hours: Decimal | None = None
    qpv_hours: Decimal = ZERO


def tranche_confirmed(owed: Owed, tranche: Ordered, works: Underway) -> Owed:
    """The market with one more firm tranche: its hours join the others, on the tranche's own days."""
    return _with_more(owed, tranche, tranche.required_hours, works)


def order_issued(owed: Owed, order: Ordered, ordered_before: Decimal, works: Underway, from_on: date) -> Owed:
    """The market once a purchase order is issued; `ordered_before` are the hours of those before it.

    Orders draw on the hours of their framework agreement; only what exceeds them is asked in addition.
    """
    known = owed.required_hours or ZERO
    extra = max(ordered_before + order.required_hours - known, ZERO)
    drawn = order.required_hours - extra
    later = replace(owed, planned_end_on=_later(owed.planned_end_on, order.ends_on))
    later = replace(later, curve=_curve(owed, later, works, from_on))
    if not extra:
        return later
    promised = None if order.committed_hours is None else max(order.committed_hours - drawn, ZERO)
    after = _with_more(later, replace(order, committed_hours=promised), extra, works)
    return replace(after, qpv_hours=in_proportion(owed.qpv_hours, known, after.required_hours))


def stopped(owed: Owed, on: date) -> Owed:
    """The market once stopped: nothing is expected any more until it resumes."""
    return replace(owed, stopped_on=on)


def resumed(owed: Owed, stop: Span, works: Underway) -> Owed:
    """The market once it resumes: what was expected from the stop on comes later by the days stopped.

    Raises ValueError while the stop has no end.
    """
    end = owed.planned_end_on
    after = replace(owed, stopped_on=None, planned_end_on=None if end is None else shift_end(end, stop))
    before = works.until(owed.curve_end)
    if before is None or not owed.curve or owed.curve_end is None:
        return after
    later = Works(before.starts_on, shift_end(owed.curve_end, stop), (*works.stops, stop))
    return replace(after, curve=redrawn(owed.curve, plan_total(owed.curve), stop.from_on, before, later))


def in_proportion(part: Decimal | None, before: Decimal | None, after: Decimal | None) -> Decimal | None:
    """A part of `before` as the same part of `after`, to the hundredth; as it was for want of one."""
    if part is None or not before or after is None:
        return part
    return part if before == after else (part * after / before).quantize(CENT, ROUND_HALF_UP)


def shared_out(
    shares: Sequence[tuple[int, Decimal | None]], before: Decimal | None, after: Decimal | None
) -> tuple[tuple[int, Decimal | None], ...]:
    """Each company's hours in proportion; what added up to the promise still does, to the hundredth."""
    done, reached, found = ZERO, ZERO, []
    for party_id, hours in shares:
        if hours is None or not before or after is None:
            found.append((party_id, hours))
            continue
        done += hours
        total = in_proportion(done, before, after) or ZERO
        found.append((party_id, total - reached))
        reached = total
    return tuple(found)


def end_after(starts_on: date, months: int, stops: Sequence[Span]) -> date:
    """The last day of a duration in months from the start, later by the days stopped so far."""
    stopped_days = sum(((each.to_on - each.from_on).days for each in stops if each.to_on), 0)
    return add_months(starts_on, months) - ONE_DAY + timedelta(days=stopped_days)


def _following(owed: Owed, required: Decimal | None, agreed: Decimal | None) -> Owed:
    """The promise as agreed, or in proportion to the required hours, with all that follows."""
    committed = agreed
    if committed is None:
        known = owed.required_hours
        committed = (
            required if known == 0 and required else in_proportion(owed.committed_hours, known, required)
        )
    return replace(
        owed,
        required_hours=required,
        committed_hours=committed,
        qpv_hours=in_proportion(owed.qpv_hours, owed.required_hours, required),
        local_hours=in_proportion(owed.local_hours, owed.required_hours, required),
        shares=shared_out(owed.shares, owed.committed_hours, committed),
    )


def _with_more(owed: Owed, part: Ordered, hours: Decimal, works: Underway) -> Owed:
    """The hours of a part added: promised as they are unless agreed otherwise, on the part's own days."""
    promised = hours if part.committed_hours is None else part.committed_hours
    required = (owed.required_hours or ZERO) + hours
    committed = (owed.committed_hours or ZERO) + promised
    after = replace(
        owed,
        required_hours=required,
        committed_hours=committed,
        qpv_hours=(owed.qpv_hours or ZERO) + part.qpv_hours if part.qpv_hours else owed.qpv_hours,
        local_hours=in_proportion(owed.local_hours, owed.required_hours, required),
        shares=shared_out(owed.shares, owed.committed_hours, committed),
        planned_end_on=_later(owed.planned_end_on, part.ends_on),
    )
    if works.starts_on is None:
        return after
    base = owed.curve or _curve(owed, owed, works, works.starts_on)
    end = part.ends_on or after.curve_end
    if end is None or (not base and owed.committed_hours):
        return after  # no curve was ever agreed: the end of the works is not known
    more = spread(promised, max(part.starts_on, works.starts_on), end, works.stops)
    return replace(after, curve=joined(base, more))


def _curve(before: Owed, after: Owed, works: Underway, from_on: date) -> tuple[MonthHours, ...]:
    """The curve of what is owed after: drawn anew, or made once start, end and promise are known."""
    total = after.committed_hours
    old, new = works.until(before.curve_end), works.until(after.planned_end_on or before.curve_end)
    if old is None or new is None or new.ends_on is None or total is None:
        return before.curve
    if not before.curve:
        return spread(total, new.starts_on, new.ends_on, works.stops)
    if (total, new.ends_on) == (plan_total(before.curve), before.curve_end):
        return before.curve
    return redrawn(before.curve, total, max(from_on, new.starts_on), old, new)


def _later(known: date | None, other: date | None) -> date | None:
    return other if known is None else known if other is None else max(known, other)


def _given(given: Value | None, known: Value | None) -> Value | None:
    return known if given is None else given
