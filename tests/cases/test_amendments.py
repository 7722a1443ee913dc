"""Amendments: hours, dates and curve before and after, and who is told."""

import json
from datetime import date, timedelta
from decimal import Decimal

import pytest

from cases.actors import Actor
from cases.changework import CHANGE, Change
from cases.commands.amendments import foresee_amendment, record_amendment
from cases.commands.change_cancelling import cancel_last_change
from cases.refusals import InvalidInput, MarketNotUnderWay, NotAllowed
from cases.rules.curve import plan_total
from cases.statements import DEADLINE, JOURNAL, MAIL, table_of
from models.tables import Amendment, Document
from models.vocabulary import ActorKind, DeadlineStatus, Role, Stage, TaskKind
from tests.cases.changing import APRIL_1, TOLD, WHY, amendment, asking, calibrated, do, hours_by_month, owed
from tests.cases.scenes import SHEET, START, at_stage, events, market_row, one, resume, rows, stop, tasks
from tests.support.people import House, at


def test_a_new_amount_gives_the_hours_of_the_retained_calibration(house: House) -> None:
    market = calibrated(house)
    assert owed(house, market).required_hours == 300
    do(house, record_amendment, market, amendment(amount_excl_tax=Decimal(400_000)))
    after = owed(house, market)
    assert (after.required_hours, after.committed_hours) == (400, 400)
    assert plan_total(after.curve) == 400
    assert after.amount_excl_tax == 400_000


def test_foreseeing_writes_nothing_and_says_what_recording_does(house: House) -> None:
    market = calibrated(house)
    given = amendment(amount_excl_tax=Decimal(400_000), planned_end_on=date(2027, 9, 30))
    foreseen: Change = do(house, foresee_amendment, market, given)
    assert owed(house, market) == foreseen.before
    assert events(house, market)[-1] == "kickoff_held"
    do(house, record_amendment, market, given)
    assert owed(house, market) == foreseen.after


def test_months_gone_stay_and_the_others_take_what_is_added(house: House) -> None:
    market = house.under_way(START)
    before = hours_by_month(house, market)
    do(house, record_amendment, market, asking(450))
    after = hours_by_month(house, market)
    assert [after[month] for month in (1, 2, 3)] == [before[month] for month in (1, 2, 3)]
    assert all(after[month] > before[month] for month in (4, 5, 6, 7))
    assert sum(after.values()) == 450


def test_hours_without_a_calibration_are_given_with_a_reason(house: House) -> None:
    market = house.under_way(START)
    with pytest.raises(InvalidInput, match="No retained calibration"):
        do(house, record_amendment, market, amendment(amount_excl_tax=Decimal(9000)))
    with pytest.raises(InvalidInput, match="Say why"):
        amendment(required_hours=Decimal(450))
    given = amendment(amount_excl_tax=Decimal(9000), required_hours=Decimal(300), reason="Inchangées.")
    do(house, record_amendment, market, given)
    assert owed(house, market).amount_excl_tax == 9000


def test_a_change_is_journalled_and_kept_with_each_figure_before_and_after(house: House) -> None:
    market = house.under_way(START)
    number = do(house, record_amendment, market, asking(450))
    kept = one(house, CHANGE, market_id=market)
    assert (number, kept.number, str(kept.kind), kept.made_by) == (1, 1, "amendment", house.alice.id)
    assert json.loads(kept.before)["required_hours"] == "300.00"
    assert json.loads(kept.after)["required_hours"] == "450.00"
    payload = json.loads(one(house, JOURNAL, market_id=market, event="amended").payload)
    assert payload["committed_hours"] == {"before": "300.00", "after": "450.00"}
    assert payload["amendment"] == 1
    assert set(payload["curve"]) == {"before", "after"}


def test_company_and_buyer_read_before_and_after_with_the_obligations_of_the_new_hours(house: House) -> None:
    market = house.under_way(START)
    do(house, record_amendment, market, asking(450))
    mails = rows(house, MAIL, market_id=market, kind=TOLD)
    assert [mail.to_email for mail in mails] == ["boris@batisseur.example", "achats@ville.example"]
    assert mails[0].cc_email is not None and mails[1].cc_email is None
    message = json.loads(mails[0].payload)
    assert message["hours"][0] == {"figure": "required_hours", "before": "300.00", "after": "450"}
    figures = json.loads(one(house, table_of(Document), id=mails[0].document_id).figures)
    assert (figures["required_hours"], figures["committed_hours"]) == ("450", "450.00")


