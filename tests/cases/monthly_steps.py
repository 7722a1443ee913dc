"""What may come in any order on three markets over three months, as stories: each told step by step.

Three markets: the builder's school and pool, of two buyers, and the mason's hall. March is declared on all,
and February on two of them; the other sheets come late.
"""

from collections.abc import Callable
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select
from sqlmodel import Session

from cases.actors import Actor
from cases.commands import contracts, globalisations, hours_decisions, hours_reports, merges
from cases.commands.amendments import record_amendment
from cases.commands.attestations import choose_attestation
from cases.commands.corrections import ask_correction, grant_correction
from cases.commands.distinct_hours import mark_distinct
from cases.commands.drafting import register_market
from cases.commands.eligibility import confirm_eligibility, refuse_eligibility
from cases.commands.interruptions import resume, suspend
from cases.commands.local_target import set_local_target
from cases.commands.people import correct_person
from cases.commands.rule_packs import adopt_pack
from cases.commands.sheets import submit_sheet, validate_sheet
from cases.hour_facts import CLAIM, CONTRACT
from cases.inputs import (
    AmendmentInput,
    Confirmation,
    ContractInput,
    CorrectionInput,
    EligibilityRefusal,
    LineInput,
    LocalTarget,
    NewMarket,
    PartyInput,
    PersonFacts,
    Resumption,
    SheetAnswer,
    SuspensionOrder,
)
from cases.inputs.globalisation import AgreementInput
from cases.inputs.report import AttestationChoice, DifferenceDecision, HoursReportInput
from cases.people import PARTY
from cases.recognition import MERGE
from cases.rules.default_pack import DEFAULT_PACK
from cases.statements import table_of
from models.database import Database
from models.tables import CorrectionRequest, Globalisation
from models.vocabulary import ActorKind, ContractKind, HoursSource, Lever, PartyKind, Role
from tests.cases.workforce import SHEET, START, two_builders
from tests.support.people import House, at, found_house

JANUARY, FEBRUARY, MARCH = (date(2027, month, 1) for month in (1, 2, 3))
NOW = at(date(2027, 4, 2))
SCHOOL, HALL, POOL = 1, 2, 3
DINO, DINA, DORA, DANA, DANY = 1, 2, 3, 4, 5
"""The records as the world has them: the builder's first, then the mason's."""
NAMES = {DINO: "Dino", DINA: "Dina", DORA: "Dora", DANA: "Dana", DANY: "Dany"}
BUILDER, MASON, STRUCTURE = "Bâtisseur d’Essai", "Maçon d’Essai", "Intérim d’Essai"

Step = Callable[[Session, House], object]
Hours = dict[int, str]


def found_stories(database: Database) -> None:
    """The world before any of the stories."""
    found_house(database)
    house = House(database, territory_id=1, alice_id=1)
    two_builders(house)
    _pool(house)
    for day in (FEBRUARY, MARCH, date(2027, 4, 1)):
        house.tick(at(day, 10))
    with database.write() as session:
        _declared(session, house, SCHOOL, MARCH, {DINO: "150", DINA: "35", DORA: "60"})
        _declared(session, house, HALL, MARCH, {DANA: "120.25", DANY: "35"})
        _declared(session, house, HALL, FEBRUARY, {DANA: "31"})
        _declared(session, house, POOL, MARCH, {DINO: "150"})
        _declared(session, house, POOL, FEBRUARY, {DINO: "33"})
        choose_attestation(session, house.alice, HALL, AttestationChoice(asks=True), now=NOW)
        _lend_dora(session, house)


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
    lent = _contract(session, date(2027, 2, 15), None, employer=STRUCTURE)
    contracts.add_contract(session, house.alice, DORA, lent, now=NOW)


def _party(session: Session, name: str) -> int:
    return int(session.connection().execute(select(PARTY.c.id).where(PARTY.c.name == name)).scalar_one())


def _contract(
    session: Session, starts_on: date, ends_on: date | None, employer: str = BUILDER
) -> ContractInput:
    return ContractInput(
        kind=ContractKind.FIXED_TERM,
        employer_id=_party(session, employer),
        company_id=_party(session, BUILDER),
        starts_on=starts_on,
        ends_on=ends_on,
    )


def _sheet(session: Session, market: int, month: date) -> Any:
    query = select(SHEET.c.id, SHEET.c.version).where(SHEET.c.market_id == market, SHEET.c.month == month)
    return session.connection().execute(query).one()


def _declared(session: Session, house: House, market: int, month: date, hours: Hours) -> None:
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
    submit_sheet(session, house.alice, _sheet(session, market, month).id, answer, now=NOW)


def _validated(session: Session, house: House, market: int, month: date) -> None:
    sheet = _sheet(session, market, month)
    validate_sheet(session, house.alice, sheet.id, sheet.version, now=NOW)


def checked(market: int, month: date) -> Step:
    """The facilitator validates what was declared."""
    return lambda session, house: _validated(session, house, market, month)


def late(market: int, month: date, hours: Hours) -> Step:
    """A sheet that comes, or comes again, and is validated."""

    def step(session: Session, house: House) -> None:
        _declared(session, house, market, month, hours)
        _validated(session, house, market, month)

    return step


def reopened(market: int, month: date) -> Step:
    def step(session: Session, house: House) -> None:
        sheet = _sheet(session, market, month).id
        asked = CorrectionInput(reason="Une semaine a été oubliée.")
        ask_correction(session, house.alice, sheet, asked, now=NOW)
        requests = select(table_of(CorrectionRequest).c.id)
        grant_correction(session, house.alice, session.connection().execute(requests).scalar_one(), now=NOW)

    return step


