"""Agreements that spread hours over several markets: what they refuse, and the same hours counted once."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.actors import Actor
from cases.commands.globalisations import correct_agreement, end_agreement, sign_agreement
from cases.commands.merges import merge_people
from cases.commands.people import correct_person
from cases.inputs import PersonFacts
from cases.inputs.globalisation import AgreementEnd, AgreementInput
from cases.queries.globalisations import agreements_on
from cases.queries.hours import hours_page
from cases.refusals import InvalidInput, NotAllowed, NotFound, UnderTwoAgreements
from models.vocabulary import ActorKind, Role, TaskKind
from tests.cases.workforce import (
    CHECKED,
    DINA,
    DINO,
    JANUARY,
    LATER,
    START,
    asked,
    company,
    confirm,
    counted,
    declare,
    foreman,
    parts,
    root_of,
    told,
    two_builders,
)
from tests.support.people import House, at

Scene = tuple[House, int, int, int, int]


@pytest.fixture
def scene(house: House) -> Scene:
    """Dino's January counts on a market; the same builder has another: house, both, Dino, Dina."""
    first, _ = two_builders(house)
    second = house.under_way(START, "M-3")
    dino, dina = declare(house, first, (DINO, "70"), (DINA, "20"))
    confirm(house, dino)
    house.validate(first, JANUARY, CHECKED)
    return house, first, second, dino, dina


def agreement(scene: Scene, **changes: Any) -> AgreementInput:
    house, first, second, dino, _ = scene
    values = {
        "name": "Globalisation d’essai",
        "company_id": company(house, first),
        "signed_on": START,
        "first_month": JANUARY,
        "shares": [{"market_id": first, "percent": "60"}, {"market_id": second, "percent": "40"}],
        "people": [dino],
    }
    return AgreementInput.model_validate(values | changes)


def sign(scene: Scene, actor: Actor | None = None, **changes: Any) -> int:
    house = scene[0]
    with house.database.write() as session:
        return sign_agreement(session, actor or house.alice, agreement(scene, **changes), now=at(LATER))


def test_hours_are_spread_from_the_first_month_to_the_last(scene: Scene) -> None:
    house, first, second, *_ = scene
    before = parts(house)
    number = sign(scene)
    assert (counted(house, first), counted(house, second)) == (Decimal(42), Decimal(28))
    with house.database.read() as session:
        given, taken = (hours_page(session, house.alice, market) for market in (first, second))
    assert (given.declared_hours, given.credited_elsewhere_hours) == (90, 28)
    assert (taken.declared_hours, taken.credited_from_elsewhere_hours, taken.counted_hours) == (0, 28, 28)
    assert [list(told(house, market, "agreement_signed")) for market in (first, second)] == [
        [{"agreement": number}]
    ] * 2

    with house.database.write() as session:
        late = agreement(scene, first_month=date(2027, 2, 1))
        correct_agreement(session, house.alice, number, late, now=at(LATER))
    assert (counted(house, first), counted(house, second)) == (70, 0)
    assert parts(house) == before


def test_an_end_stops_at_its_month(scene: Scene) -> None:
    house, first, second, *_ = scene
    number = sign(scene, first_month=date(2026, 10, 1))
    with house.database.write() as session:
        end_agreement(
            session, house.alice, number, AgreementEnd(last_month=date(2026, 12, 15)), now=at(LATER)
        )
    assert (counted(house, first), counted(house, second)) == (70, 0)


WRONG = [
    (
        {"shares": [{"market_id": 1, "percent": "60"}, {"market_id": 3, "percent": "39.99"}]},
        "shares.0.percent",
    ),
    (
        {"shares": [{"market_id": 1, "percent": "60"}, {"market_id": 2, "percent": "40"}]},
        "shares.1.market_id",
    ),
    ({"last_month": date(2026, 12, 1)}, "last_month"),
    ({"people": [999]}, "people.0"),
]


@pytest.mark.parametrize(("changes", "field"), WRONG)
def test_an_agreement_that_does_not_hold_names_its_field(
    scene: Scene, changes: dict[str, Any], field: str
) -> None:
    with pytest.raises(InvalidInput) as refused:
        sign(scene, **changes)
    assert [place.field for place in refused.value.places] == [field]


def test_two_people_under_two_agreements_are_not_joined_before_one_of_them_is_settled(scene: Scene) -> None:
    house, first, second, dino, dina = scene
    one = sign(scene, name="Premier accord")
    sign(scene, people=[dina], name="Second accord")
    before = parts(house)

    with pytest.raises(UnderTwoAgreements) as refused, house.database.write() as session:
        merge_people(session, house.alice, dina, dino, now=at(LATER))
    assert "Premier accord" in refused.value.message_fr and "Second accord" in refused.value.message_en
    facts = PersonFacts(first_name="Dino", last_name="Fictif", birth_date=DINO[2])
    with house.database.write() as session:
        correct_person(session, house.alice, dina, facts, now=at(LATER))
    assert root_of(house, dina) == dina and parts(house) == before
    assert asked(house, TaskKind.SAME_PERSON) == [(dino, {"other": dina})]

    with house.database.write() as session:
        end = AgreementEnd(last_month=JANUARY)
        end_agreement(session, house.alice, one, end, now=at(LATER))
        late = agreement(scene, people=[dina], name="Second accord", first_month=date(2027, 2, 1))
        correct_agreement(session, house.alice, one + 1, late, now=at(LATER))
        merge_people(session, house.alice, dina, dino, now=at(LATER))
    assert (counted(house, first), counted(house, second)) == (42, 28), "one line of the two counts"


def test_nobodys_hours_are_spread_twice(scene: Scene) -> None:
    *_, dino, dina = scene
    sign(scene, last_month=date(2027, 6, 1))
    with pytest.raises(InvalidInput) as refused:
        sign(scene, people=[dina, dino], first_month=date(2027, 6, 1))
    assert [place.field for place in refused.value.places] == ["people.1"]
    assert sign(scene, people=[dina, dino], first_month=date(2027, 7, 1)) == 2


def test_a_buyer_reads_the_agreement_on_its_market_without_its_people(scene: Scene) -> None:
    house, first, second, *_ = scene
    sign(scene)
    with house.database.read() as session:
        [known] = agreements_on(session, house.alice, second)
        buyer = Actor(ActorKind.ACCOUNT, house.territory_id, 71, Role.BUYER, 1)
        [seen] = agreements_on(session, foreman(house, first), first)
        with pytest.raises(NotFound):
            agreements_on(session, buyer, 999)
    assert (known.covered, len(known.people)) == (1, 1)
    assert (seen.covered, seen.people) == (1, ())


def test_only_the_territorys_staff_signs(scene: Scene) -> None:
    with pytest.raises(NotAllowed):
        sign(scene, foreman(scene[0], scene[1]))
