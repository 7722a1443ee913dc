"""Dora, lent to the builder by a structure: three that may say how many hours she worked."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import insert, select, update

from cases.actors import Actor
from cases.commands import attestations, hours_decisions, hours_reports, sheets
from cases.inputs import LineInput, SheetAnswer
from cases.inputs.report import AttestationChoice, DifferenceDecision, HoursReportInput
from cases.statements import MAIL, table_of
from models.tables import Participant, Party, WorkContract
from models.vocabulary import ActorKind, ContractKind, HoursSource, PartyKind, Role, TaskKind, TaskStatus
from tests.cases.scenes import rows, tasks
from tests.support.eligible import confirm_everyone
from tests.support.people import House, at

START, JANUARY = date(2027, 1, 4), date(2027, 1, 1)
ANSWERED, ASKED, REMINDED = date(2027, 2, 3), date(2027, 2, 8), date(2027, 2, 15)
PERSON, PARTY, CONTRACT = (table_of(model) for model in (Participant, Party, WorkContract))


@dataclass
class Lent:
    """Dora works for the builder, and a structure employs her."""

    house: House
    market: int
    structure: Actor
    dora: int

    @property
    def sheet(self) -> int:
        return self.house.sheet_of(self.market, JANUARY)

    def declare(self, hours: str, day: date = ANSWERED, month: date = JANUARY) -> None:
        lines = (LineInput(first_name="Dora", last_name="Fictive", hours=Decimal(hours)),)
        with self.house.database.write() as session:
            sheet = self.house.sheet_of(self.market, month)
            sheets.submit_sheet(session, self.house.alice, sheet, SheetAnswer(lines=lines), now=at(day))
            confirm_everyone(session)

    def report(self, hours: str, day: date = ASKED) -> None:
        with self.house.database.write() as session:
            hours_reports.report_hours(session, self.structure, JANUARY, self.said(hours), now=at(day))

    def said(self, hours: str) -> HoursReportInput:
        line = {"participant_id": self.dora, "market_id": self.market, "hours": hours}
        return HoursReportInput.model_validate({"lines": [line]})

    def decide(self, source: HoursSource, day: date = REMINDED) -> None:
        input = DifferenceDecision(participant_id=self.dora, source=source, reason="Contrat vérifié.")
        with self.house.database.write() as session:
            hours_decisions.decide_difference(session, self.house.alice, self.sheet, input, now=at(day))

    def differences(self, status: TaskStatus = TaskStatus.OPEN) -> list[Any]:
        return tasks(self.house, TaskKind.MATCH_HOURS, status)

    def mails(self, kind: str) -> list[Any]:
        return rows(self.house, MAIL, kind=kind)


def lent_to(house: House) -> Lent:
    """January's sheet is answered: 70 hours for Dora, whom a structure employs."""
    market = house.under_way(START)
    house.live(date(2027, 2, 1), date(2027, 2, 2))
    found = Lent(house, market, Actor(ActorKind.CONSOLE, house.territory_id), 0)
    found.declare("70.5")
    employ(found)
    found.declare("70")
    return found


def employ(found: Lent) -> None:
    """A structure appears, with its contract for Dora."""
    house = found.house
    with house.database.write() as session:
        connection = session.connection()
        party = {
            "territory_id": house.territory_id,
            "kind": PartyKind.INSERTION_STRUCTURE,
            "name": "Intérim d’Essai",
            "email": "elise@interim.example",
            "locale": "fr",
            "created_at": at(START),
        }
        structure = connection.execute(insert(PARTY).values(**party)).inserted_primary_key[0]
        dora = connection.execute(select(PERSON.c.id, PERSON.c.party_id)).one()
        contract = {
            "participant_id": dora.id,
            "employer_id": structure,
            "company_id": dora.party_id,
            "kind": ContractKind.TEMPORARY,
            "starts_on": START,
            "created_at": at(START),
        }
        connection.execute(insert(CONTRACT).values(**contract))
    found.structure = Actor(ActorKind.ACCOUNT, house.territory_id, 99, Role.PARTNER, structure)
    found.dora = dora.id


def ask_dora(lent: Lent) -> None:
    """The market asks people, and Dora's address is known."""
    with lent.house.database.write() as session:
        session.connection().execute(update(PERSON).values(email="dora@fictive.example"))
        choice = AttestationChoice(asks=True)
        attestations.choose_attestation(session, lent.house.alice, lent.market, choice, now=at(ANSWERED))


def attest(lent: Lent, hours: str) -> None:
    link = Actor(ActorKind.LINK, lent.house.territory_id, 77)
    with lent.house.database.write() as session:
        hours_reports.attest_hours(session, link, lent.dora, JANUARY, lent.said(hours), now=at(ASKED))
