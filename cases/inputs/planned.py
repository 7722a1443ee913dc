"""What is known of a market before its publication."""

from pydantic import ValidationInfo, field_validator

from cases.inputs.fields import Cpv, Day, Euros, Input, LongText, Months, Text
from models.vocabulary import Trade, UrbanRenewal


class PlannedFacts(Input):
    """What is known of a market before its publication, whoever enters it."""

    title: Text
    description: LongText | None = None
    cpv: Cpv | None = None
    trade: Trade | None = None
    amount_excl_tax: Euros | None = None
    duration_months: Months | None = None
    is_framework: bool = False
    urban_renewal: UrbanRenewal = UrbanRenewal.NONE
    publication_planned_on: Day | None = None
    works_planned_on: Day | None = None

    @field_validator("works_planned_on")
    @classmethod
    def _publication_comes_first(cls, works: Day | None, given: ValidationInfo) -> Day | None:
        publication = given.data.get("publication_planned_on")
        if works is not None and publication is not None and works < publication:
            raise ValueError("The works cannot start before the publication.")
        return works
