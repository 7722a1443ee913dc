"""What is odd about a sheet that was submitted: what a facilitator would ask, or read, before validating it.

Nothing here forbids anything. Each oddity has its figures, so that one reads at once what it is about; a
sheet that has none is validated without opening it.
"""

from collections import Counter
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum

from cases.rules.eligibility import eligible, is_under_contract
from cases.rules.person_month import Line, PersonMonth
from cases.rules.policy import RulePack
from models.vocabulary import CountingRule, SetAside, SheetStatus

FULL_MONTH_HOURS = Decimal("151.67")
"""A full-time month (Code du travail, art. L3121-27): more than that is worth a question."""
SEVERAL = 2
"""From how many people, or months, on a coincidence is one."""
TEN = Decimal(10)
SEVEN_HOURS = Decimal(7)
"""A day of the 35-hour week (Code du travail, art. L3121-27): 20 of them make 140 hours, yet measured."""
MUCH = Decimal(100)
"""From how many hours on a round figure alone is worth a question: a few days are often round."""
ZERO = Decimal(0)
STANDS = (SheetStatus.SUBMITTED, SheetStatus.VALIDATED)


class OddKind(StrEnum):
    """What may be odd, in the order in which it is told."""

    REMARK = "remark"
    DIFFERENCE = "difference"
    SAME_ELSEWHERE = "same_elsewhere"
    SAME_PERSON = "same_person"
    OVER_MONTHLY_CAP = "over_monthly_cap"
    OVER_FULL_TIME = "over_full_time"
    OUTSIDE_CONTRACT = "outside_contract"
    ELIGIBILITY_WAITING = "eligibility_waiting"
    NOT_ELIGIBLE = "not_eligible"
    NIL_AFTER_HOURS = "nil_after_hours"
    JUMP_OF_SHEET = "jump_of_sheet"
    JUMP_OF_PERSON = "jump_of_person"
    PERSON_GONE = "person_gone"
    PERSON_UNKNOWN = "person_unknown"
    SAME_FIGURES = "same_figures"
    ROUND_FIGURES = "round_figures"


@dataclass(frozen=True, slots=True)
class Oddity:
    """One odd thing: `hours` is the figure in question, `against` what it is compared with.

    `participant_id`: whom it is about; `other_id`: who may be the same person; `market_id`: the other market.
    `count`: of people, or of months.
    """

    kind: OddKind
    participant_id: int | None = None
    hours: Decimal | None = None
    against: Decimal | None = None
    other_id: int | None = None
    market_id: int | None = None
    reason: SetAside | None = None
    count: int | None = None


@dataclass(frozen=True, slots=True)
class CheckedLine:
    """A line with what is known of its person this month; `before`: its hours the month before, if any.

    `doubles`: others on the sheet who may be the same person.
    """

    line: Line
    known: PersonMonth
    before: Decimal | None = None
    is_new: bool = False
    doubles: tuple[int, ...] = ()

    @property
    def others(self) -> list[Line]:
        """The person's other lines of the month that stand."""
        mine = (self.line.sheet_id, self.line.participant_id)
        return [
            each
            for each in self.known.lines
            if (each.sheet_id, each.participant_id) != mine and each.status in STANDS
        ]


@dataclass(frozen=True, slots=True)
class Gone:
    """Someone on the sheet of the month before and not on this one. `has_left`: a contract says why."""

    participant_id: int
    hours: Decimal
    has_left: bool = False


@dataclass(frozen=True, slots=True)
class CheckedSheet:
    """A sheet with what it is compared with.

    `before`: the hours of the month before, None without an answer; `months_with_hours`: how many months in a
    row had some up to then; `differences`: people whose hours other sources say otherwise; `has_remark`: the
    company wrote something to be read.
    """

    is_nil: bool
    lines: tuple[CheckedLine, ...] = ()
    before: Decimal | None = None
    gone: tuple[Gone, ...] = ()
    months_with_hours: int = 0
    differences: int = 0
    has_remark: bool = False

    @property
    def hours(self) -> Decimal:
        return sum((each.line.hours for each in self.lines), ZERO)


def oddities(sheet: CheckedSheet, pack: RulePack) -> tuple[Oddity, ...]:
    """Everything odd about the sheet, what matters most first."""
    found = [odd for check in CHECKS for odd in check(sheet, pack)]
    order = list(OddKind)
    return tuple(sorted(found, key=lambda odd: order.index(odd.kind)))


def _remark(sheet: CheckedSheet, pack: RulePack) -> Iterator[Oddity]:
    if sheet.has_remark:
        yield Oddity(OddKind.REMARK)


