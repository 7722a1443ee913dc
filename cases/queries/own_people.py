"""The people that a company declares, or an insertion structure employs: their own, and where they stand."""

from collections import defaultdict
from collections.abc import Collection, Sequence
from dataclasses import asdict, dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import Select, false, func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.hour_facts import CONTRACT, PERSON, ROOT
from cases.packs import pack_at
from cases.queries.paging import Page, Row, Slice, take
from cases.queries.people import PAGE, PARTY, Claimed, claims_of, is_record_of
from cases.queries.person_page import ContractKnown, contracts_of
from cases.queries.standing import stands
from cases.refusals import NotAllowed, NotFound
from cases.rules.standing import PersonStanding
from models.vocabulary import ActorKind, EligibilityStatus, Role


@dataclass(frozen=True, slots=True)
class OwnPerson:
    """Someone as their own company or structure may know them: the standing, never the criterion.

    `is_claimed`: the company itself has announced a criterion that nobody has decided on yet.
    """

    id: int
    first_name: str
    last_name: str
    birth_date: date | None
    company: str
    standing: PersonStanding
    until: date | None
    refused_because: str | None
    is_claimed: bool
    contracts: tuple[ContractKnown, ...]

    @property
    def name(self) -> str:
        return f"{self.first_name} {self.last_name}"


@dataclass(frozen=True, slots=True)
class OwnPeople:
    """A page of the list, and how many people it holds in all."""

    lines: list[OwnPerson]
    count: int
    has_next: bool


def own_people(session: Session, actor: Actor, number: int = 1, *, now: datetime) -> OwnPeople:
    """A company's records, or those of the people a structure employs, by name: page `number`.

    Raises NotAllowed for others: a buyer sees nobody.
    """
    mine, connection = _mine(actor), session.connection()
    by_name = (func.lower(PERSON.c.last_name), func.lower(PERSON.c.first_name), PERSON.c.id)
    shown = mine.order_by(*by_name).limit(PAGE + 1).offset((number - 1) * PAGE)
    rows = [dict(row) for row in connection.execute(shown).mappings()]
    count = connection.execute(select(func.count()).select_from(mine.subquery())).scalar_one()
    return OwnPeople(_read(session, actor, rows[:PAGE], now), count, len(rows) > PAGE)


def own_people_slice(session: Session, actor: Actor, part: Slice, *, now: datetime) -> Page:
    """The same for programs. Raises NotAllowed."""
    found = take(session, _mine(actor), PERSON.c.id, part)
    return Page([asdict(person) for person in _read(session, actor, found.items, now)], found.next_after)


def own_person(session: Session, actor: Actor, participant_id: int, *, now: datetime) -> OwnPerson:
    """One of them. Raises NotAllowed, NotFound."""
    query = _mine(actor).where(PERSON.c.id == participant_id)
    rows = [dict(row) for row in session.connection().execute(query).mappings()]
    found = _read(session, actor, rows, now)
    if not found:
        raise NotFound
    return found[0]


def _mine(actor: Actor) -> Select[Any]:
    names = ("id", "first_name", "last_name", "birth_date")
    query = (
        select(*(PERSON.c[name] for name in names), PARTY.c.name.label("company"), ROOT.label("root"))
        .join(PARTY, PARTY.c.id == PERSON.c.party_id)
        .where(PERSON.c.territory_id == actor.territory_id)
    )
    if not (_is_company(actor) or actor.role is Role.PARTNER):
        raise NotAllowed
    if actor.party_id is None:
        return query.where(false())
    if _is_company(actor):
        return query.where(PERSON.c.party_id == actor.party_id)
    employed = select(CONTRACT.c.participant_id).where(CONTRACT.c.employer_id == actor.party_id)
    return query.where(PERSON.c.id.in_(employed))


def _is_company(actor: Actor) -> bool:
    return actor.role is Role.COMPANY or actor.kind is ActorKind.LINK


def _read(session: Session, actor: Actor, rows: Sequence[Row], now: datetime) -> list[OwnPerson]:
    today = pack_at(session, actor.territory_id, now).calendar.local_date(now)
    claims = _claims_by_root(session, {row["root"] for row in rows})
    whose = {"company_id" if _is_company(actor) else "employer_id": actor.party_id}
    contracts: dict[int, list[ContractKnown]] = defaultdict(list)
    for contract in contracts_of(session, [row["id"] for row in rows], **whose):
        contracts[contract.participant_id].append(contract)
    return [_person(actor, row, claims[row["root"]], contracts[row["id"]], today) for row in rows]


def _person(
    actor: Actor,
    row: Row,
    claims: Collection[Claimed],
    contracts: Collection[ContractKnown],
    today: date,
) -> OwnPerson:
    found = stands(claims, today)
    waiting = {claim.participant_id for claim in claims if claim.status is EligibilityStatus.CLAIMED}
    refused = [claim.reason for claim in claims if claim.status is EligibilityStatus.REFUSED]
    return OwnPerson(
        row["id"],
        row["first_name"],
        row["last_name"],
        row["birth_date"],
        row["company"],
        found.standing,
        found.until,
        refused[-1] if refused and found.standing is PersonStanding.REFUSED else None,
        _is_company(actor) and row["id"] in waiting,
        tuple(contracts),
    )


def _claims_by_root(session: Session, roots: Collection[int]) -> dict[int, list[Claimed]]:
    records = select(PERSON.c.id, ROOT.label("root")).where(is_record_of(roots))
    root_of = {row.id: row.root for row in session.connection().execute(records)}
    found: dict[int, list[Claimed]] = defaultdict(list)
    for claim in claims_of(session, root_of):
        found[root_of[claim.participant_id]].append(claim)
    return found
