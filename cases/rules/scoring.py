"""Marking the offers of a tender on what they promise for the clause: never on the price.

Marks go from 0 to 5 by half points: 0 not answered, 1 poor, 2 insufficient, 3 satisfactory, 4 good,
5 excellent. The hours are not judged, they are computed: the best regular promise has 5, the others their
share of it. The total is on 100, each criterion weighing its share.
"""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

from cases.rules.pack_parts import HOURS_CRITERION

TOP_MARK = Decimal(5)
MARK_STEP = Decimal("0.5")
FULL_TOTAL = Decimal(100)
CENT = Decimal("0.01")


@dataclass(frozen=True, slots=True)
class Criterion:
    """A criterion of the grid; the weights of a grid, shares of one, add up to one."""

    code: str
    label: str
    weight: Decimal

    @property
    def is_computed(self) -> bool:
        """Whether its mark comes from the hours promised, and from nobody's judgement."""
        return self.code == HOURS_CRITERION


@dataclass(frozen=True, slots=True)
class Candidate:
    """An offer as the ranking looks at it: a number, the hours promised, the marks given by criterion."""

    offer_id: int
    promised_hours: Decimal
    marks: Mapping[str, Decimal]


@dataclass(frozen=True, slots=True)
class Irregular:
    """An offer that promises fewer hours than the clause requires: it is shown apart and never ranked."""

    offer_id: int
    missing_hours: Decimal


@dataclass(frozen=True, slots=True)
class Placing:
    """A regular offer with its marks by criterion and its total on 100. Equal totals share a rank."""

    offer_id: int
    marks: Mapping[str, Decimal]
    total: Decimal
    rank: int
    is_tied: bool


@dataclass(frozen=True, slots=True)
class MissingMark:
    """A mark that someone must still give before the offers can be ranked."""

    offer_id: int
    code: str


@dataclass(frozen=True, slots=True)
class Ranking:
    """The regular offers, best first, empty while a mark is missing; the irregular ones apart."""

    placings: tuple[Placing, ...]
    irregular: tuple[Irregular, ...]
    missing: tuple[MissingMark, ...]

    @property
    def is_complete(self) -> bool:
        """Whether every regular offer has all of its marks."""
        return not self.missing


def is_irregular(promised: Decimal, required: Decimal | None) -> bool:
    """Whether the offer promises fewer hours than the clause requires."""
    return required is not None and promised < required


def hours_mark(promised: Decimal, best: Decimal) -> Decimal:
    """The mark of the hours promised, proportional to the best promise, to the hundredth.

    Nobody promising anything gives nobody a point.
    """
    if best <= 0:
        return Decimal(0)
    return (TOP_MARK * promised / best).quantize(CENT, ROUND_HALF_UP)


def total_of(grid: Sequence[Criterion], marks: Mapping[str, Decimal]) -> Decimal:
    """The weighted total on 100, to the hundredth."""
    shares = (each.weight * marks[each.code] / TOP_MARK for each in grid)
    return (FULL_TOTAL * sum(shares, Decimal(0))).quantize(CENT, ROUND_HALF_UP)


def rank(grid: Sequence[Criterion], candidates: Sequence[Candidate], required: Decimal | None) -> Ranking:
    """Rank the regular offers under the grid; what comes first among equals is the offer recorded first."""
    regular = [each for each in candidates if not is_irregular(each.promised_hours, required)]
    irregular = [
        Irregular(each.offer_id, required - each.promised_hours)
        for each in candidates
        if required is not None and is_irregular(each.promised_hours, required)
    ]
    best = max((each.promised_hours for each in regular), default=Decimal(0))
    missing = [
        MissingMark(each.offer_id, criterion.code)
        for each in regular
        for criterion in grid
        if not criterion.is_computed and criterion.code not in each.marks
    ]
    placings = () if missing else _ranked(grid, regular, best)
    in_order = tuple(sorted(irregular, key=lambda each: each.offer_id))
    return Ranking(placings, in_order, tuple(sorted(missing, key=lambda gap: gap.offer_id)))


def _ranked(grid: Sequence[Criterion], regular: Sequence[Candidate], best: Decimal) -> tuple[Placing, ...]:
    marked = {each.offer_id: _all_marks(grid, each, best) for each in regular}
    totals = {offer_id: total_of(grid, marks) for offer_id, marks in marked.items()}
    in_order = sorted(totals, key=lambda offer_id: (-totals[offer_id], offer_id))
    scores = list(totals.values())
    return tuple(
        Placing(
            offer_id,
            marked[offer_id],
            totals[offer_id],
            rank=1 + sum(score > totals[offer_id] for score in scores),
            is_tied=scores.count(totals[offer_id]) > 1,
        )
        for offer_id in in_order
    )


def _all_marks(grid: Sequence[Criterion], candidate: Candidate, best: Decimal) -> dict[str, Decimal]:
    return {
        each.code: hours_mark(candidate.promised_hours, best)
        if each.is_computed
        else candidate.marks[each.code]
        for each in grid
    }
