"""Working days and sending hours of a territory.

A deadline is a local date; an instant is aware and in UTC. This module is the only bridge between the two.
Public holidays: Code du travail, art. L3133-1 (national), L3134-13 (Alsace-Moselle), L3422-2 (overseas), as
compiled by the `holidays` library. Saturdays and Sundays are never worked.
"""

from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from enum import StrEnum
from functools import lru_cache
from zoneinfo import ZoneInfo

import holidays

ONE_DAY = timedelta(days=1)
SATURDAY = 5


class HolidayZone(StrEnum):
    """Where the list of public holidays is the same. Alsace-Moselle adds Good Friday and 26 December."""

    METROPOLE = "metropole"
    ALSACE_MOSELLE = "alsace_moselle"
    GUADELOUPE = "guadeloupe"
    MARTINIQUE = "martinique"
    GUYANE = "guyane"
    LA_REUNION = "la_reunion"
    MAYOTTE = "mayotte"
    SAINT_BARTHELEMY = "saint_barthelemy"
    SAINT_MARTIN = "saint_martin"
    SAINT_PIERRE_ET_MIQUELON = "saint_pierre_et_miquelon"
    WALLIS_ET_FUTUNA = "wallis_et_futuna"
    POLYNESIE_FRANCAISE = "polynesie_francaise"
    NOUVELLE_CALEDONIE = "nouvelle_caledonie"


SUBDIVISION = {
    HolidayZone.METROPOLE: None,
    HolidayZone.ALSACE_MOSELLE: "57",
    HolidayZone.GUADELOUPE: "971",
    HolidayZone.MARTINIQUE: "972",
    HolidayZone.GUYANE: "973",
    HolidayZone.LA_REUNION: "974",
    HolidayZone.MAYOTTE: "976",
    HolidayZone.SAINT_BARTHELEMY: "BL",
    HolidayZone.SAINT_MARTIN: "MF",
    HolidayZone.SAINT_PIERRE_ET_MIQUELON: "PM",
    HolidayZone.WALLIS_ET_FUTUNA: "WF",
    HolidayZone.POLYNESIE_FRANCAISE: "PF",
    HolidayZone.NOUVELLE_CALEDONIE: "NC",
}
"""The zone's code in the `holidays` library (INSEE or ISO 3166-2; 57, Moselle, stands for Alsace too)."""


@dataclass(frozen=True, slots=True)
class WorkingCalendar:
    """The calendar by which a territory counts its delays and sends its mail."""

    zone: HolidayZone
    timezone: str = "Europe/Paris"

    def is_working_day(self, day: date) -> bool:
        """Neither a weekend nor a public holiday of the zone."""
        return day.weekday() < SATURDAY and day not in _holidays(self.zone, day.year)

    def first_working_day(self, day: date) -> date:
        """`day` itself when it is worked, otherwise the next one that is."""
        return self.shift(day, 0)

    def shift(self, day: date, working_days: int) -> date:
        """The working day that lies that many working days after `day` (before it, when negative).

        `day` itself is never counted, as for any delay in days: one working day after a Friday, a Saturday or
        a Sunday is the same Monday. Zero gives the first working day from `day` on.
        """
        return _shift(self.zone, day, working_days)

    def nth_working_day(self, month: date, n: int) -> date:
        """The n-th working day of the month that holds `month`, counting from 1.

        A rank beyond its last working day runs into the next month. Raises ValueError when n is below 1.
        """
        if n < 1:
            raise ValueError(f"a month's working days are counted from 1, not {n}")
        return _shift(self.zone, month.replace(day=1) - ONE_DAY, n)

    def at(self, day: date, local: time) -> datetime:
        """The instant, in UTC, when the territory's clocks show `local` on `day`.

        In spring an hour is missing: 02:30 is then 03:30. In autumn an hour comes twice: the first counts.
        Raises ValueError when `local` carries a time zone of its own.
        """
        if local.tzinfo is not None:
            raise ValueError(f"{local} names its own time zone; the territory's is {self.timezone}")
        return _at(self.timezone, day, local)

    def local_date(self, instant: datetime) -> date:
        """The territory's date at that instant. Raises ValueError when `instant` has no time zone."""
        return _local_date(self, instant)

    def local_time(self, instant: datetime) -> time:
        """What the territory's clocks show at that instant. Raises ValueError when it has no time zone."""
        return _local(self, instant).time()

    def next_sending_instant(self, now: datetime, opens: time, closes: time) -> datetime:
        """When mail may next leave, in UTC: `now` between `opens` and `closes` (excluded) of a working day.

        Otherwise the next opening. Raises ValueError when `now` has no time zone or the window is empty.
        """
        if opens >= closes:
            raise ValueError(f"mail cannot leave between {opens} and {closes}")
        return _next_sending_instant(self, now, opens, closes)


@lru_cache(maxsize=512)
def _holidays(zone: HolidayZone, year: int) -> frozenset[date]:
    return frozenset(holidays.country_holidays("FR", subdiv=SUBDIVISION[zone], years=year))


@lru_cache(maxsize=65_536)
def _shift(zone: HolidayZone, day: date, working_days: int) -> date:
    """Cached because a sweep asks for the same few days thousands of times."""
    calendar = WorkingCalendar(zone)
    if working_days == 0:
        return day if calendar.is_working_day(day) else _shift(zone, day, 1)
    step = ONE_DAY if working_days > 0 else -ONE_DAY
    for _ in range(abs(working_days)):
        day += step
        while not calendar.is_working_day(day):
            day += step
    return day


# The three below are remembered for the same reason: one sweep, one `now`, a handful of days.


@lru_cache(maxsize=4096)
def _at(timezone: str, day: date, local: time) -> datetime:
    return datetime.combine(day, local.replace(fold=0), ZoneInfo(timezone)).astimezone(UTC)


def _local(calendar: WorkingCalendar, instant: datetime) -> datetime:
    if instant.utcoffset() is None:
        raise ValueError(f"{instant} has no time zone: it names no instant")
    return instant.astimezone(ZoneInfo(calendar.timezone))


@lru_cache(maxsize=4096)
def _local_date(calendar: WorkingCalendar, instant: datetime) -> date:
    return _local(calendar, instant).date()


@lru_cache(maxsize=4096)
def _next_sending_instant(calendar: WorkingCalendar, now: datetime, opens: time, closes: time) -> datetime:
    local = _local(calendar, now)
    today = local.date()
    if not calendar.is_working_day(today) or local.time() >= closes:
        return calendar.at(calendar.shift(today, 1), opens)
    return max(now.astimezone(UTC), calendar.at(today, opens))
