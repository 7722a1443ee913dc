"""A due deadline, what came of it, and what a handler may lean on."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlmodel import Session

from cases.actors import clock
from cases.decisions import Decision, Entry
from cases.rules.market_state import MarketState
from cases.rules.policy import RulePack
from models.vocabulary import DeadlineRule


@dataclass(frozen=True, slots=True)
class Due:
    """A row of `deadline` whose instant has come."""

    id: int
    territory_id: int
    market_id: int
    party_id: int | None
    rule: DeadlineRule
    subject_id: int
    step: str
    period: str
    due_at: datetime

    @property
    def day(self) -> date:
        """The day or month that it is about, when its period names one."""
        return date.fromisoformat(self.period)


@dataclass(frozen=True, slots=True)
class Outcome:
    """What firing led to: entries to write, or none when the deadline no longer holds (moot).

    `error` sets the row apart for a person; nothing of it is written.
    """

    due: Due
    entries: tuple[Entry, ...] = ()
    error: Exception | None = None


@dataclass(frozen=True, slots=True)
class Desk:
    """A chunk's markets, locked, and the packs of their territories at `now`."""

    session: Session
    markets: Mapping[int, MarketState]
    packs: Mapping[int, RulePack]
    now: datetime

    def today(self, due: Due) -> date:
        """The local date in the deadline's territory."""
        return self.packs[due.territory_id].calendar.local_date(self.now)

    def entry(self, due: Due, decision: Decision) -> Entry:
        """A decision of the clock about the deadline's market."""
        pack = self.packs[due.territory_id]
        return Entry(self.markets[due.market_id], decision, clock(due.territory_id), pack.version)


Handler = Callable[[Desk, Sequence[Due]], list[Outcome]]
