"""Each declared hour is counted or set aside with its reason; none disappears."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.counting import SHEET_REASON, CountingRule, DeclaredLine, SetAside, count
from models.vocabulary import SheetStatus

ALICE, BOB = 1, 2
VERSION = "default-1"

hours = st.decimals(0, 400, places=2)
lines = st.lists(st.builds(DeclaredLine, st.integers(1, 6), hours), max_size=12)


def test_the_lines_of_a_validated_sheet_count() -> None:
    counted = count(
        [DeclaredLine(ALICE, Decimal("35.50")), DeclaredLine(BOB, Decimal("70"))],
        SheetStatus.VALIDATED,
        VERSION,
    )

    assert counted.counted_hours == Decimal("105.50")
    assert counted.set_aside_hours == 0
    assert all(decision.is_counted for decision in counted.decisions)


@pytest.mark.parametrize(
    ("status", "reason"),
    [
        (SheetStatus.AWAITED, SetAside.SHEET_NOT_VALIDATED),
        (SheetStatus.SUBMITTED, SetAside.SHEET_NOT_VALIDATED),
        (SheetStatus.REJECTED, SetAside.SHEET_REJECTED),
        (SheetStatus.CANCELLED, SetAside.SHEET_CANCELLED),
    ],
)
def test_the_lines_of_any_other_sheet_are_set_aside_with_the_reason(
    status: SheetStatus, reason: SetAside
) -> None:
    counted = count([DeclaredLine(ALICE, Decimal("35.50"))], status, VERSION)

    assert counted.counted_hours == 0
    assert counted.set_aside_hours == Decimal("35.50")
    (decision,) = counted.decisions
    assert (decision.reason, decision.rule) == (reason, CountingRule.VALIDATED_SHEETS_COUNT)


def test_a_participant_counts_once_on_a_sheet() -> None:
    counted = count(
        [
            DeclaredLine(ALICE, Decimal(20)),
            DeclaredLine(BOB, Decimal(30)),
            DeclaredLine(ALICE, Decimal(25)),
        ],
        SheetStatus.VALIDATED,
        VERSION,
    )

    assert [decision.reason for decision in counted.decisions] == [None, None, SetAside.DUPLICATE_LINE]
    assert counted.decisions[2].rule is CountingRule.ONE_LINE_PER_PARTICIPANT
    assert counted.counted_hours == 50
    assert counted.set_aside_hours == 25


def test_a_nil_sheet_counts_nothing_and_is_an_answer() -> None:
    counted = count([], SheetStatus.VALIDATED, VERSION)

    assert counted.decisions == ()
    assert counted.declared_hours == 0


def test_every_status_of_a_sheet_says_what_becomes_of_its_lines() -> None:
    assert set(SHEET_REASON) == set(SheetStatus)


@pytest.mark.parametrize("hours", ["-0.01", "NaN", "Infinity"])
def test_what_is_not_a_number_of_hours_is_refused(hours: str) -> None:
    with pytest.raises(ValueError, match="is not a number of hours"):
        DeclaredLine(ALICE, Decimal(hours))


@given(lines, st.sampled_from(SheetStatus))
def test_counted_and_set_aside_make_up_what_was_declared(
    lines: list[DeclaredLine], status: SheetStatus
) -> None:
    counted = count(lines, status, VERSION)

    assert tuple(decision.line for decision in counted.decisions) == tuple(lines)
    assert counted.declared_hours == sum((line.hours for line in lines), Decimal(0))
    assert counted.counted_hours + counted.set_aside_hours == counted.declared_hours
    assert counted.pack_version == VERSION
