"""The same events in any order give the same count: over three months, three markets and two companies."""

from collections import Counter
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import count
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st
from sqlalchemy import func, select

from cases.recounting import differences
from cases.statements import MARKET
from models.vocabulary import HoursSource, TaskKind
from tests.cases import monthly_steps as steps
from tests.cases.monthly_steps import (
    Step,
    checked,
    late,
    one_person,
    proven,
    refused,
    reopened,
    said,
    stands,
    two_people,
)
from tests.cases.monthly_world import (
    DANA,
    DANY,
    DINA,
    DINO,
    DORA,
    FEBRUARY,
    HALL,
    JANUARY,
    MARCH,
    NAMES,
    POOL,
    SCHOOL,
    found_stories,
)
from tests.cases.workforce import PART, asked, parts
from tests.support.copies import copy_of
from tests.support.people import House

STRUCTURE, PARTICIPANT = HoursSource.STRUCTURE, HoursSource.PARTICIPANT
MARCH_EVE = date(2027, 2, 28)
Story = tuple[tuple[str, Step], ...]
STORIES: tuple[Story, ...] = (
    (("March of the hall is validated", checked(HALL, MARCH)),),
    (("February of the hall is validated", checked(HALL, FEBRUARY)),),
    (("February of the pool is validated", checked(POOL, FEBRUARY)),),
    (("March of the pool is validated", checked(POOL, MARCH)),),
    (("Dany’s proof is seen", proven(DANY, "ass")),),
    (("Dino’s proof is seen", proven(DINO, "aah")),),
    (("March of the school is validated", checked(SCHOOL, MARCH)),),
    (
        ("Dina’s proof is seen", proven(DINA, "rsa")),
        ("Dina’s criterion is refused", refused(DINA)),
        ("Dina’s right proof is seen", proven(DINA, "rsa")),
    ),
    (
        ("Dora is proven for February", proven(DORA, "th", valid_from=FEBRUARY, valid_until=MARCH_EVE)),
        ("Dora is proven from her hire on", proven(DORA, "th")),
    ),
    (
        ("February of the school comes late", late(SCHOOL, FEBRUARY, {DINO: "33", DORA: "20"})),
        ("February of the school is reopened", reopened(SCHOOL, FEBRUARY)),
        ("February of the school comes again", late(SCHOOL, FEBRUARY, {DINO: "210", DORA: "21"})),
    ),
    (("Dany turns out to be Dina", one_person(DINA, DANY)),),
    (("Dana turns out to be Dino", one_person(DINO, DANA)), ("Dana is herself again", two_people(DANA))),
    (("both figures of Dino were worked", steps.both_worked),),
    (("school and pool agree", steps.agreed), ("school and pool agree otherwise", steps.agreed_otherwise)),
    (
        ("the structure counts 50 for Dora", said(STRUCTURE, DORA, SCHOOL, "50")),
        ("the structure’s 50 stand", stands(STRUCTURE, DORA, SCHOOL)),
    ),
    (
        ("Dany counts 20", said(PARTICIPANT, DANY, HALL, "20")),
        ("Dany’s 20 stand", stands(PARTICIPANT, DANY, HALL)),
    ),
    (("Dino’s home is known", steps.moved_home),),
    (("the school owes hours to a commune", steps.local_share),),
    (("the school is amended", steps.amended),),
    (("the pool is stopped", steps.stopped), ("the pool resumes", steps.resumed)),
    (("a pack decides from March’s last day on", steps.new_pack),),
    (("January of the school comes late", late(SCHOOL, JANUARY, {DINO: "80", DINA: "35"})),),
    (("January of the pool comes late", late(POOL, JANUARY, {DINO: "80"})),),
    (("Dora was hired in December", steps.hired_before),),
    (("Dino was hired in February", steps.hired), ("Dino was hired in March", steps.hired_otherwise)),
)
"""Two people are proven by two criteria: one criterion proven twice of one person is one row."""
NUMBER = count()
FIGURES = ("id", "required_hours", "counted_qpv_hours", "counted_local_hours", "counted_hours")


class Order(tuple[int, ...]):
    """Whose turn it is, by the rank of the story; each time its next step is told."""

    @property
    def steps(self) -> Iterator[tuple[str, Step]]:
        told: Counter[int] = Counter()
        for story in self:
            yield STORIES[story][told[story]]
            told[story] += 1

    def __repr__(self) -> str:
        return "".join(f"\n  {rank}. {event}" for rank, (event, _) in enumerate(self.steps, start=1))


IN_ORDER = Order(story for story, steps in enumerate(STORIES) for _ in steps)


@contextmanager
def world(factory: pytest.TempPathFactory) -> Iterator[House]:
    file = factory.getbasetemp() / "orders" / f"{next(NUMBER)}.db"
    house = House(copy_of(found_stories, file), territory_id=1, alice_id=1)
    yield house
    house.database.dispose()


def tell(house: House, step: Step) -> None:
    with house.database.write() as session:
        step(session, house)


def outcome(house: House) -> Any:
    """What became of every hour, each market's figures, the differences that are open."""
    with house.database.read() as session:
        assert differences(session, NAMES) == 0
        rows = session.connection().execute(select(*(MARKET.c[name] for name in FIGURES)))
        markets = {row.id: tuple(row) for row in rows}
        credited = select(PART.c.market_id, func.sum(PART.c.hours)).where(PART.c.reason.is_(None))
        for market, hours in session.connection().execute(credited.group_by(PART.c.market_id)):
            assert markets[market][-1] == hours
    return parts(house), markets, sorted(asked(house, TaskKind.MATCH_HOURS), key=str)


def lived(factory: pytest.TempPathFactory, order: Order) -> Any:
    with world(factory) as house:
        for _, step in order.steps:
            tell(house, step)
        return outcome(house)


def test_every_event_changes_the_count(tmp_path_factory: pytest.TempPathFactory) -> None:
    with world(tmp_path_factory) as house:
        after = outcome(house)
        for event, step in IN_ORDER.steps:
            before = after
            tell(house, step)
            after = outcome(house)
            assert after != before, event


@st.composite
def orders(draw: st.DrawFn) -> Order:
    """Some of the events in any order, but for the steps of one story."""
    taken = [story for story in IN_ORDER if draw(st.booleans())]
    return Order(draw(st.permutations(taken)))


@settings(max_examples=20, derandomize=True, deadline=None, database=None)
@given(order=orders())
def test_the_order_of_events_does_not_matter(tmp_path_factory: pytest.TempPathFactory, order: Order) -> None:
    assert lived(tmp_path_factory, order) == lived(tmp_path_factory, Order(sorted(order)))
