"""What REST answers about clause texts and their templates."""

from datetime import datetime
from decimal import Decimal

from api.rest.shapes import Shape
from models.vocabulary import ClauseArticle, Lever


class MissingValueRecord(Shape):
    """A value that the text asks for and the market does not have yet; `name` as templates write it."""

    name: str
    label_fr: str
    label_en: str


class ArticleRecord(Shape):
    """One article in plain text, and the version of the territory's template (0: the default)."""

    article: ClauseArticle
    template_version: int
    text: str


class ArticleTried(Shape):
    """One article in plain text, as a template makes it read on an invented market."""

    article: ClauseArticle
    text: str


class SentTextRecord(Shape):
    """A version sent to the buyer; its files are those of the document."""

    document_id: int
    version: int
    sent_at: datetime
    lever: Lever
    required_hours: Decimal | None


class ClauseTextRecord(Shape):
    """The clause text of a market as it reads now, and what was sent of it, latest first."""

    lever: Lever | None
    missing: list[MissingValueRecord]
    articles: list[ArticleRecord]
    """Empty while something is missing."""
    sent: list[SentTextRecord]
    changed: list[str]
    """Facts of the market that changed since the last text was sent: it is to be sent again."""


class ClauseTemplateRecord(Shape):
    """The template in force for one lever and article."""

    lever: Lever
    article: ClauseArticle
    version: int
    """Grows with each adoption; 0 while the territory has adopted none."""
    text: str
    is_default: bool
    adopted_at: datetime | None


class TemplateVersionRecord(Shape):
    """One version of a template, with the name of who adopted it."""

    version: int
    text: str
    is_default: bool
    adopted_at: datetime | None
    adopted_by: str | None
