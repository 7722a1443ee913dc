"""Hours of insertion, against sums made by hand and against what must hold of any sum."""

from dataclasses import replace
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import assume, given
from hypothesis import strategies as st

from cases.rules.calibration import (
    TAKES_STAFF_OVER,
    Calibrated,
    CalibrationInputs,
    calibrate,
    default_inputs,
    qpv_share_of,
)
from cases.rules.default_pack import DEFAULT_PACK as PACK
from models.vocabulary import Rounding, Trade, UrbanRenewal

D = Decimal
SCHOOL = CalibrationInputs(
    trade=Trade.STRUCTURAL_WORK,
    amount_excl_tax=D("1850000"),
    duration_months=14,
    labour_share=D("0.45"),
    insertion_rate=D("0.07"),
    hourly_cost=D("40"),
    rounding=Rounding.NEAREST,
    rounding_step=D(1),
)
"""1,850,000 x 45 % = 832,500 EUR of labour; / 40 = 20,812.5 h of work; x 7 % = 1,456.875 h."""


def hours(**changes: Any) -> Decimal:
    return calibrate(replace(SCHOOL, **changes), PACK).required_hours


def test_each_step_of_the_sum_is_there_to_be_read() -> None:
    assert calibrate(SCHOOL, PACK) == Calibrated(
        labour_amount=D("832500.00"),
        open_labour_amount=D("832500.00"),
        labour_hours=D("20812.50"),
        computed_hours=D("1456.88"),
        required_hours=D(1457),
        qpv_share=D(0),
        qpv_hours=D(0),
        full_time_equivalents=D("0.78"),  # 1,457 / (1,607 x 14 / 12) = 0.777
        full_time_months=D("9.6"),  # 1,457 / 151.67 = 9.606
        is_below_hours_floor=False,
        is_below_amount_floor=False,
    )


BY_HAND = [
    # amount, labour, rate, cost, hours
    ("1850000", "0.45", "0.07", "40", 1457),  # 1,456.875
    ("400000", "0.60", "0.05", "35", 343),  # 12,000 / 35 = 342.857
    ("120000", "0.80", "0.10", "25", 384),  # exactly
    ("90000", "0.30", "0.05", "50", 27),  # exactly
    ("2500000", "0.30", "0.08", "38.50", 1558),  # 60,000 / 38.5 = 1,558.44
    ("1000", "0.50", "0.10", "40", 1),  # 1.25
    ("100000", "0", "0.07", "40", 0),
    ("0", "0.45", "0.07", "40", 0),
]


@pytest.mark.parametrize(("amount", "labour", "rate", "cost", "expected"), BY_HAND)
def test_the_formula_gives_what_a_hand_computes(
    amount: str, labour: str, rate: str, cost: str, expected: int
) -> None:
    found = hours(
        amount_excl_tax=D(amount), labour_share=D(labour), insertion_rate=D(rate), hourly_cost=D(cost)
    )

    assert found == expected


ROUNDED = [
    # computed, rule, step, hours; 40 EUR an hour, all labour, all insertion
    ("1456.875", Rounding.NEAREST, "1", "1457"),
    ("1456.875", Rounding.UP, "1", "1457"),
    ("1456.875", Rounding.DOWN, "1", "1456"),
    ("1456.875", Rounding.NEAREST, "10", "1460"),
    ("1456.875", Rounding.UP, "50", "1500"),
    ("1456.875", Rounding.DOWN, "50", "1450"),
    ("1456.875", Rounding.NEAREST, "0.5", "1457.0"),
    ("1454.5", Rounding.NEAREST, "1", "1455"),  # half goes up, not to the even one
    ("1455", Rounding.NEAREST, "10", "1460"),
    ("1450", Rounding.UP, "10", "1450"),
    ("0.001", Rounding.UP, "1", "1"),
    ("0", Rounding.UP, "100", "0"),
    ("0.49", Rounding.NEAREST, "1", "0"),
]


