"""What the commands of a meeting take, and what is recorded of it once it was held."""

from datetime import date, time
from typing import Annotated

from pydantic import AfterValidator, EmailStr, Field

from cases.inputs.fields import (
    ContactName,
    Day,
    Hours,
    Input,
    LongText,
    Number,
    PartyName,
    Phone,
    Reason,
    ShortText,
)
from cases.rules.curve import MonthHours
from models.vocabulary import Modality

Minutes = Annotated[int, Field(ge=15, le=600)]


def _local(hour: time) -> time:
    if hour.tzinfo is not None:
        raise ValueError("Write the hour as the clocks of the territory show it, without a time zone.")
    return hour.replace(second=0, microsecond=0)


LocalTime = Annotated[time, AfterValidator(_local)]


def _first_day(day: date) -> date:
    if day.day != 1:
        raise ValueError("Write a month as its first day.")
    return day


Month = Annotated[Day, AfterValidator(_first_day)]


class GuestInput(Input):
    """Someone invited beside the companies, the buyer and the facilitator."""

    name: PartyName
    email: EmailStr


Guests = Annotated[tuple[GuestInput, ...], Field(max_length=20)]


class MeetingInput(Input):
    """A meeting to propose: local day and hour, length, place. `guests` come on top of the market's own."""

    on: Day
    at: LocalTime
    duration_minutes: Minutes = 60
    place: ShortText
    agenda: LongText | None = None
    guests: Guests = ()


class MeetingChange(Input):
    """What changes of a proposed meeting; what is not given stays."""

    on: Day | None = None
    at: LocalTime | None = None
    duration_minutes: Minutes | None = None
    place: ShortText | None = None
    agenda: LongText | None = None
    guests: Guests | None = None


class MeetingCancellation(Input):
    """Why a meeting is called off: its guests read it."""

    reason: Reason


class Attendance(Input):
    """Whether someone who was invited came."""

    guest_id: Number
    present: bool = False


Attended = Annotated[tuple[Attendance, ...], Field(max_length=300)]


class ActionInput(Input):
    """What someone will do, and by when."""

    what: ShortText
    who: ContactName | None = None
    by_on: Day | None = None


class WrittenMinutes(Input):
    """A site or partners' meeting as it was held: what was said, what is difficult, who does what."""

    held_on: Day
    minutes: LongText
    difficulties: LongText | None = None
    actions: Annotated[tuple[ActionInput, ...], Field(max_length=30)] = ()


class MinutesInput(WrittenMinutes):
    """The minutes of a meeting that was proposed, and who of its guests came."""

    attendance: Attended = ()


class Presence(Input):
    """Whether someone who would have been invited came: a party, or a member of staff."""

    party_id: Number | None = None
    account_id: Number | None = None
    present: bool = False


class HeldMeetingInput(WrittenMinutes):
    """A meeting that was never proposed: when and where it was held, who came, its minutes.

    `guests` came too, beside those of whom `attendance` says it.
    """

    at: LocalTime
    duration_minutes: Minutes = 60
    place: ShortText
    guests: Guests = ()
    attendance: Annotated[tuple[Presence, ...], Field(max_length=300)] = ()


class CompanyAgreement(Input):
    """What was agreed with one company: how it will recruit, and who answers its monthly sheets."""

    party_id: Number
    modality: Modality | None = None
    contact_name: ContactName | None = None
    email: EmailStr | None = None
    phone: Phone | None = None


class PlannedMonth(Input):
    """Hours expected in a month, written as its first day."""

    month: Month
    hours: Hours


class Kickoff(Input):
    """The kickoff as it was held. Without a plan, the committed hours are spread evenly over the works.

    `asks_attestation`: whether people are asked about their hours; left out, that stays as it is.
    """

    held_on: Day
    minutes: LongText
    starts_on: Day
    planned_end_on: Day | None = None
    attendance: Attended = ()
    companies: Annotated[tuple[CompanyAgreement, ...], Field(max_length=50)] = ()
    plan: Annotated[tuple[PlannedMonth, ...], Field(max_length=600)] = ()
    asks_attestation: bool | None = None

    @property
    def curve(self) -> tuple[MonthHours, ...]:
        """The plan in the order of the months."""
        return tuple(sorted(MonthHours(each.month, each.hours) for each in self.plan))
