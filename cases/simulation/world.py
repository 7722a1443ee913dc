"""Virtual time: what people do, what falls due and what leaves by mail, each at its instant, in one order.

Time goes from event to event. People learn what happened from the journal and react to it, as one would:
the journal is all that drives them, so that whatever it misses is never done.
"""

import json
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, time, timedelta
from functools import partial
from heapq import heappop, heappush
from random import Random
from typing import Any

from sqlalchemy import bindparam, func, literal_column, select
from sqlmodel import Session

from cases.actors import Actor
from cases.declarations import SheetsReading
from cases.refusals import Refusal
from cases.rules.default_pack import DEFAULT_PACK
from cases.simulation.casting import chance_of
from cases.simulation.plans import MarketPlan, MemberPlan
from cases.statements import DEADLINE, JOURNAL, MAIL, MARKET
from cases.sweep import sweep
from models.database import Database
from models.prepared import Prepared

ROUND = timedelta(hours=1)
NEXT_DUE = Prepared(
    select(func.min(DEADLINE.c.due_at)).where(DEADLINE.c.status == literal_column("'pending'"))
)
NEXT_MAIL = Prepared(
    select(func.min(MAIL.c.release_at)).where(
        MAIL.c.status.in_([literal_column(f"'{word}'") for word in ("pending", "sending", "in_doubt")])
    )
)
# The territory is given, not asked for: asked for, SQLite reads the whole journal, market by market.
NEWS = Prepared(
    select(JOURNAL.c.id, JOURNAL.c.market_id, JOURNAL.c.event, JOURNAL.c.payload, MARKET.c.territory_id)
    .select_from(JOURNAL.outerjoin(MARKET, MARKET.c.id == JOURNAL.c.market_id))
    .where(JOURNAL.c.id > bindparam("last"))
    .order_by(JOURNAL.c.id)
)
LAST_NEWS = select(func.coalesce(func.max(JOURNAL.c.id), 0))


@dataclass(frozen=True, slots=True)
class Happening:
    """One line of the journal, as people learn of it."""

    number: int
    market_id: int
    event: str
    payload: Mapping[str, Any]


Errand = Callable[[], object]
Act = Callable[[Session], object]
ReadHours = Callable[[bytes], SheetsReading]
"""How a file of hours is read: a reader of the rooms above, given by whoever starts the simulation."""
Reaction = Callable[["World", Session, Happening], None]
Scheduled = tuple[datetime, int, Errand]


