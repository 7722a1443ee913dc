from datetime import UTC, date, datetime
from typing import Any

from hypothesis import given
from hypothesis import strategies as st
from sqlalchemy import select

from cases.integrity import seal_territories
from cases.integrity.heads import Heads, SealedPoints, heads_text, read_heads
from cases.integrity.seals import SEAL
from cases.rules.chain import root_hash
from cases.statements import MARKET
from models.database import Database
from models.tables.market import EMPTY_CHAIN
from tests.integrity.conftest import CHECKED, SEALED
from tests.support.people import at

HASHES = st.text("0123456789abcdef", min_size=64, max_size=64)
HEADS = st.lists(st.tuples(st.integers(1, 50), st.integers(0, 10_000), HASHES), max_size=40)


def seals(database: Database) -> list[Any]:
    with database.read() as session:
        return list(session.connection().execute(select(SEAL).order_by(SEAL.c.sealed_on)))


@given(HEADS)
def test_the_root_is_the_one_of_the_rule_over_all_heads_in_market_order(
    heads: list[tuple[int, int, str]],
) -> None:
    added_up = Heads()
    for head in heads:
        added_up.put(head)
    last = {head[0]: head for head in heads}
    expected = root_hash("previous", "2027-02-05", (last[number] for number in sorted(last)))
    assert added_up.root("previous", "2027-02-05") == expected


@given(HEADS)
def test_sealed_points_come_back_in_order_and_once(heads: list[tuple[int, int, str]]) -> None:
    points = SealedPoints()
    for head in heads:
        points.add(head)
    for market in {head[0] for head in heads}:
        assert points.take(market) == sorted(head[1:] for head in heads if head[0] == market)
        assert points.take(market) == []
    assert list(points.left()) == []


@given(HEADS)
def test_heads_are_read_as_they_were_stored(heads: list[tuple[int, int, str]]) -> None:
    assert read_heads(heads_text(heads)) == heads


def test_a_seal_covers_all_markets_and_stores_those_that_changed(lived: Database) -> None:
    stored = [[head[0] for head in read_heads(seal.heads)] for seal in seals(lived)]
    assert stored == [[1, 2, 3], [1, 2], [1]]
    seal_territories(lived, now=CHECKED)
    with lived.read() as session:
        columns = (MARKET.c.id, MARKET.c.journal_length, MARKET.c.journal_head)
        heads = session.connection().execute(select(*columns).order_by(MARKET.c.id)).all()
    *_, before, last = seals(lived)
    assert last.root == root_hash(before.root, "2027-02-05", ((h[0], h[1], h[2]) for h in heads))


def test_seals_are_chained_from_the_first(lived: Database) -> None:
    first, second, third = seals(lived)
    assert [seal.sealed_on for seal in (first, second, third)] == list(SEALED)
    assert (first.previous_root, second.previous_root, third.previous_root) == (
        EMPTY_CHAIN, first.root, second.root
    )  # fmt: skip


def test_a_day_is_sealed_once(lived: Database) -> None:
    assert seal_territories(lived, now=at(date(2027, 2, 5), 3)) == 1
    assert seal_territories(lived, now=at(date(2027, 2, 5), 20)) == 0
    assert seal_territories(lived, now=at(date(2027, 2, 4), 20)) == 0
    assert len(seals(lived)) == 4


def test_the_day_is_the_territory_s_own(lived: Database) -> None:
    just_before_midnight_utc = datetime(2027, 2, 8, 23, 30, tzinfo=UTC)
    seal_territories(lived, now=just_before_midnight_utc)
    assert seals(lived)[-1].sealed_on == date(2027, 2, 9)
