"""What REST answers about planned markets: announcements, their parts, buyers, operations."""

from datetime import date, datetime
from decimal import Decimal

from api.rest.shapes import Shape
from models.vocabulary import Advice, PartKind, Stage, Trade, UrbanRenewal


class PartRecord(Shape):
    """A lot, a tranche or a purchase order of a market."""

    id: int
    kind: PartKind
    number: str
    title: str
    trade: Trade | None
    cpv: str | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    is_firm: bool
    """False for an optional tranche that was not confirmed."""
    ordered_on: date | None
    required_hours: Decimal | None
    """As its own calibration retained them."""
    calibrations: int
    """How many scenarios stand on it."""


class AnnouncementRecord(Shape):
    """A market as it was announced, and where its study stands."""

    id: int
    """The market's number."""
    reference: str
    title: str
    buyer_id: int
    buyer_name: str
    stage: Stage
    advice: Advice | None
    """The opinion, once it is given."""
    study_due_on: date | None
    """The day by which the opinion is promised."""
    announced_at: datetime
    description: str | None
    trade: Trade | None
    cpv: str | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    is_framework: bool
    urban_renewal: UrbanRenewal
    publication_planned_on: date | None
    works_planned_on: date | None
    operation_id: int | None
    operation_title: str | None
    parts: list[PartRecord]
    is_acknowledged: bool
    """Whether the buyer was sent its acknowledgement."""


class BuyerRecord(Shape):
    """A buyer that the territory knows. The address of its link is sent to the buyer, and told to nobody."""

    id: int
    name: str
    siret: str | None
    contact_name: str | None
    email: str | None
    phone: str | None
    email_refused_at: datetime | None
    markets: int
    link_until: datetime | None
    """The end of its announcement link, while it has one that is good."""


class OperationRecord(Shape):
    """An operation, with what its markets add up to."""

    id: int
    reference: str
    title: str
    markets: int
    required_hours: Decimal
    committed_hours: Decimal
    counted_hours: Decimal
    created_at: datetime


class OperationPlace(Shape):
    """The operation that a market is in, if any."""

    market_id: int
    operation_id: int | None