@pytest.mark.parametrize(("computed", "rule", "step", "expected"), ROUNDED)
def test_rounding_follows_its_rule_and_its_step(
    computed: str, rule: Rounding, step: str, expected: str
) -> None:
    all_of_it = {"labour_share": D(1), "insertion_rate": D(1)}

    found = hours(amount_excl_tax=D(computed) * 40, rounding=rule, rounding_step=D(step), **all_of_it)

    assert found == D(expected)


def test_an_exact_number_of_hours_is_not_rounded_up_by_a_quotient_without_end() -> None:
    # 3,000 / 9 has no end: only its remainder says which way it is rounded
    assert hours(amount_excl_tax=D(3000), labour_share=D(1), insertion_rate=D(1), hourly_cost=D(3)) == 1000
    assert hours(
        amount_excl_tax=D(3000),
        labour_share=D(1),
        insertion_rate=D(1),
        hourly_cost=D(9),
        rounding=Rounding.UP,
        rounding_step=D("0.01"),
    ) == D("333.34")


@pytest.mark.parametrize("trade", sorted(TAKES_STAFF_OVER))
def test_the_staff_taken_over_leaves_the_base_of_cleaning_and_security(trade: Trade) -> None:
    # (500,000 x 80 % - 250,000) / 25 = 6,000 h of work; x 10 % = 600 h
    cleaning = replace(
        SCHOOL,
        trade=trade,
        amount_excl_tax=D(500_000),
        labour_share=D("0.80"),
        insertion_rate=D("0.10"),
        hourly_cost=D(25),
        staff_taken_over=D(250_000),
    )

    found = calibrate(cleaning, PACK)

    assert (found.labour_amount, found.open_labour_amount) == (D(400_000), D(150_000))
    assert (found.labour_hours, found.required_hours) == (D(6000), D(600))
    assert calibrate(replace(cleaning, staff_taken_over=D(400_000)), PACK).required_hours == 0
    assert calibrate(replace(cleaning, staff_taken_over=D(500_000)), PACK).required_hours == 0


def test_no_other_trade_takes_staff_over() -> None:
    assert hours(staff_taken_over=D(250_000)) == hours()


QPV = [
    (UrbanRenewal.NONE, "0", "0"),
    (UrbanRenewal.WORKS, "0.05", "1041"),  # 20,812.5 x 5 % = 1,040.625
    (UrbanRenewal.URBAN_MANAGEMENT, "0.10", "2081"),  # 20,812.5 x 10 % = 2,081.25
]


@pytest.mark.parametrize(("operation", "share", "expected"), QPV)
def test_an_anru_operation_owes_a_share_of_all_the_hours_of_work(
    operation: UrbanRenewal, share: str, expected: str
) -> None:
    found = calibrate(replace(SCHOOL, urban_renewal=operation), PACK)

    assert (found.qpv_share, found.qpv_hours) == (D(share), D(expected))
    assert found.is_short_of_qpv == (operation is UrbanRenewal.URBAN_MANAGEMENT), "7 % is less than 10 %"


FLOORS = [
    # amount, hours, below the hours' floor, below the amount's
    ("200000", 158, False, False),
    ("180000", 142, True, False),
    ("89999.99", 71, True, True),
]


@pytest.mark.parametrize(("amount", "expected", "below_hours", "below_amount"), FLOORS)
def test_under_either_floor_no_clause_is_advised(
    amount: str, expected: int, below_hours: bool, below_amount: bool
) -> None:
    found = calibrate(replace(SCHOOL, amount_excl_tax=D(amount)), PACK)

    assert found.required_hours == expected
    assert (found.is_below_hours_floor, found.is_below_amount_floor) == (below_hours, below_amount)
    assert found.is_below_floor == (below_hours or below_amount)


def test_full_time_equivalents_follow_the_territorys_divisor() -> None:
    nantes = PACK.revised("nantes", PACK.valid_from, full_time_equivalent_hours=D(1820))
    a_year = replace(SCHOOL, amount_excl_tax=D(104_000_000), duration_months=12, labour_share=D("0.5"))

    assert calibrate(a_year, nantes).full_time_equivalents == D("50.00")  # 91,000 / 1,820


