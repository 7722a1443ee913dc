"""Changes cancelled or corrected, and facts corrected under way: what is given back, and who is told."""

import json
from datetime import date
from decimal import Decimal
from itertools import pairwise

import pytest

from cases.changework import CHANGE, owed_from
from cases.commands import drafting
from cases.commands.amendments import record_amendment
from cases.commands.change_cancelling import cancel_last_change, correct_last_amendment
from cases.commands.local_target import set_local_target
from cases.commands.ordering import confirm_tranche, issue_order
from cases.inputs import AmendmentCorrection, LocalTarget, MarketDescription, OrderInput, TrancheConfirmation
from cases.refusals import FiguresMovedSince, InvalidInput, NoChangeToCancel, StopNotUndone
from cases.rules.curve import plan_total
from cases.statements import DEADLINE, JOURNAL, MAIL, table_of
from models.tables import Amendment
from models.vocabulary import ChangeKind, DeadlineRule, DeadlineStatus, PartKind
from tests.cases.changing import APRIL_1, PART, TOLD, WHY, amendment, asking, do, owed, with_part
from tests.cases.scenes import START, events, market_row, one, resume, rows, stop
from tests.support.people import House


def reception_reminders(house: House) -> list[str]:
    waiting = rows(house, DEADLINE, rule=DeadlineRule.RECEPTION_REMINDER, status=DeadlineStatus.PENDING)
    return [row.period for row in waiting]


def test_the_last_change_cancelled_gives_everything_back_and_tells_everyone(house: House) -> None:
    market, tranche = with_part(house, PartKind.TRANCHE)
    before = owed(house, market)
    given = TrancheConfirmation(
        part_id=tranche,
        confirmed_on=APRIL_1,
        starts_on=APRIL_1,
        ends_on=date(2027, 9, 30),
        required_hours=Decimal(150),
        reason="Accord.",
    )
    do(house, confirm_tranche, market, given)
    assert owed(house, market).required_hours == 450
    assert reception_reminders(house) == ["2027-09-30"]
    do(house, cancel_last_change, market, WHY)
    assert owed(house, market) == before
    row = one(house, PART, id=tranche)
    assert (row.is_firm, row.ordered_on, row.required_hours) == (False, None, 120)
    assert reception_reminders(house) == [before.planned_end_on.isoformat()]
    payload = json.loads(one(house, JOURNAL, event="change_cancelled").payload)
    assert payload["parts"][0]["required_hours"] == {"before": "150.00", "after": "120.00"}
    assert payload["planned_end_on"] == {"before": "2027-09-30", "after": "2027-07-03"}
    told = [json.loads(mail.payload)["is_cancelled"] for mail in rows(house, MAIL, kind=TOLD)]
    assert told == [False, False, True, True]
    with pytest.raises(NoChangeToCancel):
        do(house, cancel_last_change, market, WHY)
    do(house, confirm_tranche, market, given)
    assert owed(house, market).required_hours == 450


def test_an_order_cancelled_is_announced_again_as_it_was(house: House) -> None:
    market, announced = with_part(house, PartKind.PURCHASE_ORDER, is_framework=True, hours=200)
    before = owed(house, market)
    dearer = OrderInput(
        part_id=announced,
        ordered_on=APRIL_1,
        starts_on=APRIL_1,
        required_hours=Decimal(500),
        amount_excl_tax=Decimal(80_000),
        reason="Accord.",
    )
    do(house, issue_order, market, dearer)
    assert owed(house, market).required_hours == 500
    do(house, cancel_last_change, market, WHY)
    row = one(house, PART, id=announced)
    assert (row.ordered_on, row.required_hours, row.amount_excl_tax) == (None, 200, None)
    assert owed(house, market) == before
    do(house, issue_order, market, OrderInput(part_id=announced, ordered_on=APRIL_1, starts_on=APRIL_1))
    assert owed(house, market).required_hours == 300


def test_an_amendment_corrected_keeps_its_number_and_both_versions(house: House) -> None:
    market = house.under_way(START)
    wrong = amendment(number=2, required_hours=Decimal(4500), reason="Cour.")
    do(house, record_amendment, market, wrong)
    right = asking(450).model_dump(exclude={"number"})
    do(house, correct_last_amendment, market, AmendmentCorrection(**right, why="Un zéro de trop."))
    assert owed(house, market).required_hours == 450
    kept = rows(house, CHANGE, market_id=market)
    assert [row.cancelled_at is None for row in kept] == [False, True]
    assert kept[0].before == kept[1].before
    assert one(house, table_of(Amendment)).number == 2
    assert events(house, market)[-3:] == ["amended", "change_cancelled", "amended"]


def test_a_stop_is_not_cancelled_and_a_change_overtaken_neither(house: House) -> None:
    market = house.under_way(START)
    do(house, record_amendment, market, asking(450))
    do(house, set_local_target, market, LocalTarget(local_hours=Decimal(30), local_commune="Nanterre"))
    with pytest.raises(FiguresMovedSince):
        do(house, cancel_last_change, market, WHY)
    stop(house, market, APRIL_1)
    with pytest.raises(StopNotUndone):
        do(house, cancel_last_change, market, WHY)


def test_facts_corrected_under_way_are_a_change_that_is_told_and_cancelled_like_another(house: House) -> None:
    market = house.under_way(START)
    before = owed(house, market)
    facts = MarketDescription(title="École", committed_hours=Decimal(330), planned_end_on=date(2027, 8, 31))
    do(house, drafting.describe_market, market, facts)
    after = owed(house, market)
    assert plan_total(after.curve) == 330
    assert after.curve[-1].month == date(2027, 8, 1)
    (kept,) = rows(house, CHANGE, market_id=market)
    assert (kept.kind, owed_from(json.loads(kept.after))) == (ChangeKind.CORRECTION, after)
    payload = json.loads(rows(house, JOURNAL, event="described")[-1].payload)
    assert payload["change"] == 1
    assert payload["planned_end_on"] == {"before": str(before.planned_end_on), "after": "2027-08-31"}
    assert len(rows(house, MAIL, kind=TOLD)) == 2
    assert reception_reminders(house) == ["2027-08-31"]
    do(house, cancel_last_change, market, WHY)
    assert owed(house, market) == before
    assert market_row(house, market).title == "École"


def test_facts_of_no_consequence_or_before_the_kickoff_are_no_change(house: House) -> None:
    market = house.under_way(START)
    do(house, drafting.describe_market, market, MarketDescription(title="École"))
    announced = house.register(START, "M-2")
    do(house, drafting.describe_market, announced, MarketDescription(required_hours=Decimal(90)))
    assert not rows(house, CHANGE)
    with pytest.raises(InvalidInput, match="before the start"):
        do(house, drafting.describe_market, market, MarketDescription(planned_end_on=date(2027, 1, 1)))


def test_each_change_begins_where_the_one_before_ended(house: House) -> None:
    market, tranche = with_part(house, PartKind.TRANCHE)
    do(house, record_amendment, market, asking(450))
    given = TrancheConfirmation(part_id=tranche, confirmed_on=APRIL_1, starts_on=APRIL_1)
    do(house, confirm_tranche, market, given)
    stop(house, market, date(2027, 4, 12))
    resume(house, market, date(2027, 4, 20))
    kept = rows(house, CHANGE, market_id=market)
    for earlier, later in pairwise(kept):
        assert json.loads(earlier.after) == json.loads(later.before)
