"""Locking a market with those that share its people, before a decision that ends by counting their hours."""

from sqlmodel import Session

from cases.recounting import PEOPLE_ON_MARKET, hold_markets_of


def hold_markets_around(session: Session, market_id: int) -> None:
    """Lock the markets that a count of this one's people may change, in the order that everyone takes.

    A command that decides on a market and ends with `recount_market` calls this before it takes it up: two
    of them never wait for each other.
    """
    people = {row[0] for row in PEOPLE_ON_MARKET.rows(session, {"market": market_id})}
    hold_markets_of(session, people)
