"""Optional tranches confirmed and purchase orders issued: their hours join those of the market."""

from datetime import date
from decimal import Decimal

import pytest

from cases.commands import parts
from cases.commands.ordering import confirm_tranche, issue_order
from cases.inputs import OrderInput, PartInput, TrancheConfirmation
from cases.refusals import InvalidInput, NotAFramework, OrderAlreadyIssued, TrancheNotOptional
from cases.rules.curve import plan_total
from cases.statements import MAIL
from models.vocabulary import PartKind
from tests.cases.changing import APRIL_1, PART, TOLD, calibrated, do, owed, with_part
from tests.cases.scenes import START, change_market, one, rows
from tests.support.people import House


def test_a_tranche_confirmed_joins_with_its_hours_its_days_and_its_mail(house: House) -> None:
    market, tranche = with_part(house, PartKind.TRANCHE)
    given = TrancheConfirmation(
        part_id=tranche, confirmed_on=APRIL_1, starts_on=date(2027, 5, 1), ends_on=date(2027, 8, 31)
    )
    do(house, confirm_tranche, market, given)
    after = owed(house, market)
    assert (after.required_hours, after.committed_hours) == (420, 420)
    assert after.planned_end_on == date(2027, 8, 31)
    assert plan_total(after.curve) == 420
    row = one(house, PART, id=tranche)
    assert (row.is_firm, row.ordered_on) == (True, APRIL_1)
    assert len(rows(house, MAIL, market_id=market, kind=TOLD)) == 2
    with pytest.raises(TrancheNotOptional):
        do(house, confirm_tranche, market, given)


def test_a_tranche_under_way_is_not_made_firm_by_correcting_the_composition(house: House) -> None:
    market, tranche = with_part(house, PartKind.TRANCHE)
    firm = PartInput(kind=PartKind.TRANCHE, number="2", title="Aile nord")
    with pytest.raises(InvalidInput, match="page"):
        do(house, parts.change_part, market, tranche, firm)


def test_orders_draw_on_their_framework_then_add_to_it(house: House) -> None:
    market, announced = with_part(house, PartKind.PURCHASE_ORDER, is_framework=True, hours=200)
    first = OrderInput(part_id=announced, ordered_on=APRIL_1, starts_on=APRIL_1)
    do(house, issue_order, market, first)
    assert owed(house, market).required_hours == 300
    with pytest.raises(OrderAlreadyIssued):
        do(house, issue_order, market, first)
    second = OrderInput(
        number="3",
        title="Peinture des halls",
        ordered_on=APRIL_1,
        starts_on=APRIL_1,
        ends_on=date(2027, 9, 30),
        required_hours=Decimal(150),
        reason="Estimées avec l’acheteur.",
    )
    do(house, issue_order, market, second)
    after = owed(house, market)
    assert (after.required_hours, after.committed_hours) == (350, 350)
    assert after.planned_end_on == date(2027, 9, 30)
    assert plan_total(after.curve) == 350
    with pytest.raises(InvalidInput, match="already has this number"):
        do(house, issue_order, market, second)


def test_an_order_without_hours_takes_those_of_the_calibration(house: House) -> None:
    market = calibrated(house)
    change_market(house, market, is_framework=True)
    order = OrderInput(
        number="1",
        title="Salle des fêtes",
        amount_excl_tax=Decimal(350_000),
        ordered_on=APRIL_1,
        starts_on=APRIL_1,
    )
    do(house, issue_order, market, order)
    assert one(house, PART, market_id=market).required_hours == 350
    assert owed(house, market).required_hours == 350


def test_an_order_needs_a_framework_and_hours(house: House) -> None:
    market = house.under_way(START)
    order = OrderInput(number="1", title="Halls", ordered_on=APRIL_1, starts_on=APRIL_1)
    with pytest.raises(NotAFramework):
        do(house, issue_order, market, order)
    change_market(house, market, is_framework=True)
    with pytest.raises(InvalidInput, match="No calibration gives the hours"):
        do(house, issue_order, market, order)
