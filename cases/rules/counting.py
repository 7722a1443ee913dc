"""What a declared hour is worth (DOMAIN.md rules 2 and 3): counted, or set aside with its reason, never lost.

One person's month is decided at a time, all markets together, from facts alone: no earlier count is looked
at, so that deciding again changes nothing, and the order in which facts came in does not matter. The rules
are those of the pack in force on the month's last day: a later pack never changes an earlier month.
"""

from collections.abc import Callable, Iterable, Iterator, Mapping, Sequence
from dataclasses import replace
from decimal import ROUND_DOWN, ROUND_HALF_UP, Decimal

from cases.rules.communes import is_same_commune
from cases.rules.eligibility import (
    claims_for,
    eligible,
    is_under_contract,
    is_under_way,
    why_unconfirmed,
)
from cases.rules.person_month import Line, Part, PersonMonth
from cases.rules.policy import RulePack
from models.vocabulary import CountingRule, EligibilityStatus, SetAside, SheetStatus

CENT = Decimal("0.01")
ZERO = Decimal(0)
SHEET_REASON = {
    SheetStatus.AWAITED: SetAside.SHEET_NOT_VALIDATED,
    SheetStatus.SUBMITTED: SetAside.SHEET_NOT_VALIDATED,
    SheetStatus.VALIDATED: None,
    SheetStatus.REJECTED: SetAside.SHEET_REJECTED,
    SheetStatus.CANCELLED: SetAside.SHEET_CANCELLED,
}
"""Why the lines of a sheet in that status are set aside; None when the other rules decide."""


def counted_total(parts: Iterable[Part]) -> Decimal:
    """The hours that count."""
    return sum((part.hours for part in parts if part.is_counted), ZERO)


def count_month(known: PersonMonth, pack: RulePack) -> tuple[Part, ...]:
    """Decide every hour of the month. The parts of each line add up to its hours.

    Lines are taken by market, sheet and record: of two that cannot both count, the first does.
    """
    parts: list[Part] = []
    standing: list[Part] = []
    seen: set[int] = set()
    ordered = sorted(known.lines, key=lambda line: (line.market_id, line.sheet_id, line.participant_id))
    for line in ordered:
        refused = _refused(line, known, pack, is_second=line.sheet_id in seen)
        if line.status is SheetStatus.VALIDATED:
            seen.add(line.sheet_id)
        (standing if refused.is_counted else parts).append(refused)
    by_place = {(line.sheet_id, line.participant_id): line for line in ordered}
    standing, doubled = _same_hours_once(standing, by_place)
    standing, untrained = _within_training_share(standing, by_place, pack)
    standing, excess = _within_cap(standing, pack)
    spread = [each for part in standing for each in _spread(part, by_place, known)]
    return (*parts, *doubled, *untrained, *excess, *(_placed(part, known) for part in spread))


def parts_of_status(lines: Iterable[Line]) -> tuple[Part, ...]:
    """What becomes of the lines of a sheet that is not validated: its status alone decides."""
    return tuple(
        _whole(line, SHEET_REASON[line.status], CountingRule.VALIDATED_SHEETS_COUNT) for line in lines
    )


def _whole(line: Line, reason: SetAside | None, rule: CountingRule) -> Part:
    return Part(line.sheet_id, line.participant_id, line.market_id, line.hours, reason, rule)


def _refused(line: Line, known: PersonMonth, pack: RulePack, *, is_second: bool) -> Part:
    """The whole line, set aside by the first rule that refuses it, or standing under the rule that let it."""
    if reason := SHEET_REASON[line.status]:
        return _whole(line, reason, CountingRule.VALIDATED_SHEETS_COUNT)
    if is_second:
        return _whole(line, SetAside.DUPLICATE_LINE, CountingRule.ONE_LINE_PER_PARTICIPANT)
    works = known.works[line.market_id]
    if not is_under_way(known.month, works):
        return _whole(line, SetAside.OUTSIDE_WORKS, CountingRule.WITHIN_THE_WORKS)
    if not is_under_contract(line.company_id, known):
        return _whole(line, SetAside.OUTSIDE_CONTRACT, CountingRule.WITHIN_A_CONTRACT)
    return _whole(line, *eligible(known, works, pack))


Lines = Mapping[tuple[int, int], Line]
Split = tuple[list[Part], list[Part]]
"""What still stands, and what was set aside."""