def proven(person: int, criterion: str, **days: date) -> Step:
    seen = Confirmation(criterion=criterion, proof_seen_on=MARCH, **days)
    return lambda session, house: confirm_eligibility(session, house.alice, person, seen, now=NOW)


def refused(person: int) -> Step:
    def step(session: Session, house: House) -> None:
        claims = select(CLAIM.c.id).where(CLAIM.c.participant_id == person)
        number = session.connection().execute(claims).scalar_one()
        reason = EligibilityRefusal(reason="Le justificatif n’est pas le bon.")
        refuse_eligibility(session, house.alice, number, reason, now=NOW)

    return step


def one_person(one: int, other: int) -> Step:
    return lambda session, house: merges.merge_people(session, house.alice, one, other, now=NOW)


def two_people(other: int) -> Step:
    def step(session: Session, house: House) -> None:
        joined = select(MERGE.c.id).where(MERGE.c.merged_id == other)
        number = session.connection().execute(joined).scalar_one()
        merges.undo_merge(session, house.alice, number, now=NOW)

    return step


def _agreement(session: Session, school: int, last_month: date | None) -> AgreementInput:
    shares = [{"market_id": SCHOOL, "percent": school}, {"market_id": POOL, "percent": 100 - school}]
    return AgreementInput.model_validate(
        {
            "name": "École et piscine",
            "company_id": _party(session, BUILDER),
            "signed_on": FEBRUARY,
            "first_month": FEBRUARY,
            "last_month": last_month,
            "shares": shares,
            "people": [DINO],
        }
    )


def agreed(session: Session, house: House) -> None:
    globalisations.sign_agreement(session, house.alice, _agreement(session, 70, None), now=NOW)


def agreed_otherwise(session: Session, house: House) -> None:
    number = session.connection().execute(select(table_of(Globalisation).c.id)).scalar_one()
    changed = _agreement(session, 55, FEBRUARY)
    globalisations.correct_agreement(session, house.alice, number, changed, now=NOW)


def hired(session: Session, house: House) -> None:
    contract = _contract(session, date(2027, 2, 8), date(2027, 2, 20))
    contracts.add_contract(session, house.alice, DINO, contract, now=NOW)


def hired_otherwise(session: Session, house: House) -> None:
    number = select(CONTRACT.c.id).where(CONTRACT.c.participant_id == DINO)
    changed = _contract(session, date(2027, 3, 8), date(2027, 3, 20))
    one = session.connection().execute(number).scalar_one()
    contracts.correct_contract(session, house.alice, DINO, one, changed, now=NOW)


def said(source: HoursSource, person: int, market: int, hours: str) -> Step:
    line = {"participant_id": person, "market_id": market, "hours": hours}
    told = HoursReportInput.model_validate({"lines": [line]})

    def step(session: Session, house: House) -> None:
        if source is HoursSource.STRUCTURE:
            structure = Actor(ActorKind.ACCOUNT, 1, 99, Role.PARTNER, _party(session, STRUCTURE))
            hours_reports.report_hours(session, structure, MARCH, told, now=NOW)
        else:
            link = Actor(ActorKind.LINK, 1, 77)
            hours_reports.attest_hours(session, link, person, MARCH, told, now=NOW)

    return step


def stands(source: HoursSource, person: int, market: int) -> Step:
    decided = DifferenceDecision(participant_id=person, source=source, reason="Contrat vérifié.")
    return lambda session, house: hours_decisions.decide_difference(
        session, house.alice, _sheet(session, market, MARCH).id, decided, now=NOW
    )


def stopped(session: Session, house: House) -> None:
    order = SuspensionOrder(from_on=FEBRUARY, reason="Ordre de service d’arrêt.")
    suspend(session, house.alice, POOL, order, now=NOW)


def resumed(session: Session, house: House) -> None:
    resume(session, house.alice, POOL, Resumption(on=date(2027, 3, 10)), now=NOW)


def new_pack(session: Session, house: House) -> None:
    """In force on the last day of March alone."""
    day = date(2027, 3, 31)
    changed = {"monthly_cap_hours": Decimal(140), "training_share": Decimal("0.2")}
    director = Actor(ActorKind.ACCOUNT, 1, house.alice_id, Role.DIRECTOR)
    adopt_pack(session, director, DEFAULT_PACK.revised("march-1", day, **changed), now=at(day))


def both_worked(session: Session, house: House) -> None:
    sheet = _sheet(session, POOL, MARCH).id
    mark_distinct(session, house.alice, sheet, DINO, both=True, now=NOW)


def moved_home(session: Session, house: House) -> None:
    facts = PersonFacts(
        first_name="Dino", last_name="Fictif", commune="Exemple-sur-Mer", in_priority_district=True
    )
    correct_person(session, house.alice, DINO, facts, now=NOW)


def local_share(session: Session, house: House) -> None:
    target = LocalTarget(local_hours=Decimal(40), local_commune="Exemple-sur-Mer")
    set_local_target(session, house.alice, SCHOOL, target, now=NOW)


def amended(session: Session, house: House) -> None:
    amendment = AmendmentInput(
        signed_on=MARCH, object="Une salle de plus", required_hours=Decimal(360), reason="Accord écrit."
    )
    record_amendment(session, house.alice, SCHOOL, amendment, now=NOW)
