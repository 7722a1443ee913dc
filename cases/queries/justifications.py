"""The register of justifications: the markets studied here for which no clause is advised, and why.

Loi Climat et résilience, art. 35 (L2112-2-1): above the European thresholds, the reason is to be written.
"""

import json
from collections.abc import Iterator
from datetime import date, datetime, time

from sqlalchemy import ColumnElement, Select, and_, func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.markets import visible
from cases.opinions import OPINION
from cases.packs import pack_at
from cases.queries.paging import Page, Row, Slice, take
from cases.refusals import NotAllowed
from cases.statements import MARKET, table_of
from models.tables import Party, UnclausedMarket
from models.vocabulary import Advice, Stage

PARTY, UNCLAUSED = table_of(Party), table_of(UnclausedMarket)
EVERY = OPINION.alias()
FIRST_YEAR, LAST_YEAR = 2000, 2100


def is_the_same_market() -> ColumnElement[bool]:
    """A market studied here and a line of the imported register are one: same buyer, same number."""
    return and_(
        UNCLAUSED.c.territory_id == MARKET.c.territory_id,
        UNCLAUSED.c.source_key == PARTY.c.siret + "/" + MARKET.c.reference,
    )


def in_force() -> ColumnElement[bool]:
    """The market's opinion is a refusal that stands: its study did not begin anew, nor was it abandoned."""
    return and_(
        MARKET.c.advice == Advice.NO_CLAUSE, MARKET.c.stage.in_((Stage.DRAFTING, Stage.WITHOUT_CLAUSE))
    )


def _register(session: Session, actor: Actor, year: int | None, now: datetime) -> Select[tuple[object, ...]]:
    if not actor.is_staff:
        raise NotAllowed
    last = select(func.max(EVERY.c.number)).where(EVERY.c.market_id == MARKET.c.id).scalar_subquery()
    query = (
        visible(
            actor,
            OPINION.c.id,
            OPINION.c.market_id,
            MARKET.c.reference,
            MARKET.c.title,
            PARTY.c.name.label("buyer_name"),
            PARTY.c.siret.label("buyer_siret"),
            MARKET.c.stage,
            MARKET.c.cpv,
            MARKET.c.amount_excl_tax,
            OPINION.c.number,
            OPINION.c.ground,
            OPINION.c.reason,
            OPINION.c.score,
            OPINION.c.score_details,
            OPINION.c.given_at,
            UNCLAUSED.c.notified_on,
        )
        .select_from(MARKET)
        .join(OPINION, and_(OPINION.c.market_id == MARKET.c.id, OPINION.c.number == last))
        .join(PARTY, PARTY.c.id == MARKET.c.buyer_id)
        .outerjoin(UNCLAUSED, is_the_same_market())
        .where(in_force())
    )
    return query if year is None else query.where(*_within(session, actor, year, now))


def _within(session: Session, actor: Actor, year: int, now: datetime) -> tuple[ColumnElement[bool], ...]:
    """The opinion was given in that year of the territory's own calendar."""
    calendar = pack_at(session, actor.territory_id, now).calendar
    first, next_first = (calendar.at(date(each, 1, 1), time()) for each in (year, year + 1))
    return OPINION.c.given_at >= first, OPINION.c.given_at < next_first


def list_justifications(
    session: Session, actor: Actor, year: int | None, part: Slice, *, now: datetime
) -> Page:
    """The register's lines, latest first, of one year or of all. Raises NotAllowed for others than staff."""
    page = take(session, _register(session, actor, year, now), OPINION.c.id, part)
    for item in page.items:
        _unfold(item)
    return page


def every_justification(session: Session, actor: Actor, year: int | None, *, now: datetime) -> Iterator[Row]:
    """The whole register, for a file, oldest first."""
    query = _register(session, actor, year, now).order_by(OPINION.c.given_at, OPINION.c.id)
    for row in session.connection().execute(query).mappings():
        item = dict(row)
        _unfold(item)
        yield item


def _unfold(item: Row) -> None:
    """Whether the law asked for a reason, as it was found when the opinion was given."""
    item["is_obliged"] = json.loads(item.pop("score_details"))["is_obliged"]
