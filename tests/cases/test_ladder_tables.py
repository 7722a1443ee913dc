"""Ladders lived day by day, as tables: the day, and the mails about sheets that left on it."""

from datetime import date, timedelta

import pytest
from sqlalchemy import insert, update

from cases.rules.calendar import HolidayZone
from cases.rules.default_pack import DEFAULT_PACK
from cases.statements import JOURNAL, MAIL, MAIL_SHEET, table_of
from models.tables import Account, RulePackVersion
from models.vocabulary import MailStatus, TaskKind
from tests.cases.scenes import (
    JANUARY,
    SHEET,
    START,
    deadlines,
    forget_address,
    one,
    refuse_address,
    rows,
    send_back,
    sheet_mails,
    tasks,
)
from tests.support.people import BUILDER_EMAIL, House, at

OPENED, REMINDER = ("opened", "2027-02-01"), ("reminder", "2027-02-03")
FIRST, SECOND = ("first_chase", "2027-02-09"), ("second_chase", "2027-02-16")
BUYER_TOLD = ("missing_buyer", "2027-03-05")
CALL_ON = date(2027, 2, 23)
"""January's sheet, due Friday 5 February 2027: the rungs at -2, +2, +7, +12 and +20 working days."""


def live_through(house: House, *silent: tuple[int, int], until: date = date(2027, 2, 26)) -> None:
    """The clock goes round every day of February but the silent ones (first and last day of each outage)."""
    day = date(2027, 2, 1)
    while day <= until:
        if not any(date(2027, 2, first) <= day <= date(2027, 2, last) for first, last in silent):
            house.tick(at(day, 10))
        day += timedelta(days=1)


def of_january(house: House) -> list[tuple[str, str]]:
    """Mails up to the end of February, when only January's sheet is open."""
    return [mail for mail in sheet_mails(house) if mail[1] < "2027-03-01"]


ON_TIME = {
    date(2027, 2, 1): [OPENED],
    date(2027, 2, 2): [OPENED],
    date(2027, 2, 3): [OPENED, REMINDER],
    date(2027, 2, 8): [OPENED, REMINDER],
    date(2027, 2, 9): [OPENED, REMINDER, FIRST],
    date(2027, 2, 15): [OPENED, REMINDER, FIRST],
    date(2027, 2, 16): [OPENED, REMINDER, FIRST, SECOND],
    date(2027, 2, 22): [OPENED, REMINDER, FIRST, SECOND],
    date(2027, 2, 28): [OPENED, REMINDER, FIRST, SECOND],
}


def test_without_an_answer_each_step_leaves_on_its_day(house: House) -> None:
    house.under_way(START)
    for day in (date(2027, 2, n) for n in range(1, 29)):
        house.tick(at(day, 10))
        so_far = ON_TIME[max(known for known in ON_TIME if known <= day)]
        assert sheet_mails(house) == so_far, day
        assert bool(tasks(house, TaskKind.CALL_COMPANY)) == (day >= CALL_ON), day
    house.live(date(2027, 3, 1), date(2027, 3, 5))
    assert BUYER_TOLD in sheet_mails(house)
    house.live(date(2027, 3, 6), date(2027, 3, 31))
    of_the_first = [row.step for row in rows_of_sheet(house, house.sheet_of(1, JANUARY))]
    assert sorted(of_the_first) == ["first_chase", "inform_buyer", "opened", "reminder", "second_chase"]


def rows_of_sheet(house: House, sheet: int) -> list[object]:
    with house.database.read() as session:
        query = MAIL_SHEET.select().where(MAIL_SHEET.c.sheet_id == sheet)
        return list(session.connection().execute(query).all())


ANSWERED_ON = [
    (date(2027, 2, 1), [OPENED]),
    (date(2027, 2, 3), [OPENED, REMINDER]),
    (date(2027, 2, 8), [OPENED, REMINDER]),
    (date(2027, 2, 9), [OPENED, REMINDER, FIRST]),
    (date(2027, 2, 17), [OPENED, REMINDER, FIRST, SECOND]),
    (CALL_ON, [OPENED, REMINDER, FIRST, SECOND]),
]


