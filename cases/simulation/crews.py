"""Who works for a company on a market: a crew of its own, and some people whom other companies know too."""

from datetime import date, timedelta
from decimal import Decimal
from random import Random

from cases.rules.default_pack import DEFAULT_PACK
from cases.simulation import names
from cases.simulation.looking import SheetSeen
from cases.simulation.world import World

CREW = 5
"""Each market has a crew of its own, so that nobody is declared for more than a month holds."""
SHARED_SHARE = 0.06
SHARED_PEOPLE = 4
TRAINING_CREWS, TRAINING_PART = 0.4, Decimal("0.25")
"""Of the crews, those whose first worker is in training; and the part of the hours that it takes."""
QUARTER = Decimal("0.25")
FIRST_BIRTH, BIRTH_DAYS = date(1965, 1, 1), 43 * 365

Worker = tuple[str, str, date]


def worker(world: World, party_id: int, market_id: int, rank: int) -> Worker:
    """First name, last name and birth date of the n-th of the crew, as the company writes them.

    Some go from company to company: some of these write their names the wrong way round.
    """
    chance = world.chance("crew", party_id, market_id, rank)
    if chance.random() < SHARED_SHARE:
        first, last = names.person(number := chance.randrange(SHARED_PEOPLE))
        born = _birth(world.chance("shared", number))
        return (last, first, born) if chance.random() < 0.5 else (first, last, born)
    first, last = names.person(party_id + CREW * market_id + rank)
    return first, last, _birth(chance)


def training(world: World, sheet: SheetSeen, rank: int, hours: Decimal) -> Decimal:
    """How many of the hours the n-th of the crew spends in training, where the pack counts it."""
    chance = world.chance("training", sheet.party_id, sheet.market_id)
    if rank or not DEFAULT_PACK.training_share or chance.random() >= TRAINING_CREWS:
        return Decimal(0)
    return hours * TRAINING_PART // QUARTER * QUARTER


def _birth(chance: Random) -> date:
    return FIRST_BIRTH + timedelta(days=chance.randrange(BIRTH_DAYS))
