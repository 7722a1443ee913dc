"""Whether someone may be counted today, from all the criteria that were claimed for them."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from typing import Protocol

from cases.rules.standing import PersonStanding
from models.vocabulary import EligibilityStatus


class Decided(Protocol):
    """What a claim says: its status, and the last day on which it holds."""

    @property
    def status(self) -> EligibilityStatus: ...

    @property
    def valid_until(self) -> date | None: ...


@dataclass(frozen=True, slots=True)
class Stands:
    """A standing, and the last day of it when there is one."""

    standing: PersonStanding
    until: date | None = None


def stands(claims: Iterable[Decided], today: date) -> Stands:
    """Confirmed as long as one criterion holds; nobody yet has confirmed whoever claims none."""
    known = list(claims)
    confirmed = (each for each in known if each.status is EligibilityStatus.CONFIRMED)
    last = max((each.valid_until for each in confirmed if each.valid_until is not None), default=None)
    if last is not None and last >= today:
        return Stands(PersonStanding.CONFIRMED, last)
    if not known or any(each.status is EligibilityStatus.CLAIMED for each in known):
        return Stands(PersonStanding.WAITING)
    return Stands(PersonStanding.REFUSED) if last is None else Stands(PersonStanding.OVER, last)
