"""`jalon import sheets`: hours from a file, all or nothing, with the contract of imports."""

import json
from collections.abc import Iterator
from datetime import date
from pathlib import Path
from typing import Any

import pytest
from typer.testing import Result

from models.database import Database
from tests.console.test_commands import Run, run, run_anew
from tests.exchange.hour_files import FULL_HEAD, in_csv
from tests.support.people import House

__all__ = ["run", "run_anew"]
ALICE = ("M-1", "01/2026", "Exemple", "Alice", "84,5", "", "", "", "")
NOBODY = ("M-2", "01/2026", "", "", "", "", "", "oui", "")


@pytest.fixture
def house(run: Run, tmp_path: Path) -> Iterator[House]:
    """In the console's own database, two markets whose January is asked for."""
    database = Database(f"sqlite:///{tmp_path}/data/jalon.db", durable=False)
    house = House(database)
    for reference in ("M-1", "M-2"):
        house.under_way(date(2026, 1, 5), reference)
    house.live(date(2026, 2, 1), date(2026, 2, 1))
    yield house
    database.dispose()


def imported(run: Run, folder: Path, *rows: Any, options: tuple[str, ...] = ()) -> Result:
    file = folder / "heures.csv"
    file.write_bytes(in_csv(*rows, head=FULL_HEAD))
    return run("import", "sheets", str(file), "--territory", "T0", *options)


def counts(result: Result) -> tuple[int, ...]:
    found = json.loads(result.stdout)
    return tuple(found[name] for name in ("accepted", "updated", "unchanged")) + tuple(
        len(found[name]) for name in ("warnings", "rejected")
    )


def test_a_file_answers_the_sheets_and_a_second_one_changes_nothing(
    run: Run, house: House, tmp_path: Path
) -> None:
    options = ("--json",)
    dry = imported(run, tmp_path, ALICE, NOBODY, options=(*options, "--dry-run"))
    first, second = (imported(run, tmp_path, ALICE, NOBODY, options=options) for _ in range(2))
    assert [result.exit_code for result in (dry, first, second)] == [0, 0, 0]
    assert [counts(result) for result in (dry, first, second)] == [
        (2, 0, 0, 0, 0),
        (2, 0, 0, 0, 0),
        (0, 0, 2, 0, 0),
    ]
    assert [mail for mail, _ in house.mails("sheets_receipt")] == ["sheets_receipt"]


def test_a_fault_is_named_by_its_cell_and_keeps_all_out_unless_partial(
    run: Run, house: House, tmp_path: Path
) -> None:
    wrong = (*ALICE[:4], "x", *ALICE[5:])
    refused = imported(run, tmp_path, wrong, NOBODY)
    assert refused.exit_code == 1
    assert "rejected  E2  M-1: Write hours, for example 84.5 or 84:30." in refused.stdout

    taken = imported(run, tmp_path, wrong, NOBODY, options=("--partial", "--json"))
    assert (taken.exit_code, counts(taken)) == (0, (1, 0, 0, 0, 1))
    [rejected] = json.loads(taken.stdout)["rejected"]
    assert (rejected["market"], rejected["column"], rejected["row"]) == ("M-1", "E", 2)


def test_doubtful_hours_are_listed_and_taken_once_confirmed(run: Run, house: House, tmp_path: Path) -> None:
    many = (*ALICE[:4], "230", *ALICE[5:])
    asked = imported(run, tmp_path, many, NOBODY)
    assert asked.exit_code == 1
    assert "question  E2  M-1: More than 220 h in the month" in asked.stdout
    assert "add --confirm" in asked.stdout

    taken = imported(run, tmp_path, many, NOBODY, options=("--confirm", "--json"))
    assert (taken.exit_code, counts(taken)) == (0, (2, 0, 0, 1, 0))


def test_a_file_that_is_not_read_is_one_rejection(run: Run, house: House, tmp_path: Path) -> None:
    file = tmp_path / "heures.xlsx"
    file.write_bytes(b"%PDF-1.7" + b" " * 6_000_000)
    found = run("import", "sheets", str(file), "--territory", "T0", "--json")
    assert (found.exit_code, counts(found)) == (1, (0, 0, 0, 0, 1))
    assert "5 Mo" in json.loads(found.stdout)["rejected"][0]["reason_fr"]
