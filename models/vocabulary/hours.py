"""Who works, what entitles them, and what becomes of each hour (DOMAIN.md rules 2 to 4 and 7)."""

from enum import StrEnum


class Gender(StrEnum):
    """As the person says it; territories publish the share of women."""

    FEMALE = "female"
    MALE = "male"
    OTHER = "other"


class EligibilityStatus(StrEnum):
    """Where a person's claim to a criterion stands. Only a facilitator confirms or refuses."""

    CLAIMED = "claimed"
    CONFIRMED = "confirmed"
    REFUSED = "refused"


class CorrectionStatus(StrEnum):
    """What became of a company's request to reopen a validated sheet."""

    OPEN = "open"
    GRANTED = "granted"
    REFUSED = "refused"


class HoursSource(StrEnum):
    """Who says how many hours someone worked (three-way match)."""

    COMPANY = "company"
    STRUCTURE = "structure"
    PARTICIPANT = "participant"


class ChangeKind(StrEnum):
    """What changed the hours, the curve or the dates of a market under way (rule 7)."""

    AMENDMENT = "amendment"
    TRANCHE_CONFIRMED = "tranche_confirmed"
    PURCHASE_ORDER = "purchase_order"
    CORRECTION = "correction"
    SUSPENSION = "suspension"
    RESUMPTION = "resumption"


class SetAside(StrEnum):
    """Why a declared hour is not counted."""

    SHEET_NOT_VALIDATED = "sheet_not_validated"
    SHEET_REJECTED = "sheet_rejected"
    SHEET_CANCELLED = "sheet_cancelled"
    DUPLICATE_LINE = "duplicate_line"
    OUTSIDE_WORKS = "outside_works"
    OUTSIDE_CONTRACT = "outside_contract"
    NOT_CONFIRMED = "not_confirmed"
    NOT_ELIGIBLE = "not_eligible"
    NOT_ON_BUYERS_LIST = "not_on_buyers_list"
    BEFORE_HIRE = "before_hire"
    VALIDITY_OVER = "validity_over"
    PERMANENT_HIRE_OVER = "permanent_hire_over"
    DUPLICATE_ELSEWHERE = "duplicate_elsewhere"
    OVER_MONTHLY_CAP = "over_monthly_cap"
    OVER_TRAINING_SHARE = "over_training_share"


class CountingRule(StrEnum):
    """The rule that decided, in the order in which they are asked."""

    VALIDATED_SHEETS_COUNT = "validated_sheets_count"
    ONE_LINE_PER_PARTICIPANT = "one_line_per_participant"
    WITHIN_THE_WORKS = "within_the_works"
    WITHIN_A_CONTRACT = "within_a_contract"
    ELIGIBLE_AND_CONFIRMED = "eligible_and_confirmed"
    WITHIN_THE_VALIDITY = "within_the_validity"
    WITHIN_THE_PERMANENT_HIRE = "within_the_permanent_hire"
    SAME_HOURS_ONCE = "same_hours_once"
    MONTHLY_CAP = "monthly_cap"
    TRAINING_SHARE = "training_share"
    GLOBALISATION = "globalisation"
