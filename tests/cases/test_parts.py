"""What a market is made of, a lot that becomes a case of its own, and operations."""

import json
from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.drafting import describe_market
from cases.commands.lots import separate_lot
from cases.commands.operations import change_operation, create_operation, place_market
from cases.commands.parts import add_part, change_part, remove_part
from cases.inputs import MarketDescription, OperationChange, OperationChoice, OperationInput, PartInput
from cases.integrity import check
from cases.queries.operations import operation
from cases.refusals import InvalidInput, LotNotApart, MarketOver, NotAllowed, NotFound, PartKept
from cases.statements import JOURNAL, table_of
from models.tables import Calibration, MarketPart, Operation
from models.vocabulary import ActorKind, DeadlineRule, Lever, PartKind, Role, Stage, TaskKind
from tests.cases.dump import dump
from tests.cases.scenes import (
    START,
    at_stage,
    change_market,
    deadlines,
    events,
    market_row,
    rows,
    tasks,
)
from tests.support.people import House, at

PART, OPERATION, CALIBRATION = (table_of(model) for model in (MarketPart, Operation, Calibration))
NOW = at(date(2027, 3, 3))
Act = Callable[[Session], Any]


def lot(number: str, amount: int | None = None, **facts: Any) -> PartInput:
    values = {"number": number, "title": f"Corps d’état {number}", "amount_excl_tax": amount, **facts}
    return PartInput.model_validate(values)


def do(house: House, act: Act) -> Any:
    with house.database.write() as session:
        return act(session)


def add(house: House, market: int, part: PartInput) -> int:
    return int(do(house, lambda session: add_part(session, house.alice, market, part, now=NOW)))


def separate(house: House, market: int, part: int) -> int:
    return int(do(house, lambda session: separate_lot(session, house.alice, market, part, now=NOW)))


def describe(house: House, market: int, **facts: Any) -> None:
    given = MarketDescription.model_validate(facts)
    do(house, lambda session: describe_market(session, house.alice, market, given, now=NOW))


def refused(house: House, refusal: type[Exception], act: Act) -> Any:
    before = dump(house.database)
    with pytest.raises(refusal) as raised:
        do(house, act)
    assert dump(house.database) == before
    return raised.value


def calibrate(house: House, market: int, part: int, hours: int) -> None:
    """As the calculator leaves a scenario that was retained for a lot."""
    values = {"name": "A", "inputs": "{}", "result": "{}", "required_hours": Decimal(hours), "qpv_hours": 5}
    row = {"market_id": market, "part_id": part, "pack_version": "1", "made_at": NOW, "retained_at": NOW}
    with house.database.write() as session:
        session.connection().execute(CALIBRATION.insert().values(**row | values))
        session.connection().execute(
            PART.update().where(PART.c.id == part).values(required_hours=Decimal(hours))
        )


def test_parts_are_added_corrected_and_removed_with_their_journal(house: House) -> None:
    market = house.register(START)
    part = add(house, market, lot("1", 100_000))
    do(house, lambda session: change_part(session, house.alice, market, part, lot("1", 90_000), now=NOW))
    [row] = rows(house, PART, market_id=market)
    assert row.amount_excl_tax == 90_000
    do(house, lambda session: remove_part(session, house.alice, market, part, now=NOW))
    assert rows(house, PART, market_id=market) == []
    assert events(house, market)[1:] == ["part_added", "part_changed", "part_removed"]
    changed = json.loads(rows(house, JOURNAL, market_id=market, event="part_changed")[0].payload)
    assert changed["changes"] == {"amount_excl_tax": {"before": "100000.00", "after": "90000"}}


def test_a_correction_that_changes_nothing_writes_nothing(house: House) -> None:
    market = at_stage(house, Stage.DRAFTING)
    part = add(house, market, lot("1", 100_000))
    before = dump(house.database)
    do(house, lambda session: change_part(session, house.alice, market, part, lot("1", 100_000), now=NOW))
    assert dump(house.database) == before


@pytest.mark.parametrize(
    ("part", "field"),
    [
        (lot("1"), "number"),
        (lot("9", kind=PartKind.PURCHASE_ORDER), "kind"),
        (lot("2", 400_001), "amount_excl_tax"),
    ],
)
def test_a_part_that_contradicts_its_market_is_refused_at_its_field(
    house: House, part: PartInput, field: str
) -> None:
    market = at_stage(house, Stage.DRAFTING)
    change_market(house, market, amount_excl_tax=Decimal(500_000))
    add(house, market, lot("1", 100_000))
    refusal = refused(
        house, InvalidInput, lambda session: add_part(session, house.alice, market, part, now=NOW)
    )
    assert [place.field for place in refusal.places] == [field]


