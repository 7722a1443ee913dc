"""Offers are marked on what they promise: as tables, and as properties that hold of any marks."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.pack_parts import HOURS_CRITERION
from cases.rules.scoring import (
    Candidate,
    Criterion,
    Irregular,
    MissingMark,
    Ranking,
    hours_mark,
    is_irregular,
    rank,
    total_of,
)

GRID = (
    Criterion(HOURS_CRITERION, "Heures", Decimal("0.40")),
    Criterion("tutoring", "Tutorat", Decimal("0.35")),
    Criterion("own_1", "Quartiers", Decimal("0.25")),
)
HALF_POINTS = [Decimal(step) / 2 for step in range(11)]
MARKS = st.fixed_dictionaries({code: st.sampled_from(HALF_POINTS) for code in ("tutoring", "own_1")})
HOURS = st.integers(0, 5000).map(Decimal)


def offer(number: int, hours: object, tutoring: object = 0, own: object = 0) -> Candidate:
    marks = {"tutoring": Decimal(str(tutoring)), "own_1": Decimal(str(own))}
    return Candidate(number, Decimal(str(hours)), marks)


def ranks(ranking: Ranking) -> list[tuple[int, int, str]]:
    return [(each.offer_id, each.rank, str(each.total)) for each in ranking.placings]


@pytest.mark.parametrize(
    ("promised", "best", "mark"),
    [
        ("1000", "1000", "5.00"),
        ("500", "1000", "2.50"),
        ("333", "1000", "1.67"),
        ("1", "3", "1.67"),
        ("0", "1000", "0.00"),
        ("0", "0", "0"),
    ],
)
def test_the_hours_mark_is_a_share_of_the_best_promise(promised: str, best: str, mark: str) -> None:
    assert str(hours_mark(Decimal(promised), Decimal(best))) == mark


@pytest.mark.parametrize(
    ("tutoring", "own", "hours", "total"),
    [
        ("5", "5", "5", "100.00"),
        ("0", "0", "0", "0.00"),
        ("2.5", "2.5", "2.5", "50.00"),
        ("5", "0", "0", "35.00"),
        ("0", "5", "0", "25.00"),
        ("3.5", "1.5", "4.17", "65.36"),
    ],
)
def test_the_total_is_on_a_hundred_by_the_weights(tutoring: str, own: str, hours: str, total: str) -> None:
    marks = {"tutoring": Decimal(tutoring), "own_1": Decimal(own), HOURS_CRITERION: Decimal(hours)}
    assert str(total_of(GRID, marks)) == total


@pytest.mark.parametrize(
    ("promised", "required", "irregular"),
    [("299.99", "300", True), ("300", "300", False), ("301", "300", False), ("0", None, False)],
)
def test_an_offer_below_the_required_hours_is_irregular(
    promised: str, required: str | None, irregular: bool
) -> None:
    assert is_irregular(Decimal(promised), Decimal(required) if required else None) is irregular


def test_offers_are_ranked_from_the_best_to_the_last_and_equals_share_their_rank() -> None:
    offers = [offer(1, 300, 3, 3), offer(2, 600, 5, 5), offer(3, 300, 3, 3), offer(4, 300, 0, 0)]
    found = rank(GRID, offers, Decimal(300))
    assert ranks(found) == [(2, 1, "100.00"), (1, 2, "56.00"), (3, 2, "56.00"), (4, 4, "20.00")]
    assert [each.is_tied for each in found.placings] == [False, True, True, False]


def test_an_irregular_offer_is_shown_apart_and_helps_nobody() -> None:
    found = rank(GRID, [offer(1, 299, 5, 5), offer(2, 300), offer(3, 100)], Decimal(300))
    assert [each.offer_id for each in found.placings] == [2]
    assert found.irregular == (Irregular(1, Decimal(1)), Irregular(3, Decimal(200)))


def test_nobody_is_ranked_while_a_mark_is_missing_and_the_ranking_says_which() -> None:
    unmarked = Candidate(2, Decimal(400), {"own_1": Decimal(1)})
    found = rank(GRID, [offer(1, 300, 3, 3), unmarked], Decimal(300))
    assert (found.placings, found.missing) == ((), (MissingMark(2, "tutoring"),))
    assert not found.is_complete


def test_an_irregular_offer_needs_no_mark() -> None:
    assert rank(GRID, [Candidate(1, Decimal(10), {})], Decimal(300)).is_complete


@given(st.lists(st.tuples(HOURS, MARKS), min_size=1, max_size=6), st.randoms(use_true_random=False))
def test_the_order_in_which_offers_came_changes_nothing(offers, random) -> None:  # type: ignore[no-untyped-def]
    candidates = [Candidate(number, *fate) for number, fate in enumerate(offers)]
    shuffled = random.sample(candidates, len(candidates))
    assert rank(GRID, candidates, Decimal(300)) == rank(GRID, shuffled, Decimal(300))


@given(st.lists(st.tuples(HOURS, MARKS), min_size=2, max_size=6), st.sampled_from(["tutoring", "own_1"]))
def test_a_better_mark_never_ranks_lower(offers, code) -> None:  # type: ignore[no-untyped-def]
    candidates = [Candidate(number, *fate) for number, fate in enumerate(offers)]
    first, *others = candidates
    better = {**first.marks, code: min(first.marks[code] + Decimal("0.5"), Decimal(5))}
    before = rank(GRID, candidates, None)
    after = rank(GRID, [Candidate(0, first.promised_hours, better), *others], None)
    assert _rank_of(after, 0) <= _rank_of(before, 0)


@given(st.lists(st.tuples(HOURS, MARKS), min_size=2, max_size=6), st.integers(1, 5000))
def test_more_hours_never_rank_lower(offers, more) -> None:  # type: ignore[no-untyped-def]
    candidates = [Candidate(number, *fate) for number, fate in enumerate(offers)]
    first, *others = candidates
    generous = Candidate(0, first.promised_hours + more, first.marks)
    before, after = rank(GRID, candidates, None), rank(GRID, [generous, *others], None)
    assert _rank_of(after, 0) <= _rank_of(before, 0)


@given(st.lists(st.tuples(HOURS, MARKS), max_size=6))
def test_every_offer_is_ranked_or_irregular_and_never_both(offers) -> None:  # type: ignore[no-untyped-def]
    candidates = [Candidate(number, *fate) for number, fate in enumerate(offers)]
    found = rank(GRID, candidates, Decimal(300))
    ranked, apart = {each.offer_id for each in found.placings}, {each.offer_id for each in found.irregular}
    assert ranked | apart == set(range(len(offers)))
    assert not ranked & apart
    assert all(Decimal(0) <= each.total <= Decimal(100) for each in found.placings)


def _rank_of(ranking: Ranking, offer_id: int) -> int:
    return next(each.rank for each in ranking.placings if each.offer_id == offer_id)
