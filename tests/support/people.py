"""The people of the tests: one territory, its facilitator, a buyer and a builder; and what they do."""

from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from decimal import Decimal
from pathlib import Path

from sqlalchemy import insert, select, update

from cases.actors import Actor
from cases.commands import drafting, interruptions, kickoff, moves, opinion, sheets, statement
from cases.inputs import (
    Award,
    CompanyInput,
    Kickoff,
    NewMarket,
    OpinionInput,
    PartyInput,
    Publication,
    Reception,
    SheetAnswer,
)
from cases.statements import table_of
from cases.sweep import SweepCounts, sweep
from models.database import Database
from models.tables import Account, HourSheet, Mail, Market, Task, Territory
from models.vocabulary import ActorKind, Advice, Lever, MailStatus, Role, Stage, TaskStatus
from tests.support.copies import copy_of, make_tables
from tests.support.eligible import confirm_everyone, lines_of

SHEET, MAIL, TASK, MARKET = table_of(HourSheet), table_of(Mail), table_of(Task), table_of(Market)
ALICE, ALICE_EMAIL = "Alice Exemple", "alice@territoire.example"
BUYER_EMAIL, BUILDER_EMAIL = "achats@ville.example", "boris@batisseur.example"


def at(day: date, hour: int = 9) -> datetime:
    """That hour in UTC."""
    return datetime(day.year, day.month, day.day, hour, tzinfo=UTC)


