"""The rows of people, written in one way wherever they come from: a record, a contract, a criterion claimed.

Callers have seen to who may, journal it, and count anew.
"""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sqlalchemy import insert, select, update
from sqlmodel import Session

from cases.hour_facts import PERSON
from cases.inputs import ContractInput, PersonFacts
from cases.rules.same_person import name_key
from cases.statements import table_of
from models.tables import Eligibility, Party, WorkContract
from models.vocabulary import EligibilityStatus, PartyKind

CONTRACT, CLAIM, PARTY = table_of(WorkContract), table_of(Eligibility), table_of(Party)


def add_person(
    session: Session, territory_id: int, party_id: int, facts: PersonFacts, *, now: datetime
) -> int:
    """A new record of a company's; its number. `cases/newcomers.py` then sees whether they are known."""
    row = {"territory_id": territory_id, "party_id": party_id, "created_at": now, **_facts(facts)}
    added = session.connection().execute(insert(PERSON).values(**row).returning(PERSON.c.id))
    return int(added.scalar_one())


def change_person(session: Session, participant_id: int, facts: PersonFacts) -> None:
    """Replace what a record says."""
    changed = update(PERSON).where(PERSON.c.id == participant_id).values(**_facts(facts))
    session.connection().execute(changed)


def _facts(facts: PersonFacts) -> Mapping[str, Any]:
    return {**facts.model_dump(), "name_key": name_key(facts.first_name, facts.last_name)}


def add_contract(session: Session, participant_id: int, contract: ContractInput, *, now: datetime) -> int:
    """A contract of the record; its number."""
    row = {"participant_id": participant_id, "created_at": now, **contract.model_dump()}
    added = session.connection().execute(insert(CONTRACT).values(**row).returning(CONTRACT.c.id))
    return int(added.scalar_one())


def add_claim(
    session: Session,
    participant_id: int,
    criterion: str,
    *,
    pack_version: str,
    now: datetime,
    buyer_id: int | None = None,
) -> int:
    """A criterion that someone says they meet, to be confirmed on a proof; its number."""
    row = {
        "participant_id": participant_id,
        "criterion": criterion,
        "buyer_id": buyer_id,
        "status": EligibilityStatus.CLAIMED,
        "pack_version": pack_version,
        "claimed_at": now,
    }
    added = session.connection().execute(insert(CLAIM).values(**row).returning(CLAIM.c.id))
    return int(added.scalar_one())


def is_structure(session: Session, territory_id: int, party_id: int) -> bool:
    """Whether this party is an insertion structure of the territory, which lends people to companies."""
    query = select(PARTY.c.id).where(
        PARTY.c.id == party_id,
        PARTY.c.territory_id == territory_id,
        PARTY.c.kind == PartyKind.INSERTION_STRUCTURE,
    )
    return session.connection().execute(query).first() is not None
