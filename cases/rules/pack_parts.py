"""Parts of a rule pack that are more than a number: labour shares by trade, criteria of a scoring grid."""

from collections.abc import Mapping
from decimal import Decimal
from typing import Annotated

from pydantic import BaseModel, ConfigDict, Field

from models.vocabulary import Trade

Share = Annotated[Decimal, Field(ge=0, le=1, max_digits=5, decimal_places=4)]
"""A share of one: 0.07 is 7 %."""

LABOUR_SHARES: Mapping[Trade, Decimal] = {
    Trade.STRUCTURAL_WORK: Decimal("0.45"),
    Trade.FINISHING: Decimal("0.50"),
    Trade.ROOFING: Decimal("0.45"),
    Trade.PAINTING: Decimal("0.60"),
    Trade.ELECTRICITY: Decimal("0.40"),
    Trade.PLUMBING_HEATING: Decimal("0.40"),
    Trade.DEMOLITION: Decimal("0.40"),
    Trade.EARTHWORKS: Decimal("0.30"),
    Trade.ROADS_NETWORKS: Decimal("0.30"),
    Trade.GREEN_SPACES: Decimal("0.60"),
    Trade.CLEANING: Decimal("0.80"),
    Trade.WASTE: Decimal("0.50"),
    Trade.CATERING: Decimal("0.45"),
    Trade.SECURITY: Decimal("0.80"),
    Trade.TRANSPORT: Decimal("0.45"),
    Trade.MAINTENANCE: Decimal("0.50"),
    Trade.INTELLECTUAL_SERVICES: Decimal("0.70"),
    Trade.OTHER: Decimal("0.40"),
}
"""Labour in the price of each trade: works 0.30 to 0.60, cleaning 0.80 (DOMAIN.md rule 1)."""


class ScoringCriterion(BaseModel):
    """One criterion by which offers are marked. `code` is stable; `weight` is a share of one."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    label_fr: str = Field(min_length=1, max_length=200)
    label_en: str = Field(min_length=1, max_length=200)
    weight: Share

    def label(self, locale: str) -> str:
        """In the reader's language."""
        return self.label_fr if locale == "fr" else self.label_en


HOURS_CRITERION = "promised_hours"
"""The criterion whose mark is computed from the hours promised; the others are marked by a person."""

SCORING_CRITERIA = (
    ScoringCriterion(
        code=HOURS_CRITERION,
        label_fr="Heures d’insertion promises",
        label_en="Insertion hours promised",
        weight=Decimal("0.40"),
    ),
    ScoringCriterion(code="tutoring", label_fr="Tutorat", label_en="Tutoring", weight=Decimal("0.15")),
    ScoringCriterion(
        code="social_support",
        label_fr="Accompagnement social",
        label_en="Social support",
        weight=Decimal("0.15"),
    ),
    ScoringCriterion(
        code="qualification", label_fr="Qualification", label_en="Qualification", weight=Decimal("0.15")
    ),
    ScoringCriterion(
        code="professionalisation",
        label_fr="Professionnalisation",
        label_en="Professionalisation",
        weight=Decimal("0.15"),
    ),
)
"""Nantes judges tutoring, social support, qualification and professionalisation; weights are local."""
