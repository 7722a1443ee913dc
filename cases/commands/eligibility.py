"""Confirming that someone may be counted: a criterion met, its proof seen and dated (DOMAIN.md rule 2)."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.hour_facts import PERSON, records_of
from cases.inputs import Confirmation
from cases.packs import pack_at
from cases.recounting import decide_about_people
from cases.refusals import InvalidInput, NotAllowed, NotFound, Place, UnknownCriterion
from cases.rules.months import add_months
from cases.rules.policy import RulePack
from cases.statements import table_of
from models.tables import BuyerCriterion, Eligibility, HourLine, HourSheet, WorkContract
from models.vocabulary import EligibilityStatus

CLAIM, OWN_LIST, CONTRACT = table_of(Eligibility), table_of(BuyerCriterion), table_of(WorkContract)
LINE, SHEET = table_of(HourLine), table_of(HourSheet)


def confirm_eligibility(
    session: Session, actor: Actor, participant_id: int, input: Confirmation, *, now: datetime
) -> int:
    """The proof was seen: the person's hours count from the first hire on; the eligibility's number.

    A criterion that waited is confirmed; another one is added. Raises NotAllowed, NotFound, UnknownCriterion,
    or InvalidInput when the proof would be seen in the future.
    """
    pack = _desk(session, actor, participant_id, now)
    today = pack.calendar.local_date(now)
    if input.proof_seen_on > today:
        raise InvalidInput(
            Place("proof_seen_on", "Cette date est dans le futur.", "This date is in the future.")
        )
    _refuse_unknown(session, input, pack)
    valid_from = input.valid_from or first_hire(session, participant_id) or today
    values = {
        "status": EligibilityStatus.CONFIRMED,
        "proof_seen_on": input.proof_seen_on,
        "valid_from": valid_from,
        "valid_until": input.valid_until or default_end(valid_from, pack),
        "reason": None,
        "pack_version": pack.version,
        "decided_at": now,
        "decided_by": actor.id,
    }
    number = _write(session, participant_id, input, values, now)
    payload = {"participant": participant_id, "eligibility": number}
    decide_about_people(session, actor, {participant_id}, "eligibility_confirmed", payload, now=now)
    return number


def _desk(session: Session, actor: Actor, participant_id: int, now: datetime) -> RulePack:
    """The pack in force, once the actor may decide on that person. Raises NotAllowed, NotFound."""
    if not actor.is_staff:
        raise NotAllowed
    query = select(PERSON.c.id).where(
        PERSON.c.id == participant_id, PERSON.c.territory_id == actor.territory_id
    )
    if session.connection().execute(query).first() is None:
        raise NotFound
    return pack_at(session, actor.territory_id, now)


def _refuse_unknown(session: Session, input: Confirmation, pack: RulePack) -> None:
    if input.buyer_id is None:
        known = {each.code for each in pack.eligibility_criteria}
    else:
        query = select(OWN_LIST.c.code).where(
            OWN_LIST.c.buyer_id == input.buyer_id, OWN_LIST.c.withdrawn_at.is_(None)
        )
        known = set(session.connection().execute(query).scalars())
    if input.criterion not in known:
        raise UnknownCriterion


def first_hire(session: Session, participant_id: int) -> date | None:
    """The person's first day: of the earliest contract, else of the earliest month declared."""
    records = [record.id for record in records_of(session, {participant_id})]
    connection = session.connection()
    hired = select(func.min(CONTRACT.c.starts_on)).where(CONTRACT.c.participant_id.in_(records))
    found: date | None = connection.execute(hired).scalar()
    if found is None:
        worked = select(func.min(SHEET.c.month)).join(LINE, LINE.c.sheet_id == SHEET.c.id)
        found = connection.execute(worked.where(LINE.c.participant_id.in_(records))).scalar()
    return found


def default_end(valid_from: date, pack: RulePack) -> date:
    """The last day on which a criterion holds that was met on that day."""
    return add_months(valid_from, pack.eligibility_months) - timedelta(days=1)


def _write(
    session: Session,
    participant_id: int,
    input: Confirmation,
    values: dict[str, object],
    now: datetime,
) -> int:
    connection = session.connection()
    same = select(CLAIM.c.id).where(
        CLAIM.c.participant_id == participant_id,
        CLAIM.c.criterion == input.criterion,
        CLAIM.c.buyer_id.is_(None) if input.buyer_id is None else CLAIM.c.buyer_id == input.buyer_id,
        CLAIM.c.status == EligibilityStatus.CLAIMED,
    )
    if (waiting := connection.execute(same).scalar()) is not None:
        connection.execute(update(CLAIM).where(CLAIM.c.id == waiting).values(**values))
        return int(waiting)
    row = {
        "participant_id": participant_id,
        "criterion": input.criterion,
        "buyer_id": input.buyer_id,
        "claimed_at": now,
        **values,
    }
    return int(connection.execute(insert(CLAIM).values(**row).returning(CLAIM.c.id)).scalar_one())