@pytest.mark.parametrize("trade", list(Trade))
def test_every_trade_has_what_the_pack_proposes(trade: Trade) -> None:
    figures = {"trade": trade, "amount_excl_tax": D(500_000), "duration_months": 12}

    assert calibrate(CalibrationInputs(**figures, **default_inputs(trade, PACK)), PACK).required_hours > 0


def of(least: str, most: str, places: int) -> st.SearchStrategy[Decimal]:
    return st.decimals(D(least), D(most), places=places)


anything = st.builds(
    CalibrationInputs,
    trade=st.sampled_from(Trade),
    amount_excl_tax=of("0", "99999999999", 2),
    duration_months=st.integers(1, 600),
    labour_share=of("0", "1", 4),
    insertion_rate=of("0.0001", "1", 4),
    hourly_cost=of("0.01", "1000", 2),
    rounding=st.sampled_from(Rounding),
    rounding_step=of("0.01", "100", 2),
    staff_taken_over=of("0", "1000000", 2),
    urban_renewal=st.sampled_from(UrbanRenewal),
)


@given(anything, of("0", "99999999999", 2))
def test_more_money_never_means_fewer_hours(inputs: CalibrationInputs, other: Decimal) -> None:
    less, more = sorted((inputs.amount_excl_tax, other))

    assert of_amount(inputs, less) <= of_amount(inputs, more)


def of_amount(inputs: CalibrationInputs, amount: Decimal) -> Decimal:
    return calibrate(replace(inputs, amount_excl_tax=amount), PACK).required_hours


@given(anything, st.sampled_from(["labour_share", "insertion_rate"]), of("0.0001", "1", 4))
def test_a_larger_share_never_means_fewer_hours(
    inputs: CalibrationInputs, share: str, other: Decimal
) -> None:
    less, more = (replace(inputs, **{share: value}) for value in sorted((getattr(inputs, share), other)))

    assert calibrate(less, PACK).required_hours <= calibrate(more, PACK).required_hours


@given(anything, of("0.01", "1000", 2))
def test_dearer_hours_are_never_more_hours(inputs: CalibrationInputs, other: Decimal) -> None:
    cheap, dear = (replace(inputs, hourly_cost=cost) for cost in sorted((inputs.hourly_cost, other)))

    assert calibrate(dear, PACK).required_hours <= calibrate(cheap, PACK).required_hours


@given(anything)
def test_the_hours_are_a_multiple_of_the_step_within_one_step_of_the_sum(inputs: CalibrationInputs) -> None:
    found = calibrate(inputs, PACK)

    assert found.required_hours % inputs.rounding_step == 0
    assert abs(found.required_hours - found.computed_hours) <= inputs.rounding_step + D("0.005")


@given(anything)
def test_nothing_computed_is_nothing_required_and_down_is_never_above_up(inputs: CalibrationInputs) -> None:
    down, nearest, up = (
        calibrate(replace(inputs, rounding=rule), PACK).required_hours
        for rule in (Rounding.DOWN, Rounding.NEAREST, Rounding.UP)
    )

    assert down <= nearest <= up <= down + inputs.rounding_step
    if inputs.open_labour == 0:
        assert up == 0


@given(anything)
def test_the_qpv_sub_target_is_within_the_whole_when_the_rate_covers_its_share(
    inputs: CalibrationInputs,
) -> None:
    assume(inputs.insertion_rate >= qpv_share_of(inputs.urban_renewal, PACK))

    found = calibrate(inputs, PACK)

    assert 0 <= found.qpv_hours <= found.required_hours
    assert not found.is_short_of_qpv


@given(anything)
def test_the_qpv_sub_target_is_the_share_of_the_work_to_one_step(inputs: CalibrationInputs) -> None:
    found = calibrate(inputs, PACK)

    exact = found.labour_hours * found.qpv_share
    assert abs(found.qpv_hours - exact) <= inputs.rounding_step + D("0.005")
    assert found.qpv_hours == 0 or inputs.urban_renewal is not UrbanRenewal.NONE
