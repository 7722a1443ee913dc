"""A person's contracts: within their days, hours count; a permanent one starts a time of its own (rule 2)."""

from datetime import date, datetime

from sqlalchemy import or_, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.compared_again import compare_again
from cases.hour_facts import CONTRACT
from cases.inputs import ContractEnd, ContractInput
from cases.people import add_contract as write_contract
from cases.personwork import PersonCase, take_up_person
from cases.refusals import InvalidInput, NotFound, Place
from cases.statements import table_of
from models.tables import Party
from models.vocabulary import PartyKind

PARTY = table_of(Party)


def add_contract(
    session: Session, actor: Actor, participant_id: int, input: ContractInput, *, now: datetime
) -> int:
    """Record a contract; its number. The person's hours are counted anew.

    Raises NotAllowed, NotFound, and InvalidInput: days out of order, days of another contract with the same
    employer for the same company, a party that cannot employ.
    """
    case = take_up_person(session, actor, participant_id, now)
    _refuse_unfit(case, input, None)
    number = write_contract(session, participant_id, input, now=now)
    _decide(case, "contract_added", {"participant": participant_id, "contract": number})
    return number


def correct_contract(
    session: Session,
    actor: Actor,
    participant_id: int,
    contract_id: int,
    input: ContractInput,
    *,
    now: datetime,
) -> None:
    """Replace what a person's contract says. Raises what adding one raises."""
    case, owner = _take_up_contract(session, actor, participant_id, contract_id, now)
    _refuse_unfit(case, input, contract_id)
    changed = update(CONTRACT).where(CONTRACT.c.id == contract_id).values(**input.model_dump())
    session.connection().execute(changed)
    _decide(case, "contract_changed", {"participant": owner, "contract": contract_id})


def end_contract(
    session: Session,
    actor: Actor,
    participant_id: int,
    contract_id: int,
    input: ContractEnd,
    *,
    now: datetime,
) -> None:
    """The contract ends that day, included. Raises NotAllowed, NotFound, InvalidInput before its start."""
    case, owner = _take_up_contract(session, actor, participant_id, contract_id, now)
    connection = session.connection()
    starts_on = connection.execute(
        select(CONTRACT.c.starts_on).where(CONTRACT.c.id == contract_id)
    ).scalar_one()
    _refuse_disorder(starts_on, input.ends_on)
    ended = update(CONTRACT).where(CONTRACT.c.id == contract_id).values(ends_on=input.ends_on)
    connection.execute(ended)
    _decide(case, "contract_ended", {"participant": owner, "contract": contract_id})


def _decide(case: PersonCase, event: str, payload: dict[str, int]) -> None:
    """Hours are counted anew, and compared: who employs says whose statements they await."""
    case.decide(event, payload)
    compare_again(case.session, case.actor, case.records, now=case.now)


def _take_up_contract(
    session: Session, actor: Actor, participant_id: int, contract_id: int, now: datetime
) -> tuple[PersonCase, int]:
    """The person, and the record of theirs that the contract is of. Raises NotFound for anybody else's."""
    case = take_up_person(session, actor, participant_id, now)
    query = select(CONTRACT.c.participant_id).where(
        CONTRACT.c.id == contract_id, CONTRACT.c.participant_id.in_(case.records)
    )
    owner = session.connection().execute(query).scalar()
    if owner is None:
        raise NotFound
    return case, int(owner)


def _refuse_unfit(case: PersonCase, input: ContractInput, itself: int | None) -> None:
    _refuse_disorder(input.starts_on, input.ends_on)
    _refuse_stranger(case, input)
    _refuse_overlap(case, input, itself)


def _refuse_disorder(starts_on: date, ends_on: date | None) -> None:
    if ends_on is not None and ends_on < starts_on:
        raise InvalidInput(
            Place(
                "ends_on",
                "Le contrat ne peut pas finir avant de commencer.",
                "The contract cannot end before it starts.",
            )
        )


def _refuse_stranger(case: PersonCase, input: ContractInput) -> None:
    """The works are a company's; whoever employs is that company, or an insertion structure."""
    query = select(PARTY.c.id, PARTY.c.kind).where(
        PARTY.c.id.in_((input.employer_id, input.company_id)),
        PARTY.c.territory_id == case.actor.territory_id,
    )
    kinds = {row.id: row.kind for row in case.session.connection().execute(query)}
    if kinds.get(input.company_id) is not PartyKind.COMPANY:
        raise InvalidInput(
            Place("company_id", "Choisissez une entreprise du territoire.", "Choose a company known here.")
        )
    is_structure = kinds.get(input.employer_id) is PartyKind.INSERTION_STRUCTURE
    if input.employer_id != input.company_id and not is_structure:
        raise InvalidInput(
            Place(
                "employer_id",
                "L’employeur est l’entreprise elle-même, ou une structure d’insertion.",
                "The employer is the company itself, or an insertion structure.",
            )
        )


def _refuse_overlap(case: PersonCase, input: ContractInput, itself: int | None) -> None:
    """One contract at a time with one employer for one company's works, whichever record has it."""
    query = select(CONTRACT.c.id).where(
        CONTRACT.c.participant_id.in_(case.records),
        CONTRACT.c.employer_id == input.employer_id,
        CONTRACT.c.company_id == input.company_id,
        or_(CONTRACT.c.ends_on.is_(None), CONTRACT.c.ends_on >= input.starts_on),
        *(() if input.ends_on is None else (CONTRACT.c.starts_on <= input.ends_on,)),
        *(() if itself is None else (CONTRACT.c.id != itself,)),
    )
    if case.session.connection().execute(query).first() is not None:
        raise InvalidInput(
            Place(
                "starts_on",
                "Un autre contrat avec cet employeur couvre déjà une partie de ces jours.",
                "Another contract with this employer already covers some of these days.",
            )
        )
