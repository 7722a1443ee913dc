"""What REST answers of a tender: questions, offers, the grid, the ranking."""

from datetime import date, datetime
from decimal import Decimal

from api.rest.shapes import Shape
from models.vocabulary import Modality


class QuestionRecord(Shape):
    """A question; who asked, and the question as it was asked, are null for others than staff."""

    id: int | None
    number: int
    """Within its round."""
    tender_round: int
    """Grows when the procedure is restarted."""
    company_name: str | None
    asker_name: str | None
    asker_email: str | None
    text: str | None
    published_text: str | None
    asked_at: datetime | None
    due_on: date | None
    """Last day to answer."""
    answer: str | None
    answered_at: datetime | None
    set_apart_at: datetime | None
    """When it was decided that it gets no answer, or when its round ended without one."""


class MarkRecord(Shape):
    """A mark from 0 to 5, and what justifies it."""

    criterion: str
    mark: Decimal
    comment: str | None


class OfferRecord(Shape):
    """An offer of the current round."""

    id: int
    party_id: int
    company_name: str
    siret: str | None
    promised_hours: Decimal
    modality: Modality
    note: str | None
    received_on: date
    is_irregular: bool
    """It promises fewer hours than the clause requires: it is never ranked."""
    marks: list[MarkRecord]


class CriterionRecord(Shape):
    """A criterion of the grid."""

    code: str
    label: str
    percent: Decimal
    is_computed: bool
    """Its mark comes from the hours promised; the others are given by a person."""


class PlacingRecord(Shape):
    """A regular offer in the ranking. Equal totals share a rank."""

    offer_id: int
    company_name: str
    rank: int
    is_tied: bool
    total: Decimal
    """On 100."""


class IrregularRecord(Shape):
    """An offer that is not ranked, and why."""

    offer_id: int
    company_name: str
    missing_hours: Decimal


class MissingMarkRecord(Shape):
    """A mark that someone must still give."""

    offer_id: int
    criterion: str


class RankingRecord(Shape):
    """The ranking: empty while a mark is missing."""

    placings: list[PlacingRecord]
    irregular: list[IrregularRecord]
    missing: list[MissingMarkRecord]
