"""What any piece of work leans on, whatever it is about: who decides, when, and under which rule pack."""

from datetime import date, datetime

from sqlmodel import Session

from cases.actors import Actor
from cases.rules.policy import RulePack


class Workday:
    """The days and hours that follow from the instant and the pack in force."""

    session: Session
    actor: Actor
    pack: RulePack
    now: datetime

    @property
    def today(self) -> date:
        """The territory's local date."""
        return self.pack.calendar.local_date(self.now)

    @property
    def release_at(self) -> datetime:
        """When a mail decided now may leave."""
        return self.pack.calendar.next_sending_instant(
            self.now, self.pack.mail_opens_at, self.pack.mail_closes_at
        )

    def deadline_at(self, day: date) -> datetime:
        """The instant at which a deadline of that day fires: when mail opens."""
        return self.pack.calendar.at(day, self.pack.mail_opens_at)
