"""When a company's next sheets open, as its receipts say."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import func, select
from sqlmodel import Session

from cases.packs import pack_at
from cases.statements import DEADLINE
from models.prepared import PreparedList
from models.vocabulary import DeadlineRule, DeadlineStatus

OPENS = PreparedList(
    lambda markets: select(func.min(DEADLINE.c.due_at, type_=DEADLINE.c.due_at.type)).where(
        DEADLINE.c.market_id.in_(markets),
        DEADLINE.c.rule == DeadlineRule.OPEN_SHEETS,
        DEADLINE.c.status == DeadlineStatus.PENDING,
    )
)


def next_opening(session: Session, territory_id: int, markets: Collection[int]) -> date | None:
    """The territory's own day on which the next sheet of these markets opens; None when none is asked for."""
    ((opens_at,),) = OPENS.rows(session, markets)
    return (
        None if opens_at is None else pack_at(session, territory_id, opens_at).calendar.local_date(opens_at)
    )
