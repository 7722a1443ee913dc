"""Mails that are kept, read as their reader would; and the clock that a demonstration moves."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, timedelta
from pathlib import Path
from typing import Any

import pytest
from sqlalchemy import select

from api.clock import demo_offset
from api.permissions import route_roles
from cases.statements import MAIL
from models.settings import Settings
from models.vocabulary import MailStatus, Role
from tests.api.town import BASE_URL, Town
from tests.support.people import House, fresh_house

OPTIONS: dict[str, Any] = {"base_url": BASE_URL, "secret_key": "essai"}


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Town]:
    town = Town(fresh_house(tmp_path), Settings(**OPTIONS, data_dir=tmp_path))
    town.market_under_way()
    yield town
    town.house.database.dispose()


def a_mail(town: Town, kind: str) -> int:
    with town.house.database.read() as session:
        query = select(MAIL.c.id).where(MAIL.c.kind == kind).limit(1)
        return int(session.connection().execute(query).scalar_one())


def test_a_kept_mail_is_shown_with_its_link_in_a_frame_of_its_own(office: Town) -> None:
    alice, number = office.alice(), a_mail(office, "sheet_opened")

    assert f"/dev/mails/{number}" in alice.get("/dev/mails").text
    shown = alice.get(f"/dev/mails/{number}")
    frame = alice.get(f"/dev/mails/{number}/html")

    assert f"{BASE_URL}/f/" in shown.text
    assert "Auto-Submitted" in shown.text
    assert "frame-src 'self'" in shown.headers["content-security-policy"]
    assert "sandbox" in frame.headers["content-security-policy"]
    assert "script-src" not in frame.headers["content-security-policy"]
    assert f"{BASE_URL}/f/" in frame.text


def test_attachments_can_be_read(office: Town) -> None:
    house = office.house
    market = house.under_way(date(2026, 1, 5), "M-2", hours=70)
    house.live(date(2026, 2, 1), date(2026, 3, 2))
    for month in (date(2026, 1, 1), date(2026, 2, 1)):
        house.answer(market, month, "40", date(2026, 3, 2))
        house.validate(market, month, date(2026, 3, 2))
    house.receive(market, date(2026, 2, 27))
    house.issue(market, date(2026, 3, 2))
    number = a_mail(office, "statement")

    shown = office.alice().get(f"/dev/mails/{number}").text
    file = office.alice().get(f"/dev/mails/{number}/fichiers/0")

    assert "Bilan M-2.pdf" in shown
    assert file.content.startswith(b"%PDF")
    assert office.alice().get(f"/dev/mails/{number}/fichiers/7").status_code == 404


def test_where_mail_leaves_it_is_not_shown_here(office: Town, tmp_path: Path) -> None:
    relay = Town(office.house, Settings(**OPTIONS, data_dir=tmp_path, smtp_url="smtp://relay.example"))
    assert relay.alice().get("/dev/mails").status_code == 404


def test_in_production_the_pages_do_not_exist(office: Town, tmp_path: Path) -> None:
    options = OPTIONS | {"secret_key": "s" * 40, "data_dir": tmp_path}
    here, there = (
        {route["path"] for route in route_roles(office.build(Settings(**options, production=production)))}
        for production in (False, True)
    )
    assert {path for path in here - there if path.startswith("/dev/")} == here - there != set()


def test_mails_of_another_territory_are_not_there(office: Town) -> None:
    number = a_mail(office, "sheet_opened")
    elsewhere = office.someone(Role.DIRECTOR, house=House(office.house.database, territory_id=2))
    assert elsewhere.get(f"/dev/mails/{number}").status_code == 404
    assert elsewhere.get(f"/dev/mails/{number}/html").status_code == 404


def demonstration(office: Town, tmp_path: Path) -> Town:
    return replace(office, settings=Settings(**OPTIONS, data_dir=tmp_path, demo=True))


def pending_before(town: Town) -> int:
    with town.house.database.read() as session:
        query = select(MAIL.c.id).where(MAIL.c.status == MailStatus.PENDING)
        return len(session.connection().execute(query).all())


def test_moving_the_clock_a_week_does_what_fell_due_day_by_day(office: Town, tmp_path: Path) -> None:
    demo = demonstration(office, tmp_path)
    before = demo.house.mails()

    moved = demo.alice().post("/demo/horloge", data={"pas": "semaine", "back": "/taches"})

    assert moved.headers["location"] == "/taches?fait=horloge"
    with demo.house.database.read() as session:
        assert demo_offset(session) == timedelta(days=7)
    news = demo.house.mails()[len(before) :]
    # January's sheet and February's, each at its own day of the ladder
    assert news == [("sheet_reminder", "2026-03-04"), ("sheet_missing_buyer", "2026-03-06")]
    assert pending_before(demo) == 0


def test_the_clock_moves_to_the_next_deadline(office: Town, tmp_path: Path) -> None:
    demo = demonstration(office, tmp_path)
    demo.alice().post("/demo/horloge", data={"pas": "echeance", "back": "//evil.example"})
    with demo.house.database.read() as session:
        assert timedelta(0) < demo_offset(session) < timedelta(days=7)


def test_outside_a_demonstration_nobody_moves_the_clock(office: Town) -> None:
    before = office.house.mails()
    assert office.alice().post("/demo/horloge", data={"pas": "jour"}).status_code == 404
    assert office.house.mails() == before
    assert "/demo/horloge" not in office.alice().get("/dev/mails").text
