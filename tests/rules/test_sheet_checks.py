"""What is asked before a sheet is sent, as a table."""

from datetime import date
from decimal import Decimal

import pytest

from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.person_month import Claim, Contract
from cases.rules.sheet_checks import DeclaredMonth, Doubt, is_month_over, questions_about, working_days
from cases.rules.standing import PersonStanding, standing_of
from cases.sheet_questions import words_of
from models.vocabulary import ContractKind, EligibilityStatus

MARCH = date(2026, 3, 1)
COMPANY = 7


def contract(starts: date, ends: date | None = None) -> Contract:
    return Contract(COMPANY, ContractKind.FIXED_TERM, starts, ends)


def confirmed(until: date | None) -> Claim:
    return Claim("rsa", EligibilityStatus.CONFIRMED, None, date(2024, 1, 1), until)


SUNDAY_THE_FIRST = MARCH
LAST_DAY = contract(date(2026, 3, 31))
LAST_TWO_DAYS = contract(date(2026, 3, 30), date(2026, 3, 31))


@pytest.mark.parametrize(
    ("month", "said"),
    [
        (DeclaredMonth(Decimal(220)), []),
        (DeclaredMonth(Decimal("220.25")), [Doubt.OVER_MONTHLY_CAP]),
        (DeclaredMonth(Decimal(120), elsewhere=Decimal(120)), [Doubt.OVER_MONTHLY_CAP]),
        (DeclaredMonth(Decimal(10), contracts=(contract(date(2026, 3, 31)),)), []),
        (DeclaredMonth(Decimal(10), contracts=(contract(date(2026, 1, 5), date(2026, 3, 2)),)), []),
        (
            DeclaredMonth(Decimal(10), contracts=(contract(date(2026, 1, 5), SUNDAY_THE_FIRST),)),
            [Doubt.OVER_CONTRACT_DAYS],
        ),
        (
            DeclaredMonth(Decimal(10), contracts=(contract(date(2026, 1, 5), date(2026, 2, 28)),)),
            [Doubt.PERSON_GONE],
        ),
        (DeclaredMonth(Decimal(10), contracts=(contract(date(2026, 4, 1)),)), [Doubt.OUTSIDE_CONTRACT]),
        (
            DeclaredMonth(
                Decimal(10),
                contracts=(contract(date(2026, 1, 5), date(2026, 2, 1)), contract(date(2026, 4, 1))),
            ),
            [Doubt.OUTSIDE_CONTRACT],
        ),
        (DeclaredMonth(Decimal("12.25"), contracts=(LAST_DAY,)), [Doubt.OVER_CONTRACT_DAYS]),
        (DeclaredMonth(Decimal(219), contracts=(LAST_DAY,)), [Doubt.OVER_CONTRACT_DAYS]),
        (DeclaredMonth(Decimal(221), contracts=(LAST_DAY,)), [Doubt.OVER_MONTHLY_CAP]),
        (DeclaredMonth(Decimal(24), contracts=(LAST_TWO_DAYS,)), []),
        (DeclaredMonth(Decimal(100), contracts=(LAST_TWO_DAYS,)), [Doubt.OVER_CONTRACT_DAYS]),
        (DeclaredMonth(Decimal(20), Decimal(5), (LAST_TWO_DAYS,)), [Doubt.OVER_CONTRACT_DAYS]),
        (DeclaredMonth(Decimal(24), contracts=(LAST_TWO_DAYS, LAST_DAY)), []),
        (DeclaredMonth(Decimal(100), contracts=(LAST_TWO_DAYS, contract(date(2026, 1, 5)))), []),
        (
            DeclaredMonth(Decimal(219), contracts=(contract(date(2026, 1, 5), date(2026, 2, 28)),)),
            [Doubt.PERSON_GONE],
        ),
        (DeclaredMonth(Decimal(219), contracts=(contract(date(2026, 4, 1)),)), [Doubt.OUTSIDE_CONTRACT]),
        (DeclaredMonth(Decimal(10), claims=(confirmed(date(2026, 2, 28)),)), [Doubt.ELIGIBILITY_OVER]),
        (DeclaredMonth(Decimal(10), claims=(confirmed(date(2026, 3, 1)),)), []),
        (
            DeclaredMonth(Decimal(10), claims=(confirmed(date(2026, 2, 1)), confirmed(date(2027, 1, 1)))),
            [],
        ),
        (
            DeclaredMonth(
                Decimal(230),
                contracts=(contract(date(2025, 1, 1), date(2025, 6, 1)),),
                claims=(confirmed(date(2025, 12, 1)),),
            ),
            [Doubt.OVER_MONTHLY_CAP, Doubt.PERSON_GONE, Doubt.ELIGIBILITY_OVER],
        ),
    ],
)
def test_doubts_are_told_by_the_gravest(month: DeclaredMonth, said: list[Doubt]) -> None:
    assert [question.doubt for question in questions_about(month, MARCH, DEFAULT_PACK)] == said


def test_a_day_has_a_cap_when_the_months_does_not_reach_it() -> None:
    pack = DEFAULT_PACK.model_copy(update={"monthly_cap_hours": Decimal(700)})
    most = pack.daily_cap_hours * working_days(MARCH, pack.calendar)

    within, beyond = (DeclaredMonth(most), DeclaredMonth(most + Decimal("0.25")))

    assert list(questions_about(within, MARCH, pack)) == []
    assert [each.doubt for each in questions_about(beyond, MARCH, pack)] == [Doubt.OVER_DAILY_CAP]


def test_days_that_count_are_those_of_the_contract() -> None:
    (question,) = questions_about(
        DeclaredMonth(Decimal("100.5"), contracts=(LAST_TWO_DAYS,)), MARCH, DEFAULT_PACK
    )

    assert words_of(question) == (
        "100,5\u00a0h pour 2\u00a0jours ouvrés de contrat dans le mois\u00a0: plus de 12\u00a0h par jour"
        " pour cette personne.",
        "100.5 h for 2 working days of contract in the month: more than 12 h a day for this person.",
    )


@pytest.mark.parametrize(
    ("today", "ends_on", "is_over"),
    [
        (date(2026, 3, 30), None, False),
        (date(2026, 3, 31), None, True),
        (date(2026, 4, 1), date(2026, 9, 1), True),
        (date(2026, 3, 11), date(2026, 3, 12), False),
        (date(2026, 3, 12), date(2026, 3, 12), True),
    ],
)
def test_a_month_is_over_on_its_last_day_of_work(today: date, ends_on: date | None, is_over: bool) -> None:
    assert is_month_over(MARCH, ends_on, today) is is_over


@pytest.mark.parametrize(
    ("claims", "standing"),
    [
        ((), PersonStanding.WAITING),
        ((Claim("rsa", EligibilityStatus.CLAIMED),), PersonStanding.WAITING),
        ((confirmed(date(2026, 3, 1)),), PersonStanding.CONFIRMED),
        ((confirmed(date(2026, 2, 28)),), PersonStanding.OVER),
        ((Claim("rsa", EligibilityStatus.REFUSED),), PersonStanding.REFUSED),
        (
            (Claim("rsa", EligibilityStatus.REFUSED), Claim("th", EligibilityStatus.CLAIMED)),
            PersonStanding.WAITING,
        ),
    ],
)
def test_a_company_reads_where_someone_stands(claims: tuple[Claim, ...], standing: PersonStanding) -> None:
    assert standing_of(claims, MARCH) is standing
