"""What is written to buyers about the markets that they plan."""

from datetime import date

from pydantic import Field

from cases.documents import Euros, Frozen
from cases.messages.kinds import Message
from models.vocabulary import PartKind


class AnnouncementInvitation(Message):
    """The buyer gets its own link, to announce each market that it plans; good until `valid_until`."""

    buyer_name: str
    link_id: int
    study_days: int = Field(ge=1)
    valid_until: date


class AnnouncedPart(Frozen):
    """A lot, a tranche or a purchase order, as it was announced."""

    kind: PartKind
    number: str
    title: str
    amount_excl_tax: Euros | None = None


class AnnouncementReceipt(Message):
    """The buyer's proof that its market arrived: what was announced, and by when the opinion comes.

    Its button opens the receipt by the buyer's link when it has one (`link_id`), else the market's page when
    someone of the buyer signs in; otherwise there is none.
    """

    buyer_name: str
    market_id: int
    market_title: str
    market_reference: str
    announced_on: date
    opinion_by: date
    amount_excl_tax: Euros | None = None
    duration_months: int | None = None
    publication_planned_on: date | None = None
    parts: tuple[AnnouncedPart, ...] = ()
    link_id: int | None = None
    can_sign_in: bool = False


class LateStudy(Frozen):
    """A market whose opinion is late: when it was due, and by when it is now promised."""

    market_id: int
    market_title: str
    market_reference: str
    due_on: date
    promised_on: date


class OpinionLate(Message):
    """The buyer learns, once, that opinions are late: one message for all of its markets of the day."""

    buyer_name: str
    studies: tuple[LateStudy, ...] = Field(min_length=1)
