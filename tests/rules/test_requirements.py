from dataclasses import fields, replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.commands.moving import READINGS
from cases.rules import requirements
from cases.rules.lifecycle import TRANSITIONS
from cases.rules.market_state import MarketState, Standing
from cases.rules.requirements import Requirement
from models.vocabulary import Stage

REQUIREMENTS = [each for each in vars(requirements).values() if isinstance(each, Requirement)]
FIELDS = {each.name for each in fields(Standing)}
BARE = MarketState(**{each.name: None for each in fields(MarketState)})  # type: ignore[arg-type]
DAY = date(2027, 3, 4)
FULL = replace(
    BARE,
    stage=Stage.RECEPTION,
    required_hours=Decimal(300),
    committed_hours=Decimal(300),
    starts_on=DAY,
    received_on=DAY,
    terminated_on=DAY,
)
NONE_LEFT: dict[str, Any] = dict.fromkeys(FIELDS, 0)
ALL_LEFT: dict[str, Any] = dict.fromkeys(FIELDS, 1)


def test_every_requirement_of_a_move_is_among_those_checked_here() -> None:
    asked = {need.name for transition in TRANSITIONS for need in transition.requires}
    assert asked <= {need.name for need in REQUIREMENTS}


@pytest.mark.parametrize("known", [NONE_LEFT, ALL_LEFT], ids=["nothing left", "something left"])
@pytest.mark.parametrize("market", [BARE, FULL], ids=["bare", "full"])
@pytest.mark.parametrize("need", REQUIREMENTS, ids=lambda need: need.name)
def test_a_requirement_looks_at_nothing_but_what_it_names(
    need: Requirement, market: MarketState, known: dict[str, Any]
) -> None:
    standing = Standing.of({name: known[name] for name in need.reads})
    assert need.holds(market, standing) in (True, False)


@pytest.mark.parametrize("need", [need for need in REQUIREMENTS if need.reads], ids=lambda need: need.name)
def test_a_requirement_cannot_hold_on_what_nobody_read(need: Requirement) -> None:
    with pytest.raises(AttributeError):
        need.holds(BARE, Standing.of({}))


def test_everything_that_a_requirement_may_name_is_read_somewhere_and_once() -> None:
    read = [name for names, _ in READINGS for name in names]
    assert sorted(read) == sorted(FIELDS)
    assert {name for need in REQUIREMENTS for name in need.reads} <= FIELDS
