"""What may come in any order in that world (tests/cases/monthly_world.py): steps, each in a transaction."""

from collections.abc import Callable
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.commands import contracts, globalisations, hours_decisions, hours_reports, merges
from cases.commands.amendments import record_amendment
from cases.commands.corrections import ask_correction, grant_correction
from cases.commands.distinct_hours import mark_distinct
from cases.commands.eligibility import confirm_eligibility, refuse_eligibility
from cases.commands.interruptions import resume, suspend
from cases.commands.local_target import set_local_target
from cases.commands.people import correct_person
from cases.commands.rule_packs import adopt_pack
from cases.hour_facts import CLAIM, CONTRACT
from cases.inputs import (
    AmendmentInput,
    Confirmation,
    CorrectionInput,
    EligibilityRefusal,
    LocalTarget,
    PersonFacts,
    Resumption,
    SuspensionOrder,
)
from cases.inputs.globalisation import AgreementInput
from cases.inputs.report import DifferenceDecision, HoursReportInput
from cases.recognition import MERGE
from cases.statements import table_of
from models.tables import CorrectionRequest, Globalisation
from models.vocabulary import ActorKind, HoursSource, Role
from tests.cases.monthly_world import (
    BUILDER,
    DINO,
    DORA,
    FEBRUARY,
    MARCH,
    NOW,
    POOL,
    SCHOOL,
    STRUCTURE,
    TIGHT,
    Hours,
    contract,
    declared,
    director,
    only,
    party,
    sheet_row,
    validated,
)
from tests.support.people import House, at

Step = Callable[[Session, House], object]


def checked(market: int, month: date) -> Step:
    """The facilitator validates what was declared."""
    return lambda session, house: validated(session, house, market, month)


def late(market: int, month: date, hours: Hours) -> Step:
    """A sheet that comes, or comes again, and is validated."""

    def step(session: Session, house: House) -> None:
        declared(session, house, market, month, hours)
        validated(session, house, market, month)

    return step


def reopened(market: int, month: date) -> Step:
    def step(session: Session, house: House) -> None:
        sheet = sheet_row(session, market, month).id
        asked = CorrectionInput(reason="Une semaine a été oubliée.")
        ask_correction(session, house.alice, sheet, asked, now=NOW)
        request = only(session, select(table_of(CorrectionRequest).c.id))
        grant_correction(session, house.alice, request, now=NOW)

    return step


def proven(person: int, criterion: str, **days: date) -> Step:
    seen = Confirmation(criterion=criterion, proof_seen_on=MARCH, **days)
    return lambda session, house: confirm_eligibility(session, house.alice, person, seen, now=NOW)


def refused(person: int) -> Step:
    def step(session: Session, house: House) -> None:
        number = only(session, select(CLAIM.c.id).where(CLAIM.c.participant_id == person))
        reason = EligibilityRefusal(reason="Le justificatif n’est pas le bon.")
        refuse_eligibility(session, house.alice, number, reason, now=NOW)

    return step


def one_person(one: int, other: int) -> Step:
    return lambda session, house: merges.merge_people(session, house.alice, one, other, now=NOW)


def two_people(other: int) -> Step:
    def step(session: Session, house: House) -> None:
        joined = only(session, select(MERGE.c.id).where(MERGE.c.merged_id == other))
        merges.undo_merge(session, house.alice, joined, now=NOW)

    return step


def _agreement(session: Session, school: int, last_month: date | None) -> AgreementInput:
    shares = [{"market_id": SCHOOL, "percent": school}, {"market_id": POOL, "percent": 100 - school}]
    return AgreementInput.model_validate(
        {
            "name": "École et piscine",
            "company_id": party(session, BUILDER),
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
    number = only(session, select(table_of(Globalisation).c.id))
    changed = _agreement(session, 55, FEBRUARY)
    globalisations.correct_agreement(session, house.alice, number, changed, now=NOW)


def hired(session: Session, house: House) -> None:
    signed = contract(session, date(2027, 2, 8), date(2027, 2, 20))
    contracts.add_contract(session, house.alice, DINO, signed, now=NOW)


def hired_otherwise(session: Session, house: House) -> None:
    number = only(session, select(CONTRACT.c.id).where(CONTRACT.c.participant_id == DINO))
    changed = contract(session, date(2027, 3, 8), date(2027, 3, 20))
    contracts.correct_contract(session, house.alice, DINO, number, changed, now=NOW)


def hired_before(session: Session, house: House) -> None:
    """By the builder itself, before the structure lent her."""
    contract_of_dora = contract(session, date(2026, 12, 28), date(2027, 1, 31))
    contracts.add_contract(session, house.alice, DORA, contract_of_dora, now=NOW)


def said(source: HoursSource, person: int, market: int, hours: str) -> Step:
    line = {"participant_id": person, "market_id": market, "hours": hours}
    told = HoursReportInput.model_validate({"lines": [line]})

    def step(session: Session, house: House) -> None:
        if source is HoursSource.STRUCTURE:
            structure = Actor(ActorKind.ACCOUNT, 1, 99, Role.PARTNER, party(session, STRUCTURE))
            hours_reports.report_hours(session, structure, MARCH, told, now=NOW)
        else:
            link = Actor(ActorKind.LINK, 1, 77)
            hours_reports.attest_hours(session, link, person, MARCH, told, now=NOW)

    return step


def stands(source: HoursSource, person: int, market: int) -> Step:
    decided = DifferenceDecision(participant_id=person, source=source, reason="Contrat vérifié.")
    return lambda session, house: hours_decisions.decide_difference(
        session, house.alice, sheet_row(session, market, MARCH).id, decided, now=NOW
    )


def stopped(session: Session, house: House) -> None:
    order = SuspensionOrder(from_on=FEBRUARY, reason="Ordre de service d’arrêt.")
    suspend(session, house.alice, POOL, order, now=NOW)


def resumed(session: Session, house: House) -> None:
    resume(session, house.alice, POOL, Resumption(on=date(2027, 3, 10)), now=NOW)


def new_pack(session: Session, house: House) -> None:
    """In force on the last day of March alone."""
    adopt_pack(session, director(house), TIGHT, now=at(TIGHT.valid_from))


def both_worked(session: Session, house: House) -> None:
    sheet = sheet_row(session, POOL, MARCH).id
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
