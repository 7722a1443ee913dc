"""The minutes of a site or partners' meeting: kept with the meeting as they were sent to its people."""

from datetime import date

from cases.documents import Frozen, Hours
from cases.messages.kinds import Message
from models.vocabulary import MeetingKind


class AgreedAction(Frozen):
    """What someone will do, and by when."""

    what: str
    who: str | None = None
    by_on: date | None = None


class SiteFigures(Frozen):
    """Where a market stands on that day: hours against its curve, sheets awaited, needs open.

    `expected_hours` are those of the curve by `until`; None for a market without one.
    """

    until: date
    counted_hours: Hours
    expected_hours: Hours | None
    committed_hours: Hours
    sheets_missing: int
    needs_open: int


class KeptMinutes(Frozen):
    """What was said and agreed; `figures` are those of the market that day, none for a partners' meeting."""

    text: str
    difficulties: str | None = None
    actions: tuple[AgreedAction, ...] = ()
    figures: SiteFigures | None = None


class MeetingMinutes(Message):
    """The minutes, to everyone who was invited; the pack is attached when `brings_pack`.

    `market_title` and what follows it are None for a meeting of the territory's partners.
    """

    meeting_kind: MeetingKind
    market_title: str | None
    market_reference: str | None
    buyer_name: str | None
    held_on: date
    minutes: KeptMinutes
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    brings_pack: bool = False
