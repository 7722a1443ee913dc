"""Amendments (avenants): what they change of hours, promise, dates and curve, foreseen and then recorded."""

from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from typing import Any, NamedTuple

from sqlalchemy import func, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.change_mail import Named
from cases.changework import Change, owed_by, underway
from cases.commands.changing import change_desk, changes_from, decide_change, refuse_early_end
from cases.inputs import AmendmentInput
from cases.partwork import (
    NOT_SHARED,
    counted_parts,
    is_to_share,
    parts_amended,
    parts_following,
    with_totals,
)
from cases.recalibrating import retained_for_all
from cases.refusals import InvalidInput, Place, in_the_future
from cases.rules.market_changes import Owed, Terms, Underway, amended, end_after
from cases.rules.part_changes import KnownPart
from cases.statements import table_of
from models.tables import Amendment, MarketChange
from models.vocabulary import ChangeKind

AMENDMENT, CHANGE = table_of(Amendment), table_of(MarketChange)
NUMBER_TAKEN = Place(
    "number",
    "Un avenant de ce marché porte déjà ce numéro.",
    "An amendment of this market already has this number.",
)
HOURS_UNKNOWN = Place(
    "required_hours",
    "Aucun calibrage retenu ne permet de recalculer les heures : donnez-les, avec la raison.",
    "No retained calibration allows the hours to be computed again: give them, with the reason.",
)


class Published(NamedTuple):
    """What tells one amendment from another, as it is signed and as files give it."""

    signed_on: date | None
    amount_excl_tax: Decimal | None
    duration_months: int | None

    @classmethod
    def of(cls, amendment: Any) -> "Published":
        """Of an input, a row or a file's item."""
        return cls(*(getattr(amendment, name) for name in cls._fields))


def foresee_amendment(
    session: Session, actor: Actor, market_id: int, input: AmendmentInput, *, now: datetime
) -> Change:
    """What the amendment would change; nothing is written.

    Raises MarketNotUnderWay, or InvalidInput when hours cannot be computed, the end comes before the start,
    the number is taken or the amendment is not signed yet.
    """
    case = change_desk(session, actor, market_id, now)
    refuse_known_number(case, input.number)
    _refuse_unsigned(case, input)
    change = foreseen(case, input)
    refuse_early_end(case, change.after)
    return change


def record_amendment(
    session: Session, actor: Actor, market_id: int, input: AmendmentInput, *, now: datetime
) -> int:
    """Record the amendment with all that follows; the number of the change. Raises what foreseeing raises."""
    case = change_desk(session, actor, market_id, now)
    refuse_known_number(case, input.number)
    _refuse_unsigned(case, input)
    return amend(case, input, foreseen(case, input))


def amend(
    case: Casework, input: AmendmentInput, change: Change, *, as_published: Published | None = None
) -> int:
    """Write an amendment foreseen on this desk; the number of the change.

    `as_published`: what a file says of it, by which it is known again.
    """
    number = input.number or _next_number(case)
    row = _row(case, number, input, as_published or Published.of(input))
    change = replace(change, amendment_id=row)
    about = {"amendment": number, "signed_on": input.signed_on}
    return decide_change(case, "amended", change, Named(str(number), input.object), about)


@dataclass(frozen=True, slots=True)
class Standing:
    """What the market and its parts stand at when an amendment changes them."""

    owed: Owed
    parts: list[KnownPart]

    @classmethod
    def of(cls, case: Casework) -> "Standing":
        """What they stand at now."""
        market_id = case.market.id
        return cls(owed_by(case.session, market_id), counted_parts(case.session, market_id))


def foreseen(
    case: Casework, input: AmendmentInput, *, knows_hours: bool = True, since: Standing | None = None
) -> Change:
    """The market before and after, from what it stands at now unless told otherwise.

    Without `knows_hours`, those that cannot be computed stay as they were.
    """
    standing, works = since or Standing.of(case), underway(case.session, case.market)
    before, parts = standing.owed, standing.parts
    effective_on = input.effective_on or input.signed_on
    moved = parts_amended(case, input, before, parts)
    input = with_totals(input, before, parts, moved)
    unknown = NOT_SHARED if is_to_share(input, parts, before.required_hours) else HOURS_UNKNOWN
    terms = _terms(case, input, before, works, unknown if knows_hours else None)
    after = amended(before, terms, works, changes_from(case, before, effective_on))
    moved = moved or parts_following(input, parts, before.required_hours, after.required_hours)
    return Change(ChangeKind.AMENDMENT, effective_on, before, after, reason=input.reason, parts=moved)


