"""People as the screen says them: where they stand, and why two records are alike."""

from cases.rules.same_person import Sign
from cases.rules.standing import PersonStanding

PEOPLE_STAND = {
    PersonStanding.WAITING: "To be confirmed",
    PersonStanding.CONFIRMED: "Confirmed",
    PersonStanding.OVER: "Eligibility is over",
    PersonStanding.REFUSED: "Refused",
}
SIGNS = {
    Sign.SAME_NAMES: "The same names",
    Sign.SWAPPED_NAMES: "The same names, first and last the other way round",
    Sign.CLOSE_NAMES: "Names that differ by a letter or two",
    Sign.PARTLY_SAME_NAMES: "Names of which one holds the other",
    Sign.ALIKE_NAMES: "Names that sound alike",
    Sign.OTHER_NAMES: "Other names",
    Sign.SAME_BIRTH_DATE: "The same date of birth",
    Sign.SWAPPED_BIRTH_DATE: "The same date of birth, day and month the other way round",
    Sign.CLOSE_BIRTH_DATE: "The same date of birth but for one digit",
    Sign.UNKNOWN_BIRTH_DATE: "A date of birth is not known",
    Sign.OTHER_BIRTH_DATE: "Another date of birth",
}
