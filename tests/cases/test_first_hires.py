"""A validity follows the first hire: late sheets and merges count the same in whatever order they came."""

from collections.abc import Callable, Mapping
from datetime import date
from decimal import Decimal
from itertools import permutations

import pytest
from sqlalchemy import select

from cases.commands.merges import merge_people, undo_merge
from cases.commands.sheets import submit_sheet
from cases.hour_facts import CLAIM
from cases.inputs import LineInput, SheetAnswer
from cases.statements import DEADLINE
from models.vocabulary import DeadlineRule, DeadlineStatus
from tests.cases.workforce import JANUARY, OPENED, PERSON, confirm, counted, two_builders
from tests.support.people import House, at

FEBRUARY, MARCH_1, MARCH_9 = date(2027, 2, 1), date(2027, 3, 1), date(2027, 3, 9)
WARNING = DEADLINE.c.rule == DeadlineRule.ELIGIBILITY_EXPIRING


@pytest.fixture
def markets(house: House) -> tuple[int, int]:
    found = two_builders(house)
    house.live(OPENED, MARCH_1)
    return found


def work(house: House, market: int, month: date, hours: int) -> None:
    """Dino's hours of the month, declared and validated."""
    line = LineInput(first_name="Dino", last_name="Fictif", hours=Decimal(hours))
    with house.database.write() as session:
        answer = SheetAnswer(lines=(line,), confirm=True)
        submit_sheet(session, house.alice, house.sheet_of(market, month), answer, now=at(MARCH_9))
    house.validate(market, month, MARCH_9)


def dino(house: House, rank: int = 0) -> int:
    with house.database.read() as session:
        return int(
            session.connection().execute(select(PERSON.c.id).order_by(PERSON.c.id)).scalars().all()[rank]
        )


def validity(house: House) -> tuple[date, date]:
    with house.database.read() as session:
        first, until = session.connection().execute(select(CLAIM.c.valid_from, CLAIM.c.valid_until)).one()
        query = select(DEADLINE.c.period).where(WARNING, DEADLINE.c.status == DeadlineStatus.PENDING)
        assert session.connection().execute(query).scalars().all() == [until.isoformat()]
    return first, until


ORDERS = [order for order in permutations(("january", "february", "proof")) if order[0] != "proof"]


@pytest.mark.parametrize("order", ORDERS, ids=" ".join)
def test_a_late_sheet_counts_whenever_the_proof_was_seen(
    house: House, markets: tuple[int, int], order: tuple[str, ...]
) -> None:
    events: Mapping[str, Callable[[], object]] = {
        "january": lambda: work(house, markets[0], JANUARY, 100),
        "february": lambda: work(house, markets[0], FEBRUARY, 90),
        "proof": lambda: confirm(house, dino(house)),
    }
    for event in order:
        events[event]()
    assert counted(house, markets[0]) == 190
    assert validity(house) == (JANUARY, date(2028, 12, 31))


@pytest.mark.parametrize("is_confirmed_first", [True, False])
def test_a_merge_and_its_undoing_move_the_first_hire(
    house: House, markets: tuple[int, int], is_confirmed_first: bool
) -> None:
    work(house, markets[1], FEBRUARY, 90)
    later = dino(house)
    work(house, markets[0], JANUARY, 100)
    earlier = dino(house, 1)
    if is_confirmed_first:
        confirm(house, later)
    with house.database.write() as session:
        number = merge_people(session, house.alice, earlier, later, now=at(MARCH_9))
    if not is_confirmed_first:
        confirm(house, later)
    assert (counted(house, markets[0]), counted(house, markets[1])) == (100, 90)
    assert validity(house)[0] == JANUARY

    with house.database.write() as session:
        undo_merge(session, house.alice, number, now=at(MARCH_9))
    assert (counted(house, markets[0]), counted(house, markets[1])) == (0, 90)
    assert validity(house)[0] == FEBRUARY


def test_the_warning_moves_to_a_day_that_it_had_before(house: House, markets: tuple[int, int]) -> None:
    work(house, markets[0], FEBRUARY, 90)
    confirm(house, dino(house), valid_from=FEBRUARY, valid_until=date(2028, 12, 31))
    confirm(house, dino(house))
    work(house, markets[0], JANUARY, 100)
    assert validity(house) == (JANUARY, date(2028, 12, 31))


def test_a_first_day_that_was_written_does_not_move(house: House, markets: tuple[int, int]) -> None:
    work(house, markets[0], FEBRUARY, 90)
    confirm(house, dino(house), valid_from=FEBRUARY)
    work(house, markets[0], JANUARY, 100)
    assert counted(house, markets[0]) == 90
    assert validity(house)[0] == FEBRUARY