def _terms(
    case: Casework, input: AmendmentInput, before: Owed, works: Underway, unknown: Place | None
) -> Terms:
    """What the amendment says, and the hours of its amount; `unknown` is refused when nothing gives them."""
    required, qpv = input.required_hours, input.qpv_hours
    amount = input.amount_excl_tax
    is_dearer = amount is not None and amount != before.amount_excl_tax
    if required is None and is_dearer and before.required_hours is not None:
        assert amount is not None
        retained = retained_for_all(case.session, case.market.id)
        if retained is not None:
            result = retained.under(amount, input.duration_months, case.pack)
            required, qpv = result.required_hours, result.qpv_hours if qpv is None else qpv
        elif unknown is not None:
            raise InvalidInput(unknown)
    return Terms(
        required_hours=required,
        committed_hours=input.committed_hours,
        qpv_hours=qpv,
        amount_excl_tax=amount,
        duration_months=input.duration_months,
        planned_end_on=input.planned_end_on or _end_of_duration(input.duration_months, before, works),
    )


def _end_of_duration(months: int | None, before: Owed, works: Underway) -> date | None:
    if months is None or works.starts_on is None or months == before.duration_months:
        return None
    return end_after(works.starts_on, months, works.stops)


def is_uncertain(case: Casework, amount: Decimal | None, before: Owed) -> bool:
    """Whether a person must say what this amount makes of the hours, for want of one calibration."""
    if amount is None or amount == before.amount_excl_tax or before.required_hours is None:
        return False
    return retained_for_all(case.session, case.market.id) is None


def refuse_known_number(case: Casework, number: int | None) -> None:
    """Raises InvalidInput when an amendment that stands has this number."""
    if number is None:
        return
    standing = select(AMENDMENT.c.id).where(
        AMENDMENT.c.market_id == case.market.id, AMENDMENT.c.number == number, ~_was_cancelled()
    )
    if case.session.connection().execute(standing).first() is not None:
        raise InvalidInput(NUMBER_TAKEN)


def _refuse_unsigned(case: Casework, input: AmendmentInput) -> None:
    if input.signed_on > case.today:
        raise in_the_future("signed_on")


def _was_cancelled() -> Any:
    cancelled = select(CHANGE.c.id).where(
        CHANGE.c.amendment_id == AMENDMENT.c.id, CHANGE.c.cancelled_at.is_not(None)
    )
    stands = select(CHANGE.c.id).where(
        CHANGE.c.amendment_id == AMENDMENT.c.id, CHANGE.c.cancelled_at.is_(None)
    )
    return cancelled.exists() & ~stands.exists()


def _next_number(case: Casework) -> int:
    query = select(func.coalesce(func.max(AMENDMENT.c.number), 0)).where(
        AMENDMENT.c.market_id == case.market.id, ~_was_cancelled()
    )
    return int(case.session.connection().execute(query).scalar_one()) + 1


def _row(case: Casework, number: int, input: AmendmentInput, said: Published) -> int:
    """The amendment as signed; one cancelled as a mistake gives its number to the right one."""
    connection = case.session.connection()
    facts = {**said._asdict(), "object": input.object[:1000]}
    known = update(AMENDMENT).where(AMENDMENT.c.market_id == case.market.id, AMENDMENT.c.number == number)
    found = connection.execute(known.values(**facts).returning(AMENDMENT.c.id)).scalar()
    if found is None:
        values = {"market_id": case.market.id, "number": number, **facts}
        found = connection.execute(insert(AMENDMENT).values(**values).returning(AMENDMENT.c.id)).scalar_one()
    return int(found)
