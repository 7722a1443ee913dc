"""What is odd about a sheet, and what one can do about it, as the screen says it."""

from cases.rules.matching import Match
from cases.rules.oddities import OddKind

ODDITIES = {
    OddKind.REMARK: "The company writes: {remark}",
    OddKind.DIFFERENCE: "Hours that do not agree with another statement: {count}",
    OddKind.SAME_ELSEWHERE: "{who}: the same {hours} on {market}",
    OddKind.SAME_PERSON: "{who} and {other} may be one person",
    OddKind.OVER_MONTHLY_CAP: "{who}: {hours} on all markets, over the cap of {against}",
    OddKind.OVER_FULL_TIME: "{who}: {hours}, more than a full-time month ({against})",
    OddKind.OUTSIDE_CONTRACT: "{who}: no contract covers the month",
    OddKind.ELIGIBILITY_WAITING: "{who}: eligibility to be confirmed",
    OddKind.NOT_ELIGIBLE: "{who}: {reason}",
    OddKind.NIL_AFTER_HOURS: "Nobody, after {against} the month before",
    OddKind.JUMP_OF_SHEET: "{hours} in all, {against} the month before",
    OddKind.JUMP_OF_PERSON: "{who}: {hours}, {against} the month before",
    OddKind.PERSON_GONE: "{who} is gone: {against} the month before",
    OddKind.PERSON_UNKNOWN: "{who} is new: {hours}",
    OddKind.SAME_FIGURES: "The same figure for {count} people: {hours}",
    OddKind.ROUND_FIGURES: "Every figure is round (multiples of ten)",
}
ODD_ADVICE = {
    OddKind.REMARK: "Read it, and validate if the figures still hold.",
    OddKind.DIFFERENCE: "Compare the figures below, and decide which one stands.",
    OddKind.SAME_ELSEWHERE: "Only one of the two will count, unless both were worked.",
    OddKind.SAME_PERSON: "If it is one person, merge the records before validating.",
    OddKind.OVER_MONTHLY_CAP: "What exceeds the cap will be set aside.",
    OddKind.OVER_FULL_TIME: "Ask for the hours week by week, or validate if you know why.",
    OddKind.OUTSIDE_CONTRACT: "The hours will be set aside: write down the contract first if there is one.",
    OddKind.ELIGIBILITY_WAITING: "You may validate: the hours wait, and count once it is confirmed.",
    OddKind.NOT_ELIGIBLE: "The hours will be set aside for this reason.",
    OddKind.NIL_AFTER_HOURS: "Ask whether the works stopped, or validate if you know it.",
    OddKind.JUMP_OF_SHEET: "Ask the company why, or validate if you know it.",
    OddKind.JUMP_OF_PERSON: "Ask the company why, or validate if you know it.",
    OddKind.PERSON_GONE: "Ask whether someone was forgotten, or write down the end of the contract.",
    OddKind.PERSON_UNKNOWN: "See the contract and the proof before the hours count.",
    OddKind.SAME_FIGURES: "Ask whether these are the hours of the pay slips.",
    OddKind.ROUND_FIGURES: "Ask whether these are the hours of the pay slips.",
}
MATCHES = {
    Match.WAITING: "Not said yet",
    Match.AGREEMENT: "Figures agree",
    Match.DIFFERENCE: "Figures differ",
    Match.DECIDED: "Decided",
}
