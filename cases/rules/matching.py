"""Three statements of the same hours: the company's, the insertion structure's, the person's own.

They are compared for one person, one market and one month, within the pack's tolerance. Who says nothing
contradicts nobody: silence is not a difference.
"""

from dataclasses import dataclass
from decimal import Decimal
from enum import StrEnum
from itertools import combinations

from models.vocabulary import HoursSource


class Match(StrEnum):
    """How the statements stand to each other."""

    WAITING = "waiting"
    AGREEMENT = "agreement"
    DIFFERENCE = "difference"
    DECIDED = "decided"


@dataclass(frozen=True, slots=True)
class Statements:
    """Hours as each source says them; None while it says nothing.

    `decided_hours` is the figure that a facilitator said stands, once the sources had differed. `is_partial`:
    another structure employs the person too and has said nothing yet, so that `structure` can only grow.
    """

    company: Decimal | None = None
    structure: Decimal | None = None
    participant: Decimal | None = None
    decided_hours: Decimal | None = None
    is_partial: bool = False

    def of(self, source: HoursSource) -> Decimal | None:
        """What that source says."""
        by_source: dict[HoursSource, Decimal | None] = {
            HoursSource.COMPANY: self.company,
            HoursSource.STRUCTURE: self.structure,
            HoursSource.PARTICIPANT: self.participant,
        }
        return by_source[source]

    @property
    def known(self) -> dict[HoursSource, Decimal]:
        """The figures given."""
        return {source: hours for source in HoursSource if (hours := self.of(source)) is not None}


def match(statements: Statements, tolerance: Decimal) -> Match:
    """Whether the figures agree, two by two, within `tolerance` hours.

    A decision holds as long as the company's figure is the one that was said to stand.
    """
    if any(_differ(statements, *pair, tolerance) for pair in combinations(statements.known, 2)):
        is_settled = statements.decided_hours is not None and statements.decided_hours == statements.company
        return Match.DECIDED if is_settled else Match.DIFFERENCE
    complete = set(statements.known) - ({HoursSource.STRUCTURE} if statements.is_partial else set())
    return Match.AGREEMENT if len(complete) > 1 else Match.WAITING


def _differ(statements: Statements, one: HoursSource, other: HoursSource, tolerance: Decimal) -> bool:
    """Whether two sources contradict each other: a partial figure contradicts only a smaller one."""
    gap = statements.known[one] - statements.known[other]
    if statements.is_partial and HoursSource.STRUCTURE in (one, other):
        return (gap if one is HoursSource.STRUCTURE else -gap) > tolerance
    return abs(gap) > tolerance
