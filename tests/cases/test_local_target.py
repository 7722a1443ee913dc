"""The share of a commune: set, kept within the hours, and moved with them."""

import json
from decimal import Decimal

import pytest

from cases.commands.amendments import record_amendment
from cases.commands.local_target import set_local_target
from cases.inputs import LocalTarget
from cases.refusals import InvalidInput, MarketOver
from cases.statements import JOURNAL
from models.vocabulary import Stage
from tests.cases.changing import asking, do
from tests.cases.scenes import START, at_stage, market_row, rows
from tests.support.people import House


def test_a_commune_gets_its_share_and_the_journal_keeps_the_one_before(house: House) -> None:
    market = house.under_way(START)
    target = LocalTarget(local_hours=Decimal(30), local_commune="Nanterre")
    do(house, set_local_target, market, target)
    row = market_row(house, market)
    assert (row.local_hours, row.local_commune) == (30, "Nanterre")
    do(house, record_amendment, market, asking(450))
    assert market_row(house, market).local_hours == 45
    do(house, set_local_target, market, LocalTarget())
    assert market_row(house, market).local_commune is None
    payload = json.loads(rows(house, JOURNAL, event="local_target_set")[-1].payload)
    assert payload["local_hours"] == {"before": "45.00", "after": None}


def test_a_share_names_its_commune_and_stays_within_the_hours(house: House) -> None:
    market = house.under_way(START)
    with pytest.raises(InvalidInput, match="Name the commune"):
        do(house, set_local_target, market, LocalTarget(local_hours=Decimal(30)))
    with pytest.raises(InvalidInput, match="more hours"):
        do(house, set_local_target, market, LocalTarget(local_hours=Decimal(301), local_commune="Nanterre"))
    closed = at_stage(house, Stage.CLOSED, "M-2")
    with pytest.raises(MarketOver):
        do(house, set_local_target, closed, LocalTarget())
