"""The insertion potential against hand-computed values, what it suggests, and what never happens."""

from datetime import date
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.planned_market import PlannedMarket
from cases.rules.potential import ACCESS, TRADE_MOST, potential
from cases.rules.suggestion import suggest
from models.vocabulary import Advice, Lever, Trade

BEFORE, AFTER = date(2026, 8, 21), date(2026, 8, 22)
PAINTING = PlannedMarket(BEFORE, "45442100", None, Decimal(200_000), 6)
ROADS = PlannedMarket(BEFORE, "45233140", None, Decimal(100_000), 3)
SCHOOL = PlannedMarket(BEFORE, "45214200", None, Decimal(6_000_000), 18, lots=10)
CLEANING = PlannedMarket(BEFORE, "90910000", None, Decimal(60_000), 12)
FURNITURE = PlannedMarket(BEFORE, "39130000", None, Decimal(300_000), 2)
GUIDANCE = PlannedMarket(BEFORE, "85312320", None, Decimal(250_000), 12)
UNKNOWN = PlannedMarket(BEFORE)


@pytest.mark.parametrize(
    ("market", "points"),
    [
        # 200,000 x 0.60 x 0.07 / 40 = 210 h: 35 x 210/600 = 12.25; 6 months of 12: 7.5; 210 h for the lot
        (PAINTING, {"hours": 12, "amount": 5, "labour": 15, "duration": 7, "trade": 15, "lots": 10}),
        # 100,000 x 0.30 x 0.07 / 40 = 52.5 h: 3.06; labour 15 x 0.30/0.60; lot 10 x 52.5/150 = 3.5
        (ROADS, {"hours": 3, "amount": 5, "labour": 7, "duration": 3, "trade": 12, "lots": 3}),
        # 6,000,000 x 0.45 x 0.07 / 40 = 4,725 h; labour 11.25; 472.5 h a lot
        (SCHOOL, {"hours": 35, "amount": 10, "labour": 11, "duration": 15, "trade": 13, "lots": 10}),
        # 60,000 x 0.80 x 0.07 / 40 = 84 h: 4.9; under the floor of 90,000 EUR; lot 5.6
        (CLEANING, {"hours": 4, "amount": 0, "labour": 15, "duration": 15, "trade": 15, "lots": 5}),
        # 300,000 x 0.10 x 0.07 / 40 = 52.5 h; above 216,000 EUR; labour 2.5; 2 months: 2.5
        (FURNITURE, {"hours": 3, "amount": 10, "labour": 2, "duration": 2, "trade": 2, "lots": 3}),
        # 250,000 x 0.40 x 0.07 / 40 = 175 h: 10.2; social services are compared with 750,000 EUR
        (GUIDANCE, {"hours": 10, "amount": 5, "labour": 10, "duration": 15, "trade": 6, "lots": 10}),
        (UNKNOWN, {"hours": 0, "amount": 0, "labour": 10, "duration": 0, "trade": 6, "lots": 0}),
    ],
)
def test_each_thing_counts_for_the_points_written_and_the_score_is_their_sum(
    market: PlannedMarket, points: dict[str, int]
) -> None:
    found = potential(market, DEFAULT_PACK)
    assert {each.name: each.points for each in found.contributions} == points
    assert found.score == sum(points.values())


@pytest.mark.parametrize(
    ("market", "threshold"),
    [
        (PlannedMarket(AFTER, trade=Trade.STRUCTURAL_WORK), 5_404_000),
        (PlannedMarket(AFTER, trade=Trade.PAINTING), 5_404_000),
        (PlannedMarket(AFTER, trade=Trade.CLEANING), 216_000),
        (PlannedMarket(AFTER, "50700000", Trade.STRUCTURAL_WORK), 216_000),
        (PlannedMarket(AFTER), 216_000),
    ],
)
def test_the_trade_tells_works_from_services_when_no_cpv_does(market: PlannedMarket, threshold: int) -> None:
    assert market.european_threshold == threshold


def test_all_the_points_make_a_hundred_and_every_trade_has_its_own() -> None:
    assert sum(each.most for each in potential(PAINTING, DEFAULT_PACK).contributions) == 100
    assert set(ACCESS) == set(Trade)
    assert all(0 <= points <= TRADE_MOST for points in ACCESS.values())


