"""A modification that the open data brings to a market under way changes it as an amendment by hand does."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import select

from cases.changework import CHANGE
from cases.commands.change_cancelling import correct_last_amendment
from cases.inputs import AmendmentCorrection
from cases.rules.curve import plan_total
from cases.statements import JOURNAL, MARKET, TASK, table_of
from models.tables import Amendment
from models.vocabulary import TaskKind, TaskStatus
from tests.cases.calibrated import part
from tests.cases.changing import do, lot_hours, owed
from tests.cases.scenes import market_row, one, rows
from tests.cases.test_importing import DAY, NONE, contact, contract, counts, describe, take_in
from tests.support.people import House

AMENDMENT = table_of(Amendment)


def modified(*changes: dict[str, Any]) -> dict[str, Any]:
    return contract("A-1", modifications=[{"modification": change} for change in changes])


LONGER = {"id": 1, "dateNotificationModification": "2026-02-20", "dureeMois": 15}
DEARER = {"id": 2, "dateNotificationModification": "2026-02-25", "montant": 300000}


def under_way(house: House) -> int:
    take_in(house, contract("A-1"))
    market = int(one(house, MARKET).id)
    describe(house, market, required_hours=Decimal(120), committed_hours=Decimal(150))
    contact(house, market)
    house.kick_off(market, DAY)
    return market


def doubts(house: House) -> list[str]:
    found = rows(house, TASK, kind=TaskKind.VERIFY_IMPORT, status=TaskStatus.OPEN)
    return [doubt["message_fr"] for row in found for doubt in json.loads(row.details)["doubts"]]


def test_a_longer_duration_moves_the_end_and_the_curve_by_the_same_rule(house: House) -> None:
    market = under_way(house)
    before = owed(house, market)
    assert counts(take_in(house, modified(LONGER))) == {"updated": 1}
    after = owed(house, market)
    assert after.duration_months == 15
    assert after.planned_end_on is not None and before.planned_end_on is not None
    assert after.planned_end_on > before.planned_end_on
    assert plan_total(after.curve) == 150
    assert [str(row.kind) for row in rows(house, CHANGE, market_id=market)] == ["amendment"]
    assert one(house, JOURNAL, market_id=market, event="amended").actor_kind == "import"
    assert doubts(house) == []


def test_an_amount_whose_hours_no_calibration_tells_is_recorded_and_verified_by_a_person(
    house: House,
) -> None:
    market = under_way(house)
    take_in(house, modified(LONGER, DEARER))
    row = market_row(house, market)
    assert (row.amount_excl_tax, row.required_hours) == (300000, 120)
    (doubt,) = doubts(house)
    assert "recalculer les heures" in doubt


def test_once_the_hours_are_said_only_what_else_is_doubtful_stays_to_verify(house: House) -> None:
    market = under_way(house)
    take_in(house, modified(DEARER) | {"considerationsSociales": NONE})
    assert len(doubts(house)) == 2
    said = AmendmentCorrection(
        signed_on=date(2026, 2, 25),
        object="Cour",
        amount_excl_tax=Decimal(300_000),
        required_hours=Decimal(150),
        reason="Accord.",
        why="Heures convenues.",
    )
    do(house, correct_last_amendment, market, said, day=DAY)
    (doubt,) = doubts(house)
    assert "recalculer les heures" not in doubt


def test_an_amount_that_may_be_of_several_lots_is_to_be_shared_by_a_person_with_both_figures(
    house: House,
) -> None:
    take_in(house, contract("A-1"))
    market = int(one(house, MARKET).id)
    lots = [
        part(house, market, number, amount_excl_tax=Decimal(100_000), required_hours=Decimal(60))
        for number in ("1", "2")
    ]
    describe(house, market, required_hours=Decimal(120), committed_hours=Decimal(150))
    contact(house, market)
    house.kick_off(market, DAY)
    take_in(house, modified(DEARER))
    (doubt,) = doubts(house)
    assert "À répartir entre les lots" in doubt
    assert "300\u202f000" in doubt and "200\u202f000" in doubt
    shared = AmendmentCorrection(
        signed_on=date(2026, 2, 25),
        object="Cour du lot 2",
        amount_excl_tax=Decimal(300_000),
        parts=[{"part_id": lots[1], "required_hours": 90}],
        reason="Accord.",
        why="Un lot seulement.",
    )
    do(house, correct_last_amendment, market, shared, day=DAY)
    assert doubts(house) == []
    take_in(house, modified(DEARER) | {"objet": "Travaux renommés"})
    assert (owed(house, market).required_hours, lot_hours(house, market)) == (150, [60, 90])
    assert len(rows(house, CHANGE, market_id=market)) == 2


def test_the_same_modifications_again_change_nothing_more(house: House) -> None:
    market = under_way(house)
    take_in(house, modified(LONGER))
    take_in(house, modified(LONGER, DEARER))
    take_in(house, modified(LONGER, DEARER) | {"objet": "Travaux renommés"})
    assert len(rows(house, CHANGE, market_id=market)) == 2
    signed = [(row.number, row.signed_on) for row in rows(house, AMENDMENT, market_id=market)]
    assert signed == [(1, date(2026, 2, 20)), (2, date(2026, 2, 25))]


def test_a_modification_without_its_date_is_known_again(house: House) -> None:
    market = under_way(house)
    undated = {"id": 1, "dureeMois": 15}
    take_in(house, modified(undated))
    take_in(house, modified(undated) | {"objet": "Travaux renommés"})
    assert len(rows(house, CHANGE, market_id=market)) == 1
    with house.database.read() as session:
        query = select(AMENDMENT.c.signed_on).where(AMENDMENT.c.market_id == market)
        assert session.connection().execute(query).scalars().all() == [None]


def test_a_market_whose_hours_are_not_known_only_keeps_its_modifications(house: House) -> None:
    take_in(house, contract("A-1"))
    market = int(one(house, MARKET).id)
    take_in(house, modified(LONGER))
    assert rows(house, CHANGE, market_id=market) == []
    assert market_row(house, market).duration_months == 15
