"""Meetings with their calendar identity and guests; the hours expected month by month."""

from datetime import date, datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Text, UniqueConstraint
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import hours, instant, key, refers_to, word
from models.vocabulary import MeetingKind, MeetingStatus


class Meeting(SQLModel, table=True):
    """A meeting proposed to the people of a market, or of the territory when it is its partners' meeting.

    `uid` never changes and `sequence` grows (RFC 5545). `quarter`: first day of the quarter it is held for.
    `minutes` are frozen as JSON (cases/messages/minutes.py); a kickoff's are on its market. `document_id`:
    the pack that the partners were shown.
    """

    __table_args__ = (
        UniqueConstraint("uid"),
        only_words("kind", MeetingKind),
        only_words("status", MeetingStatus),
        CheckConstraint("ends_at > starts_at", name="meeting_ends_after_its_start"),
        CheckConstraint(
            "(kind = 'partners_meeting') = (market_id IS NULL)", name="only_partners_meet_without_a_market"
        ),
    )

    id: int | None = key()
    territory_id: int = refers_to("territory.id")
    market_id: int | None = refers_to("market.id", default=None)
    kind: MeetingKind = word(MeetingKind)
    starts_at: datetime = instant()
    ends_at: datetime = instant()
    place: str = Field(max_length=300)
    agenda: str | None = Field(default=None, sa_type=Text)
    uid: str = Field(max_length=80)
    sequence: int = 0
    status: MeetingStatus = word(MeetingStatus, default=MeetingStatus.PROPOSED)
    quarter: date | None = None
    minutes: str | None = Field(default=None, sa_type=Text)
    held_on: date | None = None
    document_id: int | None = refers_to("document.id", default=None)
    created_at: datetime = instant()


class MeetingGuest(SQLModel, table=True):
    """Someone invited: for a party of the market, or the facilitator (`account_id`)."""

    __tablename__ = "meeting_guest"

    id: int | None = key()
    meeting_id: int = refers_to("meeting.id")
    party_id: int | None = refers_to("party.id", default=None)
    account_id: int | None = refers_to("account.id", default=None)
    name: str = Field(max_length=250)
    email: str | None = Field(default=None, max_length=254)
    locale: str = Field(default="fr", max_length=5)
    is_present: bool | None = None


class ExpectedMonth(SQLModel, table=True):
    """Hours that the plan agreed at kickoff expects in a month (its first day): the market's curve."""

    __tablename__ = "expected_month"
    __table_args__ = (CheckConstraint("hours >= 0", name="expected_not_negative"),)

    market_id: int = Field(foreign_key="market.id", primary_key=True)
    month: date = Field(primary_key=True)
    hours: Decimal = hours()
