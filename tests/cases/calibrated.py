"""Lots and scenarios of a market, for the tests of its calibration."""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import insert

from cases.calibrating import CALIBRATION, PART
from cases.commands import calibrations
from cases.inputs import NewScenario
from models.vocabulary import PartKind, Trade
from tests.cases.scenes import one
from tests.support.people import House, at

DAY = date(2027, 1, 5)


def scenario(amount: str = "1850000", **figures: Any) -> NewScenario:
    """1,850,000 EUR x 45 % x 7 % / 40 EUR = 1,457 h, unless told otherwise."""
    return NewScenario(
        **{
            "name": "Hypothèse 1",
            "trade": Trade.STRUCTURAL_WORK,
            "amount_excl_tax": Decimal(amount),
            "duration_months": 14,
            **figures,
        }
    )


def add(house: House, market: int, amount: str = "1850000", day: date = DAY, **figures: Any) -> int:
    with house.database.write() as session:
        found = scenario(amount, **figures)
        return calibrations.add_scenario(session, house.alice, market, found, now=at(day))


def retain(house: House, market: int, calibration: int, day: date = DAY) -> None:
    with house.database.write() as session:
        calibrations.retain_scenario(session, house.alice, market, calibration, now=at(day))


def remove(house: House, market: int, calibration: int) -> None:
    with house.database.write() as session:
        calibrations.remove_scenario(session, house.alice, market, calibration, now=at(DAY))


def part(house: House, market: int, number: str, kind: PartKind = PartKind.LOT, **values: Any) -> int:
    """A lot, a firm tranche or a purchase order, as the pages of the parts add them."""
    row = {
        "market_id": market,
        "kind": kind,
        "number": number,
        "title": f"Lot {number}",
        "created_at": at(DAY),
    }
    with house.database.write() as session:
        added = insert(PART).values(**{"is_firm": True, **row, **values}).returning(PART.c.id)
        return int(session.connection().execute(added).scalar_one())


def kept(house: House, calibration: int) -> Any:
    return one(house, CALIBRATION, id=calibration)


def hours_of_part(house: House, number: int) -> Decimal | None:
    found: Decimal | None = one(house, PART, id=number).required_hours
    return found
