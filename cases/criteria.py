"""Which criteria count for whom, and from when to when: the pack in force when hired, a buyer's own list."""

from collections.abc import Collection
from datetime import date, timedelta

from sqlalchemy import func, select
from sqlmodel import Session

from cases.refusals import UnknownCriterion
from cases.rules.months import add_months
from cases.rules.policy import RulePack
from cases.statements import table_of
from models.tables import BuyerCriterion, HourLine, HourSheet, WorkContract

OWN_LIST, CONTRACT = table_of(BuyerCriterion), table_of(WorkContract)
LINE, SHEET = table_of(HourLine), table_of(HourSheet)


def first_hire(session: Session, records: Collection[int]) -> date | None:
    """The person's first day: of the earliest contract, else of the earliest month declared."""
    connection = session.connection()
    hired = select(func.min(CONTRACT.c.starts_on)).where(CONTRACT.c.participant_id.in_(records))
    found: date | None = connection.execute(hired).scalar()
    if found is None:
        worked = select(func.min(SHEET.c.month)).join(LINE, LINE.c.sheet_id == SHEET.c.id)
        found = connection.execute(worked.where(LINE.c.participant_id.in_(records))).scalar()
    return found


def default_end(valid_from: date, pack: RulePack) -> date:
    """The last day on which a criterion holds that was met on that day (rule 2)."""
    return add_months(valid_from, pack.eligibility_months) - timedelta(days=1)


def refuse_unknown(session: Session, criterion: str, buyer_id: int | None, pack: RulePack) -> None:
    """Raises UnknownCriterion when it is neither in the pack's list nor in that buyer's own."""
    if buyer_id is None:
        known = {each.code for each in pack.eligibility_criteria}
    else:
        query = select(OWN_LIST.c.code).where(
            OWN_LIST.c.buyer_id == buyer_id, OWN_LIST.c.withdrawn_at.is_(None)
        )
        known = set(session.connection().execute(query).scalars())
    if criterion not in known:
        raise UnknownCriterion


def list_of(session: Session, buyer_id: int) -> int | None:
    """The buyer, when its own list holds for its markets instead of the pack's."""
    query = select(OWN_LIST.c.id).where(OWN_LIST.c.buyer_id == buyer_id, OWN_LIST.c.withdrawn_at.is_(None))
    return None if session.connection().execute(query.limit(1)).first() is None else buyer_id
