"""A person's contracts: what they refuse, and what they do to the hours."""

from datetime import date
from typing import Any

import pytest

from cases.commands.contracts import add_contract, correct_contract, end_contract
from cases.inputs import ContractEnd, ContractInput, PersonFacts
from cases.people import add_person
from cases.refusals import InvalidInput, NotAllowed, NotFound
from models.vocabulary import ContractKind
from tests.cases.workforce import (
    CHECKED,
    DINO,
    JANUARY,
    LATER,
    company,
    confirm,
    counted,
    declare,
    foreman,
    told,
    two_builders,
)
from tests.support.people import House, at


@pytest.fixture
def hired(house: House) -> tuple[House, int, int, int]:
    """Dino, confirmed, whose January counts: house, market, record, company."""
    market, _ = two_builders(house)
    [dino] = declare(house, market, (DINO, "70"))
    confirm(house, dino)
    house.validate(market, JANUARY, CHECKED)
    return house, market, dino, company(house, market)


def contract(builder: int, **changes: Any) -> ContractInput:
    values: dict[str, Any] = {
        "kind": ContractKind.FIXED_TERM,
        "employer_id": builder,
        "company_id": builder,
        "starts_on": date(2027, 2, 1),
    }
    return ContractInput(**(values | changes))


def add(house: House, participant: int, input: ContractInput) -> int:
    with house.database.write() as session:
        return add_contract(session, house.alice, participant, input, now=at(LATER))


def test_months_outside_the_contracts_known_are_set_aside_until_they_are_corrected(
    hired: tuple[House, int, int, int],
) -> None:
    house, market, dino, builder = hired
    number = add(house, dino, contract(builder))
    assert counted(house, market) == 0

    with house.database.write() as session:
        early = contract(builder, starts_on=date(2027, 1, 4))
        correct_contract(session, house.alice, dino, number, early, now=at(LATER))
    assert counted(house, market) == 70
    assert [list(line) for line in told(house, market, "contract_changed")] == [
        ["contract", "counted_hours", "participant"]
    ]

    with house.database.write() as session:
        last = ContractEnd(ends_on=date(2027, 1, 29))
        end_contract(session, house.alice, dino, number, last, now=at(LATER))
    assert counted(house, market) == 70


WRONG = [
    ({"ends_on": date(2027, 1, 31)}, "ends_on"),
    ({"starts_on": date(2027, 3, 15)}, "starts_on"),
    ({"starts_on": date(2026, 3, 1), "ends_on": date(2027, 3, 10)}, "starts_on"),
    ({"company_id": 999}, "company_id"),
    ({"employer_id": 999}, "employer_id"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_a_contract_that_does_not_hold_names_its_field(
    hired: tuple[House, int, int, int], changes: dict[str, Any], field: str
) -> None:
    house, _, dino, builder = hired
    add(house, dino, contract(builder, starts_on=date(2027, 3, 1), ends_on=date(2027, 3, 31)))
    with pytest.raises(InvalidInput) as refused:
        add(house, dino, contract(builder, **changes))
    assert [place.field for place in refused.value.places] == [field]


def test_contracts_follow_each_other(hired: tuple[House, int, int, int]) -> None:
    house, _, dino, builder = hired
    add(house, dino, contract(builder, ends_on=date(2027, 2, 28)))
    assert add(house, dino, contract(builder, starts_on=date(2027, 3, 1))) == 2


def test_only_the_territorys_staff_writes_contracts(hired: tuple[House, int, int, int]) -> None:
    house, market, dino, builder = hired
    number = add(house, dino, contract(builder))
    elsewhere = House(house.database, 1).alice
    for actor, refusal in ((foreman(house, market), NotAllowed), (elsewhere, NotFound)):
        with house.database.write() as session, pytest.raises(refusal):
            add_contract(session, actor, dino, contract(builder), now=at(LATER))
        with house.database.write() as session, pytest.raises(refusal):
            last = ContractEnd(ends_on=date(2027, 5, 1))
            end_contract(session, actor, dino, number, last, now=at(LATER))


def test_a_contract_is_found_under_its_own_person_alone(hired: tuple[House, int, int, int]) -> None:
    house, _market, dino, builder = hired
    number = add(house, dino, contract(builder))
    with house.database.write() as session:
        facts = PersonFacts(first_name="Autre", last_name="Personne")
        other = add_person(session, house.territory_id, builder, facts, now=at(LATER))
    with house.database.write() as session, pytest.raises(NotFound):
        correct_contract(session, house.alice, other, number, contract(builder), now=at(LATER))
