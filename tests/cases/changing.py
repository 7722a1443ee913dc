"""Markets under way whose hours change, what is done to them, and what they owe then."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import update

from cases.changework import owed_by
from cases.commands import drafting, parts
from cases.inputs import AmendmentInput, ChangeCancellation, MarketDescription, PartInput
from cases.rules.market_changes import Owed
from cases.statements import table_of
from models.tables import MarketPart
from models.vocabulary import PartKind, Trade
from tests.cases.calibrated import add, part, retain
from tests.cases.scenes import START, change_market, rows
from tests.support.people import House, at

PART = table_of(MarketPart)
APRIL_1 = date(2027, 4, 1)
WHY = ChangeCancellation(reason="Saisi sur le mauvais marché.")
TOLD = "market_changed"
LOTS = (("1", 100_000), ("2", 200_000))


def amendment(**given: Any) -> AmendmentInput:
    facts = {"signed_on": APRIL_1, "object": "Réfection de la cour"} | given
    return AmendmentInput.model_validate(facts)


def asking(hours: int) -> AmendmentInput:
    """An amendment that asks for so many hours in all."""
    return amendment(required_hours=Decimal(hours), reason="Cour.")


def do(house: House, command: Callable[..., Any], market: int, *inputs: Any, day: date = APRIL_1) -> Any:
    with house.database.write() as session:
        return command(session, house.alice, market, *inputs, now=at(day))


def owed(house: House, market: int) -> Owed:
    with house.database.read() as session:
        return owed_by(session, market)


def hours_by_month(house: House, market: int) -> dict[int, Decimal]:
    return {each.month.month: each.hours for each in owed(house, market).curve}


def start(house: House, market: int) -> None:
    """Published, awarded and kicked off on 4 January."""
    house.publish(market, START)
    house.award(market, START)
    house.kick_off(market, START)


def retained(house: House, market: int, amount: int, part_id: int | None = None) -> None:
    """A calibration that asks one hour for each 1000 EUR."""
    figures = {"labour_share": "0.5", "insertion_rate": "0.08", "hourly_cost": "40", "duration_months": 6}
    number = add(house, market, str(amount), START, part_id=part_id, trade=Trade.PAINTING, **figures)
    retain(house, market, number, START)


def calibrated(house: House, reference: str = "M-1") -> int:
    """Under way since 4 January, with 300 h for 300,000 EUR, as they were calibrated."""
    market = house.register(START, reference)
    facts = MarketDescription(amount_excl_tax=Decimal(300_000), trade=Trade.PAINTING)
    do(house, drafting.describe_market, market, facts, day=START)
    retained(house, market, 300_000)
    start(house, market)
    return market


def with_part(
    house: House, kind: PartKind, *, is_framework: bool = False, hours: int = 120
) -> tuple[int, int]:
    """A market under way, and one of its parts whose hours are known."""
    market = house.register(START)
    if is_framework:
        change_market(house, market, is_framework=True)
    part = PartInput(kind=kind, number="2", title="Aile nord", is_firm=kind is not PartKind.TRANCHE)
    part_id = do(house, parts.add_part, market, part, day=START)
    with house.database.write() as session:
        known = update(PART).where(PART.c.id == part_id).values(required_hours=Decimal(hours))
        session.connection().execute(known)
    start(house, market)
    return market, part_id


def of_lots(house: House) -> tuple[int, int, int]:
    """Under way with 300 h: 100 h of lot 1, and 200 h of lot 2 for 200,000 EUR, as they were calibrated."""
    market = house.register(START)
    first, second = (calibrated_lot(house, market, number, amount=amount) for number, amount in LOTS)
    start(house, market)
    return market, first, second


def calibrated_lot(house: House, market: int, number: str, *, amount: int) -> int:
    lot = part(house, market, number, amount_excl_tax=Decimal(amount))
    retained(house, market, amount, lot)
    return lot


def lot_hours(house: House, market: int) -> list[Decimal]:
    return [row.required_hours for row in rows(house, PART, market_id=market)]
