"""People and hours as the screen says them."""

from cases.rules.standing import PersonStanding
from models.vocabulary import (
    ChangeKind,
    CorrectionStatus,
    CountingRule,
    EligibilityStatus,
    Gender,
    HoursSource,
    SetAside,
)

SET_ASIDES = {
    SetAside.SHEET_NOT_VALIDATED: "Sheet not validated",
    SetAside.SHEET_REJECTED: "Sheet sent back",
    SetAside.SHEET_CANCELLED: "Sheet cancelled",
    SetAside.DUPLICATE_LINE: "Person declared twice",
    SetAside.OUTSIDE_WORKS: "Market not under way that month",
    SetAside.OUTSIDE_CONTRACT: "Outside the contract’s dates",
    SetAside.NOT_CONFIRMED: "Eligibility not confirmed",
    SetAside.NOT_ELIGIBLE: "Eligibility refused",
    SetAside.NOT_ON_BUYERS_LIST: "Criterion not on the buyer’s list",
    SetAside.BEFORE_HIRE: "Before the first hire",
    SetAside.VALIDITY_OVER: "Eligibility is over",
    SetAside.PERMANENT_HIRE_OVER: "Time after the permanent hire is over",
    SetAside.DUPLICATE_ELSEWHERE: "Same hours declared on another sheet",
    SetAside.OVER_MONTHLY_CAP: "Over the monthly cap",
    SetAside.OVER_TRAINING_SHARE: "Over the share of training",
}
COUNTING_RULES = {
    CountingRule.VALIDATED_SHEETS_COUNT: "Only validated sheets count",
    CountingRule.ONE_LINE_PER_PARTICIPANT: "A person counts once on a sheet",
    CountingRule.WITHIN_THE_WORKS: "Hours count in the months of the works",
    CountingRule.WITHIN_A_CONTRACT: "Hours count in the days of the contract",
    CountingRule.ELIGIBLE_AND_CONFIRMED: "Hours count once eligibility is confirmed",
    CountingRule.WITHIN_THE_VALIDITY: "Hours count while eligibility holds",
    CountingRule.WITHIN_THE_PERMANENT_HIRE: "Hours count for a time after a permanent hire",
    CountingRule.SAME_HOURS_ONCE: "The same hours count once",
    CountingRule.MONTHLY_CAP: "Hours of one person count up to the monthly cap",
    CountingRule.TRAINING_SHARE: "Training counts up to its share of the month",
    CountingRule.GLOBALISATION: "A globalisation agreement spreads the hours",
}
ELIGIBILITY_STATES = {
    EligibilityStatus.CLAIMED: "To be confirmed",
    EligibilityStatus.CONFIRMED: "Confirmed",
    EligibilityStatus.REFUSED: "Refused",
}
CORRECTION_STATES = {
    CorrectionStatus.OPEN: "To be decided",
    CorrectionStatus.GRANTED: "Sheet reopened",
    CorrectionStatus.REFUSED: "Declined",
}
HOURS_SOURCES = {
    HoursSource.COMPANY: "The company",
    HoursSource.STRUCTURE: "The insertion structure",
    HoursSource.PARTICIPANT: "The person",
}
CHANGE_KINDS = {
    ChangeKind.AMENDMENT: "Amendment",
    ChangeKind.TRANCHE_CONFIRMED: "Tranche confirmed",
    ChangeKind.PURCHASE_ORDER: "Purchase order",
    ChangeKind.CORRECTION: "Correction of a fact",
    ChangeKind.SUSPENSION: "Suspension",
    ChangeKind.RESUMPTION: "Resumption",
}
STANDINGS = {
    PersonStanding.CONFIRMED: "Eligibility confirmed",
    PersonStanding.WAITING: "Eligibility to be confirmed by your facilitator: the hours wait, not lost.",
    PersonStanding.REFUSED: "Eligibility refused: these hours do not count.",
    PersonStanding.OVER: "Eligibility is over: these hours do not count.",
}
OWED_FIGURES = {
    "required_hours": "Required hours",
    "committed_hours": "Committed hours",
    "qpv_hours": "Of which residents of priority districts",
    "local_hours": "Of which residents of the commune",
    "amount_excl_tax": "Amount without tax",
    "duration_months": "Duration",
    "planned_end_on": "Planned end",
}
GENDERS = {
    Gender.FEMALE: "Woman",
    Gender.MALE: "Man",
    Gender.OTHER: "Other",
}
