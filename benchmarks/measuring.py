"""Two sides measured in turn (A B A B A B), so that a busy minute of the machine falls on both."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from statistics import median

ROUNDS = 3


@dataclass(frozen=True, slots=True)
class Aim:
    """The ratio wished for: at least so much of the limit's speed, or at most so many times its time."""

    value: float
    is_time: bool = False

    def ratio(self, ours: float, limit: float) -> float:
        """From seconds: the share of the limit's speed, or the multiple of its time."""
        return ours / limit if self.is_time else limit / ours

    def is_met_by(self, ratio: float) -> bool:
        return ratio <= self.value if self.is_time else ratio >= self.value

    def __str__(self) -> str:
        return f"<= {self.value:g} x its time" if self.is_time else f">= {self.value:g}"


@dataclass(frozen=True, slots=True)
class Comparison:
    """The real thing and its limit. Each side runs once and returns the seconds of what is compared.

    `count` is how many of `unit` one run does. `same_work` raises AssertionError when the two sides, having
    run once each, did not leave the same rows behind.
    """

    name: str
    title: str
    limit_title: str
    unit: str
    count: int
    aim: Aim
    ours: Callable[[], float]
    limit: Callable[[], float]
    same_work: Callable[[], None] = lambda: None


@dataclass(frozen=True, slots=True)
class Spread:
    """A median with the least and the greatest."""

    median: float
    least: float
    greatest: float


@dataclass(frozen=True, slots=True)
class Finding:
    """What a comparison gave: seconds of each side, and the ratio of the medians with the spread by round."""

    comparison: Comparison
    ours: Spread
    limit: Spread
    ratio: Spread

    @property
    def is_met(self) -> bool:
        return self.comparison.aim.is_met_by(self.ratio.median)


def measure(comparison: Comparison, *, rounds: int = ROUNDS) -> Finding:
    """Run both sides `rounds` times in turn, after one turn that does not count and is checked."""
    comparison.ours()
    comparison.limit()
    comparison.same_work()
    ours, limit = [], []
    for _ in range(rounds):
        ours.append(comparison.ours())
        limit.append(comparison.limit())
    ratios = [comparison.aim.ratio(*pair) for pair in zip(ours, limit, strict=True)]
    middle = comparison.aim.ratio(median(ours), median(limit))
    return Finding(comparison, _spread(ours), _spread(limit), Spread(middle, min(ratios), max(ratios)))


def _spread(values: Sequence[float]) -> Spread:
    return Spread(median(values), min(values), max(values))