@dataclass
class House:
    """A territory with Alice, and shorthand for what happens in it."""

    database: Database
    territory_id: int = 0
    alice_id: int = 0
    """Known where the territory is there already, as in a copy of a founded house."""
    alice: Actor = field(init=False)

    def __post_init__(self) -> None:
        if not self.alice_id:
            self._found()
        self.alice = Actor(ActorKind.ACCOUNT, self.territory_id, self.alice_id, Role.FACILITATOR)

    def _found(self) -> None:
        with self.database.write() as session:
            connection = session.connection()
            added = connection.execute(
                insert(table_of(Territory)).values(
                    code=f"T{self.territory_id}", name="Pays d’Essai", created_at=at(date(2026, 1, 5))
                )
            )
            self.territory_id = added.inserted_primary_key[0]
            account = connection.execute(
                insert(table_of(Account)).values(
                    territory_id=self.territory_id,
                    email=f"{self.territory_id}{ALICE_EMAIL}",
                    name=ALICE,
                    role=Role.FACILITATOR,
                    password_hash="x",
                    locale="fr",
                    active=True,
                    created_at=at(date(2026, 1, 5)),
                )
            )
        self.alice_id = account.inserted_primary_key[0]

    @property
    def is_new(self) -> bool:
        """Nothing was written since it was copied: SQLite's write-ahead log is still empty."""
        if not self.database.is_sqlite:
            return False
        log = Path(f"{self.database.url.database}-wal")
        return not log.exists() or log.stat().st_size == 0

    def register(self, day: date, reference: str = "M-1", hours: int = 300) -> int:
        """Alice enters a market by hand."""
        new = NewMarket(
            reference=reference,
            title=f"Chantier {reference}",
            buyer=PartyInput(name="Ville d’Essai", siret="21440109300015", email=BUYER_EMAIL),
            lever=Lever.EXECUTION_CONDITION,
            required_hours=Decimal(hours),
            duration_months=6,
        )
        with self.database.write() as session:
            return drafting.register_market(session, self.alice, new, now=at(day))

    def advise(self, market_id: int, day: date) -> None:
        """Alice advises a condition of execution."""
        input = OpinionInput(advice=Advice.CLAUSE, lever=Lever.EXECUTION_CONDITION)
        with self.database.write() as session:
            opinion.give_opinion(session, self.alice, market_id, input, now=at(day))

    def refuse_clause(self, market_id: int, day: date) -> None:
        """Alice advises no clause, and why; the study stays open."""
        input = OpinionInput(advice=Advice.NO_CLAUSE, reason="Trop peu d’heures pour un parcours.")
        with self.database.write() as session:
            opinion.give_opinion(session, self.alice, market_id, input, now=at(day))

    def publish(self, market_id: int, day: date) -> None:
        """The opinion is given, then the tender published."""
        self.advise(market_id, day)
        input = Publication(clause_text_sent_on=day, published_on=day)
        with self.database.write() as session:
            moves.publish(session, self.alice, market_id, input, now=at(day))

    def award(self, market_id: int, day: date, hours: int = 300, email: str | None = BUILDER_EMAIL) -> None:
        builder = CompanyInput(name="Bâtisseur d’Essai", siret="73282932000074", email=email)
        input = Award(awarded_on=day, committed_hours=Decimal(hours), companies=(builder,))
        with self.database.write() as session:
            moves.record_award(session, self.alice, market_id, input, now=at(day))

    def kick_off(self, market_id: int, day: date) -> None:
        input = Kickoff(held_on=day, minutes="Obligations rappelées.", starts_on=day)
        with self.database.write() as session:
            kickoff.record_kickoff(session, self.alice, market_id, input, now=at(day))

    def under_way(self, day: date, reference: str = "M-1", hours: int = 300) -> int:
        """A market in follow-up whose work starts that day."""
        market_id = self.register(day, reference, hours)
        self.publish(market_id, day)
        self.award(market_id, day, hours)
        self.kick_off(market_id, day)
        return market_id

    def tick(self, now: datetime, *, deliver: bool = True) -> SweepCounts:
        """The clock goes round, and what may leave leaves."""
        counts = sweep(self.database, now=now)
        if deliver:
            gone = update(MAIL).where(MAIL.c.status == MailStatus.PENDING, MAIL.c.release_at <= now)
            with self.database.write() as session:
                session.connection().execute(gone.values(status=MailStatus.KEPT, finished_at=now))
        return counts

    def live(self, first: date, last: date) -> None:
        """The clock goes round once a day, at 10:00 UTC."""
        day = first
        while day <= last:
            self.tick(at(day, 10))
            day += timedelta(days=1)

    def sheet_of(self, market_id: int, month: date) -> int:
        query = select(SHEET.c.id).where(SHEET.c.market_id == market_id, SHEET.c.month == month)
        with self.database.read() as session:
            return int(session.connection().execute(query).scalar_one())

    def answer(self, market_id: int, month: date, hours: str | None, day: date) -> None:
        """The builder's answer through Alice: hours of Dino and others, each market's own team; or nobody.

        Confirmed: the names of one market's team are nearly those of another's.
        """
        team = lines_of(Decimal(hours or 0), f"Fictif {market_id}")
        answer = SheetAnswer(nil=hours is None, lines=team, confirm=True)
        with self.database.write() as session:
            sheet_id = self.sheet_of(market_id, month)
            sheets.submit_sheet(session, self.alice, sheet_id, answer, now=at(day))
            confirm_everyone(session)

    def validate(self, market_id: int, month: date, day: date) -> None:
        sheet_id = self.sheet_of(market_id, month)
        with self.database.write() as session:
            query = select(SHEET.c.version).where(SHEET.c.id == sheet_id)
            version = session.connection().execute(query).scalar_one()
            sheets.validate_sheet(session, self.alice, sheet_id, version, now=at(day))

    def receive(self, market_id: int, day: date) -> None:
        with self.database.write() as session:
            input = Reception(received_on=day)
            interruptions.record_reception(session, self.alice, market_id, input, now=at(day))

    def issue(self, market_id: int, day: date) -> None:
        with self.database.write() as session:
            statement.issue_statement(session, self.alice, market_id, now=at(day))

    def stage(self, market_id: int) -> Stage:
        with self.database.read() as session:
            query = select(MARKET.c.stage).where(MARKET.c.id == market_id)
            return Stage(session.connection().execute(query).scalar_one())

    def mails(self, about: str = "") -> list[tuple[str, str]]:
        """(kind, local sending day) of every mail not withdrawn, in order; of the kinds that start so."""
        query = select(MAIL.c.kind, MAIL.c.release_at).where(MAIL.c.status != "withdrawn")
        with self.database.read() as session:
            rows = session.connection().execute(query.order_by(MAIL.c.release_at, MAIL.c.id)).all()
        found = [(str(row.kind), row.release_at.date().isoformat()) for row in rows]
        return [(kind, day) for kind, day in found if kind.startswith(about)]

    def open_tasks(self) -> list[str]:
        query = select(TASK.c.kind).where(TASK.c.status == TaskStatus.OPEN).order_by(TASK.c.id)
        with self.database.read() as session:
            return [str(kind) for kind in session.connection().execute(query).scalars()]


def fresh_house(folder: Path) -> House:
    """A house in a database of its own."""
    return House(copy_of(found_house, folder / "jalon.db"), territory_id=1, alice_id=1)


def found_house(database: Database) -> None:
    make_tables(database)
    House(database)