def _differs(sheet: CheckedSheet, pack: RulePack) -> Iterator[Oddity]:
    if sheet.differences:
        yield Oddity(OddKind.DIFFERENCE, count=sheet.differences)


def _nil(sheet: CheckedSheet, pack: RulePack) -> Iterator[Oddity]:
    if sheet.is_nil and sheet.months_with_hours >= SEVERAL:
        yield Oddity(OddKind.NIL_AFTER_HOURS, against=sheet.before, count=sheet.months_with_hours)


def _jumps(sheet: CheckedSheet, pack: RulePack) -> Iterator[Oddity]:
    if sheet.is_nil:
        return
    if _is_jump(sheet.hours, sheet.before, pack):
        yield Oddity(OddKind.JUMP_OF_SHEET, hours=sheet.hours, against=sheet.before)
    for each in sheet.lines:
        line = each.line
        if len(sheet.lines) >= SEVERAL and _is_jump(line.hours, each.before, pack):
            yield Oddity(OddKind.JUMP_OF_PERSON, line.participant_id, line.hours, each.before)


def _is_jump(hours: Decimal, before: Decimal | None, pack: RulePack) -> bool:
    return bool(before) and before is not None and abs(hours - before) > before * pack.odd_jump_share


def _people(sheet: CheckedSheet, pack: RulePack) -> Iterator[Oddity]:
    """Who came, who went, who may be there twice."""
    if not sheet.is_nil:
        for gone in sheet.gone:
            if not gone.has_left:
                yield Oddity(OddKind.PERSON_GONE, gone.participant_id, against=gone.hours)
    for each in sheet.lines:
        person = each.line.participant_id
        if each.is_new:
            yield Oddity(OddKind.PERSON_UNKNOWN, person, each.line.hours)
        for other in each.doubles:
            if person < other:
                yield Oddity(OddKind.SAME_PERSON, person, other_id=other)


def _figures(sheet: CheckedSheet, pack: RulePack) -> Iterator[Oddity]:
    """Figures that look invented rather than measured."""
    hours = [each.line.hours for each in sheet.lines]
    if len(hours) < SEVERAL:
        if any(each >= MUCH and each % TEN == 0 and each % SEVEN_HOURS != 0 for each in hours):
            yield Oddity(OddKind.ROUND_FIGURES, count=len(hours))
        return
    figure, times = Counter(hours).most_common(1)[0]
    if times >= SEVERAL:
        yield Oddity(OddKind.SAME_FIGURES, hours=figure, count=times)
    if all(each % TEN == 0 for each in hours):
        yield Oddity(OddKind.ROUND_FIGURES, count=len(hours))


def _amounts(sheet: CheckedSheet, pack: RulePack) -> Iterator[Oddity]:
    """More than a month holds, and the same hours told twice."""
    for each in sheet.lines:
        line = each.line
        total = line.hours + sum((other.hours for other in each.others), ZERO)
        if total > pack.monthly_cap_hours:
            yield Oddity(OddKind.OVER_MONTHLY_CAP, line.participant_id, total, pack.monthly_cap_hours)
        elif total > FULL_MONTH_HOURS:
            yield Oddity(OddKind.OVER_FULL_TIME, line.participant_id, total, FULL_MONTH_HOURS)
        for other in each.others:
            is_elsewhere = other.sheet_id != line.sheet_id and other.hours == line.hours
            if is_elsewhere and not (line.is_distinct or other.is_distinct):
                yield Oddity(
                    OddKind.SAME_ELSEWHERE, line.participant_id, line.hours, market_id=other.market_id
                )


def _entitled(sheet: CheckedSheet, pack: RulePack) -> Iterator[Oddity]:
    """Hours that would wait, or be set aside, were the sheet validated today."""
    for each in sheet.lines:
        line = each.line
        if not is_under_contract(line.company_id, each.known):
            yield Oddity(
                OddKind.OUTSIDE_CONTRACT, line.participant_id, line.hours, reason=SetAside.OUTSIDE_CONTRACT
            )
            continue
        reason, _ = _fate(each, pack)
        if reason is SetAside.NOT_CONFIRMED:
            yield Oddity(OddKind.ELIGIBILITY_WAITING, line.participant_id, line.hours, reason=reason)
        elif reason is not None:
            yield Oddity(OddKind.NOT_ELIGIBLE, line.participant_id, line.hours, reason=reason)


def _fate(each: CheckedLine, pack: RulePack) -> tuple[SetAside | None, CountingRule]:
    return eligible(each.known, each.known.works[each.line.market_id], pack)


Check = Callable[[CheckedSheet, RulePack], Iterator[Oddity]]
CHECKS: tuple[Check, ...] = (_remark, _differs, _nil, _jumps, _people, _figures, _amounts, _entitled)
