from datetime import date

import pytest

from cases.actors import Actor
from cases.commands.rule_packs import adopt_pack
from cases.commands.territories import TerritoryAlreadyExists, add_territory
from cases.packs import pack_in_force
from cases.refusals import InvalidInput
from cases.rules.default_pack import DEFAULT_PACK
from models.vocabulary import ActorKind, Role
from tests.support.people import House, at

NOW = at(date(2027, 1, 4))


@pytest.mark.parametrize("code", ["44", "nantes", "Pays-de-Loire", "T_1", "a" * 40])
def test_a_territory_starts_on_the_default_pack(house: House, code: str) -> None:
    with house.database.write() as session:
        number = add_territory(session, f" {code} ", "  Pays   d’Essai ", now=NOW)
        assert pack_in_force(session, number, NOW.date()) == DEFAULT_PACK


def test_its_first_pack_is_kept_as_a_version_of_its_own(house: House) -> None:
    with house.database.write() as session:
        number = add_territory(session, "clairval", "Clairval", now=NOW)
        director = Actor(ActorKind.ACCOUNT, number, 1, Role.DIRECTOR)
        with pytest.raises(InvalidInput, match="already exists"):
            adopt_pack(session, director, DEFAULT_PACK.revised(DEFAULT_PACK.version, NOW.date()), now=NOW)
        next_pack = DEFAULT_PACK.revised("2027-1", NOW.date(), first_chase_days=3)
        adopt_pack(session, director, next_pack, now=NOW)
        assert pack_in_force(session, number, NOW.date()) == next_pack
        assert pack_in_force(session, number, date(2027, 1, 3)) == DEFAULT_PACK


@pytest.mark.parametrize("code", ["", "  ", "-44", "44-", "a b", "nîmes", "a/b", "a" * 41, "44\n45"])
def test_a_code_that_cannot_serve_is_refused(house: House, code: str) -> None:
    with house.database.write() as session, pytest.raises(InvalidInput) as refused:
        add_territory(session, code, "Clairval", now=NOW)
    assert [place.field for place in refused.value.places] == ["code"]


@pytest.mark.parametrize("name", ["", "   ", "x" * 201])
def test_a_name_is_needed(house: House, name: str) -> None:
    with house.database.write() as session, pytest.raises(InvalidInput) as refused:
        add_territory(session, "clairval", name, now=NOW)
    assert [place.field for place in refused.value.places] == ["name"]


@pytest.mark.parametrize("code", ["clairval", "CLAIRVAL"])
def test_a_code_names_one_territory(house: House, code: str) -> None:
    with house.database.write() as session:
        add_territory(session, "Clairval", "Clairval", now=NOW)
        with pytest.raises(TerritoryAlreadyExists):
            add_territory(session, code, "Un autre", now=NOW)
