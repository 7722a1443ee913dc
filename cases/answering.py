"""Who may answer which sheets by a file, and whose hours an insertion structure may declare."""

from collections.abc import Collection, Mapping
from datetime import date
from typing import Any

from sqlalchemy import Select, false, or_, select, true
from sqlmodel import Session

from cases.actors import Actor
from cases.rules.months import next_month
from cases.statements import MARKET, table_of
from models.tables import HourSheet, WorkContract
from models.vocabulary import ActorKind, Role

SHEET, CONTRACT = table_of(HourSheet), table_of(WorkContract)


def sheets_answered(actor: Actor, *columns: Any) -> Select[Any]:
    """A selection over `hour_sheet` and its market: those that the actor may answer.

    Staff: all; a company or its link: its own; an insertion structure: its own, and those of the companies
    for which it employs people (there it declares these people alone).
    """
    joined = SHEET.join(MARKET, MARKET.c.id == SHEET.c.market_id)
    return select(*columns).select_from(joined).where(actor.sees_market(), _answered(actor))


def _answered(actor: Actor) -> Any:
    if actor.is_staff:
        return true()
    if actor.party_id is None or actor.role is Role.BUYER:
        return false()
    own = SHEET.c.party_id == actor.party_id
    if actor.role is Role.PARTNER:
        served = select(CONTRACT.c.company_id).where(CONTRACT.c.employer_id == actor.party_id)
        return or_(own, SHEET.c.party_id.in_(served))
    return own if actor.role is Role.COMPANY or actor.kind is ActorKind.LINK else false()


def employed_by(
    session: Session, actor: Actor, companies: Collection[int], month: date
) -> Mapping[int, frozenset[int]]:
    """By company, the people whom the actor's structure employs for it on some day of the month.

    A company that is absent is declared whole by this actor: any of them, for staff, a company or its link;
    a structure's own.
    """
    if actor.role is not Role.PARTNER:
        return {}
    query = select(CONTRACT.c.company_id, CONTRACT.c.participant_id).where(
        CONTRACT.c.employer_id == actor.party_id,
        CONTRACT.c.company_id.in_(companies),
        CONTRACT.c.starts_on < next_month(month),
        or_(CONTRACT.c.ends_on.is_(None), CONTRACT.c.ends_on >= month),
    )
    found: dict[int, set[int]] = {company: set() for company in companies if company != actor.party_id}
    for company, person in session.connection().execute(query):
        if company in found:
            found[company].add(person)
    return {company: frozenset(people) for company, people in found.items()}
