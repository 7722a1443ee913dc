"""Why each hour of a market counts: on its page, by REST, and to whom."""

from datetime import date
from typing import Any

import pytest
from sqlalchemy import update

from cases.commands.accounts import add_api_key
from cases.statements import table_of
from models.tables import CountedHours, Globalisation, Participant
from models.vocabulary import Role
from tests.api.town import Town
from tests.database.records import add

FEBRUARY, CHECKED = date(2026, 2, 1), date(2026, 3, 2)
PART = table_of(CountedHours)


@pytest.fixture
def market(town: Town) -> int:
    """One of two people is confirmed; both were declared and the sheet validated."""
    found = town.market_under_way(date(2026, 2, 2))
    town.house.live(date(2026, 3, 2), date(2026, 3, 2))
    town.house.answer(found, FEBRUARY, "250", CHECKED)
    with town.house.database.write() as session:
        session.connection().exec_driver_sql("DELETE FROM eligibility WHERE participant_id = 2")
        session.connection().execute(
            update(table_of(Participant))
            .where(table_of(Participant).c.id == 1)
            .values(in_priority_district=True)
        )
    town.house.validate(found, FEBRUARY, CHECKED)
    return found


def program(town: Town, role: Role = Role.FACILITATOR, party_id: int | None = None) -> Any:
    account = town.add_account(role, email=f"{role}@api.example", party_id=party_id)
    with town.house.database.write() as session:
        key = add_api_key(session, account, "essai", now=town.now)
    return town.browser(authorization=f"Bearer {key}")


def test_the_page_says_what_counts_what_waits_and_under_which_rule(town: Town, market: int) -> None:
    shown = town.alice().get(f"/marches/{market}/heures").text

    assert "200\u00a0h retenues sur 250\u00a0h déclarées" in shown
    assert "Éligibilité non confirmée" in shown
    assert "Les heures comptent une fois l’éligibilité confirmée" in shown
    assert 'href="/personnes/2">Dina Fictif' in shown
    assert "Par des habitants des quartiers prioritaires" in shown


def test_a_validated_sheet_says_how_much_of_it_counts_and_leads_to_why(town: Town, market: int) -> None:
    shown = town.alice().get(f"/marches/{market}/fiches/{town.house.sheet_of(market, FEBRUARY)}").text

    assert "200\u00a0h sur 250\u00a0h comptent." in shown
    assert f'href="/marches/{market}/heures?mois=2026-02"' in shown


def test_a_share_set_aside_says_that_it_is_of_another_market(town: Town, market: int) -> None:
    other = town.house.register(town.now.date(), "M-2")
    terms = {"name": "Accord d’Essai", "signed_on": FEBRUARY, "first_month": FEBRUARY, "created_at": town.now}
    with town.house.database.write() as session:
        agreement = add(session, Globalisation, territory_id=1, company_id=town.company_of(market), **terms)
        moved = update(PART).where(PART.c.reason.is_not(None))
        session.connection().execute(moved.values(market_id=other, agreement_id=agreement))

    shown = town.alice().get(f"/marches/{market}/heures").text

    assert "Éligibilité non confirmée · part d’un autre marché, Accord d’Essai" in shown


def test_a_month_is_shown_alone(town: Town, market: int) -> None:
    browser = town.alice()
    assert "Dina Fictif" in browser.get(f"/marches/{market}/heures?mois=2026-02").text
    assert "Dina Fictif" not in browser.get(f"/marches/{market}/heures?mois=2026-01").text
    assert browser.get(f"/marches/{market}/heures?mois=jamais").status_code == 200


def test_a_buyer_reads_hours_without_names_and_a_company_its_own(town: Town, market: int) -> None:
    path = f"/marches/{market}/heures"
    as_buyer = town.someone(Role.BUYER, party_id=town.buyer_of(market)).get(path).text
    assert "Fictif" not in as_buyer
    assert "/personnes/" not in as_buyer
    assert "200\u00a0h" in as_buyer
    company = town.company_of(market)
    assert "Dina Fictif" in town.someone(Role.COMPANY, party_id=company).get(path).text


def test_another_company_of_the_market_sees_none_of_those_people(town: Town, market: int) -> None:
    with town.house.database.write() as session:
        session.connection().exec_driver_sql(
            "INSERT INTO party (territory_id, kind, name, locale, created_at)"
            " SELECT territory_id, kind, 'Cotraitante d’Essai', locale, created_at FROM party"
            " WHERE kind = 'company' LIMIT 1"
        )
        other = session.connection().exec_driver_sql("SELECT max(id) FROM party").scalar_one()
        session.connection().exec_driver_sql(
            f"INSERT INTO market_party (market_id, party_id, role)"
            f" VALUES ({market}, {other}, 'co_contractor')"
        )
    shown = town.someone(Role.COMPANY, party_id=other).get(f"/marches/{market}/heures").text
    assert "Fictif" not in shown
    assert "Aucune heure n’est encore déclarée." in shown


def test_by_rest_each_hour_has_its_reason_its_rule_and_its_pack(town: Town, market: int) -> None:
    found = program(town).get(f"/api/v1/markets/{market}/hours?month=2026-02-14").json()

    figures = ("declared_hours", "counted_hours", "counted_qpv_hours")
    assert [found[name] for name in figures] == ["250.00", "200.00", "200.00"]
    assert found["set_aside"] == [{"reason": "not_confirmed", "hours": "50.00"}]
    waiting = next(part for part in found["parts"] if part["reason"])
    assert (waiting["name"], waiting["hours"], waiting["rule"], waiting["pack_version"]) == (
        "Dina Fictif 1",
        "50.00",
        "eligible_and_confirmed",
        "default-1",
    )


def test_counting_again_mends_what_was_tampered_with_and_says_so(town: Town, market: int) -> None:
    with town.house.database.write() as session:
        parts = table_of(CountedHours)
        session.connection().execute(update(parts).where(parts.c.participant_id == 1).values(hours=1))
    browser = town.alice()

    answered = browser.post(f"/marches/{market}/heures/recompter")

    assert answered.headers["location"] == f"/marches/{market}/heures?fait=recompte"
    assert "200\u00a0h retenues sur 250\u00a0h" in browser.get(answered.headers["location"]).text
    recounted = program(town).post(f"/api/v1/markets/{market}/recount").json()
    assert recounted["counted_hours"] == "200.00"