def test_a_part_can_be_corrected_without_contradicting_itself(house: House) -> None:
    market = at_stage(house, Stage.DRAFTING)
    change_market(house, market, amount_excl_tax=Decimal(500_000))
    part = add(house, market, lot("1", 400_000))
    do(house, lambda session: change_part(session, house.alice, market, part, lot("1", 500_000), now=NOW))
    assert rows(house, PART)[0].amount_excl_tax == 500_000


def test_a_part_is_kept_once_published_or_calibrated(house: House) -> None:
    drafted, published = at_stage(house, Stage.DRAFTING), at_stage(house, Stage.TENDER_ANALYSIS, "M-2")
    calibrated, part = add(house, drafted, lot("1")), add(house, published, lot("1"))
    calibrate(house, drafted, calibrated, 100)
    for market, number in ((drafted, calibrated), (published, part)):
        refused(
            house,
            PartKept,
            lambda session, m=market, n=number: remove_part(session, house.alice, m, n, now=NOW),  # type: ignore[misc]
        )


def test_a_market_that_is_over_gains_no_part(house: House) -> None:
    market = at_stage(house, Stage.ABANDONED)
    refused(house, MarketOver, lambda session: add_part(session, house.alice, market, lot("1"), now=NOW))


def test_another_markets_part_and_another_territory_do_not_exist(house: House) -> None:
    market, other = at_stage(house, Stage.DRAFTING), at_stage(house, Stage.DRAFTING, "M-2")
    part = add(house, market, lot("1"))
    elsewhere = House(house.database, territory_id=1)
    refused(house, NotFound, lambda s: remove_part(s, house.alice, other, part, now=NOW))
    refused(house, NotFound, lambda s: remove_part(s, elsewhere.alice, market, part, now=NOW))
    refused(house, NotFound, lambda s: separate_lot(s, elsewhere.alice, market, part, now=NOW))


def test_a_lot_becomes_a_market_with_its_amount_hours_study_and_clock(house: House) -> None:
    market = house.register(START)
    change_market(house, market, amount_excl_tax=Decimal(500_000), required_hours=Decimal(900))
    add(house, market, lot("1", 350_000))
    part = add(house, market, lot("2", 150_000, trade="painting"))
    calibrate(house, market, part, 240)

    new = separate(house, market, part)

    source, row = market_row(house, market), market_row(house, new)
    assert (row.reference, row.stage, row.buyer_id) == ("M-1-LOT 2", Stage.DRAFTING, source.buyer_id)
    assert (row.amount_excl_tax, row.required_hours, row.qpv_hours) == (150_000, 240, 5)
    assert (source.amount_excl_tax, source.required_hours) == (350_000, 660)
    assert (row.trade, row.lever, row.study_due_on) == (
        "painting",
        Lever.EXECUTION_CONDITION,
        source.study_due_on,
    )
    assert row.operation_id == source.operation_id
    assert [op.title for op in rows(house, OPERATION)] == [source.title]
    assert [part.number for part in rows(house, PART)] == ["1"]
    assert [(c.market_id, c.part_id) for c in rows(house, CALIBRATION)] == [(new, None)]
    assert [task.market_id for task in tasks(house, TaskKind.STUDY_MARKET)] == [market, new]
    assert [rule for rule, *_ in deadlines(house, new)] == [DeadlineRule.OPINION_LATE]
    assert (events(house, market)[-1], events(house, new)) == ("lot_separated", ["separated"])
    assert check(house.database, now=NOW).problems == []


def test_a_lot_leaves_the_tender_at_the_tender(house: House) -> None:
    market = at_stage(house, Stage.TENDER_ANALYSIS)
    add(house, market, lot("1"))
    new = separate(house, market, add(house, market, lot("2")))
    row = market_row(house, new)
    assert (row.stage, row.published_on, row.clause_text_sent_on) == (Stage.TENDER_ANALYSIS, START, START)
    assert [task.market_id for task in tasks(house, TaskKind.ANALYSE_OFFERS)] == [market, new]
    assert deadlines(house, new) == []
    house.tick(NOW)
    assert check(house.database, now=NOW).problems == []


def test_lots_of_a_market_in_an_operation_stay_in_it(house: House) -> None:
    market = at_stage(house, Stage.DRAFTING)
    quarter = do(
        house,
        lambda s: create_operation(s, house.alice, OperationInput(title="Quartier du Modèle"), now=NOW),
    )
    do(
        house,
        lambda s: place_market(s, house.alice, market, OperationChoice(operation_id=quarter), now=NOW),
    )
    add(house, market, lot("1"))
    new = separate(house, market, add(house, market, lot("2")))
    assert market_row(house, new).operation_id == quarter
    assert len(rows(house, OPERATION)) == 1


