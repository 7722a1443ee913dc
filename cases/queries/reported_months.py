"""The months for which a structure may say its people's hours."""

from collections import defaultdict
from dataclasses import dataclass
from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.asked_hours import CONTRACT, LENT, PERSON, SHEET
from cases.rules.months import last_day
from cases.statements import MARKET
from models.vocabulary import Role, SheetStatus

MOST = 24


@dataclass(frozen=True, slots=True)
class ReportedMonth:
    """A month with sheets of companies for which the structure employs people."""

    month: date
    people: int


def reported_months(session: Session, actor: Actor) -> list[ReportedMonth]:
    """The latest first; none for others than partners."""
    if actor.role is not Role.PARTNER or actor.party_id is None:
        return []
    query = (
        select(SHEET.c.month, PERSON.c.id, CONTRACT.c.starts_on, CONTRACT.c.ends_on)
        .select_from(
            CONTRACT.join(PERSON, PERSON.c.id == CONTRACT.c.participant_id)
            .join(SHEET, SHEET.c.party_id == CONTRACT.c.company_id)
            .join(MARKET, MARKET.c.id == SHEET.c.market_id)
        )
        .where(
            CONTRACT.c.employer_id == actor.party_id,
            LENT,
            SHEET.c.status != SheetStatus.CANCELLED,
            MARKET.c.territory_id == actor.territory_id,
        )
        .distinct()
    )
    people: dict[date, set[int]] = defaultdict(set)
    for month, person, starts_on, ends_on in session.connection().execute(query):
        if starts_on <= last_day(month) and (ends_on is None or ends_on >= month):
            people[month].add(person)
    return [ReportedMonth(month, len(people[month])) for month in sorted(people, reverse=True)[:MOST]]
