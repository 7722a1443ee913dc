"""The same calibration for programs: computed, kept, retained."""

from datetime import date
from typing import Any

import pytest

from api.rest import examples
from tests.api.town import Town
from tests.cases.scenes import market_row

COMPUTE = "/api/v1/calibration"
DAY = date(2026, 1, 5)


def test_hours_are_computed_with_the_packs_defaults_named(town: Town) -> None:
    answer = town.alice().post(COMPUTE, json=examples.CALIBRATION)

    found = answer.json()
    assert (answer.status_code, found["pack_version"]) == (200, "default-1")
    assert (found["inputs"]["labour_share"], found["inputs"]["hourly_cost"]) == ("0.45", "40.00")
    assert found["result"] == {
        "labour_amount": "832500.00",
        "open_labour_amount": "832500.00",
        "labour_hours": "20812.50",
        "computed_hours": "1456.88",
        "required_hours": "1457",
        "qpv_share": "0.05",
        "qpv_hours": "1041",
        "full_time_equivalents": "0.78",
        "full_time_months": "9.6",
        "is_below_hours_floor": False,
        "is_below_amount_floor": False,
    }


NONSENSE: list[tuple[str, Any]] = [
    ("amount_excl_tax", "-1"),
    ("hourly_cost", "0"),
    ("labour_share", "1.01"),
    ("insertion_rate", "7"),
    ("duration_months", 0),
    ("rounding_step", "0"),
    ("staff_taken_over", "1000"),
    ("trade", "magic"),
    ("profit", "1"),
]


@pytest.mark.parametrize(("field", "value"), NONSENSE)
def test_nonsense_is_refused_with_its_field_named(town: Town, field: str, value: Any) -> None:
    answer = town.alice().post(COMPUTE, json={**examples.CALIBRATION, field: value})

    assert answer.status_code == 422
    assert [error["field"] for error in answer.json()["errors"]] == [field]


def test_a_program_keeps_scenarios_and_retains_one(town: Town) -> None:
    market, program = town.house.register(DAY), town.alice()
    scenarios = f"/api/v1/markets/{market}/calibrations"

    made = program.post(scenarios, json=examples.SCENARIO)
    other = program.post(scenarios, json={**examples.SCENARIO, "name": "Autre", "insertion_rate": "0.05"})
    gone = program.delete(f"{scenarios}/{other.json()['id']}")
    retained = program.post(f"{scenarios}/{made.json()['id']}/retain")

    assert (made.status_code, other.status_code, gone.status_code) == (201, 201, 204)
    assert (made.json()["required_hours"], made.json()["retained_at"]) == ("1514.00", None)
    assert retained.json()["retained_at"] is not None
    assert [item["name"] for item in program.get(scenarios).json()["items"]] == ["Taux de 7 %"]
    assert market_row(town.house, market).required_hours == 1514
    again = program.post(f"{scenarios}/{made.json()['id']}/retain")
    assert (again.status_code, again.json()["type"]) == (409, "urn:jalon:problem:scenario-frozen")


def test_after_publication_a_program_is_told_so(town: Town) -> None:
    market = town.house.register(DAY)
    town.house.publish(market, DAY)

    answer = town.alice().post(f"/api/v1/markets/{market}/calibrations", json=examples.SCENARIO)

    assert (answer.status_code, answer.json()["type"]) == (409, "urn:jalon:problem:calibration-closed")
