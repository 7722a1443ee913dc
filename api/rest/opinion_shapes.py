"""What REST answers about the study of a planned market: potential, levers, opinions, justifications."""

from datetime import date, datetime
from decimal import Decimal

from api.rest.shapes import Shape
from models.vocabulary import Advice, Lever, RefusalGround, Stage


class SaidRecord(Shape):
    """One sentence, in both languages."""

    fr: str
    en: str


class ContributionRecord(SaidRecord):
    """What one thing adds to the potential, and why."""

    name: str
    points: int
    most: int


class ObjectionRecord(SaidRecord):
    """What a market's facts say against a lever. Blocking: the law does not allow it, as far as they say."""

    is_blocking: bool


class LeverObjections(Shape):
    """A lever with the objections of this market's facts."""

    lever: Lever
    objections: list[ObjectionRecord]


class PotentialRecord(Shape):
    """What the facts of a planned market suggest; a person decides."""

    score: int
    """From 0 to 100."""
    contributions: list[ContributionRecord]
    expected_hours: Decimal | None
    """Null without an amount."""
    labour_share: Decimal
    european_threshold: Decimal
    is_obliged: bool
    """Whether the law asks for a social condition or its written refusal (L2112-2-1)."""
    suggested_advice: Advice
    suggested_lever: Lever | None
    why: list[SaidRecord]
    levers: list[LeverObjections]


class LeverRecord(Shape):
    """A legal lever explained."""

    lever: Lever
    articles: list[str]
    """Of the Code de la commande publique."""
    former_article: str | None
    """Of the Code des marchés publics of 2006."""
    name: SaidRecord
    what: SaidRecord
    when: SaidRecord
    when_not: SaidRecord


class OpinionRecord(Shape):
    """An opinion with what was suggested beside it; the highest number is in force."""

    id: int
    market_id: int
    number: int
    advice: Advice
    lever: Lever | None
    ground: RefusalGround | None
    reason: str | None
    suggested_advice: Advice
    suggested_lever: Lever | None
    score: int
    is_obliged: bool
    contributions: list[ContributionRecord]
    why: list[SaidRecord]
    pack_version: str
    given_by: int | None
    given_at: datetime


class JustificationRecord(Shape):
    """A market for which no clause is advised, with the reason."""

    id: int
    """Of the opinion."""
    market_id: int
    reference: str
    title: str
    buyer_name: str
    buyer_siret: str | None
    stage: Stage
    cpv: str | None
    amount_excl_tax: Decimal | None
    number: int
    ground: RefusalGround | None
    reason: str
    score: int
    is_obliged: bool
    """Whether the market reached the European threshold when the opinion was given."""
    given_at: datetime
    notified_on: date | None
    """When the open data says that it was notified, without a clause; null when no file has told of it."""