@pytest.mark.parametrize(("day", "before"), ANSWERED_ON)
@pytest.mark.parametrize("hours", ["12.50", None])
def test_an_answer_stops_the_ladder_at_whatever_step_it_is(
    house: House, day: date, before: list[tuple[str, str]], hours: str | None
) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), day)
    house.answer(market, JANUARY, hours, day)
    house.live(day + timedelta(days=1), date(2027, 2, 28))
    house.tick(at(date(2027, 3, 31), 10))
    left = [mail for mail in sheet_mails(house) if "receipt" in mail[0] or mail[1] < "2027-03-01"]
    assert left == [*before, ("receipt", day.isoformat())]
    assert tasks(house, TaskKind.CALL_COMPANY) == []
    assert [task.kind for task in tasks(house, TaskKind.REVIEW_SHEET)] == [TaskKind.REVIEW_SHEET]


def test_a_rejected_sheet_runs_a_ladder_of_its_own_from_its_new_due_day(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 3))
    house.answer(market, JANUARY, "10", date(2027, 2, 4))
    send_back(house, market, JANUARY, date(2027, 2, 8))
    sheet = one(house, SHEET, id=house.sheet_of(market, JANUARY))
    assert (sheet.due_on, sheet.version) == (date(2027, 2, 15), 2)
    house.live(date(2027, 2, 9), date(2027, 2, 28))
    assert of_january(house)[2:] == [
        ("receipt", "2027-02-04"),
        ("rejected", "2027-02-08"),
        ("reminder", "2027-02-11"),
        ("first_chase", "2027-02-17"),
        ("second_chase", "2027-02-24"),
    ]
    ladder = [row for row in deadlines(house, market) if row[0] == "sheet_ladder"]
    assert ("sheet_ladder", "reminder", "2027-02-11", "fired") in ladder
    assert ("sheet_ladder", "first_chase", "2027-02-09", "cancelled") in ladder


