"""What is odd about the inbox's sheets is told again when something was decided, and not before."""

from dataclasses import replace
from datetime import date

import pytest
from sqlalchemy import select

from cases.actors import Actor
from cases.commands.eligibility import confirm_eligibility
from cases.commands.rule_packs import adopt_pack
from cases.inputs import Confirmation
from cases.queries import remembered_checks
from cases.queries.remembered_checks import RememberedChecks
from cases.queries.sheet_checks import SheetCheck, checks_of
from cases.rules.default_pack import DEFAULT_PACK
from cases.statements import table_of
from models.tables import Eligibility
from models.vocabulary import ActorKind, Role
from tests.support.people import House, at

JANUARY, OPENED, CHECKED = date(2027, 1, 1), date(2027, 2, 1), date(2027, 2, 3)


@pytest.fixture
def told(house: House, monkeypatch: pytest.MonkeyPatch) -> list[int]:
    """A sheet whose person waits for a confirmation; and how often its oddities were worked out."""
    market = house.under_way(date(2027, 1, 4))
    house.live(OPENED, OPENED)
    house.answer(market, JANUARY, "84.50", CHECKED)
    with house.database.write() as session:
        session.connection().execute(table_of(Eligibility).delete())
    calls: list[int] = []

    def counted(*arguments: object) -> dict[int, SheetCheck]:
        calls.append(1)
        return checks_of(*arguments)  # type: ignore[arg-type]

    monkeypatch.setattr(remembered_checks, "checks_of", counted)
    return calls


def kinds(house: House, memory: RememberedChecks, actor: Actor | None = None) -> set[str]:
    sheet = house.sheet_of(1, JANUARY)
    with house.database.read() as session:
        found = memory.of(session, actor or house.alice, {sheet})
    return {str(odd.kind) for check in found.values() for odd in check.oddities}


def test_nothing_is_worked_out_again_while_nothing_was_decided(house: House, told: list[int]) -> None:
    memory = RememberedChecks()
    assert kinds(house, memory) == kinds(house, memory) != set()
    assert len(told) == 1


def test_a_late_proof_shows_at_once(house: House, told: list[int]) -> None:
    memory = RememberedChecks()
    before = kinds(house, memory)
    with house.database.write() as session:
        person = session.connection().execute(select(table_of(Eligibility).c.id)).first()
        assert person is None
        seen = Confirmation(criterion="rsa", proof_seen_on=CHECKED)
        confirm_eligibility(session, house.alice, 1, seen, now=at(CHECKED))

    after = kinds(house, memory)

    assert after < before
    assert len(told) == 2


def test_a_new_pack_is_asked_at_once(house: House, told: list[int]) -> None:
    memory = RememberedChecks()
    kinds(house, memory)
    with house.database.write() as session:
        director = replace(house.alice, role=Role.DIRECTOR)
        adopt_pack(session, director, DEFAULT_PACK.revised("next-1", CHECKED), now=at(CHECKED))
    kinds(house, memory)
    assert len(told) == 2


def test_another_territory_and_a_company_are_told_nothing(house: House, told: list[int]) -> None:
    memory = RememberedChecks()
    kinds(house, memory)
    elsewhere = replace(house.alice, territory_id=house.territory_id + 1)
    company = Actor(ActorKind.ACCOUNT, house.territory_id, 9, Role.COMPANY, party_id=2)
    assert kinds(house, memory, elsewhere) == set()
    assert kinds(house, memory, company) == set()
