"""Statements of the same hours compared."""

from dataclasses import replace
from decimal import Decimal

import pytest

from cases.rules.matching import Match, Statements, match
from models.vocabulary import HoursSource

ONE_HOUR = Decimal(1)


def said(
    company: str | None, structure: str | None, participant: str | None, decided: str | None = None
) -> Statements:
    figures = (company, structure, participant, decided)
    return Statements(*(None if hours is None else Decimal(hours) for hours in figures))


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (said(None, None, None), Match.WAITING),
        (said("84", None, None), Match.WAITING),
        (said(None, "84", None), Match.WAITING),
        (said("84", "84", None), Match.AGREEMENT),
        (said("84", "85", None), Match.AGREEMENT),
        (said("84", "85.01", None), Match.DIFFERENCE),
        (said("84", None, "70"), Match.DIFFERENCE),
        (said("0", "70", None), Match.DIFFERENCE),
        (said(None, "84", "70"), Match.DIFFERENCE),
        (said("84", "85", "83"), Match.DIFFERENCE),
        (said("84", "84.5", "83.5"), Match.AGREEMENT),
        (said("84", "70", None, "84"), Match.DECIDED),
        (said("70", "70", "84", "70"), Match.DECIDED),
        (said("90", "70", None, "84"), Match.DIFFERENCE),
        (said("70", "70", None, "84"), Match.AGREEMENT),
    ],
)
def test_figures_are_compared_two_by_two(statements: Statements, expected: Match) -> None:
    assert match(statements, ONE_HOUR) is expected


@pytest.mark.parametrize(
    ("statements", "expected"),
    [
        (said("84", "50", None), Match.WAITING),
        (said("84", "84", None), Match.WAITING),
        (said("84", "50", "84"), Match.AGREEMENT),
        (said("84", "50", "70"), Match.DIFFERENCE),
        (said("84", "86", None), Match.DIFFERENCE),
        (said(None, "86", "84"), Match.DIFFERENCE),
        (said(None, "50", "84"), Match.WAITING),
    ],
)
def test_the_figure_of_one_structure_of_two_can_only_be_too_much(
    statements: Statements, expected: Match
) -> None:
    assert match(replace(statements, is_partial=True), ONE_HOUR) is expected


def test_without_tolerance_a_hundredth_makes_a_difference() -> None:
    assert match(said("84", "84.01", None), Decimal(0)) is Match.DIFFERENCE


def test_each_source_has_its_figure() -> None:
    statements = said("1", "2", None)
    assert [statements.of(source) for source in HoursSource] == [Decimal(1), Decimal(2), None]