def test_only_one_lot_of_several_before_the_award_is_separated(house: House) -> None:
    alone, awarded = at_stage(house, Stage.DRAFTING), at_stage(house, Stage.KICKOFF, "M-2")
    last = add(house, alone, lot("1"))
    tranche = add(house, alone, lot("2", kind=PartKind.TRANCHE))
    add(house, awarded, lot("1"))
    late = add(house, awarded, lot("2"))
    for market, part in ((alone, last), (alone, tranche), (awarded, late)):
        refused(
            house,
            LotNotApart,
            lambda session, m=market, p=part: separate_lot(session, house.alice, m, p, now=NOW),  # type: ignore[misc]
        )


def test_the_facts_of_a_planned_market_are_described_and_checked(house: House) -> None:
    market = at_stage(house, Stage.DRAFTING)
    describe(house, market, trade="painting", is_framework=True, publication_planned_on="2027-05-03")
    row = market_row(house, market)
    assert (row.trade, row.is_framework) == ("painting", True)
    add(house, market, lot("9", 50_000, kind=PartKind.PURCHASE_ORDER))
    add(house, market, lot("1", 50_000))
    for facts, field in (
        ({"works_planned_on": "2027-05-02"}, "works_planned_on"),
        ({"amount_excl_tax": "49999"}, "amount_excl_tax"),
        ({"is_framework": False}, "is_framework"),
    ):
        with pytest.raises(InvalidInput) as refusal:
            describe(house, market, **facts)
        assert [place.field for place in refusal.value.places] == [field]


def test_a_market_enters_and_leaves_an_operation_with_its_journal(house: House) -> None:
    market = at_stage(house, Stage.DRAFTING)
    made = OperationInput(title="Quartier du Modèle", reference="OP-1")
    number = do(house, lambda s: create_operation(s, house.alice, made, now=NOW))
    for choice in (number, number, None):
        given = OperationChoice(operation_id=choice)
        do(house, lambda s, g=given: place_market(s, house.alice, market, g, now=NOW))  # type: ignore[misc]
    told = [json.loads(row.payload) for row in rows(house, JOURNAL, event="operation_set")]
    assert told == [{"before": None, "after": number}, {"before": number, "after": None}]


def test_an_operation_adds_up_its_markets(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    number = do(house, lambda s: create_operation(s, house.alice, OperationInput(title="Quartier"), now=NOW))
    do(house, lambda s: place_market(s, house.alice, market, OperationChoice(operation_id=number), now=NOW))
    with house.database.read() as session:
        line = operation(session, house.alice, number)
    assert (line.reference, line.markets) == ("2027-OP-001", 1)
    assert (line.required_hours, line.committed_hours, line.counted_hours) == (300, 300, 0)


def test_operations_keep_their_references_apart_and_their_territory(house: House) -> None:
    elsewhere = House(house.database, territory_id=1)
    one, two = OperationInput(title="Un", reference="OP-1"), OperationInput(title="Deux", reference="OP-2")
    first = do(house, lambda s: create_operation(s, house.alice, one, now=NOW))
    do(house, lambda s: create_operation(s, house.alice, two, now=NOW))
    do(house, lambda s: create_operation(s, elsewhere.alice, one, now=NOW))
    refused(house, InvalidInput, lambda s: create_operation(s, house.alice, one, now=NOW))
    taken, same = OperationChange(reference="OP-2"), OperationChange(reference="OP-1", title="Autre")
    refused(house, InvalidInput, lambda s: change_operation(s, house.alice, first, taken))
    do(house, lambda s: change_operation(s, house.alice, first, same))
    refused(house, NotFound, lambda s: change_operation(s, elsewhere.alice, first, same))
    market = at_stage(house, Stage.DRAFTING)
    foreign = OperationChoice(operation_id=3)
    refused(house, InvalidInput, lambda s: place_market(s, house.alice, market, foreign, now=NOW))


def test_a_buyer_changes_neither_parts_nor_operations(house: House) -> None:
    market = at_stage(house, Stage.DRAFTING)
    buyer = Actor(ActorKind.ACCOUNT, house.territory_id, 9, Role.BUYER, market_row(house, market).buyer_id)
    refused(house, NotAllowed, lambda s: add_part(s, buyer, market, lot("1"), now=NOW))
    refused(house, NotAllowed, lambda s: place_market(s, buyer, market, OperationChoice(), now=NOW))
    refused(house, NotAllowed, lambda s: create_operation(s, buyer, OperationInput(title="Un"), now=NOW))
