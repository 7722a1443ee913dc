"""What a market still owes at its reception, and the penalty proposed."""

from decimal import Decimal
from fractions import Fraction

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.default_pack import DEFAULT_PACK as PACK
from cases.rules.final_count import final_count
from cases.rules.policy import RulePack

hours = st.decimals(0, 100_000, places=2)
rates = st.decimals(0, 500, places=2)


def at_rate(rate: Decimal) -> RulePack:
    return PACK.revised("test", PACK.valid_from, penalty_hourly_rate=rate)


def test_a_commitment_that_is_kept_is_met() -> None:
    result = final_count(Decimal(1000), Decimal(1200), Decimal(1548), PACK)

    assert result.is_met
    assert result.missing_hours == 0
    assert result.penalty_amount == 0
    assert result.rate == Decimal("1.29")


def test_the_penalty_is_on_what_was_committed_not_only_on_what_was_required() -> None:
    result = final_count(Decimal(1000), Decimal(1200), Decimal(1100), at_rate(Decimal("61.35")))

    assert not result.is_met
    assert result.owed_hours == 1200
    assert result.missing_hours == 100
    assert result.penalty_amount == Decimal("6135.00")


def test_an_amendment_that_raises_the_requirement_above_the_commitment_is_owed() -> None:
    result = final_count(Decimal(1500), Decimal(1200), Decimal(1200), PACK)

    assert result.owed_hours == 1500
    assert result.missing_hours == 300


@pytest.mark.parametrize(
    ("missing", "rate", "amount"),
    [
        ("0.10", "50.05", "5.01"),  # 5.005: half a cent goes up
        ("0.10", "50.04", "5.00"),
        ("0.30", "50.05", "15.02"),  # 15.015
        ("0.01", "0.49", "0.00"),
        ("0.01", "0.50", "0.01"),
    ],
)
def test_the_penalty_is_rounded_half_up_to_the_cent(missing: str, rate: str, amount: str) -> None:
    result = final_count(Decimal(100), Decimal(100), 100 - Decimal(missing), at_rate(Decimal(rate)))

    assert str(result.penalty_amount) == amount


def test_full_time_equivalents_follow_the_divisor_of_the_territory() -> None:
    nantes = PACK.revised("nantes", PACK.valid_from, full_time_equivalent_hours=1820)
    angers_hours, nantes_hours = Decimal(650_000), Decimal(933_160)

    assert round(final_count(angers_hours, angers_hours, angers_hours, PACK).full_time_equivalents) == 404
    assert round(final_count(nantes_hours, nantes_hours, nantes_hours, nantes).full_time_equivalents) == 513


def test_nothing_owed_is_fully_done() -> None:
    result = final_count(Decimal(0), Decimal(0), Decimal(0), PACK)

    assert result.is_met
    assert result.rate == 1
    assert result.penalty_amount == 0


@pytest.mark.parametrize("wrong", [Decimal(-1), Decimal("NaN"), Decimal("Infinity")])
@pytest.mark.parametrize("place", range(3))
def test_what_is_not_a_number_of_hours_is_refused(wrong: Decimal, place: int) -> None:
    figures = [Decimal(10), Decimal(10), Decimal(10)]
    figures[place] = wrong
    required, committed, counted = figures

    with pytest.raises(ValueError, match="is not a number of hours"):
        final_count(required, committed, counted, PACK)


@given(hours, hours, hours, rates)
def test_a_final_count_adds_up(
    required: Decimal, committed: Decimal, counted: Decimal, rate: Decimal
) -> None:
    result = final_count(required, committed, counted, at_rate(rate))

    assert result.missing_hours == max(result.owed_hours - counted, 0)
    assert result.is_met == (counted >= required and counted >= committed) == (result.rate >= 1)
    assert abs(Fraction(result.penalty_amount) - Fraction(result.missing_hours) * Fraction(rate)) <= Fraction(
        1, 200
    )
    assert result.pack_version == "test"


@given(hours, hours, hours)
def test_one_more_hour_never_costs_more(owed: Decimal, fewer: Decimal, more: Decimal) -> None:
    fewer, more = sorted((fewer, more))

    assert (
        final_count(owed, owed, more, PACK).penalty_amount
        <= final_count(owed, owed, fewer, PACK).penalty_amount
    )
