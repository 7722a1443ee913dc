"""Where someone's eligibility stands, in the few words that their company may read: never why."""

from collections.abc import Collection
from datetime import date
from enum import StrEnum

from cases.rules.person_month import Claim
from models.vocabulary import EligibilityStatus


class PersonStanding(StrEnum):
    """What a company is told of someone's eligibility for a month."""

    CONFIRMED = "confirmed"
    WAITING = "waiting"
    REFUSED = "refused"
    OVER = "over"


def standing_of(claims: Collection[Claim], month: date) -> PersonStanding:
    """For the month whose first day is `month`. Someone of whom nothing is known yet waits."""
    confirmed = [claim for claim in claims if claim.status is EligibilityStatus.CONFIRMED]
    if any(claim.valid_until is None or claim.valid_until >= month for claim in confirmed):
        return PersonStanding.CONFIRMED
    if any(claim.status is EligibilityStatus.CLAIMED for claim in claims) or not claims:
        return PersonStanding.WAITING
    return PersonStanding.OVER if confirmed else PersonStanding.REFUSED
