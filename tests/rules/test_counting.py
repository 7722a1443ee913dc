"""Each declared hour is counted or set aside with its reason; none disappears."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.counting import SHEET_REASON, count_month, counted_total, parts_of_status
from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.months import Span
from cases.rules.person_month import Agreement, Claim, Contract, Line, Part, PersonMonth, Works
from models.vocabulary import ContractKind, CountingRule, EligibilityStatus, SetAside, SheetStatus

MARCH = date(2026, 3, 1)
TOWN_HALL, SCHOOL, POOL = 1, 2, 3
BUYER, OTHER_BUYER = 100, 101
COMPANY, OTHER_COMPANY = 200, 201
WORKS = Works(BUYER, starts_on=date(2026, 1, 5), ends_on=None)
CONFIRMED = Claim(
    "rsa",
    EligibilityStatus.CONFIRMED,
    valid_from=date(2026, 1, 5),
    valid_until=date(2028, 1, 4),
)
RULE = CountingRule


def line(hours: str, market: int = TOWN_HALL, **values: Any) -> Line:
    training = Decimal(values.pop("training", 0))
    known = {"sheet_id": market * 10, "participant_id": 7, "company_id": COMPANY, **values}
    status = known.pop("status", SheetStatus.VALIDATED)
    return Line(market_id=market, status=status, hours=Decimal(hours), training_hours=training, **known)


def month(*lines: Line, **values: Any) -> PersonMonth:
    known = {
        "month": MARCH,
        "works": {TOWN_HALL: WORKS, SCHOOL: WORKS, POOL: replace(WORKS, buyer_id=OTHER_BUYER)},
        "claims": (CONFIRMED,),
        **values,
    }
    return PersonMonth(lines=lines, **known)


def told(parts: tuple[Part, ...]) -> list[tuple[int, str, SetAside | None, CountingRule]]:
    return sorted(((part.market_id, str(part.hours), part.reason, part.rule) for part in parts), key=str)


def test_the_hours_of_an_eligible_person_on_a_validated_sheet_count() -> None:
    assert told(count_month(month(line("84.50")), DEFAULT_PACK)) == [
        (TOWN_HALL, "84.50", None, RULE.ELIGIBLE_AND_CONFIRMED)
    ]


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (SheetStatus.AWAITED, SetAside.SHEET_NOT_VALIDATED),
        (SheetStatus.SUBMITTED, SetAside.SHEET_NOT_VALIDATED),
        (SheetStatus.REJECTED, SetAside.SHEET_REJECTED),
        (SheetStatus.CANCELLED, SetAside.SHEET_CANCELLED),
    ],
)
def test_the_lines_of_any_other_sheet_are_set_aside_with_the_reason(
    status: SheetStatus, reason: SetAside
) -> None:
    declared = line("35.50", status=status)

    whole = [(TOWN_HALL, "35.50", reason, RULE.VALIDATED_SHEETS_COUNT)]
    assert told(count_month(month(declared), DEFAULT_PACK)) == whole
    assert told(parts_of_status([declared])) == whole


def test_every_status_of_a_sheet_says_what_becomes_of_its_lines() -> None:
    assert set(SHEET_REASON) == set(SheetStatus)


REFUSED = EligibilityStatus.REFUSED
OWN_LIST = {TOWN_HALL: replace(WORKS, buyer_has_own_list=True)}
PERMANENT = Contract(COMPANY, ContractKind.PERMANENT, date(2026, 1, 5))
FACTS: list[tuple[str, dict[str, Any], SetAside | None, CountingRule]] = [
    ("nobody claimed anything", {"claims": ()}, SetAside.NOT_CONFIRMED, RULE.ELIGIBLE_AND_CONFIRMED),
    (
        "the proof is still to be seen",
        {"claims": (Claim("rsa", EligibilityStatus.CLAIMED),)},
        SetAside.NOT_CONFIRMED,
        RULE.ELIGIBLE_AND_CONFIRMED,
    ),
    (
        "the criterion was refused",
        {"claims": (Claim("rsa", REFUSED),)},
        SetAside.NOT_ELIGIBLE,
        RULE.ELIGIBLE_AND_CONFIRMED,
    ),
    (
        "one criterion was refused and another confirmed",
        {"claims": (Claim("ass", REFUSED), CONFIRMED)},
        None,
        RULE.ELIGIBLE_AND_CONFIRMED,
    ),
    (
        "the first hire comes later",
        {"claims": (replace(CONFIRMED, valid_from=date(2026, 4, 1)),)},
        SetAside.BEFORE_HIRE,
        RULE.WITHIN_THE_VALIDITY,
    ),
    (
        "the first hire is on the month's last day",
        {"claims": (replace(CONFIRMED, valid_from=date(2026, 3, 31)),)},
        None,
        RULE.ELIGIBLE_AND_CONFIRMED,
    ),
    (
        "the validity ended the day before",
        {"claims": (replace(CONFIRMED, valid_until=date(2026, 2, 28)),)},
        SetAside.VALIDITY_OVER,
        RULE.WITHIN_THE_VALIDITY,
    ),
    (
        "the validity ends on the month's first day",
        {"claims": (replace(CONFIRMED, valid_until=date(2026, 3, 1)),)},
        None,
        RULE.ELIGIBLE_AND_CONFIRMED,
    ),
    (
        "a permanent hire lets hours count past the validity",
        {
            "claims": (replace(CONFIRMED, valid_until=date(2026, 2, 28)),),
            "contracts": (PERMANENT,),
        },
        None,
        RULE.WITHIN_THE_PERMANENT_HIRE,
    ),
    (
        "the time after a permanent hire is over",
        {"contracts": (replace(PERMANENT, starts_on=date(2024, 3, 1)),)},
        SetAside.PERMANENT_HIRE_OVER,
        RULE.WITHIN_THE_PERMANENT_HIRE,
    ),
    (
        "a permanent hire to come decides nothing yet",
        {"contracts": (replace(PERMANENT, company_id=OTHER_COMPANY, starts_on=date(2026, 4, 1)),)},
        None,
        RULE.ELIGIBLE_AND_CONFIRMED,
    ),
    (
        "the contract ended before",
        {"contracts": (Contract(COMPANY, ContractKind.FIXED_TERM, MARCH, date(2026, 2, 28)),)},
        SetAside.OUTSIDE_CONTRACT,
        RULE.WITHIN_A_CONTRACT,
    ),
    (
        "only another company's contract ended",
        {"contracts": (Contract(OTHER_COMPANY, ContractKind.FIXED_TERM, MARCH, date(2026, 2, 28)),)},
        None,
        RULE.ELIGIBLE_AND_CONFIRMED,
    ),
    (
        "the works start later",
        {"works": {TOWN_HALL: replace(WORKS, starts_on=date(2026, 4, 1))}},
        SetAside.OUTSIDE_WORKS,
        RULE.WITHIN_THE_WORKS,
    ),
    (
        "the works were stopped all month",
        {"works": {TOWN_HALL: replace(WORKS, stops=(Span(date(2026, 2, 20), date(2026, 4, 1)),))}},
        SetAside.OUTSIDE_WORKS,
        RULE.WITHIN_THE_WORKS,
    ),
    (
        "the buyer has its own list and the person is not on it",
        {"works": OWN_LIST},
        SetAside.NOT_ON_BUYERS_LIST,
        RULE.ELIGIBLE_AND_CONFIRMED,
    ),
    (
        "the person is on the buyer's own list",
        {"works": OWN_LIST, "claims": (replace(CONFIRMED, buyer_id=BUYER),)},
        None,
        RULE.ELIGIBLE_AND_CONFIRMED,
    ),
    (
        "another buyer's list does not count here",
        {"claims": (replace(CONFIRMED, buyer_id=OTHER_BUYER),)},
        SetAside.NOT_ON_BUYERS_LIST,
        RULE.ELIGIBLE_AND_CONFIRMED,
    ),
    (
        "someone counted before criteria were asked for is on every list",
        {"works": OWN_LIST, "claims": (replace(CONFIRMED, criterion="earlier_record"),)},
        None,
        RULE.ELIGIBLE_AND_CONFIRMED,
    ),
]


@pytest.mark.parametrize(
    ("facts", "reason", "rule"), [fact[1:] for fact in FACTS], ids=[fact[0] for fact in FACTS]
)
def test_a_fact_decides_about_the_whole_line(
    facts: dict[str, Any], reason: SetAside | None, rule: CountingRule
) -> None:
    assert told(count_month(month(line("70"), **facts), DEFAULT_PACK)) == [(TOWN_HALL, "70", reason, rule)]


def test_a_person_counts_once_on_a_sheet() -> None:
    twice = month(line("35", participant_id=7), line("20", participant_id=8))

    assert told(count_month(twice, DEFAULT_PACK)) == [
        (TOWN_HALL, "20", SetAside.DUPLICATE_LINE, RULE.ONE_LINE_PER_PARTICIPANT),
        (TOWN_HALL, "35", None, RULE.ELIGIBLE_AND_CONFIRMED),
    ]


def test_the_same_hours_on_two_markets_count_once() -> None:
    assert told(count_month(month(line("70", SCHOOL), line("70")), DEFAULT_PACK)) == [
        (TOWN_HALL, "70", None, RULE.ELIGIBLE_AND_CONFIRMED),
        (SCHOOL, "70", SetAside.DUPLICATE_ELSEWHERE, RULE.SAME_HOURS_ONCE),
    ]


def test_the_same_hours_on_the_sheets_of_two_companies_of_one_market_count_once() -> None:
    partner = {"participant_id": 8, "company_id": COMPANY + 1}
    of_both = month(line("70", sheet_id=11), line("70", sheet_id=12, **partner))

    assert told(count_month(of_both, DEFAULT_PACK)) == [
        (TOWN_HALL, "70", SetAside.DUPLICATE_ELSEWHERE, RULE.SAME_HOURS_ONCE),
        (TOWN_HALL, "70", None, RULE.ELIGIBLE_AND_CONFIRMED),
    ]


def test_the_same_figure_counts_twice_once_someone_said_that_both_were_worked() -> None:
    parts = count_month(month(line("70"), line("70", SCHOOL, is_distinct=True)), DEFAULT_PACK)

    assert counted_total(parts) == 140


def test_hours_over_the_monthly_cap_are_set_aside_whatever_their_market() -> None:
    parts = count_month(month(line("150"), line("90.5", SCHOOL)), DEFAULT_PACK)

    assert told(parts) == [
        (TOWN_HALL, "150", None, RULE.ELIGIBLE_AND_CONFIRMED),
        (SCHOOL, "20.5", SetAside.OVER_MONTHLY_CAP, RULE.MONTHLY_CAP),
        (SCHOOL, "70.0", None, RULE.ELIGIBLE_AND_CONFIRMED),
    ]


def test_training_beyond_its_share_is_set_aside() -> None:
    pack = DEFAULT_PACK.revised("training-1", date(2026, 1, 1), training_share=Decimal("0.25"))

    parts = count_month(month(line("60", training="20"), line("40", SCHOOL, training="10")), pack)

    assert told(parts) == [
        (TOWN_HALL, "60", None, RULE.ELIGIBLE_AND_CONFIRMED),
        (SCHOOL, "35.00", None, RULE.ELIGIBLE_AND_CONFIRMED),
        (SCHOOL, "5.00", SetAside.OVER_TRAINING_SHARE, RULE.TRAINING_SHARE),
    ]


THIRDS = Agreement(
    5,
    COMPANY,
    ((TOWN_HALL, Decimal("0.3333")), (SCHOOL, Decimal("0.3333")), (POOL, Decimal("0.3334"))),
)


def test_an_agreement_spreads_the_hours_over_its_markets_to_the_hundredth() -> None:
    parts = count_month(month(line("100.01"), agreements=(THIRDS,)), DEFAULT_PACK)

    assert told(parts) == [
        (TOWN_HALL, "33.33", None, RULE.GLOBALISATION),
        (SCHOOL, "33.34", None, RULE.GLOBALISATION),
        (POOL, "33.34", None, RULE.GLOBALISATION),
    ]
    assert {part.agreement_id for part in parts} == {5}


def test_a_share_counts_under_the_works_and_the_list_of_the_market_that_it_goes_to() -> None:
    works = {
        TOWN_HALL: WORKS,
        SCHOOL: replace(WORKS, ends_on=date(2026, 2, 10)),
        POOL: replace(WORKS, buyer_id=OTHER_BUYER, buyer_has_own_list=True),
    }

    parts = count_month(month(line("100"), works=works, agreements=(THIRDS,)), DEFAULT_PACK)

    assert [(part.market_id, part.reason) for part in parts] == [
        (TOWN_HALL, None),
        (SCHOOL, SetAside.OUTSIDE_WORKS),
        (POOL, SetAside.NOT_ON_BUYERS_LIST),
    ]


def test_an_agreement_of_another_company_spreads_nothing() -> None:
    other = replace(THIRDS, company_id=OTHER_COMPANY)

    assert told(count_month(month(line("90"), agreements=(other,)), DEFAULT_PACK)) == [
        (TOWN_HALL, "90", None, RULE.ELIGIBLE_AND_CONFIRMED)
    ]


@pytest.mark.parametrize(
    ("commune", "is_local"),
    [
        ("Sainte-Élise-sur-Mer", True),
        (" sainte-ELISE-sur-mer", True),
        ("Ste Elise sur Mer", True),
        ("Saint-Élise-sur-Mer", False),
        ("Sainte-Élise", False),
        (None, False),
    ],
)
def test_sub_targets_are_counted_beside(commune: str | None, is_local: bool) -> None:
    works = {TOWN_HALL: replace(WORKS, local_commune="Sainte-Élise-sur-Mer")}
    known = month(line("70"), works=works, in_priority_district=True, commune=commune)

    (part,) = count_month(known, DEFAULT_PACK)

    assert (part.in_priority_district, part.is_local) == (True, is_local)


@pytest.mark.parametrize(("hours", "training"), [("-0.01", "0"), ("NaN", "0"), ("10", "10.01"), ("10", "-1")])
def test_what_is_not_a_number_of_hours_is_refused(hours: str, training: str) -> None:
    with pytest.raises(ValueError, match="participant 7"):
        line(hours, training=training)


hours = st.decimals(0, 300, places=2)
lines = st.builds(
    lambda market, sheet, person, status, worked, share, distinct: Line(
        market * 10 + sheet,
        person,
        market,
        COMPANY + sheet,
        status,
        worked,
        (worked * share).quantize(Decimal("0.01")),
        distinct,
    ),
    st.sampled_from([TOWN_HALL, SCHOOL, POOL]),
    st.integers(0, 1),
    st.integers(1, 3),
    st.sampled_from(SheetStatus),
    hours,
    st.sampled_from([Decimal(0), Decimal("0.3"), Decimal("0.99")]),
    st.booleans(),
)
a_month = st.builds(
    lambda found, claims, agreed, capped: (
        month(
            *{(each.sheet_id, each.participant_id): each for each in found}.values(),
            claims=tuple(claims),
            agreements=agreed,
        ),
        DEFAULT_PACK.revised(
            "tight-1",
            date(2026, 1, 1),
            monthly_cap_hours=Decimal(150) if capped else Decimal(700),
            training_share=Decimal("0.2") if capped else Decimal(1),
        ),
    ),
    st.lists(lines, max_size=8),
    st.lists(st.sampled_from([CONFIRMED, Claim("ass", REFUSED)]), max_size=2),
    st.sampled_from([(), (THIRDS,), (THIRDS, replace(THIRDS, id=6))]),
    st.booleans(),
)


@given(a_month, st.randoms())
def test_every_hour_is_accounted_for_in_whatever_order_it_came(known: Any, chance: Any) -> None:
    facts, pack = known
    parts = count_month(facts, pack)
    shuffled = list(facts.lines)
    chance.shuffle(shuffled)

    for declared in facts.lines:
        mine = [
            part.hours
            for part in parts
            if (part.sheet_id, part.participant_id) == (declared.sheet_id, declared.participant_id)
        ]
        assert sum(mine, Decimal(0)) == declared.hours
    assert counted_total(parts) <= pack.monthly_cap_hours
    assert set(count_month(replace(facts, lines=tuple(shuffled)), pack)) == set(parts)
    assert len(set(parts)) == len(parts)
