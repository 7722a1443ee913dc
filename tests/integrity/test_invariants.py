"""Each invariant is silent on a sound life, and tells the row that breaks it."""

from datetime import date, datetime, timedelta

import pytest

from cases.commands.kickoff import record_kickoff
from cases.inputs import Kickoff
from cases.integrity import Problem, check
from cases.integrity.report import MOST_LISTED, Findings
from cases.integrity.wording import WORDING
from models.database import Database
from tests.integrity.conftest import CHECKED, tamper
from tests.support.people import House, at


def wrong(database: Database, now: datetime = CHECKED) -> list[tuple[str, str]]:
    return [(problem.name, problem.subject) for problem in check(database, now=now).problems]


def house_in(database: Database) -> House:
    """Another territory beside the lived one."""
    return House(database, territory_id=1)


VIOLATIONS = [
    ("opening_not_planned", "market 2",
     "UPDATE deadline SET status = 'cancelled' WHERE market_id = 2 AND rule = 'open_sheets' "
     "AND status = 'pending'"),
    ("sheet_total_differs", "sheet 1", "UPDATE hour_sheet SET declared_hours = 12051 WHERE id = 1"),
    ("hours_not_accounted", "sheet 1",
     "INSERT INTO counted_hours (sheet_id, participant_id, market_id, hours, reason, rule, "
     "in_priority_district, is_local, pack_version) SELECT sheet_id, participant_id, market_id, 100, "
     "'not_confirmed', rule, false, false, pack_version FROM counted_hours LIMIT 1"),
    ("counted_total_differs", "market 1", "UPDATE market SET counted_hours = 1 WHERE id = 1"),
    ("sheet_total_differs", "sheet 1", "DELETE FROM hour_line WHERE sheet_id = 1"),
    ("sheet_missing", "market 2", "DELETE FROM hour_sheet WHERE market_id = 2"),
    ("mail_said_twice", "sheet 2",
     "INSERT INTO mail_sheet SELECT max(id), 2, 'opened' FROM mail"),
    ("deadline_stuck", "deadline 1",
     "UPDATE deadline SET status = 'pending', due_at = '2027-02-04 00:00:00.000000' WHERE id = 1"),
    ("deadline_poisoned", "deadline 1", "UPDATE deadline SET status = 'poisoned' WHERE id = 1"),
    ("mail_late", "mail 1",
     "UPDATE mail SET status = 'pending', release_at = '2027-02-05 07:59:59.000000' WHERE id = 1"),
    ("mail_late", "mail 1",
     "UPDATE mail SET status = 'sending', release_at = '2027-02-05 06:00:00.000000', "
     "lease_until = '2027-02-05 07:00:00.000000' WHERE id = 1"),
    ("mail_failed", "mail 1", "UPDATE mail SET status = 'failed' WHERE id = 1"),
]  # fmt: skip


@pytest.mark.parametrize(("name", "subject", "statement"), VIOLATIONS, ids=[case[0] for case in VIOLATIONS])
def test_a_violation_is_counted_and_told(lived: Database, name: str, subject: str, statement: str) -> None:
    tamper(lived, statement)
    report = check(lived, now=CHECKED)

    assert [(problem.name, problem.subject) for problem in report.problems] == [(name, subject)]
    assert report.counts == dict.fromkeys(WORDING, 0) | {name: 1}
    assert not report.ok


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE mail SET status = 'pending', release_at = '2027-02-05 08:30:00.000000' WHERE id = 1",
        "UPDATE mail SET status = 'sending', lease_until = '2027-02-05 08:30:00.000000' WHERE id = 1",
        "UPDATE mail SET status = 'withdrawn' WHERE id = 1",
        "UPDATE deadline SET due_at = '2027-02-05 08:00:00.000000' WHERE status = 'pending'",
    ],
)
def test_what_is_only_just_late_is_let_be(lived: Database, statement: str) -> None:
    tamper(lived, statement)
    assert wrong(lived) == []


def test_a_failed_mail_that_someone_dealt_with_is_let_be(lived: Database) -> None:
    tamper(
        lived,
        "UPDATE mail SET status = 'failed' WHERE id = 1",
        "UPDATE task SET kind = 'mail_failed', subject_id = 1, status = 'done' WHERE id = 1",
    )
    assert wrong(lived) == []


def test_a_market_that_starts_in_the_past_is_given_time_to_open_its_months(lived: Database) -> None:
    house = house_in(lived)
    market = house.register(date(2027, 2, 5))
    house.publish(market, date(2027, 2, 5))
    house.award(market, date(2027, 2, 5))
    long_ago = Kickoff(held_on=date(2027, 2, 5), minutes="Fait.", starts_on=date(2026, 9, 1))
    with lived.write() as session:
        record_kickoff(session, house.alice, market, long_ago, now=CHECKED - timedelta(minutes=30))
    assert wrong(lived) == []
    assert "deadline_stuck" in {name for name, _ in wrong(lived, CHECKED + timedelta(hours=3))}


def test_a_clock_that_stopped_shows(lived: Database) -> None:
    a_month_later = CHECKED + timedelta(days=30)
    assert {name for name, _ in wrong(lived, a_month_later)} == {"deadline_stuck"}


def test_a_life_to_the_end_stays_sound(lived: Database) -> None:
    house = House(lived, territory_id=1)
    market = house.under_way(date(2027, 2, 8))
    house.live(date(2027, 2, 8), date(2027, 3, 2))
    house.answer(market, date(2027, 2, 1), None, date(2027, 3, 3))
    house.validate(market, date(2027, 2, 1), date(2027, 3, 4))
    house.receive(market, date(2027, 3, 12))
    assert wrong(lived, at(date(2027, 3, 2), 11)) == []
    house.live(date(2027, 3, 3), date(2027, 4, 1))
    assert wrong(lived, at(date(2027, 4, 1), 11)) == []


def test_every_violation_is_counted_and_the_first_are_told() -> None:
    findings = Findings()
    for number in range(MOST_LISTED + 50):
        findings.add("mail_failed", f"mail {number}", mail=number)
    report = findings.report()
    assert report.counts["mail_failed"] == MOST_LISTED + 50
    assert len(report.problems) == MOST_LISTED


def test_problems_are_told_in_both_languages(lived: Database) -> None:
    tamper(lived, "UPDATE journal SET payload = '{}' WHERE market_id = 1 AND position = 2")
    assert check(lived, now=CHECKED).problems == [
        Problem(
            "journal_altered",
            "market 1",
            "Marché M-1\N{NO-BREAK SPACE}: l’entrée 2 de son journal n’est plus celle qui a été écrite.",
            "Market M-1: entry 2 of its journal is no longer what was written.",
        )
    ]


def test_every_wording_has_french_spaces() -> None:
    for french, _ in WORDING.values():
        assert " :" not in french.replace("\N{NO-BREAK SPACE}:", "")
        assert "« " not in french and " »" not in french
