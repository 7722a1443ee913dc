"""The page of all a company's sheets: people new on several of them, their terms and criteria."""

import re
from datetime import date

import pytest
from sqlalchemy import insert, select, update

from cases.statements import MARKET, table_of
from models.tables import (
    BuyerCriterion,
    Eligibility,
)
from models.vocabulary import PartyKind
from tests.api.builder import CONTRACT, DINO, JOURNAL, PARTY, Builder
from tests.api.test_sheet_link import FEBRUARY, JANUARY, LINE, PERSON, SHEET


def test_somebody_new_on_two_markets_is_one_person(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    builder.send(**DINO, **{f"new.0.on.{one}": "70", f"new.0.on.{other}": "30"})
    assert len(builder.rows(select(PERSON.c.id))) == 1
    assert len(builder.rows(select(LINE.c.id))) == 2


@pytest.mark.parametrize("names", [("Dino", "Fictiff"), ("Fictif", "Dino"), ("Dinno", "Fictif")])
def test_a_name_that_is_nearly_a_known_one_is_asked_about_before_a_record_is_made(
    builder: Builder, names: tuple[str, str]
) -> None:
    builder.send(**DINO, **{f"new.0.on.{sheet}": "10" for sheet in builder.sheets[FEBRUARY]})
    first, last = names
    near = {"new.0.first_name": first, "new.0.last_name": last}
    near |= {f"new.0.on.{sheet}": "20" for sheet in builder.sheets[FEBRUARY]}
    asked = builder.send(**near)
    assert asked.status_code == 422
    question = f"Votre entreprise ne connaît pas {first} {last}\u00a0: vouliez-vous dire Dino Fictif\u00a0?"
    assert question in asked.text
    assert len(builder.rows(select(PERSON.c.id))) == 1

    builder.send(**near, confirm="true")
    assert len(builder.rows(select(PERSON.c.id))) == 2


@pytest.mark.parametrize("names", [("Eva", "Nouvelle"), ("DINO", "Fictíf")])
def test_someone_known_or_wholly_new_is_not_asked_about(builder: Builder, names: tuple[str, str]) -> None:
    one, other = builder.sheets[FEBRUARY]
    builder.send(**DINO, **{f"new.0.on.{one}": "10", f"s.{other}.nil": "true"})
    more = {"new.0.first_name": names[0], "new.0.last_name": names[1]}
    sent = builder.send(**more, **{f"new.0.on.{one}": "20", f"s.{other}.nil": "true"})
    assert sent.status_code == 303


def test_someone_new_without_hours_is_named(builder: Builder) -> None:
    one, other = builder.sheets[FEBRUARY]
    refused = builder.send(**DINO, **{f"s.{one}.nil": "true", f"s.{other}.nil": "true"})
    assert refused.status_code == 422
    assert "videz la ligne" in refused.text


def test_the_terms_of_someone_known_are_kept_once_and_another_contract_is_asked_about(
    builder: Builder,
) -> None:
    one, other = builder.sheets[FEBRUARY]
    builder.send(**DINO, **{f"new.0.on.{one}": "50", f"s.{other}.nil": "true"})
    terms = {"new.0.contract_kind": "fixed_term", "new.0.starts_on": "2026-02-02", "new.0.criterion": "rsa"}
    hours = DINO | {f"new.0.on.{other}": "30"}

    assert builder.send(**hours, **terms).status_code == 303

    assert [row[0] for row in builder.rows(select(CONTRACT.c.starts_on))] == [date(2026, 2, 2)]
    assert [row[0] for row in builder.rows(select(table_of(Eligibility).c.criterion))] == ["rsa"]
    events = [row[0] for row in builder.rows(select(JOURNAL.c.event))]
    assert {"contract_added", "eligibility_claimed"} <= set(events)
    another = terms | {"new.0.starts_on": "2026-01-12"}
    asked = builder.send(**hours, **another)
    assert asked.status_code == 422
    assert "a déjà un contrat ou un critère enregistré" in asked.text
    assert builder.send(**hours, **another, confirm="true").status_code == 303
    assert len(builder.rows(select(CONTRACT.c.id))) == 1


def test_programs_add_the_first_terms_of_someone_known(builder: Builder) -> None:
    one, other = builder.sheets[JANUARY]
    alice, line = builder.town.alice(), {"first_name": "Dino", "last_name": "Fictif", "hours": "20"}
    alice.put(f"/api/v1/sheets/{one}/answer", json={"lines": [line]})
    person = builder.rows(select(PERSON.c.id))[0][0]
    known = {
        "participant_id": person,
        "hours": "31",
        "contract_kind": "fixed_term",
        "starts_on": "2026-01-05",
    }
    assert alice.put(f"/api/v1/sheets/{other}/answer", json={"lines": [known]}).status_code == 200
    assert [row[0] for row in builder.rows(select(CONTRACT.c.participant_id))] == [person]


def test_each_buyers_criteria_are_offered_and_one_of_another_list_is_refused_at_its_field(
    builder: Builder,
) -> None:
    one, other = builder.sheets[FEBRUARY]
    with builder.town.house.database.write() as session:
        connection, now = session.connection(), builder.town.now
        for sheet, name, label in ((one, "Régie Inventée", "Riverain"), (other, "Bailleur Fictif", "Voisin")):
            row = {"territory_id": builder.town.house.territory_id, "kind": PartyKind.BUYER, "name": name}
            added = insert(PARTY).values(**row, locale="fr", created_at=now).returning(PARTY.c.id)
            buyer = connection.execute(added).scalar_one()
            own = {"buyer_id": buyer, "code": "own_1", "label": label, "proof": "Bail", "created_at": now}
            connection.execute(insert(table_of(BuyerCriterion)).values(**own))
            market = select(SHEET.c.market_id).where(SHEET.c.id == sheet).scalar_subquery()
            connection.execute(update(MARKET).where(MARKET.c.id == market).values(buyer_id=buyer))
    shown = builder.browser.get(f"{builder.path}?mois=2026-02").text
    offered = dict(re.findall(r'<option value="(own_1[^"]*)">([^<]*)</option>', shown))
    assert list(offered.values()) == [
        "Régie Inventée\u00a0: Riverain (Bail)",
        "Bailleur Fictif\u00a0: Voisin (Bail)",
    ]
    of_one, _ = offered
    sent = {f"new.0.on.{other}": "30", f"s.{one}.nil": "true", "new.0.criterion": of_one}
    refused = builder.send(**DINO, **sent)
    assert refused.status_code == 422
    assert 'id="sheet-new-0-criterion-error"' in refused.text
    assert "n’est pas de la liste de Bailleur Fictif" in refused.text

    taken = {f"new.0.on.{one}": "30", f"s.{other}.nil": "true", "new.0.criterion": of_one}
    assert builder.send(**DINO, **taken).status_code == 303
    claims = table_of(Eligibility)
    assert builder.rows(select(claims.c.criterion)) == [("own_1",)]