def test_an_amendment_that_moves_only_the_end_attaches_nothing_and_moves_the_reception(house: House) -> None:
    market = house.under_way(START)
    do(house, record_amendment, market, amendment(planned_end_on=date(2027, 9, 30)))
    mails = rows(house, MAIL, market_id=market, kind=TOLD)
    assert {mail.document_id for mail in mails} == {None}
    reminders = rows(house, DEADLINE, market_id=market, rule="reception_reminder")
    waiting = [row.period for row in reminders if row.status is DeadlineStatus.PENDING]
    assert waiting == ["2027-09-30"]


def test_a_prolongation_once_the_end_has_passed_plans_the_reception_again_and_sheets_go_on(
    house: House,
) -> None:
    market = house.under_way(START)
    house.live(date(2027, 5, 1), date(2027, 8, 2))  # the planned end, 3 July, has passed
    assert tasks(house, TaskKind.PLAN_RECEPTION)
    given = amendment(signed_on=date(2027, 8, 2), planned_end_on=date(2027, 12, 31))
    do(house, record_amendment, market, given, day=date(2027, 8, 2))
    assert not tasks(house, TaskKind.PLAN_RECEPTION)
    house.live(date(2027, 9, 1), date(2027, 9, 1))
    assert date(2027, 8, 1) in {row.month for row in rows(house, SHEET, market_id=market)}
    after = owed(house, market)
    assert plan_total(after.curve) == after.committed_hours
    house.live(date(2027, 11, 1), date(2027, 12, 31))
    assert tasks(house, TaskKind.PLAN_RECEPTION)


def test_an_end_given_back_whose_reminder_had_come_is_reminded_of_again(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 6, 1), date(2027, 6, 8))
    assert len(tasks(house, TaskKind.PLAN_RECEPTION)) == 1
    day = date(2027, 6, 9)
    do(house, record_amendment, market, amendment(planned_end_on=date(2027, 12, 31)), day=day)
    assert not tasks(house, TaskKind.PLAN_RECEPTION)
    do(house, cancel_last_change, market, WHY, day=day)
    assert len(tasks(house, TaskKind.PLAN_RECEPTION)) == 1


def test_an_amendment_by_duration_counts_the_days_stopped(house: House) -> None:
    market = house.under_way(START)
    stop(house, market, date(2027, 2, 1))
    resume(house, market, date(2027, 3, 1))
    do(house, record_amendment, market, amendment(duration_months=8))
    assert market_row(house, market).planned_end_on == date(2027, 9, 3) + timedelta(days=28)


def test_an_end_before_the_start_a_number_twice_or_no_signature_yet_is_refused_at_its_field(
    house: House,
) -> None:
    market = house.under_way(START)
    with pytest.raises(InvalidInput, match="before the start") as refused:
        do(house, record_amendment, market, amendment(planned_end_on=date(2026, 12, 31)))
    assert refused.value.places[0].field == "planned_end_on"
    with pytest.raises(InvalidInput, match="in the future") as refused:
        do(house, record_amendment, market, amendment(signed_on=date(2027, 4, 2)))
    assert refused.value.places[0].field == "signed_on"
    do(house, record_amendment, market, amendment(number=3))
    with pytest.raises(InvalidInput, match="already has this number"):
        do(house, foresee_amendment, market, amendment(number=3))
    do(house, record_amendment, market, amendment())
    assert [row.number for row in rows(house, table_of(Amendment))] == [3, 4]


@pytest.mark.parametrize(
    "stage", [each for each in Stage if each not in (Stage.KICKOFF, Stage.FOLLOW_UP, Stage.SUSPENDED)]
)
def test_no_amendment_before_the_award_or_from_the_reception_on(house: House, stage: Stage) -> None:
    market = at_stage(house, stage)
    with pytest.raises(MarketNotUnderWay):
        do(house, record_amendment, market, amendment(), day=date(2027, 3, 3))


def test_only_staff_change_what_a_market_owes(house: House) -> None:
    market = house.under_way(START)
    buyer = Actor(
        ActorKind.ACCOUNT, house.territory_id, 999, Role.BUYER, party_id=market_row(house, market).buyer_id
    )
    for command, input in ((record_amendment, amendment()), (cancel_last_change, WHY)):
        with house.database.write() as session, pytest.raises(NotAllowed):
            command(session, buyer, market, input, now=at(APRIL_1))
