"""The company's monthly sheet, as its form and its receipt show it."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, bindparam, func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.contributions import Contribution, contributed_to
from cases.correspondence import Letterhead, letterheads
from cases.person_claims import claims_of
from cases.queries.corrections import Correction, latest_correction
from cases.queries.group_sheets import GroupSheet, group_sheets
from cases.queries.links import whom_to_call
from cases.queries.walls import PARTY, SHEET, sheets_seen
from cases.refusals import LinkExpired, NotFound
from cases.rules.standing import PersonStanding, standing_of
from cases.statements import MARKET, table_of
from models.tables import AccessLink, HourLine, Participant, Suspension
from models.vocabulary import ANSWERED, ActorKind, LinkAct, SheetStatus

LINK, LINE, PERSON, STOP = (table_of(model) for model in (AccessLink, HourLine, Participant, Suspension))
BUYER = PARTY.alias("buyer")


@dataclass(frozen=True, slots=True)
class LinkedSheet:
    """What a link without an account opens: one sheet, as that sheet's company."""

    actor: Actor
    sheet_id: int
    locale: str


@dataclass(frozen=True, slots=True)
class KnownPerson:
    """Someone of the company, with this month's hours when declared and those declared before, as a hint.

    `training_hours` are those of this month's hours in training. `declared_by`: the structure that employs
    them and declared these hours.
    """

    id: int
    first_name: str
    last_name: str
    hours: Decimal | None
    training_hours: Decimal | None
    last_hours: Decimal | None
    standing: PersonStanding
    declared_by: str | None = None

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class SheetForm:
    """A sheet with all that its page says; `month` is the first day of the month worked.

    `stopped_since`: the first day of a stop of the works that has not ended.
    """

    id: int
    market_id: int
    party_id: int
    month: date
    due_on: date
    status: SheetStatus
    is_nil: bool
    declared_hours: Decimal
    remark: str | None
    rejection_reason: str | None
    submitted_at: datetime | None
    version: int
    market_title: str
    market_reference: str
    buyer_name: str
    company_name: str
    stopped_since: date | None
    people: tuple[KnownPerson, ...]
    last_month: date | None
    letterhead: Letterhead
    correction: Correction | None = None
    group: tuple[GroupSheet, ...] = ()

    @property
    def declared_by(self) -> tuple[str, ...]:
        """The structures that declared hours there."""
        return tuple(dict.fromkeys(one.declared_by for one in self.people if one.declared_by))

    @property
    def is_open(self) -> bool:
        """Whether the company may still answer or correct."""
        return self.status not in (SheetStatus.VALIDATED, SheetStatus.CANCELLED)

    @property
    def is_answered(self) -> bool:
        """Whether an answer stands: hours, or nobody."""
        return self.status in ANSWERED


def open_link(session: Session, link_id: int, *, now: datetime) -> LinkedSheet:
    """What the link opens. Raises LinkExpired when it is unknown, over or revoked."""
    query = (
        select(
            LINK.c.territory_id,
            LINK.c.sheet_id,
            LINK.c.expires_at,
            SHEET.c.party_id,
            SHEET.c.market_id,
            PARTY.c.locale,
        )
        .join(SHEET, SHEET.c.id == LINK.c.sheet_id)
        .join(PARTY, PARTY.c.id == SHEET.c.party_id)
        .where(
            LINK.c.id == link_id,
            LINK.c.act == LinkAct.SHEET,
            LINK.c.revoked_at.is_(None),
        )
    )
    row = session.connection().execute(query).first()
    if row is None:
        raise LinkExpired
    if row.expires_at <= now:
        raise LinkExpired(whom_to_call(session, row.market_id))
    actor = Actor(ActorKind.LINK, row.territory_id, id=link_id, party_id=row.party_id)
    return LinkedSheet(actor, row.sheet_id, row.locale)