def test_a_corrected_sheet_ends_the_second_ladder_too(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    house.answer(market, JANUARY, "10", date(2027, 2, 2))
    send_back(house, market, JANUARY, date(2027, 2, 3))
    house.live(date(2027, 2, 4), date(2027, 2, 8))
    house.answer(market, JANUARY, "12", date(2027, 2, 9))
    house.validate(market, JANUARY, date(2027, 2, 9))
    house.live(date(2027, 2, 10), date(2027, 2, 28))
    assert [kind for kind, _ in of_january(house)] == [
        "opened",
        "receipt",
        "rejected",
        "reminder",
        "receipt",
    ]
    pending = [row for row in deadlines(house, market) if row[3] == "pending" and row[0] == "sheet_ladder"]
    assert pending == []


OUTAGES = [
    (
        "a day that matters",
        ((9, 9),),
        [OPENED, REMINDER, ("first_chase", "2027-02-10"), ("second_chase", "2027-02-17")],
    ),
    ("a weekend", ((6, 7),), [OPENED, REMINDER, FIRST, SECOND]),
    ("the reminder's days", ((3, 5),), [OPENED, FIRST, SECOND]),
    ("a week and a half", ((5, 17),), [OPENED, REMINDER, ("second_chase", "2027-02-18")]),
    (
        "from before the opening",
        ((1, 3),),
        [
            ("opened", "2027-02-04"),
            ("reminder", "2027-02-09"),
            ("first_chase", "2027-02-15"),
            ("second_chase", "2027-02-22"),
        ],
    ),
]


@pytest.mark.parametrize(("outage", "silent", "mails"), OUTAGES, ids=lambda value: str(value)[:30])
def test_after_an_outage_only_the_step_that_is_right_today_is_said(
    house: House, outage: str, silent: tuple[tuple[int, int], ...], mails: list[tuple[str, str]]
) -> None:
    house.under_way(START)
    live_through(house, *silent)
    assert of_january(house) == mails, outage


def test_a_month_of_outage_leads_to_the_second_chase_then_the_call_then_the_buyer(house: House) -> None:
    house.under_way(START)
    live_through(house, until=date(2027, 2, 3))
    house.tick(at(date(2027, 3, 8), 10))  # everything else of January is overdue by then
    after = [mail for mail in sheet_mails(house) if mail[1] >= "2027-02-04"]
    assert after == [("second_chase", "2027-03-08")]  # with February's opening in the same message
    assert tasks(house, TaskKind.CALL_COMPANY) == []
    house.live(date(2027, 3, 9), date(2027, 3, 14))
    assert tasks(house, TaskKind.CALL_COMPANY) == []
    house.live(date(2027, 3, 15), date(2027, 3, 15))  # five working days after the second chase
    assert len(tasks(house, TaskKind.CALL_COMPANY)) == 1
    house.live(date(2027, 3, 16), date(2027, 3, 24))
    assert "missing_buyer" not in [kind for kind, _ in sheet_mails(house)]
    house.live(date(2027, 3, 25), date(2027, 3, 25))  # eight more, as the ladder has it
    assert ("missing_buyer", "2027-03-25") in sheet_mails(house)


def test_three_months_of_outage_are_followed_by_one_message_about_every_month(house: House) -> None:
    house.under_way(START)
    house.tick(at(date(2027, 5, 3), 10))
    assert sheet_mails(house) == [("opened", "2027-05-03")]
    months = [row.month.month for row in rows(house, SHEET)]
    assert months == [1, 2, 3, 4]
    (mail,) = [row for row in rows(house, MAIL) if row.kind == "sheet_opened"]
    assert len(rows_by_mail(house, mail.id)) == 4
    assert {row.due_on for row in rows(house, SHEET)} == {date(2027, 5, 10), date(2027, 5, 11)}


def rows_by_mail(house: House, mail: int) -> list[object]:
    with house.database.read() as session:
        query = MAIL_SHEET.select().where(MAIL_SHEET.c.mail_id == mail)
        return list(session.connection().execute(query).all())


def test_an_outage_over_a_holiday_ends_on_a_working_day(house: House) -> None:
    house.under_way(date(2027, 3, 1))
    house.live(date(2027, 4, 1), date(2027, 4, 12))
    house.tick(at(date(2027, 5, 6), 10))  # Ascension: April's rungs are overdue, nobody works
    left = sheet_mails(house)
    assert left[-1][1] == "2027-05-07"
    assert [when for _, when in left].count("2027-05-07") == 1
    assert "2027-05-06" not in [when for _, when in left]


def test_a_company_without_an_address_gets_no_mail_and_its_facilitator_a_task(house: House) -> None:
    house.under_way(START)
    builder = forget_address(house, BUILDER_EMAIL)
    house.live(date(2027, 2, 1), date(2027, 3, 12))
    assert sheet_mails(house) == []
    missing = tasks(house, TaskKind.MISSING_CONTACT)
    assert {task.subject_id for task in missing} == {builder}
    assert len(tasks(house, TaskKind.CALL_COMPANY)) == 1


def test_a_buyer_is_never_told_of_the_silence_of_a_company_whose_address_fails(house: House) -> None:
    house.under_way(START)
    live_through(house, until=date(2027, 2, 8))
    refuse_address(house, BUILDER_EMAIL)
    house.live(date(2027, 2, 9), date(2027, 3, 31))
    assert "missing_buyer" not in [kind for kind, _ in sheet_mails(house)]
    assert tasks(house, TaskKind.MISSING_CONTACT)


def test_a_company_on_several_markets_is_written_to_once_a_day_about_all_of_them(house: House) -> None:
    for number in range(4):
        house.under_way(START, f"M-{number}")
    house.live(date(2027, 2, 1), date(2027, 2, 28))
    assert sheet_mails(house) == [OPENED, REMINDER, FIRST, SECOND]
    for mail in rows(house, MAIL):
        if mail.kind.startswith("sheet_"):
            assert len(rows_by_mail(house, mail.id)) == 4
            assert all(f"Chantier M-{number}" in mail.payload for number in range(4))


def test_what_comes_after_the_day_s_message_has_left_makes_one_more_message_only(house: House) -> None:
    house.under_way(START, "M-0")
    house.live(date(2027, 2, 1), date(2027, 4, 1))
    before = sheet_mails(house)
    market = house.register(date(2026, 11, 2), "late")
    house.publish(market, date(2026, 11, 2))
    house.award(market, date(2026, 11, 2))
    house.kick_off(market, date(2026, 12, 1))  # written down in April: four months open at once
    house.tick(at(date(2027, 4, 1), 11))
    late = sheet_mails(house)[len(before) :]
    assert late == [("opened", "2027-04-01")]
    (mail,) = [
        row for row in rows(house, MAIL) if row.unique_key.count(":") == 3 and "sheets:" in row.unique_key
    ]
    assert len(rows_by_mail(house, mail.id)) == 4


def test_a_message_that_waits_loses_the_sheet_that_is_answered_and_keeps_the_others(house: House) -> None:
    for number in range(2):
        house.under_way(START, f"M-{number}")
    house.live(date(2027, 2, 1), date(2027, 2, 8))
    house.tick(at(date(2027, 2, 9), 10), deliver=False)
    house.answer(1, JANUARY, "10", date(2027, 2, 9))
    (waiting,) = [row for row in rows(house, MAIL, status=MailStatus.PENDING) if "chase" in row.kind]
    assert "Chantier M-1" in waiting.payload
    assert "Chantier M-0" not in waiting.payload
    house.answer(2, JANUARY, "10", date(2027, 2, 9))
    assert one(house, MAIL, id=waiting.id).status is MailStatus.WITHDRAWN


def test_the_second_chase_has_the_facilitator_in_copy_and_no_other_step(house: House) -> None:
    house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 28))
    copies = {row.kind: row.cc_email for row in rows(house, MAIL) if row.kind.startswith("sheet_")}
    assert copies.pop("sheet_second_chase") == one(house, table_of(Account)).email
    assert set(copies.values()) == {None}


