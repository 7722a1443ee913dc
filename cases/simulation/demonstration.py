"""The demonstration: a territory that lived fourteen months up to now, and people to sign in as.

Everyone signs in with the password `demonstration`.
"""

from collections.abc import Callable, Sequence
from dataclasses import dataclass
from datetime import datetime, time, timedelta

from sqlalchemy import select
from sqlmodel import Session

from cases.commands.accounts import add_account
from cases.commands.territories import add_territory
from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.months import add_months, month_of
from cases.simulation.demonstration_cast import BUYERS, COMPANIES, cast_demonstration
from cases.simulation.founding import facilitator
from cases.simulation.partners import look_after_partners
from cases.simulation.plans import Organisation
from cases.simulation.recruitment import welcome_partners
from cases.simulation.simulating import REACTIONS, populate, seal_regularly
from cases.simulation.visitors import Acquaintance
from cases.simulation.world import Reaction, ReadHours, World
from cases.statements import table_of
from models.database import Database
from models.tables import Account, Party, Territory
from models.vocabulary import PartyKind, Role

ACCOUNT, PARTY, TERRITORY = table_of(Account), table_of(Party), table_of(Territory)
CODE, NAME = "demonstration", "Pays de Démonstration"
PASSWORD = CODE
SEED = 35
MONTHS = 14
SLACKENS_BEFORE = timedelta(days=9)
SHEETS_COME_IN = timedelta(days=12)
"""Into a month; until then, what is left to visitors is that of the month before."""
FACILITATORS = (
    ("alice@demonstration.example", "Alice Exemple"),
    ("bruno@demonstration.example", "Bruno Fictif"),
)
DIRECTOR = ("diane@demonstration.example", "Diane Modèle")
BUYER = ("achats@demonstration.example", "Basile Inventé")
PARTNER = ("partenaire@demonstration.example", "Élise Supposée")
COMPANY = ("chantier@demonstration.example", "Camélia Factice")


@dataclass(frozen=True, slots=True)
class DemonstrationAccount:
    """Someone to sign in as."""

    role: Role
    name: str
    email: str


@dataclass(frozen=True, slots=True)
class DemonstrationInfo:
    """How to look at the demonstration: every account has the same password."""

    territory_name: str
    accounts: tuple[DemonstrationAccount, ...]
    password: str


def build_demonstration(
    database: Database,
    *,
    now: datetime,
    deliver: Callable[[datetime], object],
    read_hours: ReadHours | None = None,
) -> DemonstrationInfo:
    """Live the territory's fourteen months, ending exactly at `now`; the same for the same instant.

    `deliver` is given each instant at which mail may leave: it must keep the mail, not send it. `read_hours`
    reads the files that some companies send.
    """
    calendar = DEFAULT_PACK.calendar
    today = calendar.local_date(now)
    first = calendar.at(add_months(today, -MONTHS), time())
    world = _found(database, first, deliver)
    world.read_hours = read_hours
    world.slackens_at = now - SLACKENS_BEFORE
    world.waits_from = calendar.at(month_of(calendar.local_date(now - SHEETS_COME_IN)), time())
    populate(world, cast_demonstration(today), MONTHS)
    seal_regularly(world, MONTHS, every_days=1)
    look_after_partners(world, MONTHS)
    world.live(now)
    with database.write() as session:
        _let_others_in(session, world.territory_id, now)
    info = describe_demonstration(database)
    assert info is not None
    return info


def _found(database: Database, now: datetime, deliver: Callable[[datetime], object]) -> World:
    with database.write() as session:
        territory_id = add_territory(session, CODE, NAME, now=now)
        add_account(session, territory_id, *DIRECTOR, Role.DIRECTOR, PASSWORD, now=now)
        numbers = [
            add_account(session, territory_id, *person, Role.FACILITATOR, PASSWORD, now=now)
            for person in FACILITATORS
        ]
        facilitators = [facilitator(territory_id, number) for number in numbers]
        first, *_ = welcome_partners(session, facilitators[0], now=now)
        add_account(session, territory_id, *PARTNER, Role.PARTNER, PASSWORD, first, now=now)
    answered: Sequence[Reaction] = (*REACTIONS["sheet_submitted"], Acquaintance())
    reactions = {**REACTIONS, "sheet_submitted": answered}
    return World(database, territory_id, facilitators, SEED, now, deliver, reactions)


def _let_others_in(session: Session, territory_id: int, now: datetime) -> None:
    """A buyer and a company, whose organisations the lived markets brought in."""
    for person, role, kind, organisation in (
        (BUYER, Role.BUYER, PartyKind.BUYER, BUYERS[0]),
        (COMPANY, Role.COMPANY, PartyKind.COMPANY, COMPANIES[0]),
    ):
        party_id = _party(session, territory_id, kind, organisation)
        add_account(session, territory_id, *person, role, PASSWORD, party_id, now=now)


def _party(session: Session, territory_id: int, kind: PartyKind, organisation: Organisation) -> int:
    query = select(PARTY.c.id).where(
        PARTY.c.territory_id == territory_id, PARTY.c.kind == kind, PARTY.c.siret == organisation.siret
    )
    return int(session.connection().execute(query).scalar_one())


def describe_demonstration(database: Database) -> DemonstrationInfo | None:
    """How to look at the demonstration that the database holds; None when it holds none."""
    query = (
        select(ACCOUNT.c.role, ACCOUNT.c.name, ACCOUNT.c.email)
        .join(TERRITORY, TERRITORY.c.id == ACCOUNT.c.territory_id)
        .where(TERRITORY.c.code == CODE)
        .order_by(ACCOUNT.c.id)
    )
    with database.read() as session:
        rows = session.connection().execute(query).all()
    if not rows:
        return None
    return DemonstrationInfo(NAME, tuple(DemonstrationAccount(*row) for row in rows), PASSWORD)
