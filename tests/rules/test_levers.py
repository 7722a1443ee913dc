"""Each lever is explained with its articles, and a market's facts speak against it where the law does."""

from datetime import date
from decimal import Decimal

import pytest

from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.levers import GUIDES, objections
from cases.rules.planned_market import PlannedMarket
from models.vocabulary import Lever, Trade

DAY = date(2026, 10, 1)


def planned(
    cpv: str | None = None, amount: int = 200_000, months: int | None = 12, trade: Trade | None = None
) -> PlannedMarket:
    return PlannedMarket(DAY, cpv, trade, Decimal(amount), months)


PAINTING = planned("45442100")
CASES: list[tuple[Lever, PlannedMarket, list[bool]]] = [
    (Lever.EXECUTION_CONDITION, PAINTING, []),
    (Lever.EXECUTION_CONDITION, planned("45442100", 20_000), [False]),
    (Lever.EXECUTION_CONDITION, planned("45442100", months=1), [False]),
    (Lever.EXECUTION_CONDITION, planned("39130000", 30_000, 1), [False, False, False]),
    (Lever.EXECUTION_CONDITION, PlannedMarket(DAY), []),
    (Lever.AWARD_CRITERION, PAINTING, [False]),
    (Lever.AWARD_CRITERION, planned("45442100", 5_404_000), [True, False]),
    (Lever.CONDITION_AND_CRITERION, PAINTING, [False]),
    (Lever.CONDITION_AND_CRITERION, planned("45442100", 400_000), []),
    (Lever.RESERVED_SIAE, PAINTING, []),
    (Lever.RESERVED_EA_ESAT, planned("45442100", 5_000_000), [False]),
    (Lever.RESERVED_BOTH, planned(trade=Trade.SECURITY), [False]),
    (Lever.RESERVED_SIAE, planned("72000000"), [False]),
    (Lever.RESERVED_ESS, planned("85312320", months=36), [False]),
    (Lever.RESERVED_ESS, planned("85312320", months=37), [True, False]),
    (Lever.RESERVED_ESS, planned("92510000"), [False]),
    (Lever.RESERVED_ESS, PAINTING, [True, False]),
    (Lever.RESERVED_ESS, planned("45442100", months=48), [True, True, False]),
    (Lever.RESERVED_ESS, planned(None), [False, False]),
    (Lever.INSERTION_SERVICE, planned("85312320"), []),
    (Lever.INSERTION_SERVICE, planned("77310000"), [False]),
    (Lever.INSERTION_SERVICE, PAINTING, [True]),
    (Lever.INSERTION_SERVICE, planned("39130000"), [True]),
    (Lever.INSERTION_SERVICE, planned(None), []),
]


@pytest.mark.parametrize(("lever", "market", "blocking"), CASES)
def test_the_facts_speak_against_a_lever_the_law_first(
    lever: Lever, market: PlannedMarket, blocking: list[bool]
) -> None:
    found = objections(lever, market, DEFAULT_PACK)
    assert [each.is_blocking for each in found] == blocking
    assert all(each.said.fr and each.said.en for each in found)


def test_every_lever_is_tried_and_explained_with_its_articles() -> None:
    assert {lever for lever, _, _ in CASES} == set(GUIDES) == set(Lever)
    for guide in GUIDES.values():
        assert all(article[0] in "LR" for article in guide.articles)
        for said in (guide.name, guide.what, guide.when, guide.when_not):
            assert said.fr and said.en


@pytest.mark.parametrize(
    ("lever", "cited"),
    [
        (Lever.EXECUTION_CONDITION, "L2112-2, L2112-2-1, L2112-4 ; ancien article 14"),
        (Lever.AWARD_CRITERION, "L2152-7, R2152-7 ; ancien article 53"),
        (Lever.RESERVED_SIAE, "L2113-13, R2113-7"),
        (Lever.INSERTION_SERVICE, "R2123-1 3° ; ancien article 30"),
    ],
)
def test_articles_are_cited_with_the_former_one(lever: Lever, cited: str) -> None:
    assert GUIDES[lever].cited.fr == cited


@pytest.mark.parametrize("lever", [Lever.RESERVED_EA_ESAT, Lever.RESERVED_SIAE, Lever.RESERVED_BOTH])
def test_reserved_levers_tell_the_half_of_the_staff(lever: Lever) -> None:
    assert "50 %" in GUIDES[lever].when_not.fr
