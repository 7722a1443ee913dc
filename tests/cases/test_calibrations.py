"""Scenarios kept side by side, one retained and frozen: what it makes of the lot's and the market's hours."""

import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy.exc import IntegrityError

from cases.calibrating import CALIBRATION
from cases.commands import drafting
from cases.commands.rule_packs import adopt_pack
from cases.inputs import MarketDescription
from cases.refusals import (
    CalibrationClosed,
    InvalidInput,
    MoveIncomplete,
    NotAllowed,
    NotFound,
    ScenarioFrozen,
)
from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.lifecycle import Move
from cases.statements import JOURNAL
from models.vocabulary import PartKind, Role, Rounding, Stage, Trade, UrbanRenewal
from tests.cases.calibrated import DAY, add, hours_of_part, kept, part, remove, retain
from tests.cases.scenes import START, acts, at_stage, do, events, market_row, rows
from tests.support.people import House, at

D = Decimal


def last_payload(house: House, market: int) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(rows(house, JOURNAL, market_id=market)[-1].payload)
    return found


def test_a_scenario_is_kept_with_its_figures_its_hours_and_its_pack(house: House) -> None:
    market = house.register(START, hours=300)

    number = add(house, market, hourly_cost=D("38.50"), urban_renewal=UrbanRenewal.WORKS)

    found = kept(house, number)
    inputs, result = json.loads(found.inputs), json.loads(found.result)
    assert (inputs["labour_share"], inputs["insertion_rate"], inputs["hourly_cost"]) == (
        "0.45",
        "0.07",
        "38.50",
    )
    assert result["required_hours"] == "1514"
    assert (found.required_hours, found.qpv_hours, found.pack_version) == (1514, 1081, "default-1")
    assert found.retained_at is None
    assert market_row(house, market).required_hours == 300, "nothing changes before one is retained"
    assert events(house, market)[-1] == "calibration_made"


def test_the_retained_scenario_gives_the_market_its_hours_with_before_and_after(house: House) -> None:
    market = house.register(START, hours=300)
    add(house, market, "1000000")
    chosen = add(house, market, urban_renewal=UrbanRenewal.WORKS)

    retain(house, market, chosen)

    row = market_row(house, market)
    assert (row.required_hours, row.qpv_hours) == (1457, 1041)
    assert events(house, market)[-1] == "calibration_retained"
    payload = last_payload(house, market)
    assert payload["required_hours"] == {"before": "300.00", "after": "1457.00"}
    assert payload["qpv_hours"] == {"before": None, "after": "1041.00"}
    assert (payload["calibration"], payload["part"]) == (chosen, None)


def test_a_correction_is_another_scenario_and_the_first_stays_as_it_was(house: House) -> None:
    market = house.register(START)
    first, second = add(house, market), add(house, market, "2000000")
    retain(house, market, first)
    before = kept(house, first)

    retain(house, market, second)

    after = kept(house, first)
    assert (after.inputs, after.result, after.retained_at) == (
        before.inputs,
        before.result,
        before.retained_at,
    )
    assert after.superseded_at is not None and kept(house, second).superseded_at is None
    assert market_row(house, market).required_hours == 1575
    for again in (first, second):
        with pytest.raises(ScenarioFrozen):
            retain(house, market, again)
        with pytest.raises(ScenarioFrozen):
            remove(house, market, again)


def test_a_new_pack_changes_what_is_made_after_it_and_nothing_before(house: House) -> None:
    market = house.register(START)
    old = add(house, market)
    pack = DEFAULT_PACK.revised(
        "2027-b", date(2027, 2, 1), hours_rounding=Rounding.UP, hours_rounding_step=D(50)
    )
    with house.database.write() as session:
        adopt_pack(session, replace(house.alice, role=Role.DIRECTOR), pack, now=at(DAY))

    new = add(house, market, day=date(2027, 2, 1))
    retain(house, market, old, date(2027, 2, 1))

    assert (kept(house, old).required_hours, kept(house, old).pack_version) == (1457, "default-1")
    assert (kept(house, new).required_hours, kept(house, new).pack_version) == (1500, "2027-b")
    assert market_row(house, market).required_hours == 1457


def test_a_scenario_that_was_never_retained_can_be_removed(house: House) -> None:
    market = house.register(START)
    number = add(house, market)

    remove(house, market, number)

    assert rows(house, CALIBRATION) == []
    assert events(house, market)[-1] == "calibration_removed"
    with pytest.raises(NotFound):
        retain(house, market, number)


def test_the_markets_hours_are_the_sum_of_its_lots_and_firm_tranches(house: House) -> None:
    market = house.register(START, hours=300)
    lot_1, lot_2 = part(house, market, "1"), part(house, market, "2")
    firm = part(house, market, "T1", PartKind.TRANCHE)
    optional = part(house, market, "T2", PartKind.TRANCHE, is_firm=False)
    part(house, market, "B1", PartKind.PURCHASE_ORDER, required_hours=D(500))

    hours = []
    for each, amount in ((lot_1, "1850000"), (optional, "1000000"), (lot_2, "1000000"), (firm, "200000")):
        retain(house, market, add(house, market, amount, part_id=each))
        hours.append(market_row(house, market).required_hours)

    assert hours == [1457, 1457, 2245, 2403], "an optional tranche is counted apart"
    assert [hours_of_part(house, each) for each in (lot_1, lot_2, firm, optional)] == [1457, 788, 158, 788]


