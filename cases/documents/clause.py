"""The text of a market's clause: its templates and the facts that they word, as sent to the buyer."""

from datetime import date
from decimal import Decimal
from typing import Literal

from pydantic import Field

from cases.documents.base import Euros, Frozen, Hours, MarketDocument
from cases.rules.clause_text import read_template
from cases.rules.clause_values import VALUES, Wording
from models.vocabulary import ClauseArticle, Lever

NOT_KNOWN = (None, "", (), Decimal(0))
BINDING = ("lever", "required_hours", "qpv_hours", "lots", "criteria")
"""The facts that bind the companies: a text sent before one of them changed is to be sent again."""


class ArticleText(Frozen):
    """One article's template as it was. `template_version` 0 is the house's own text."""

    article: ClauseArticle
    template_version: int = Field(ge=0)
    template: str


class LotHours(Frozen):
    """A lot with its hours; None while they are not shared out."""

    number: str
    title: str
    hours: Hours | None


class CriterionWeight(Frozen):
    """A criterion of the offers' analysis; `weight` is a share of one."""

    label: str
    weight: Decimal


class ClauseTextFigures(MarketDocument):
    """The clause text of a market; `version` counts what was sent to the buyer, 0 is a draft.

    The address of the question page is not in it: `question_link_id` is resolved whenever a file is drawn.
    """

    kind: Literal["clause_text"] = "clause_text"
    version: int = Field(ge=0)
    lever: Lever
    required_hours: Hours | None
    qpv_hours: Hours | None
    lots: tuple[LotHours, ...]
    duration_months: int | None
    publication_planned_on: date | None
    works_planned_on: date | None
    sheet_due_working_day: int
    penalty_hourly_rate: Euros
    criteria: tuple[CriterionWeight, ...]
    question_link_id: int | None
    articles: tuple[ArticleText, ...]

    @property
    def edition(self) -> str:
        return f"v{self.version}"

    @property
    def known(self) -> frozenset[str]:
        """The names of templates whose value is known. The question page is there once the text is sent."""
        return frozenset(
            name
            for name, value in VALUES.items()
            if value.wording is Wording.QUESTIONS or getattr(self, value.fact) not in NOT_KNOWN
        )

    @property
    def missing(self) -> tuple[str, ...]:
        """The names that the templates ask for and whose value is not known; never one of a text sent."""
        known = self.known
        asked = (read_template(article.template).missing(known) for article in self.articles)
        return tuple(dict.fromkeys(name for names in asked for name in names))

    def changes_since(self, earlier: "ClauseTextFigures") -> tuple[str, ...]:
        """The facts by which an earlier text no longer says what this one does, as names of fields."""
        return tuple(fact for fact in BINDING if getattr(self, fact) != getattr(earlier, fact))