def sheet_form(session: Session, actor: Actor, sheet_id: int) -> SheetForm:
    """The sheet with the people its company has declared so far. Raises NotFound outside the walls."""
    row = session.connection().execute(_sheet(actor, sheet_id)).first()
    if row is None:
        raise NotFound
    last_month = _last_month(session, row.market_id, row.party_id, row.month)
    return SheetForm(
        **row._mapping,
        people=_people(session, row, last_month),
        last_month=last_month,
        letterhead=letterheads(session, (row.market_id,))[row.market_id],
        correction=latest_correction(session, actor, sheet_id),
        group=group_sheets(session, actor, row.market_id, row.month),
    )


def _sheet(actor: Actor, sheet_id: int) -> Select[Any]:
    stopped = select(func.min(STOP.c.from_on)).where(
        STOP.c.market_id == SHEET.c.market_id, STOP.c.to_on.is_(None)
    )
    columns = (
        *(
            SHEET.c[name]
            for name in (
                "id",
                "market_id",
                "party_id",
                "month",
                "due_on",
                "status",
                "is_nil",
                "declared_hours",
                "remark",
                "rejection_reason",
                "submitted_at",
                "version",
            )
        ),
        MARKET.c.title.label("market_title"),
        MARKET.c.reference.label("market_reference"),
        BUYER.c.name.label("buyer_name"),
        PARTY.c.name.label("company_name"),
        stopped.scalar_subquery().label("stopped_since"),
    )
    query = sheets_seen(actor, *columns).where(SHEET.c.id == sheet_id)
    return query.join(PARTY, PARTY.c.id == SHEET.c.party_id).join(BUYER, BUYER.c.id == MARKET.c.buyer_id)


def _last_month(session: Session, market_id: int, party_id: int, month: date) -> date | None:
    """The latest earlier month for which this company declared hours on this market."""
    query = select(func.max(SHEET.c.month)).where(
        SHEET.c.market_id == market_id,
        SHEET.c.party_id == party_id,
        SHEET.c.month < month,
        SHEET.c.status.in_(ANSWERED),
        SHEET.c.is_nil.is_(False),
    )
    found: date | None = session.connection().execute(query).scalar()
    return found


def _people(session: Session, sheet: Any, last_month: date | None) -> tuple[KnownPerson, ...]:
    """The company's people who are on this sheet or were on one of this market's, by name."""
    now, before, earlier = LINE.alias("now"), LINE.alias("before"), SHEET.alias("earlier")
    last_sheet = select(earlier.c.id).where(
        earlier.c.market_id == sheet.market_id,
        earlier.c.party_id == sheet.party_id,
        earlier.c.month == last_month,
    )
    ever = (
        select(LINE.c.participant_id)
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .where(SHEET.c.market_id == sheet.market_id, SHEET.c.party_id == sheet.party_id)
    )
    found = contributed_to(session, sheet.id)
    contributed = {each.participant_id: each for each in found}
    lent = list(contributed)
    figures = (now.c.hours, now.c.training_hours, before.c.hours.label("last_hours"))
    query = (
        select(PERSON.c.id, PERSON.c.first_name, PERSON.c.last_name, *figures)
        .outerjoin(now, (now.c.participant_id == PERSON.c.id) & (now.c.sheet_id == bindparam("sheet")))
        .outerjoin(
            before,
            (before.c.participant_id == PERSON.c.id) & (before.c.sheet_id == last_sheet.scalar_subquery()),
        )
        .where(PERSON.c.party_id == sheet.party_id, PERSON.c.id.in_(ever) | PERSON.c.id.in_(lent))
        .order_by(PERSON.c.last_name, PERSON.c.first_name, PERSON.c.id)
    )
    rows: list[Any] = list(session.connection().execute(query, {"sheet": sheet.id}))
    claims = claims_of(session, [row.id for row in rows])
    people = (
        KnownPerson(**row._mapping, standing=standing_of(claims.get(row.id, ()), sheet.month)) for row in rows
    )
    return tuple(_with_contributed(one, contributed.get(one.id)) for one in people)


def _with_contributed(person: KnownPerson, contribution: Contribution | None) -> KnownPerson:
    """With the hours that wait for the company's answer; once it is given they are those of the line."""
    if contribution is None:
        return person
    hours, training = contribution.hours, contribution.training_hours
    return replace(person, hours=hours, training_hours=training, declared_by=contribution.declared_by)