def test_an_optional_tranche_alone_leaves_the_markets_own_hours(house: House) -> None:
    market = house.register(START, hours=300)
    optional = part(house, market, "T2", PartKind.TRANCHE, is_firm=False)

    retain(house, market, add(house, market, part_id=optional))

    assert market_row(house, market).required_hours == 300
    assert "required_hours" not in last_payload(house, market)


def test_a_lots_scenario_replaces_the_one_of_the_whole_market(house: House) -> None:
    market = house.register(START)
    whole = add(house, market)
    retain(house, market, whole)
    lot = part(house, market, "1")

    retain(house, market, add(house, market, "1000000", part_id=lot))

    assert kept(house, whole).superseded_at is not None
    assert market_row(house, market).required_hours == 788


@pytest.mark.parametrize("kind", [PartKind.LOT, PartKind.TRANCHE])
def test_a_market_with_lots_is_calibrated_by_them(house: House, kind: PartKind) -> None:
    market = house.register(START)
    whole = add(house, market)
    part(house, market, "1", kind)

    for act in (lambda: add(house, market), lambda: retain(house, market, whole)):
        with pytest.raises(InvalidInput) as raised:
            act()
        assert [place.field for place in raised.value.places] == ["part_id"]


def test_a_lot_of_another_market_and_a_purchase_order_are_refused(house: House) -> None:
    market, other = house.register(START), house.register(START, "M-2")
    of_other = part(house, other, "1")
    order = part(house, market, "B1", PartKind.PURCHASE_ORDER)

    for each in (of_other, order, 999):
        with pytest.raises(InvalidInput) as raised:
            add(house, market, part_id=each)
        assert raised.value.places[0].field == "part_id"


def test_a_scenario_of_another_market_is_not_found(house: House) -> None:
    market, other = house.register(START), house.register(START, "M-2")
    number = add(house, other)

    with pytest.raises(NotFound):
        retain(house, market, number)


IMPOSSIBLE = [
    ({"trade": Trade.PAINTING, "staff_taken_over": D(1)}, "staff_taken_over"),
    ({"trade": Trade.CLEANING, "staff_taken_over": D("1480000.01")}, "staff_taken_over"),
    ({"hourly_cost": D("0.01")}, "hourly_cost"),
]


@pytest.mark.parametrize(("figures", "field"), IMPOSSIBLE)
def test_figures_that_cannot_be_are_refused_at_their_field(
    house: House, figures: dict[str, Any], field: str
) -> None:
    market = house.register(START)

    with pytest.raises(InvalidInput) as raised:
        add(house, market, **{"amount": "185000000" if "hourly_cost" in figures else "1850000", **figures})

    assert [place.field for place in raised.value.places] == [field]
    assert rows(house, CALIBRATION) == []


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.DRAFTING])
def test_hours_are_calibrated_during_drafting_only(house: House, stage: Stage) -> None:
    market = at_stage(house, stage)

    with pytest.raises(CalibrationClosed):
        add(house, market)


def test_only_the_staff_calibrates_and_another_territory_sees_nothing(house: House) -> None:
    market = house.register(START)
    number = add(house, market)
    buyer = replace(house.alice, role=Role.BUYER, party_id=market_row(house, market).buyer_id)
    elsewhere = replace(house.alice, territory_id=house.territory_id + 1)

    for actor, refusal in ((buyer, NotAllowed), (elsewhere, NotFound)):
        house.alice = actor
        for act in (lambda: add(house, market), lambda: retain(house, market, number)):
            with pytest.raises(refusal):
                act()
        with pytest.raises(refusal):
            remove(house, market, number)


def test_publication_asks_that_every_lot_has_its_hours(house: House) -> None:
    market = house.register(START)
    calibrated, without_clause = part(house, market, "1"), part(house, market, "2")
    part(house, market, "T2", PartKind.TRANCHE, is_firm=False)
    retain(house, market, add(house, market, part_id=calibrated))
    house.advise(market, START)

    with pytest.raises(MoveIncomplete) as raised:
        do(house, acts()[Move.PUBLISH], market)
    assert [need.name for need in raised.value.missing] == ["parts_calibrated"]

    retain(house, market, add(house, market, part_id=without_clause, labour_share=D(0)))
    do(house, acts()[Move.PUBLISH], market)
    assert hours_of_part(house, without_clause) == 0
    assert house.stage(market) is Stage.TENDER_ANALYSIS


def test_the_description_still_corrects_the_hours_and_the_scenario_stays(house: House) -> None:
    market = house.register(START)
    number = add(house, market)
    retain(house, market, number)

    with house.database.write() as session:
        facts = MarketDescription(required_hours=D(1500))
        drafting.describe_market(session, house.alice, market, facts, now=at(DAY))

    assert market_row(house, market).required_hours == 1500
    assert kept(house, number).required_hours == 1457


def test_the_database_refuses_two_in_force_for_one_market(house: House) -> None:
    market = house.register(START)
    numbers = [add(house, market), add(house, market)]
    retain(house, market, numbers[0])

    with pytest.raises(IntegrityError), house.database.write() as session:
        forced = CALIBRATION.update().where(CALIBRATION.c.id == numbers[1]).values(retained_at=at(DAY))
        session.connection().execute(forced)


@pytest.mark.database
def test_on_postgresql_the_lots_add_up_the_same(postgres_house: House) -> None:
    house = postgres_house
    market = house.register(START)
    for number in ("1", "2"):
        retain(house, market, add(house, market, part_id=part(house, market, number)))
    house.advise(market, START)

    do(house, acts()[Move.PUBLISH], market)

    assert market_row(house, market).required_hours == 2914
