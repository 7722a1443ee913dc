"""Three markets over three months: the builder's school and pool, of two buyers, and the mason's hall.

March is declared on all of them, and February on two; the other sheets come late.
"""

from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from cases.actors import Actor
from cases.commands import contracts
from cases.commands.attestations import choose_attestation
from cases.commands.drafting import register_market
from cases.commands.rule_packs import adopt_pack
from cases.commands.sheets import submit_sheet, validate_sheet
from cases.inputs import (
    ContractInput,
    LineInput,
    NewMarket,
    PartyInput,
    SheetAnswer,
)
from cases.inputs.report import AttestationChoice
from cases.people import PARTY
from cases.rules.default_pack import DEFAULT_PACK
from models.database import Database
from models.vocabulary import ActorKind, ContractKind, Lever, PartyKind, Role
from tests.cases.workforce import SHEET, START, two_builders
from tests.support.people import House, at, found_house

JANUARY, FEBRUARY, MARCH = (date(2027, month, 1) for month in (1, 2, 3))
NOW = at(date(2027, 4, 2))
SCHOOL, HALL, POOL = 1, 2, 3
DINO, DINA, DORA, DANA, DANY = 1, 2, 3, 4, 5
"""The records as the world has them: the builder's first, then the mason's."""
NAMES = {DINO: "Dino", DINA: "Dina", DORA: "Dora", DANA: "Dana", DANY: "Dany"}
BUILDER, STRUCTURE = "Bâtisseur d’Essai", "Intérim d’Essai"
SHORT = DEFAULT_PACK.revised("short-1", date(2026, 1, 5), eligibility_months=2)
"""An earlier first hire ends a validity before March."""
TIGHT = SHORT.revised(
    "tight-1", date(2027, 3, 31), monthly_cap_hours=Decimal(140), training_share=Decimal("0.2")
)

Hours = dict[int, str]


def found_stories(database: Database) -> None:
    """The world before any of the stories."""
    found_house(database)
    house = House(database, territory_id=1, alice_id=1)
    with database.write() as session:
        adopt_pack(session, director(house), SHORT, now=at(SHORT.valid_from))
    two_builders(house)
    _pool(house)
    for day in (FEBRUARY, MARCH, date(2027, 4, 1)):
        house.tick(at(day, 10))
    with database.write() as session:
        declared(session, house, SCHOOL, MARCH, {DINO: "150", DINA: "35", DORA: "60"})
        declared(session, house, HALL, MARCH, {DANA: "120.25", DANY: "35"})
        declared(session, house, HALL, FEBRUARY, {DANA: "31"})
        declared(session, house, POOL, MARCH, {DINO: "150"})
        declared(session, house, POOL, FEBRUARY, {DINO: "33"})
        choose_attestation(session, house.alice, HALL, AttestationChoice(asks=True), now=NOW)
        _lend_dora(session, house)


def director(house: House) -> Actor:
    return Actor(ActorKind.ACCOUNT, 1, house.alice_id, Role.DIRECTOR)


def _pool(house: House) -> None:
    pool = NewMarket(
        reference="M-3",
        title="Piscine",
        buyer=PartyInput(name="Port d’Essai", siret="21440184600013", email="port@essai.example"),
        lever=Lever.EXECUTION_CONDITION,
        required_hours=Decimal(300),
        duration_months=6,
    )
    with house.database.write() as session:
        register_market(session, house.alice, pool, now=at(START))
    for move in (house.publish, house.award, house.kick_off):
        move(POOL, START)


def _lend_dora(session: Session, house: House) -> None:
    """A structure employs Dora, and may say how many hours she worked."""
    row = {"territory_id": 1, "kind": PartyKind.INSERTION_STRUCTURE, "name": STRUCTURE, "created_at": NOW}
    session.connection().execute(insert(PARTY).values(**row, locale="fr"))
    lent = contract(session, date(2027, 2, 15), None, employer=STRUCTURE)
    contracts.add_contract(session, house.alice, DORA, lent, now=NOW)


def only(session: Session, query: Any) -> int:
    return int(session.connection().execute(query).scalar_one())


def party(session: Session, name: str) -> int:
    return only(session, select(PARTY.c.id).where(PARTY.c.name == name))


def contract(
    session: Session, starts_on: date, ends_on: date | None, employer: str = BUILDER
) -> ContractInput:
    return ContractInput(
        kind=ContractKind.FIXED_TERM,
        employer_id=party(session, employer),
        company_id=party(session, BUILDER),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def sheet_row(session: Session, market: int, month: date) -> Any:
    query = select(SHEET.c.id, SHEET.c.version).where(SHEET.c.market_id == market, SHEET.c.month == month)
    return session.connection().execute(query).one()


def declared(session: Session, house: House, market: int, month: date, hours: Hours) -> None:
    lines = tuple(
        LineInput(
            first_name=NAMES[person],
            last_name="Fictif",
            hours=Decimal(each),
            training_hours=Decimal(each) / 2 if person == DINO else Decimal(0),
        )
        for person, each in hours.items()
    )
    answer = SheetAnswer(lines=lines, confirm=True)
    submit_sheet(session, house.alice, sheet_row(session, market, month).id, answer, now=NOW)


def validated(session: Session, house: House, market: int, month: date) -> None:
    sheet = sheet_row(session, market, month)
    validate_sheet(session, house.alice, sheet.id, sheet.version, now=NOW)