@pytest.mark.parametrize(
    ("start", "opening", "utc_hour"),
    [
        (date(2027, 2, 1), date(2027, 3, 1), 7),
        (date(2027, 3, 1), date(2027, 4, 1), 6),  # summer time since Sunday 28 March
        (date(2027, 9, 1), date(2027, 10, 1), 6),
        (
            date(2027, 10, 1),
            date(2027, 11, 2),
            7,
        ),  # winter time since Sunday 31 October; 1 November is a holiday
    ],
)
def test_mail_leaves_at_eight_on_both_sides_of_a_change_of_hour(
    house: House, start: date, opening: date, utc_hour: int
) -> None:
    house.under_way(start)
    first = opening.replace(day=1)
    house.tick(at(first, utc_hour - 1), deliver=False)
    assert rows(house, SHEET) == []
    house.tick(at(first, utc_hour), deliver=False)
    (mail,) = [row for row in rows(house, MAIL) if row.kind == "sheet_opened"]
    assert mail.release_at == at(opening, utc_hour)


def test_a_ladder_that_crosses_the_change_of_hour_keeps_its_days(house: House) -> None:
    house.under_way(date(2027, 2, 1))
    house.live(date(2027, 3, 1), date(2027, 3, 31))
    assert [mail for mail in sheet_mails(house) if mail[1] < "2027-04-01"] == [
        ("opened", "2027-03-01"),
        ("reminder", "2027-03-03"),
        ("first_chase", "2027-03-09"),
        ("second_chase", "2027-03-16"),
    ]
    house.live(date(2027, 4, 1), date(2027, 4, 5))  # Monday 29 March is Easter's: +20 slips by one
    assert ("missing_buyer", "2027-04-05") in sheet_mails(house)


def adopt(house: House, zone: HolidayZone) -> None:
    pack = DEFAULT_PACK.revised("local-1", date(2026, 1, 1), holiday_zone=zone)
    with house.database.write() as session:
        values = {
            "territory_id": house.territory_id,
            "version": pack.version,
            "valid_from": pack.valid_from,
            "content": pack.model_dump_json(),
            "adopted_at": at(date(2026, 1, 2)),
        }
        session.connection().execute(insert(table_of(RulePackVersion)).values(**values))


def test_alsace_moselle_rests_on_its_own_days_and_says_under_which_pack_it_decided(house: House) -> None:
    adopt(house, HolidayZone.ALSACE_MOSELLE)
    market = house.under_way(date(2027, 2, 1))
    house.live(date(2027, 3, 1), date(2027, 4, 5))
    left = sheet_mails(house)
    # Good Friday, 26 March 2027, delays what counts over it: the buyer is told a working day later.
    assert ("missing_buyer", "2027-04-05") not in left
    house.live(date(2027, 4, 6), date(2027, 4, 6))
    assert ("missing_buyer", "2027-04-06") in sheet_mails(house)
    assert {row.pack_version for row in rows(house, JOURNAL, market_id=market)} == {"local-1"}


def test_a_step_that_waits_for_morning_is_taken_back_when_the_answer_comes_at_night(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 8))
    house.tick(at(date(2027, 2, 9), 19), deliver=False)  # 20:00 in Paris: it would leave on the 10th
    assert sheet_mails(house)[-1] == ("first_chase", "2027-02-10")
    house.answer(market, JANUARY, "10", date(2027, 2, 9))
    assert "first_chase" not in [kind for kind, _ in sheet_mails(house)]


def test_a_mail_that_has_left_is_not_taken_back(house: House) -> None:
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    with house.database.write() as session:
        session.connection().execute(update(MAIL).values(status=MailStatus.SENT))
    house.answer(market, JANUARY, "10", date(2027, 2, 2))
    assert {row.status for row in rows(house, MAIL) if row.kind == "sheet_opened"} == {MailStatus.SENT}
