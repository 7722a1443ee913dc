"""A rule pack that is accepted holds together; one that is refused says what is wrong."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from cases.rules.calendar import HolidayZone, WorkingCalendar
from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.parameter import Unit
from cases.rules.policy import RulePack

IDENTITY = {"version", "valid_from"}
PARAMETERS = {name: field for name, field in RulePack.model_fields.items() if name not in IDENTITY}
NEW_YEAR = date(2026, 1, 1)


def revised(**changes: Any) -> RulePack:
    return DEFAULT_PACK.revised("test-2", NEW_YEAR, **changes)


def test_the_default_ladder_is_the_one_of_the_field() -> None:
    assert DEFAULT_PACK.sheet_due_working_day == 5
    assert (
        DEFAULT_PACK.first_chase_days,
        DEFAULT_PACK.second_chase_days,
        DEFAULT_PACK.call_company_days,
        DEFAULT_PACK.inform_buyer_days,
    ) == (2, 7, 12, 20)


def test_a_pack_survives_being_stored_as_json() -> None:
    pack = revised(penalty_hourly_rate=Decimal("61.35"), holiday_zone=HolidayZone.ALSACE_MOSELLE)

    assert RulePack.model_validate_json(pack.model_dump_json()) == pack


def test_a_pack_read_back_is_the_same_question_to_a_rule_that_remembers() -> None:
    read_back = RulePack.model_validate_json(DEFAULT_PACK.model_dump_json())

    assert hash(read_back) == hash(DEFAULT_PACK)
    assert hash(revised()) != hash(DEFAULT_PACK)
    assert revised() != revised(first_chase_days=3)


def test_a_pack_cannot_be_changed_in_place() -> None:
    with pytest.raises(ValidationError, match="frozen"):
        DEFAULT_PACK.first_chase_days = 3  # type: ignore[misc]


def test_a_revision_keeps_what_it_does_not_change() -> None:
    pack = revised(first_chase_days=3)

    assert (pack.version, pack.valid_from, pack.first_chase_days) == ("test-2", NEW_YEAR, 3)
    assert pack.model_dump(exclude=IDENTITY | {"first_chase_days"}) == DEFAULT_PACK.model_dump(
        exclude=IDENTITY | {"first_chase_days"}
    )


def test_the_calendar_follows_the_territory() -> None:
    pack = revised(holiday_zone="la_reunion", timezone="Indian/Reunion")

    assert pack.calendar == WorkingCalendar(HolidayZone.LA_REUNION, "Indian/Reunion")
    assert pack.calendar is pack.calendar


@pytest.mark.parametrize(
    ("changes", "message"),
    [
        ({"first_chase_day": 3}, "Extra inputs are not permitted"),
        ({"timezone": "Europe/Nantes"}, "'Europe/Nantes' is not a time zone; write it as Europe/Paris"),
        ({"timezone": ""}, "'' is not a time zone"),
        ({"holiday_zone": "bretagne"}, "Input should be 'metropole'"),
        ({"second_chase_days": 2}, r"second_chase_days \(2\) must come after first_chase_days \(2\)"),
        ({"call_company_days": 5}, r"call_company_days \(5\) must come after second_chase_days \(7\)"),
        ({"inform_buyer_days": 12}, r"inform_buyer_days \(12\) must come after call_company_days \(12\)"),
        ({"kickoff_overdue_days": 5}, r"kickoff_overdue_days \(5\) must come after kickoff_reminder_days"),
        (
            {"mail_opens_at": "19:00"},
            r"mail_closes_at \(18:00:00\) must come after mail_opens_at \(19:00:00\)",
        ),
        ({"mail_opens_at": "08:00Z"}, "must be the territory's local time"),
        ({"outcome_months": (6, 3)}, r"outcome months must be positive and grow: \[6, 3\] do not"),
        ({"outcome_months": (3, 3)}, "outcome months must be positive and grow"),
        ({"outcome_months": (0, 3)}, "outcome months must be positive and grow"),
        ({"outcome_months": ()}, "at least 1 item"),
        ({"sheet_due_working_day": 0}, "greater than or equal to 1"),
        ({"reminder_before_due_days": 0}, "greater than or equal to 1"),
        ({"penalty_hourly_rate": "-1"}, "greater than or equal to 0"),
        ({"penalty_hourly_rate": "50.005"}, "no more than 2 decimal places"),
        ({"penalty_hourly_rate": "NaN"}, "finite number"),
        ({"full_time_equivalent_hours": "0"}, "greater than 0"),
    ],
)
def test_a_pack_that_does_not_hold_together_is_refused(changes: dict[str, Any], message: str) -> None:
    with pytest.raises(ValidationError, match=message):
        revised(**changes)


@pytest.mark.parametrize("name", PARAMETERS)
def test_a_page_can_show_every_parameter(name: str) -> None:
    field = PARAMETERS[name]
    shown = field.json_schema_extra

    assert field.description is not None and field.description.endswith(".")
    assert isinstance(shown, dict)
    assert set(shown) == {"unit", "label_fr", "label_en", "source"}
    assert all(shown.values())
    assert Unit(str(shown["unit"]))
