"""Suspension, resumption, termination, abandonment and a procedure started again."""

import json
from datetime import date, timedelta
from decimal import Decimal

from cases.commands import interruptions, moves
from cases.inputs import Publication, Reception
from cases.rules.lifecycle import Move
from cases.statements import DEADLINE, JOURNAL, MAIL, TASK, table_of
from models.tables import Document, Suspension
from models.vocabulary import (
    DeadlineStatus,
    MailStatus,
    SheetStatus,
    ShortfallDecision,
    Stage,
    TaskKind,
    TaskStatus,
)
from tests.cases.scenes import (
    FEBRUARY,
    JANUARY,
    SHEET,
    START,
    acts,
    at_stage,
    deadlines,
    decide_shortfall,
    do,
    events,
    market_row,
    one,
    resume,
    rows,
    send_back,
    sheet_mails,
    stop,
    tasks,
    terminate,
)
from tests.support.people import House, at


def statuses(house: House, market: int) -> dict[tuple[str, str], str]:
    return {(rule, step): status for rule, step, _, status in deadlines(house, market)}


def test_a_stop_pauses_every_clock_and_takes_back_what_waits_to_leave(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 2))
    house.tick(at(date(2027, 2, 3), 10), deliver=False)
    stop(house, market, date(2027, 2, 3))
    assert sheet_mails(house) == [("opened", "2027-02-01")]
    waiting = set(statuses(house, market).values())
    assert "pending" not in waiting
    assert "paused" in waiting
    house.live(date(2027, 2, 4), date(2027, 6, 30))
    assert sheet_mails(house) == [("opened", "2027-02-01")]
    assert [row.month for row in rows(house, SHEET)] == [JANUARY]


def test_a_resumption_moves_due_days_and_the_ladder_goes_on_with_its_spacing(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 5))
    stop(house, market, date(2027, 2, 8))  # the day before the first chase
    resume(house, market, date(2027, 3, 8))  # four weeks later
    sheet = one(house, SHEET, month=JANUARY)
    assert sheet.due_on == date(2027, 2, 5) + timedelta(days=28)
    ladder = [row for row in deadlines(house, market) if row[0] == "sheet_ladder" and row[3] == "pending"]
    assert ladder == [("sheet_ladder", "first_chase", "2027-03-09", "pending")]
    answered = {FEBRUARY}
    for day in range(8, 32):
        house.tick(at(date(2027, 3, day), 10))
        if day == 8:
            house.answer(market, answered.pop(), None, date(2027, 3, 8))
    of_january = [mail for mail in sheet_mails(house) if "chase" in mail[0]]
    assert of_january == [("first_chase", "2027-03-09"), ("second_chase", "2027-03-16")]
    (call,) = tasks(house, TaskKind.CALL_COMPANY)
    assert call.opened_at.date() == date(2027, 3, 23)


def test_the_planned_end_and_its_reminder_move_by_the_days_stopped(house: House) -> None:
    market = house.under_way(START)
    planned = market_row(house, market).planned_end_on
    assert planned == date(2027, 7, 3)
    stop(house, market, date(2027, 2, 15))
    resume(house, market, date(2027, 3, 17))
    assert market_row(house, market).planned_end_on == planned + timedelta(days=30)
    reminders = [row for row in deadlines(house, market) if row[0] == "reception_reminder"]
    assert ("reception_reminder", "ahead", "2027-07-05", "pending") in reminders
    assert [row[3] for row in reminders].count("pending") == 1
    (stopped,) = rows(house, table_of(Suspension))
    assert (stopped.from_on, stopped.to_on) == (date(2027, 2, 15), date(2027, 3, 17))


