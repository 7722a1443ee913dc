"""One person on the desk, with every record of theirs: what their commands read, and how they decide."""

from collections.abc import Collection, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.decisions import Decision
from cases.hour_facts import PERSON, ROOT, records_of
from cases.packs import pack_at
from cases.recounting import decide_about_people, hold_markets_of
from cases.refusals import NotAllowed, NotFound
from cases.rules.policy import RulePack
from cases.statements import MARKET, table_of
from models.tables import HourLine, HourSheet, MarketParty
from models.vocabulary import Stage

LINE, SHEET, MEMBER = table_of(HourLine), table_of(HourSheet), table_of(MarketParty)
UNDER_WAY = (Stage.KICKOFF, Stage.FOLLOW_UP, Stage.SUSPENDED, Stage.RECEPTION, Stage.TERMINATED)


@dataclass(frozen=True, slots=True)
class PersonCase:
    """A person: the root of their records, all of these, and the market where work about them is done."""

    session: Session
    actor: Actor
    pack: RulePack
    now: datetime
    root: int
    records: tuple[int, ...]
    home: int | None

    @property
    def today(self) -> date:
        """The territory's local date."""
        return self.pack.calendar.local_date(self.now)

    def decide(self, event: str, payload: Mapping[str, Any], follows: Decision | None = None) -> None:
        """Journal it on the markets concerned and count anew; tasks, deadlines and mails are `follows`'."""
        decide_about_people(
            self.session,
            self.actor,
            self.records,
            event,
            payload,
            now=self.now,
            home=self.home,
            follows=follows,
        )


def take_up_person(session: Session, actor: Actor, participant_id: int, now: datetime) -> PersonCase:
    """The person that a record is of, for the territory's staff; their markets are locked.

    Raises NotAllowed, and NotFound outside the territory.
    """
    if not actor.is_staff:
        raise NotAllowed
    here = select(PERSON.c.id).where(
        PERSON.c.id == participant_id, PERSON.c.territory_id == actor.territory_id
    )
    if session.connection().execute(here).first() is None:
        raise NotFound
    return open_person(session, actor, participant_id, now)


def open_person(
    session: Session, actor: Actor, participant_id: int, now: datetime, home: int | None = None
) -> PersonCase:
    """The same for a record that the actor was already let to; `home`: the market it is declared on."""
    records = tuple(record.id for record in records_of(session, {participant_id}))
    hold_markets_of(session, records)
    root = select(ROOT).where(PERSON.c.id == participant_id)
    return PersonCase(
        session,
        actor,
        pack_at(session, actor.territory_id, now),
        now,
        int(session.connection().execute(root).scalar_one()),
        records,
        home or home_market(session, records),
    )


def home_market(session: Session, records: Collection[int]) -> int | None:
    """The market on which the person worked last, under way if one is; else one of their companies'."""
    is_over = MARKET.c.stage.not_in(UNDER_WAY)
    worked = (
        select(MARKET.c.id)
        .join(SHEET, SHEET.c.market_id == MARKET.c.id)
        .join(LINE, LINE.c.sheet_id == SHEET.c.id)
        .where(LINE.c.participant_id.in_(records))
        .group_by(MARKET.c.id, MARKET.c.stage)
        .order_by(is_over, func.max(SHEET.c.month).desc(), MARKET.c.id)
        .limit(1)
    )
    theirs = (
        select(MARKET.c.id)
        .join(MEMBER, MEMBER.c.market_id == MARKET.c.id)
        .join(PERSON, PERSON.c.party_id == MEMBER.c.party_id)
        .where(PERSON.c.id.in_(records))
        .order_by(is_over, MARKET.c.id.desc())
        .limit(1)
    )
    connection = session.connection()
    found = connection.execute(worked).scalar() or connection.execute(theirs).scalar()
    return None if found is None else int(found)
