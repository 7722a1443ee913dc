"""Optional tranches confirmed and purchase orders issued: their hours join those of the market."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from cases.commands import parts
from cases.commands.amendments import record_amendment
from cases.commands.change_cancelling import cancel_last_change
from cases.commands.ordering import confirm_tranche, issue_order
from cases.inputs import OrderInput, PartInput, TrancheConfirmation
from cases.refusals import InvalidInput, NotAFramework, OrderAlreadyIssued, TrancheNotOptional
from cases.rules.curve import plan_total
from cases.statements import MAIL, MARKET
from models.vocabulary import PartKind
from tests.cases.changing import APRIL_1, PART, TOLD, WHY, asking, calibrated, do, owed, with_part
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


def test_a_tranche_or_an_order_outside_its_market_is_refused_at_the_day_that_is_wrong(house: House) -> None:
    market, tranche = with_part(house, PartKind.TRANCHE)
    change_market(house, market, is_framework=True)  # from 4 January to 3 July
    order = {"number": "1", "title": "Halls", "required_hours": Decimal(50), "reason": "Accord."}
    known: list[tuple[Any, dict[str, Any], str]] = [
        (confirm_tranche, {"confirmed_on": date(2027, 4, 2)}, "confirmed_on"),
        (confirm_tranche, {"confirmed_on": date(2026, 12, 31)}, "confirmed_on"),
        (confirm_tranche, {"starts_on": date(2026, 12, 31)}, "starts_on"),
        (confirm_tranche, {"starts_on": date(2027, 7, 5)}, "ends_on"),
        (issue_order, {"ordered_on": date(2027, 4, 2)}, "ordered_on"),
        (issue_order, {"ordered_on": date(2026, 12, 31)}, "ordered_on"),
        (issue_order, {"starts_on": date(2026, 12, 31)}, "starts_on"),
        (issue_order, {"starts_on": date(2027, 7, 5)}, "ends_on"),
    ]
    for command, wrong, field in known:
        if command is confirm_tranche:
            given = {"part_id": tranche, "confirmed_on": APRIL_1, "starts_on": APRIL_1} | wrong
            refused = refusal_of(house, command, market, TrancheConfirmation(**given))
        else:
            given = order | {"ordered_on": APRIL_1, "starts_on": APRIL_1} | wrong
            refused = refusal_of(house, command, market, OrderInput(**given))
        assert refused == [field], wrong
    late = OrderInput(
        **order, ordered_on=date(2027, 7, 4), starts_on=date(2027, 7, 5), ends_on=date(2027, 8, 2)
    )
    assert refusal_of(house, issue_order, market, late, day=date(2027, 7, 5)) == ["ordered_on"]


def refusal_of(house: House, command: Any, market: int, input: Any, day: date = APRIL_1) -> list[str]:
    with pytest.raises(InvalidInput) as refused:
        do(house, command, market, input, day=day)
    return [place.field for place in refused.value.places]


CHOICES = st.one_of(
    st.tuples(st.just("amend"), st.integers(1, 900)),
    st.tuples(st.just("order"), st.integers(1, 400)),
    st.tuples(st.just("tranche"), st.integers(1, 400)),
    st.tuples(st.just("cancel"), st.just(0)),
)


@settings(max_examples=15, deadline=None, suppress_health_check=[HealthCheck.function_scoped_fixture])
@given(st.lists(CHOICES, min_size=2, max_size=7))
def test_hours_after_changes_and_cancellations_are_those_of_the_changes_that_stand(
    house: House, choices: list[tuple[str, int]]
) -> None:
    market = house.under_way(START, f"M-{len(rows(house, MARKET))}")
    change_market(house, market, is_framework=True)
    before, standing = owed(house, market), []
    for rank, (what, hours) in enumerate(choices):
        if what == "cancel":
            if standing:
                standing.pop()
                do(house, cancel_last_change, market, WHY)
        else:
            standing.append((what, hours))
            make(house, market, what, hours, str(rank))
        after = owed(house, market)
        assert after.required_hours == reckoned(standing)
        assert plan_total(after.curve) == after.committed_hours
    while standing:
        standing.pop()
        do(house, cancel_last_change, market, WHY)
    assert owed(house, market) == before
    assert {(row.is_firm, row.ordered_on) for row in rows(house, PART, market_id=market)} <= {
        (False, None),
        (True, None),
    }


def make(house: House, market: int, what: str, hours: int, number: str) -> None:
    said = {"required_hours": Decimal(hours), "reason": "Accord.", "starts_on": APRIL_1}
    if what == "amend":
        do(house, record_amendment, market, asking(hours))
    elif what == "order":
        given = OrderInput(number=number, title="Halls", ordered_on=APRIL_1, **said)
        do(house, issue_order, market, given)
    else:
        tranche = PartInput(kind=PartKind.TRANCHE, number=number, title="Aile", is_firm=False)
        number_of_part = do(house, parts.add_part, market, tranche)
        confirmed = TrancheConfirmation(part_id=number_of_part, confirmed_on=APRIL_1, **said)
        do(house, confirm_tranche, market, confirmed)


def reckoned(standing: list[tuple[str, int]]) -> int:
    """The hours of 300 h with these changes, from scratch: orders draw, then ask for what exceeds."""
    required, ordered = 300, 0
    for what, hours in standing:
        if what == "amend":
            required = hours
        elif what == "tranche":
            required += hours
        else:
            ordered += hours
            required = max(required, ordered)
    return required