def test_a_resumption_on_the_very_day_moves_nothing(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    before = deadlines(house, market)
    due_on = one(house, SHEET).due_on
    stop(house, market, date(2027, 2, 2))
    resume(house, market, date(2027, 2, 2))
    assert deadlines(house, market) == before
    assert one(house, SHEET).due_on == due_on
    house.tick(at(date(2027, 2, 3), 10))
    assert sheet_mails(house)[-1] == ("reminder", "2027-02-03")


def test_a_month_wholly_suspended_owes_no_sheet_and_its_neighbours_do(house: House) -> None:
    market = house.under_way(START)
    stop(house, market, date(2027, 1, 20))
    resume(house, market, date(2027, 4, 12))
    house.tick(at(date(2027, 4, 12), 10))
    house.tick(at(date(2027, 5, 3), 10))
    assert [row.month for row in rows(house, SHEET)] == [JANUARY, date(2027, 4, 1)]
    passed_over = [json.loads(row.payload)["month"] for row in rows(house, JOURNAL, event="no_sheet_owed")]
    assert passed_over == ["2027-02-01", "2027-03-01"]


def test_a_sheet_answered_during_a_stop_is_not_asked_again(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    stop(house, market, date(2027, 2, 2))
    house.answer(market, JANUARY, "20", date(2027, 2, 10))
    resume(house, market, date(2027, 2, 15))
    house.live(date(2027, 2, 15), date(2027, 2, 28))
    assert [kind for kind, _ in sheet_mails(house)] == ["opened", "receipt"]


def test_a_sheet_sent_back_during_a_stop_is_chased_once_work_resumes(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    house.answer(market, JANUARY, "20", date(2027, 2, 2))
    stop(house, market, date(2027, 2, 3))
    send_back(house, market, JANUARY, date(2027, 2, 4))
    house.live(date(2027, 2, 5), date(2027, 2, 28))
    assert sheet_mails(house)[-1] == ("rejected", "2027-02-04")
    assert statuses(house, market)["sheet_ladder", "reminder"] != "moot"
    resume(house, market, date(2027, 3, 1))
    due_on = one(house, SHEET, month=JANUARY).due_on
    assert due_on == date(2027, 2, 11) + timedelta(days=26)
    house.live(date(2027, 3, 2), date(2027, 3, 31))
    chased = [mail for mail in sheet_mails(house) if mail[1] > due_on.isoformat()]
    assert chased[0] == ("first_chase", "2027-03-11")


def test_two_stops_add_up(house: House) -> None:
    market = house.under_way(START)
    planned = market_row(house, market).planned_end_on
    for first, last in ((date(2027, 2, 1), date(2027, 2, 11)), (date(2027, 3, 1), date(2027, 3, 6))):
        stop(house, market, first)
        resume(house, market, last)
    assert market_row(house, market).planned_end_on == planned + timedelta(days=15)
    assert events(house, market)[-4:] == ["suspended", "resumed", "suspended", "resumed"]


def test_a_stop_keeps_its_reason_in_the_journal_and_the_days_it_lasted(house: House) -> None:
    market = house.under_way(START)
    stop(house, market, date(2027, 2, 1))
    resume(house, market, date(2027, 2, 11))
    stopped, resumed = (json.loads(row.payload) for row in rows(house, JOURNAL)[-2:])
    assert stopped["reason"] == "Ordre de service d’arrêt."
    assert (stopped["from"], stopped["to"]) == ("follow_up", "suspended")
    assert (resumed["from"], resumed["to"], resumed["stopped_days"]) == ("suspended", "follow_up", 10)


def test_a_terminated_market_owes_its_months_up_to_that_day_then_its_statement(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 2))
    house.answer(market, JANUARY, "100", date(2027, 2, 3))
    house.validate(market, JANUARY, date(2027, 2, 4))
    terminate(house, market, date(2027, 2, 17))
    assert [task.kind for task in tasks(house, TaskKind.SETTLE_RECEPTION)] == [TaskKind.SETTLE_RECEPTION]
    assert statuses(house, market)["reception_reminder", "ahead"] == "cancelled"
    house.live(date(2027, 2, 18), date(2027, 4, 5))
    assert [row.month for row in rows(house, SHEET)] == [JANUARY, FEBRUARY]
    house.answer(market, FEBRUARY, "50", date(2027, 4, 6))
    house.validate(market, FEBRUARY, date(2027, 4, 6))
    decide_shortfall(house, market, ShortfallDecision.PENALTY, date(2027, 4, 7))
    house.issue(market, date(2027, 4, 8))
    assert house.stage(market) is Stage.CLOSED
    figures = json.loads(one(house, table_of(Document), kind="statement").figures)
    assert (figures["received_on"], figures["counted_hours"]) == ("2027-02-17", "150.00")
    assert figures["outcome"] == "shortfall"


def test_a_termination_during_a_stop_ends_the_stop(house: House) -> None:
    market = house.under_way(START)
    stop(house, market, date(2027, 1, 20))
    terminate(house, market, date(2027, 2, 17))
    assert one(house, table_of(Suspension)).to_on == date(2027, 2, 17)
    assert market_row(house, market).resumes_to is None
    house.live(date(2027, 2, 18), date(2027, 3, 5))
    assert [row.month for row in rows(house, SHEET)] == [JANUARY, FEBRUARY]  # 17 February was worked


def test_a_market_terminated_before_it_started_closes_without_any_sheet(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    terminate(house, market, date(2027, 1, 20))
    assert tasks(house, TaskKind.HOLD_KICKOFF) == []
    assert statuses(house, market)["kickoff_overdue", "overdue"] == "cancelled"
    decide_shortfall(house, market, ShortfallDecision.WAIVER, date(2027, 1, 21))
    house.issue(market, date(2027, 1, 22))
    assert house.stage(market) is Stage.CLOSED


def test_a_sheet_that_an_earlier_end_makes_undue_is_cancelled_with_its_ladder_and_its_call(
    house: House,
) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 2))
    house.answer(market, JANUARY, "300", date(2027, 2, 3))
    house.validate(market, JANUARY, date(2027, 2, 3))
    house.live(date(2027, 2, 4), date(2027, 3, 24))
    february = one(house, SHEET, month=FEBRUARY).id
    assert [task.subject_id for task in tasks(house, TaskKind.CALL_COMPANY)] == [february]
    receive_since(house, market)
    assert one(house, SHEET, id=february).status is SheetStatus.CANCELLED
    assert tasks(house, TaskKind.CALL_COMPANY) == []
    assert [task.subject_id for task in tasks(house, TaskKind.CALL_COMPANY, TaskStatus.CANCELLED)] == [
        february
    ]
    received = json.loads(rows(house, JOURNAL, event="received")[0].payload)
    assert received["sheets_cancelled"] == [february]
    ladder = rows(house, DEADLINE, rule="sheet_ladder", subject_id=february)
    assert DeadlineStatus.PENDING not in {row.status for row in ladder}
    house.live(date(2027, 3, 26), date(2027, 4, 30))
    assert "missing_buyer" not in [kind for kind, _ in sheet_mails(house)]
    house.issue(market, date(2027, 4, 30))
    assert house.stage(market) is Stage.CLOSED


def receive_since(house: House, market: int) -> None:
    """The reception of 29 January is written down in March."""
    with house.database.write() as session:
        received = Reception(received_on=date(2027, 1, 29))
        interruptions.record_reception(session, house.alice, market, received, now=at(date(2027, 3, 25)))


def test_an_abandoned_market_has_nothing_left_to_do_and_no_clock_wakes(house: House) -> None:
    for stage in (Stage.DRAFTING, Stage.TENDER_ANALYSIS):
        market = at_stage(house, stage, f"M-{stage}")
        do(house, acts(date(2027, 1, 20))[Move.ABANDON], market)
        assert [row for row in rows(house, TASK, market_id=market) if row.status is TaskStatus.OPEN] == []
        left = rows(house, DEADLINE, market_id=market)
        assert {row.status for row in left} <= {DeadlineStatus.CANCELLED}
        assert json.loads(rows(house, JOURNAL, event="abandoned")[-1].payload)["reason"] == "Sans suite."
    house.live(date(2027, 2, 1), date(2027, 3, 10))
    written = {row.kind for row in rows(house, MAIL) if row.status is not MailStatus.WITHDRAWN}
    assert written == {"opinion"}, "given before the end"


def test_a_procedure_started_again_is_studied_published_and_analysed_again(house: House) -> None:
    market = at_stage(house, Stage.TENDER_ANALYSIS)
    do(house, acts(date(2027, 1, 20))[Move.RESTART], market)
    row = market_row(house, market)
    assert (row.clause_text_sent_on, row.published_on) == (None, None)
    assert house.open_tasks() == ["study_market"]
    house.publish(market, date(2027, 2, 8))
    assert house.open_tasks() == ["analyse_offers"]
    assert len(tasks(house, TaskKind.STUDY_MARKET, TaskStatus.DONE)) == 2
    assert len(tasks(house, TaskKind.ANALYSE_OFFERS, TaskStatus.CANCELLED)) == 1


def test_a_publication_recorded_again_for_the_same_day_asks_for_the_analysis_again(house: House) -> None:
    market = at_stage(house, Stage.TENDER_ANALYSIS)
    do(house, acts(START)[Move.RESTART], market)
    house.advise(market, START)
    with house.database.write() as session:
        same_day = Publication(clause_text_sent_on=START, published_on=START)
        moves.publish(session, house.alice, market, same_day, now=at(date(2027, 1, 6)))
    assert house.open_tasks() == ["analyse_offers"]


def test_hours_are_exact_to_the_hundredth(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    house.answer(market, JANUARY, "0.01", date(2027, 2, 2))
    assert one(house, SHEET).declared_hours == Decimal("0.01")