def _line_of(part: Part, lines: Lines) -> Line:
    return lines[part.sheet_id, part.participant_id]


def _same_hours_once(standing: Sequence[Part], lines: Lines) -> Split:
    """The same figure on two sheets is one work told twice, unless someone said that both were worked.

    Two sheets are of two markets, or of two companies of one market.
    """
    kept: list[Part] = []
    aside: list[Part] = []
    sheet_by_hours: dict[Decimal, int] = {}
    for part in standing:
        first = sheet_by_hours.setdefault(part.hours, part.sheet_id)
        is_double = part.hours > 0 and first != part.sheet_id
        if is_double and not _line_of(part, lines).is_distinct:
            aside.append(
                replace(part, reason=SetAside.DUPLICATE_ELSEWHERE, rule=CountingRule.SAME_HOURS_ONCE)
            )
        else:
            kept.append(part)
    return kept, aside


def _within_training_share(standing: Sequence[Part], lines: Lines, pack: RulePack) -> Split:
    """Training beyond its share of the person's month is set aside, from the last lines first."""
    total = sum((part.hours for part in standing), ZERO)
    allowed = (total * pack.training_share).quantize(CENT, ROUND_DOWN)
    return _bounded(
        standing,
        lambda part: _line_of(part, lines).training_hours,
        allowed,
        SetAside.OVER_TRAINING_SHARE,
        CountingRule.TRAINING_SHARE,
    )


def _within_cap(standing: Sequence[Part], pack: RulePack) -> Split:
    """What one person works beyond the month's cap, all markets together, is set aside."""
    return _bounded(
        standing,
        lambda part: part.hours,
        pack.monthly_cap_hours,
        SetAside.OVER_MONTHLY_CAP,
        CountingRule.MONTHLY_CAP,
    )


def _bounded(
    standing: Sequence[Part],
    measure: Callable[[Part], Decimal],
    most: Decimal,
    reason: SetAside,
    rule: CountingRule,
) -> Split:
    """Keep what is measured within `most`, in order; the excess of each part is set aside."""
    kept: list[Part] = []
    aside: list[Part] = []
    left = most
    for part in standing:
        excess = max(measure(part) - left, ZERO)
        left = max(left - measure(part), ZERO)
        if excess:
            aside.append(replace(part, hours=excess, reason=reason, rule=rule))
        if part.hours > excess or not excess:
            kept.append(replace(part, hours=part.hours - excess))
    return kept, aside


def _spread(part: Part, lines: Lines, known: PersonMonth) -> Iterator[Part]:
    """The part over the markets of the agreement that covers it: to the hundredth, nothing lost or made."""
    company_id = _line_of(part, lines).company_id
    agreement = next(
        (
            each
            for each in known.agreements
            if each.company_id == company_id and part.market_id in dict(each.shares)
        ),
        None,
    )
    if agreement is None:
        yield part
        return
    share_so_far, given = ZERO, ZERO
    for market_id, share in sorted(agreement.shares):
        share_so_far += share
        total = (part.hours * share_so_far).quantize(CENT, ROUND_HALF_UP)
        if total > given:
            credited = replace(part, market_id=market_id, hours=total - given, agreement_id=agreement.id)
            yield _credited(credited, known)
        given = total


def _credited(part: Part, known: PersonMonth) -> Part:
    """A share credited to a market counts under that market's own works and its buyer's own list."""
    works = known.works[part.market_id]
    if not is_under_way(known.month, works):
        return replace(part, reason=SetAside.OUTSIDE_WORKS, rule=CountingRule.WITHIN_THE_WORKS)
    claims = claims_for(known.claims, works)
    if not any(claim.status is EligibilityStatus.CONFIRMED for claim in claims):
        reason = why_unconfirmed(known.claims, claims)
        return replace(part, reason=reason, rule=CountingRule.ELIGIBLE_AND_CONFIRMED)
    return replace(part, rule=CountingRule.GLOBALISATION)


def _placed(part: Part, known: PersonMonth) -> Part:
    """The part with what its sub-targets ask: a priority district, the market's own commune (rule 9)."""
    commune = known.works[part.market_id].local_commune
    is_local = commune is not None and known.commune is not None and is_same_commune(commune, known.commune)
    return replace(part, in_priority_district=known.in_priority_district, is_local=is_local)
