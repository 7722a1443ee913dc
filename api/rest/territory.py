"""The territory itself: its rules, its people, its clocks."""

from typing import Annotated, Any

from fastapi import APIRouter
from pydantic import EmailStr, Field

from api.dependencies import Now, Reading, Writing
from api.permissions import Director, Staff
from api.rest import examples
from api.rest.documentation import LARGEST_NUMBER, READS, WRITES, body, operation_id
from api.rest.territory_shapes import AccountRecord, ClockRecord, FiguresRecord, PackRecord, PackVersionRecord
from cases.commands.accounts import add_account
from cases.commands.rule_packs import adopt_pack
from cases.inputs import ContactName, Input
from cases.packs import pack_at
from cases.queries.accounts import people
from cases.queries.clocks import ClockStatus, clock_status
from cases.queries.rule_packs import pack_versions
from cases.queries.territory_figures import TerritoryFigures, territory_figures
from cases.rules.policy import RulePack
from models.vocabulary import Role

router = APIRouter(prefix="/api/v1", tags=["Territory"], generate_unique_id_function=operation_id)


class NewAccount(Input):
    """A person who will sign in; buyers and companies with the number of their organisation."""

    email: EmailStr
    name: ContactName
    role: Role
    password: Annotated[str, Field(min_length=1, max_length=1000)]
    party_id: Annotated[int, Field(ge=1, le=LARGEST_NUMBER)] | None = None


@router.get("/rule-pack", summary="Read the rule pack in force", response_model=PackRecord, responses=READS)
def read_pack(session: Reading, actor: Staff, now: Now) -> dict[str, Any]:
    """Every parameter of the territory, with the version that today's decisions name."""
    return pack_at(session, actor.territory_id, now).model_dump()


@router.put("/rule-pack", summary="Adopt a rule pack", response_model=PackRecord, responses=WRITES)
def put_pack(
    session: Writing, actor: Director, now: Now, pack: Annotated[RulePack, body(examples.PACK)]
) -> dict[str, Any]:
    """A new version, deciding from its `valid_from` on. Parameters not given take their defaults."""
    adopt_pack(session, actor, pack, now=now)
    return pack.model_dump()


@router.get(
    "/rule-packs",
    summary="List the versions of the rule pack",
    response_model=list[PackVersionRecord],
    responses=READS,
)
def list_packs(session: Reading, actor: Staff, now: Now) -> list[dict[str, Any]]:
    """Past, in force and coming, latest first, each with what it changed from the one before."""
    return [
        {
            "version": each.version,
            "valid_from": each.valid_from,
            "until": each.until,
            "state": each.state,
            "adopted_at": each.adopted_at,
            "changed": each.changed,
            "pack": each.pack.model_dump(),
        }
        for each in pack_versions(session, actor, now)
    ]


@router.get("/accounts", summary="List the accounts", response_model=list[AccountRecord], responses=READS)
def list_accounts(session: Reading, actor: Director) -> list[AccountRecord]:
    """The people who may sign in."""
    return [AccountRecord.model_validate(person) for person in people(session, actor)]


@router.post(
    "/accounts", summary="Add an account", response_model=AccountRecord, status_code=201, responses=WRITES
)
def create_account(
    session: Writing, actor: Director, now: Now, account: Annotated[NewAccount, body(examples.ACCOUNT)]
) -> AccountRecord:
    """A retry is safe: an address has one account, and a second call answers 422."""
    number = add_account(
        session,
        actor.territory_id,
        account.email,
        account.name,
        account.role,
        account.password,
        account.party_id,
        now=now,
    )
    added = next(person for person in people(session, actor) if person.id == number)
    return AccountRecord.model_validate(added)


@router.get("/figures", summary="Read the figures", response_model=FiguresRecord, responses=READS)
def read_figures(session: Reading, actor: Staff, now: Now) -> TerritoryFigures:
    """Markets by stage, hours, people, and what is late."""
    today = pack_at(session, actor.territory_id, now).calendar.local_date(now)
    return territory_figures(session, actor, today)


@router.get("/clocks", summary="Read how the clocks stand", response_model=ClockRecord, responses=READS)
def read_clocks(session: Reading, actor: Staff, now: Now) -> ClockStatus:
    """When the sweep last went round, what is due, what was set apart, what waits to leave."""
    return clock_status(session, actor, now=now)
