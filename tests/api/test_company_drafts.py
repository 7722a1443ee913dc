"""What is typed of the same sheets on two pages: one truth, and people neither lost nor mixed up."""

from datetime import date
from decimal import Decimal

import pytest

from api.company_drafts import drafts_of, from_drafts
from cases.queries.company_sheets import CompanySheet
from models.vocabulary import SheetStatus

DINO = {"first_name": "Dino", "last_name": "Fictif"}
EVA = {"first_name": "Eva", "last_name": "Nouvelle"}
CODES = {1: {"rsa": "rsa"}, 2: {"own_1.2": "own_1"}}
Fields = dict[str, str]


def sheet(number: int, *, remark: str | None = None, is_nil: bool = False) -> CompanySheet:
    day, status = date(2026, 2, 1), SheetStatus.SUBMITTED if is_nil else SheetStatus.AWAITED
    names = (f"Chantier M-{number}", f"M-{number}", "Ville Exemple")
    return CompanySheet(number, number, *names, day, day, status, is_nil, Decimal(0), remark, None, None)


SHEETS = (sheet(1, remark="Grue en panne"), sheet(2))


def row(number: int, **fields: str) -> Fields:
    return {f"new.{number}.{name}": value for name, value in fields.items()}


def on(number: int, sheet_id: int, hours: str, training: str = "") -> Fields:
    told = {f"new.{number}.on.{sheet_id}": hours}
    return told | ({f"new.{number}.on.{sheet_id}.training": training} if training else {})


@pytest.mark.parametrize(
    ("one", "other", "shown"),
    [
        (
            row(0, **DINO, hours="10"),
            row(0, **EVA, hours="20"),
            row(0, **DINO) | on(0, 1, "10") | row(1, **EVA) | on(1, 2, "20"),
        ),
        (
            row(0, **DINO, hours="10", birth_date="1990-04-12") | row(1, **EVA, hours="5"),
            row(0, first_name="eva", last_name="Nouvelle ", hours="20", training="4"),
            row(0, **DINO, birth_date="1990-04-12") | on(0, 1, "10")
            | row(1, first_name="eva", last_name="Nouvelle ") | on(1, 1, "5") | on(1, 2, "20", "4"),
        ),
        (
            row(0, **DINO, hours="10", birth_date="1990-04-12"),
            row(0, **DINO, hours="20", birth_date="1984-01-02"),
            row(0, **DINO, birth_date="1990-04-12") | on(0, 1, "10")
            | row(1, **DINO, birth_date="1984-01-02") | on(1, 2, "20"),
        ),
        (
            row(0, hours="10"),
            row(0, hours="20"),
            on(0, 1, "10") | on(1, 2, "20"),
        ),
        (
            row(2, **EVA, criterion="rsa"),
            row(2, **DINO, criterion="own_1") | {"rows": "5"},
            row(2, **EVA, criterion="rsa") | row(3, **DINO, criterion="own_1.2"),
        ),
    ],
    ids=["two people", "one person on both", "namesakes", "nobody named", "criteria of two lists"],
)  # fmt: skip
def test_people_of_two_drafts_are_one_where_they_are_the_same_and_never_else(
    one: Fields, other: Fields, shown: Fields
) -> None:
    found = from_drafts({1: one, 2: other}, SHEETS, CODES)

    people = {name: value for name, value in found.items() if name.startswith("new.")}
    assert people == shown
    assert from_drafts(drafts_of(found, [1, 2], CODES), SHEETS, CODES) == found


def test_remarks_and_ticks_of_each_sheet_are_all_there() -> None:
    found = from_drafts({2: {"nil": "true", "remark": "Une arrivée"}}, SHEETS, CODES)
    assert found == {"s.2.nil": "true", "remark": "Grue en panne\nUne arrivée", "rows": "3"}
    was_nil = (sheet(1, is_nil=True), sheet(2))
    typed = from_drafts({1: {"person.7": "12"}}, was_nil, CODES)
    assert (typed["s.1.nil"], typed["s.1.person.7"]) == ("", "12")
    assert "s.1.nil" not in from_drafts({1: {"remark": "Rien"}}, was_nil, CODES)
