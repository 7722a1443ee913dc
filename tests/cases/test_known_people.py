"""People of a company found by name: accents and case do not matter, dates of birth tell namesakes apart."""

from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest
from pydantic import ValidationError
from sqlalchemy import select

from cases.commands.sheets import submit_sheet
from cases.inputs import LineInput, SheetAnswer
from cases.refusals import InvalidInput
from cases.statements import table_of
from models.tables import HourLine, Participant
from tests.support.people import House, at, fresh_house

PERSON, LINE = table_of(Participant), table_of(HourLine)
FEBRUARY = date(2027, 2, 2)


@pytest.fixture
def house(tmp_path: Path) -> House:
    house = fresh_house(tmp_path)
    house.under_way(date(2027, 1, 4))
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    return house


def declare(house: House, *lines: tuple[Any, ...]) -> None:
    """(last name, first name, birth date, hours) on January's sheet."""
    given = [
        LineInput(last_name=last, first_name=first, birth_date=born, hours=Decimal(hours))
        for last, first, born, hours in lines
    ]
    with house.database.write() as session:
        sheet = house.sheet_of(1, date(2027, 1, 1))
        submit_sheet(session, house.alice, sheet, SheetAnswer(lines=tuple(given)), now=at(FEBRUARY))


def people(house: House) -> list[tuple[Any, ...]]:
    with house.database.read() as session:
        query = select(PERSON.c.last_name, PERSON.c.first_name, PERSON.c.birth_date).order_by(PERSON.c.id)
        return [tuple(row) for row in session.connection().execute(query)]


@pytest.mark.parametrize(
    ("last", "first"), [("exemple-dupont", "zoe"), ("EXEMPLE DUPONT", "ZOÉ"), ("Exemple-Dupont", " Zoé ")]
)
def test_someone_written_otherwise_is_the_same_person(house: House, last: str, first: str) -> None:
    declare(house, ("Exemple-Dupont", "Zoé", None, 10))
    declare(house, (last, first, None, 12))
    assert people(house) == [("Exemple-Dupont", "Zoé", None)]


def test_a_date_of_birth_is_learned_and_then_tells_namesakes_apart(house: House) -> None:
    declare(house, ("Exemple", "Alice", None, 10))
    declare(house, ("Exemple", "Alice", date(1987, 5, 1), 10))
    declare(house, ("Exemple", "Alice", date(1987, 5, 1), 10), ("Exemple", "Alice", date(1990, 5, 1), 8))
    assert people(house) == [("Exemple", "Alice", date(1987, 5, 1)), ("Exemple", "Alice", date(1990, 5, 1))]

    with pytest.raises(InvalidInput, match="write the date of birth"):
        declare(house, ("Exemple", "Alice", None, 10))


def test_names_in_another_alphabet_are_not_all_one(house: House) -> None:
    declare(house, ("Пример", "Анна", None, 10), ("Образец", "Вера", None, 8))
    assert len(people(house)) == 2


def test_training_hours_are_kept_and_never_more_than_the_hours(house: House) -> None:
    line = LineInput(last_name="Exemple", first_name="Alice", hours=Decimal(10), training_hours=Decimal(7))
    with house.database.write() as session:
        sheet = house.sheet_of(1, date(2027, 1, 1))
        submit_sheet(session, house.alice, sheet, SheetAnswer(lines=(line,)), now=at(FEBRUARY))
    with house.database.read() as session:
        kept = session.connection().execute(select(LINE.c.hours, LINE.c.training_hours)).one()
    assert tuple(kept) == (Decimal(10), Decimal(7))
    with pytest.raises(ValidationError):
        LineInput(last_name="Exemple", first_name="Alice", hours=Decimal(10), training_hours=Decimal(11))