@pytest.mark.parametrize(
    ("market", "advice", "lever"),
    [
        (PAINTING, Advice.CLAUSE, Lever.EXECUTION_CONDITION),
        (ROADS, Advice.NO_CLAUSE, None),
        (SCHOOL, Advice.CLAUSE, Lever.CONDITION_AND_CRITERION),
        (CLEANING, Advice.CLAUSE, Lever.RESERVED_SIAE),
        (FURNITURE, Advice.NO_CLAUSE, None),
        (GUIDANCE, Advice.CLAUSE, Lever.INSERTION_SERVICE),
        (UNKNOWN, Advice.CLAUSE, Lever.EXECUTION_CONDITION),
    ],
)
def test_the_facts_suggest_an_advice_and_a_lever_with_their_reasons(
    market: PlannedMarket, advice: Advice, lever: Lever | None
) -> None:
    found = suggest(market, DEFAULT_PACK)
    assert (found.advice, found.lever) == (advice, lever)
    assert found.why
    assert all(reason.fr and reason.en for reason in found.why)


@pytest.mark.parametrize(
    ("cpv", "amount", "launched_on", "obliged"),
    [
        ("45214200", 5_404_000, AFTER, True),
        ("45214200", 5_404_000, BEFORE, False),
        ("45214200", 5_403_999, AFTER, False),
        ("90910000", 216_000, AFTER, True),
        ("39130000", 216_000, AFTER, True),
        ("39130000", 215_999, AFTER, False),
        ("85312320", 749_999, AFTER, False),
        ("85312320", 750_000, AFTER, True),
        (None, 216_000, AFTER, True),
    ],
)
def test_the_law_obliges_from_its_day_and_from_the_threshold_of_the_purchase(
    cpv: str | None, amount: int, launched_on: date, obliged: bool
) -> None:
    market = PlannedMarket(launched_on, cpv, None, Decimal(amount), 3)
    found = suggest(market, DEFAULT_PACK)
    assert found.is_obliged is obliged
    if obliged:
        assert found.advice is Advice.CLAUSE
        assert "L2112-2-1" in found.why[0].fr


def test_french_words_have_their_no_break_spaces() -> None:
    said = potential(SCHOOL, DEFAULT_PACK).contributions[1].said
    assert said.text("fr").startswith(
        "6\u202f000\u202f000\u00a0€ hors taxes\u00a0; plancher 90\u202f000\u00a0€"
    )
    assert said.text("en").startswith("EUR 6,000,000 without tax; floor 90,000")


AMOUNTS = st.decimals(min_value=0, max_value=20_000_000, places=2)
MARKETS = st.builds(
    PlannedMarket,
    launched_on=st.sampled_from((BEFORE, AFTER)),
    cpv=st.sampled_from((None, "45442100", "45233140", "39130000", "85312320", "72000000")),
    trade=st.sampled_from((None, *Trade)),
    amount_excl_tax=AMOUNTS,
    duration_months=st.none() | st.integers(1, 60),
    lots=st.integers(1, 30),
)


@given(market=MARKETS, more=AMOUNTS)
def test_more_amount_never_lowers_the_score_nor_undoes_the_obligation(
    market: PlannedMarket, more: Decimal
) -> None:
    assert market.amount_excl_tax is not None
    larger = PlannedMarket(
        market.launched_on,
        market.cpv,
        market.trade,
        market.amount_excl_tax + more,
        market.duration_months,
        market.lots,
    )
    assert potential(larger, DEFAULT_PACK).score >= potential(market, DEFAULT_PACK).score
    assert larger.is_obliged or not market.is_obliged


@given(market=MARKETS)
def test_a_score_is_between_nothing_and_a_hundred_and_a_lever_comes_with_a_clause_only(
    market: PlannedMarket,
) -> None:
    found = suggest(market, DEFAULT_PACK)
    assert 0 <= found.potential.score <= 100
    assert (found.lever is None) == (found.advice is Advice.NO_CLAUSE)


def test_a_pack_without_a_floor_gives_every_market_its_hours() -> None:
    pack = DEFAULT_PACK.revised("none", date(2026, 1, 1), clause_floor_hours=0)
    assert potential(ROADS, pack).contributions[0].points == 35
