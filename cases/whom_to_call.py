"""Whom a company calls about several of its sheets: the facilitator of each market."""

from collections.abc import Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.correspondence import Letterhead, letterheads
from cases.messages import AlsoCalled
from cases.statements import MARKET, table_of
from models.tables import HourSheet

SHEET = table_of(HourSheet)


def called_about(session: Session, sheet_ids: Sequence[int]) -> dict[str, Any]:
    """As the fields of a message: the facilitator of the first sheet's market, and those of the others."""
    query = select(SHEET.c.id, MARKET.c.id, MARKET.c.title).join(MARKET, MARKET.c.id == SHEET.c.market_id)
    rows = session.connection().execute(query.where(SHEET.c.id.in_(sheet_ids)))
    found = {sheet: (market, title) for sheet, market, title in rows}
    titles = dict(found[sheet] for sheet in sheet_ids)
    heads = letterheads(session, titles)
    return {**heads[next(iter(titles))].fields(), "others_to_call": others_to_call(titles, heads)}


def others_to_call(titles: Mapping[int, str], heads: Mapping[int, Letterhead]) -> tuple[AlsoCalled, ...]:
    """Who looks after markets that the first one's facilitator does not. `titles`: the markets, in order."""
    first = heads[next(iter(titles))]
    markets: dict[Letterhead, list[str]] = {}
    for number, title in titles.items():
        if heads[number] != first:
            markets.setdefault(heads[number], []).append(title)
    return tuple(
        AlsoCalled(
            name=head.facilitator_name,
            email=head.facilitator_email,
            phone=head.facilitator_phone,
            markets=tuple(dict.fromkeys(titled)),
        )
        for head, titled in markets.items()
    )
