"""Records of one person found, joined and separated: whatever the order, the same hours count."""

from datetime import date
from itertools import permutations

import pytest

from cases.commands.merges import merge_people, tell_apart, undo_merge
from cases.commands.people import correct_person
from cases.inputs import PersonFacts
from cases.queries.person_page import person_page
from cases.refusals import AlreadyOnePerson, InvalidInput, MergeAlreadyUndone, NotAllowed, NotFound
from cases.rules.same_person import Likeness
from cases.statements import table_of
from models.tables import PersonMerge
from models.vocabulary import TaskKind
from tests.cases.scenes import rows
from tests.cases.workforce import (
    BORN,
    CHECKED,
    DINA,
    DINO,
    JANUARY,
    LATER,
    asked,
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

MERGE = table_of(PersonMerge)
SWAPPED = ("Fictif", "Dino", BORN)


def merge(house: House, one: int, other: int) -> int:
    with house.database.write() as session:
        merge_people(session, house.alice, one, other, now=at(LATER))
    return int(rows(house, MERGE)[-1].id)


def undo(house: House, number: int) -> None:
    with house.database.write() as session:
        undo_merge(session, house.alice, number, now=at(LATER))


def test_the_same_names_and_birth_date_are_one_person_at_once(house: House) -> None:
    first, second = two_builders(house)
    [known] = declare(house, first, (DINO, "70"))
    confirm(house, known)

    [record] = declare(house, second, (("DINO", "Fictif", BORN), "35"))
    house.validate(second, JANUARY, CHECKED)

    assert root_of(house, record) == known
    assert [row.is_automatic for row in rows(house, MERGE)] == [True]
    assert told(house, second, "people_merged")[0]["joined"] == record
    assert counted(house, second) == 35
    assert asked(house, TaskKind.CONFIRM_ELIGIBILITY) == []


def test_names_the_wrong_way_round_are_looked_at_by_a_person(house: House) -> None:
    first, second = two_builders(house)
    [known] = declare(house, first, (DINO, "70"))

    [record] = declare(house, second, (SWAPPED, "35"))

    assert root_of(house, record) == record
    assert asked(house, TaskKind.SAME_PERSON) == [(known, {"other": record})]


def test_a_slip_on_a_consonant_without_a_birth_date_is_said_on_the_page_and_asks_nobody(house: House) -> None:
    first, second = two_builders(house)
    [known] = declare(house, first, (("Dino", "Fictid", BORN), "70"))

    [record] = declare(house, second, (("Dino", "Fictit", None), "35"))

    assert asked(house, TaskKind.SAME_PERSON) == []
    with house.database.read() as session:
        [[twin], [back]] = [
            person_page(session, house.alice, one, at(LATER)).twins for one in (known, record)
        ]
    assert (twin.root, back.root, twin.likeness) == (record, known, Likeness.POSSIBLE)


def test_two_people_are_not_asked_about_again(house: House) -> None:
    first, second = two_builders(house)
    [known] = declare(house, first, (DINO, "70"))
    [record] = declare(house, second, (SWAPPED, "35"))
    with house.database.write() as session:
        tell_apart(session, house.alice, record, known, now=at(LATER))
    assert asked(house, TaskKind.SAME_PERSON) == []

    facts = PersonFacts(first_name="Fictif", last_name="Dyno", birth_date=BORN)
    with house.database.write() as session:
        correct_person(session, house.alice, record, facts, now=at(LATER))

    assert asked(house, TaskKind.SAME_PERSON) == []
    assert told(house, second, "person_corrected") == [{"fields": ["last_name"], "participant": record}]


def test_a_correction_finds_who_was_known_already(house: House) -> None:
    first, second = two_builders(house)
    [known] = declare(house, first, (DINO, "70"))
    [record] = declare(house, second, (("Dyno", "Fictive", None), "35"))
    assert asked(house, TaskKind.SAME_PERSON) == []

    facts = PersonFacts(first_name="Dino", last_name="Fictif", birth_date=BORN)
    with house.database.write() as session:
        correct_person(session, house.alice, record, facts, now=at(LATER))

    assert root_of(house, record) == known


def test_a_birth_to_come_is_refused(house: House) -> None:
    first, _ = two_builders(house)
    [known] = declare(house, first, (DINO, "70"))
    facts = PersonFacts(first_name="Dino", last_name="Fictif", birth_date=date(2029, 1, 1))
    with house.database.write() as session, pytest.raises(InvalidInput) as refused:
        correct_person(session, house.alice, known, facts, now=at(LATER))
    assert [place.field for place in refused.value.places] == ["birth_date"]


def test_undoing_a_merge_gives_back_the_same_count(house: House) -> None:
    first, second = two_builders(house)
    [known] = declare(house, first, (DINO, "70"))
    [record] = declare(house, second, (SWAPPED, "35"))
    confirm(house, known)
    house.validate(first, JANUARY, CHECKED)
    house.validate(second, JANUARY, CHECKED)
    before = parts(house)
    assert (counted(house, first), counted(house, second)) == (70, 0)

    number = merge(house, record, known)
    assert (counted(house, first), counted(house, second)) == (70, 35)
    assert asked(house, TaskKind.SAME_PERSON) == asked(house, TaskKind.CONFIRM_ELIGIBILITY) == []

    undo(house, number)
    assert parts(house) == before
    assert root_of(house, record) == record
    assert [subject for subject, _ in asked(house, TaskKind.CONFIRM_ELIGIBILITY)] == [record]
    with house.database.write() as session, pytest.raises(MergeAlreadyUndone):
        undo_merge(session, house.alice, number, now=at(LATER))


@pytest.mark.parametrize("order", list(permutations(range(3))))
def test_three_records_make_one_person_in_any_order(house: House, order: tuple[int, ...]) -> None:
    first, second = two_builders(house)
    numbers = [*declare(house, first, (DINO, "70"), (DINA, "20"))]
    numbers += declare(house, second, (SWAPPED, "35"))
    confirm(house, numbers[1])
    house.validate(first, JANUARY, CHECKED)
    house.validate(second, JANUARY, CHECKED)
    before = parts(house)
    one, other, third = (numbers[index] for index in order)

    merges = [merge(house, one, other), merge(house, third, other)]

    assert {root_of(house, number) for number in numbers} == {min(numbers)}
    assert (counted(house, first), counted(house, second)) == (70, 35)
    for number in merges:
        undo(house, number)
    assert {root_of(house, number) for number in numbers} == set(numbers)
    assert parts(house) == before


def test_undoing_the_first_merge_of_a_chain_leaves_the_later_one(house: House) -> None:
    first, second = two_builders(house)
    low, middle = declare(house, first, (DINO, "70"), (DINA, "20"))
    [high] = declare(house, second, (SWAPPED, "35"))
    inner = merge(house, high, middle)
    outer = merge(house, middle, low)

    undo(house, outer)
    assert (root_of(house, low), root_of(house, middle), root_of(house, high)) == (low, middle, middle)
    merge(house, high, low)
    undo(house, inner)
    assert (root_of(house, low), root_of(house, middle), root_of(house, high)) == (low, low, high)


def test_the_same_person_twice_and_strangers_are_refused(house: House) -> None:
    first, second = two_builders(house)
    [known] = declare(house, first, (DINO, "70"))
    [record] = declare(house, second, (DINO, "35"))
    elsewhere = House(house.database, 1)
    for actor, refusal in (
        (house.alice, AlreadyOnePerson),
        (foreman(house, first), NotAllowed),
        (elsewhere.alice, NotFound),
    ):
        with house.database.write() as session, pytest.raises(refusal):
            merge_people(session, actor, known, record, now=at(LATER))
        with house.database.write() as session, pytest.raises(refusal):
            tell_apart(session, actor, known, record, now=at(LATER))