@dataclass
class World:
    """One territory in virtual time. `deliver` sends or keeps what may leave at the instant it is given.

    From `slackens_at` on, the facilitators leave half of their work undone (an inbox worth looking at); from
    `waits_from` on, some of what is to be said of sheets, of people and of hours that differ.
    """

    database: Database
    territory_id: int
    facilitators: Sequence[Actor]
    seed: int
    now: datetime
    deliver: Callable[[datetime], object]
    reactions: Mapping[str, Sequence[Reaction]]
    plans: dict[int, MarketPlan] = field(default_factory=dict)
    imported: dict[str, MarketPlan] = field(default_factory=dict)
    members: dict[tuple[int, int], MemberPlan] = field(default_factory=dict)
    slackens_at: datetime | None = None
    waits_from: datetime | None = None
    met: Counter[str] = field(default_factory=Counter)
    """What there was to do since then, by kind."""
    read_hours: ReadHours | None = None
    redirected: set[int] = field(default_factory=set)
    sent: set[tuple[int, date]] = field(default_factory=set)
    """The months for which a structure has thought of its file."""
    together: dict[int, list[int]] = field(default_factory=dict)
    restarted: set[int] = field(default_factory=set)
    refusals: Counter[str] = field(default_factory=Counter)
    calendar = DEFAULT_PACK.calendar

    def __post_init__(self) -> None:
        self._acts: list[Scheduled] = []
        self._scheduled = 0
        self._delivers_again_at = self.now
        with self.database.read() as session:
            self._last_news = session.connection().execute(LAST_NEWS).scalar_one()

    @property
    def today(self) -> date:
        """The territory's local date."""
        return self.calendar.local_date(self.now)

    def chance(self, *about: object) -> Random:
        """Chances of their own for whatever is named."""
        return chance_of(self.seed, *about)

    def facilitator(self, market_id: int) -> Actor:
        """Who looks after the market."""
        return self.facilitators[market_id % len(self.facilitators)]

    def schedule(self, at: datetime, errand: Errand) -> None:
        """Do this at that instant; what shares an instant keeps the order in which it was scheduled."""
        self._scheduled += 1
        heappush(self._acts, (at, self._scheduled, errand))

    def plan(self, at: datetime, act: Act) -> None:
        """Take this decision at that instant, in a transaction of its own."""
        self.schedule(at, partial(self.do, act))

    def in_days(self, chance: Random, days: int) -> datetime:
        """Some moment of office hours, that many working days from now; later today for none."""
        if days <= 0 and self.calendar.is_working_day(self.today):
            return self.now + timedelta(minutes=chance.randrange(10, 120))
        return self.office_hours(chance, self.calendar.shift(self.today, days))

    def office_hours(self, chance: Random, day: date) -> datetime:
        """Some moment between 8:30 and 16:59 of that day, or of the next working one."""
        minutes = chance.randrange(8 * 60 + 30, 17 * 60)
        return self.calendar.at(self.calendar.first_working_day(day), time(minutes // 60, minutes % 60))

    def leaves_undone(self, chance: Random) -> bool:
        """Whether this piece of work waits: half of it does from `slackens_at` on."""
        return self.slackens_at is not None and self.now >= self.slackens_at and chance.random() < 0.5

    @property
    def has_visitors(self) -> bool:
        """Whether something is left to whoever visits the demonstration."""
        return self.waits_from is not None and self.now >= self.waits_from

    def leaves_to_visitors(self, kind: str, *, each: int = 2) -> bool:
        """Whether this piece of work is: the first of its kind, then every second, or `each`, one."""
        if self.has_visitors:
            self.met[kind] += 1
        return self.has_visitors and self.met[kind] % each == 1

    def do(self, act: Act) -> Refusal | None:
        """One decision, one transaction. What is refused writes nothing; the refusal is counted and given."""
        try:
            with self.database.write() as session:
                act(session)
        except Refusal as refusal:
            self.refusals[refusal.code] += 1
            return refusal
        return None

    def live(self, until: datetime, progress: Callable[[datetime], object] | None = None) -> None:
        """Go from event to event up to `until` included."""
        while (instant := self._look_around()) is not None and instant <= until:
            self.now = max(self.now, instant)
            self._go_round()
            if progress is not None:
                progress(self.now)
        self.now = until

    def _look_around(self) -> datetime | None:
        """Let people learn what happened and plan what they do about it; the instant of what comes next."""
        with self.database.read() as session:
            self._learn(session)
            ((due_at,),), ((release_at,),) = NEXT_DUE.rows(session, {}), NEXT_MAIL.rows(session, {})
        self._is_due_at = due_at
        self._leaves_at = release_at and max(_round_up(release_at), self._delivers_again_at)
        acts_at = self._acts[0][0] if self._acts else None
        return min((at for at in (due_at, self._leaves_at, acts_at) if at is not None), default=None)

    def _learn(self, session: Session) -> None:
        for number, market_id, event, payload, territory_id in NEWS.rows(session, {"last": self._last_news}):
            self._last_news = number
            for react in self.reactions.get(event, ()) if territory_id == self.territory_id else ():
                react(self, session, Happening(number, market_id, event, json.loads(payload)))

    def _go_round(self) -> None:
        """What is due fires first, then people act, then mail leaves."""
        if self._is_due_at is not None and self._is_due_at <= self.now:
            sweep(self.database, now=self.now)
        while self._acts and self._acts[0][0] <= self.now:
            _, _, errand = heappop(self._acts)
            errand()
        if self._leaves_at is not None and self._leaves_at <= self.now:
            self.deliver(self.now)
            self._delivers_again_at = self.now + ROUND


def _round_up(instant: datetime) -> datetime:
    """The next full hour: mail leaves in rounds."""
    epoch = datetime(2000, 1, 1, tzinfo=UTC)
    return epoch - (epoch - instant) // ROUND * ROUND
