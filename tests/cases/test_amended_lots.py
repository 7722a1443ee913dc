"""Amendments of some of a market's lots: what they make of the lots and of the market."""

import json
from decimal import Decimal

import pytest

from cases.changework import Change
from cases.commands.amendments import record_amendment
from cases.commands.change_cancelling import cancel_last_change, correct_last_amendment, foresee_correction
from cases.commands.drafting import describe_market
from cases.inputs import AmendmentCorrection, MarketDescription
from cases.refusals import InvalidInput
from cases.rules.curve import plan_total
from cases.statements import JOURNAL, MAIL
from tests.cases.changing import (
    TOLD,
    WHY,
    amendment,
    asking,
    calibrated_lot,
    do,
    lot_hours,
    of_lots,
    owed,
    start,
)
from tests.cases.scenes import START, rows
from tests.support.people import House


def test_an_amendment_of_one_lot_moves_it_and_the_market_by_as_much(house: House) -> None:
    market, _, second = of_lots(house)
    assert (owed(house, market).required_hours, lot_hours(house, market)) == (300, [100, 200])
    do(house, record_amendment, market, amendment(parts=[{"part_id": second, "amount_excl_tax": 300_000}]))
    assert lot_hours(house, market) == [100, 300]
    after = owed(house, market)
    assert (after.required_hours, after.committed_hours, plan_total(after.curve)) == (400, 400, 400)
    payload = json.loads(rows(house, JOURNAL, event="amended")[-1].payload)
    assert payload["parts"][0]["required_hours"] == {"before": "200.00", "after": "300.00"}
    told = json.loads(rows(house, MAIL, kind=TOLD)[-1].payload)
    assert [(each["number"], each["hours_after"]) for each in told["parts"]] == [("2", "300")]


def test_a_lot_corrected_or_cancelled_gives_its_figures_back(house: House) -> None:
    market, first, second = of_lots(house)
    wrong = [{"part_id": second, "required_hours": 900}]
    do(house, record_amendment, market, amendment(parts=wrong, reason="Accord."))
    right = amendment(parts=[{"part_id": first, "required_hours": 150}], reason="Accord.").model_dump()
    correction = AmendmentCorrection(**right, why="Autre lot.")
    seen: Change = do(house, foresee_correction, market, correction)
    assert [(each.part.number, each.after.required_hours) for each in seen.parts] == [("1", 150), ("2", 200)]
    assert (seen.before.required_hours, seen.after.required_hours) == (1000, 350)
    assert lot_hours(house, market) == [100, 900]
    do(house, correct_last_amendment, market, correction)
    assert owed(house, market) == seen.after
    assert lot_hours(house, market) == [150, 200]
    do(house, cancel_last_change, market, WHY)
    assert (owed(house, market).required_hours, lot_hours(house, market)) == (300, [100, 200])


def test_new_hours_of_several_lots_say_which_or_are_shared_in_proportion(house: House) -> None:
    market, first, second = of_lots(house)
    for unshared in (asking(400), amendment(amount_excl_tax=Decimal(400_000))):
        with pytest.raises(InvalidInput, match="say which of them change") as refused:
            do(house, record_amendment, market, unshared)
        assert refused.value.places[0].field == "parts.0.required_hours"
    with pytest.raises(InvalidInput, match="lot by lot"):
        do(house, describe_market, market, MarketDescription(required_hours=Decimal(400)))
    shared = amendment(required_hours=Decimal("400.01"), in_proportion=True, reason="Cour.")
    do(house, record_amendment, market, shared)
    assert lot_hours(house, market) == [Decimal("133.34"), Decimal("266.67")]
    assert owed(house, market).required_hours == Decimal("400.01")
    do(house, cancel_last_change, market, WHY)
    assert lot_hours(house, market) == [100, 200]
    by_hand = [{"part_id": first, "required_hours": 150}, {"part_id": second, "required_hours": 250}]
    do(house, record_amendment, market, amendment(parts=by_hand, required_hours=400, reason="Cour."))
    assert (lot_hours(house, market), owed(house, market).required_hours) == ([150, 250], 400)
    with pytest.raises(InvalidInput, match="not both"):
        amendment(parts=by_hand, in_proportion=True, reason="Cour.")


def test_figures_of_the_market_unlike_those_of_its_lots_or_of_a_stranger_are_refused(house: House) -> None:
    market, first, _ = of_lots(house)
    more = {"part_id": first, "required_hours": 150}
    refused = {
        "required_hours": {"parts": [more], "required_hours": 400},
        "amount_excl_tax": {"parts": [more], "amount_excl_tax": 200_000},
        "parts.1.part_id": {"parts": [more, more]},
        "parts.0.part_id": {"parts": [more | {"part_id": 999}]},
    }
    for field, given in refused.items():
        with pytest.raises(InvalidInput) as caught:
            do(house, record_amendment, market, amendment(**given, reason="Accord."))
        assert [place.field for place in caught.value.places] == [field]


def test_the_one_lot_of_a_market_follows_its_hours(house: House) -> None:
    market = house.register(START)
    calibrated_lot(house, market, "1", amount=300_000)
    start(house, market)
    do(house, record_amendment, market, amendment(amount_excl_tax=Decimal(400_000)))
    assert lot_hours(house, market) == [owed(house, market).required_hours] == [400]
