"""Optional tranches confirmed and purchase orders issued: their hours join those of the market."""

from collections.abc import Mapping
from dataclasses import dataclass, replace
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import and_, func, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.change_mail import Named
from cases.changework import CHANGE, Change, owed_by, underway
from cases.commands.changing import change_desk, changes_from, decide_change, refuse_early_end
from cases.commands.part_dates import refuse_confirmation_outside, refuse_order_outside
from cases.commands.parts import PART, part_row
from cases.inputs import OrderInput, TrancheConfirmation
from cases.recalibrating import retained_for_all, retained_for_part
from cases.refusals import (
    InvalidInput,
    NotAFramework,
    NotFound,
    OrderAlreadyIssued,
    Place,
    TrancheNotOptional,
)
from cases.rules.market_changes import Ordered, order_issued, tranche_confirmed
from cases.rules.part_changes import KnownPart, PartFigures, PartMoved
from cases.statements import MARKET
from models.vocabulary import ChangeKind, PartKind

ZERO = Decimal(0)
HOURS_MISSING = Place(
    "required_hours",
    "Aucun calibrage ne donne les heures : écrivez-les, avec la raison.",
    "No calibration gives the hours: write them, with the reason.",
)
NAME_IT = Place("number", "Donnez le numéro du bon de commande.", "Give the number of the purchase order.")
TITLE_IT = Place("title", "Donnez l’objet du bon de commande.", "Give the object of the purchase order.")
NUMBER_TAKEN = Place(
    "number",
    "Un bon de commande du marché porte déjà ce numéro : s’il reste à émettre, choisissez-le.",
    "A purchase order of the market already has this number: choose it if it is still to be issued.",
)


@dataclass(frozen=True, slots=True)
class _Part:
    """The tranche or the order that a change is about; `known` is None for an order that is new."""

    known: KnownPart | None
    number: str
    title: str
    hours: Decimal
    amount: Decimal | None = None

    @classmethod
    def of(cls, row: Mapping[str, Any], hours: Decimal, amount: Decimal | None) -> "_Part":
        """One that the market's composition has, with its hours and amount as the change gives them."""
        figures = PartFigures(row["required_hours"], row["amount_excl_tax"])
        known = KnownPart(row["id"], row["kind"], row["number"], row["title"], figures)
        return cls(known, row["number"], row["title"], hours, amount)

    @property
    def id(self) -> int | None:
        return None if self.known is None else self.known.id

    @property
    def moved(self) -> tuple[PartMoved, ...]:
        """What the change writes over what was known of it: cancelling gives that back."""
        after = PartFigures(self.hours, self.amount)
        if self.known is None or self.known.figures == after:
            return ()
        return (PartMoved(self.known, after),)


def foresee_tranche(
    session: Session, actor: Actor, market_id: int, input: TrancheConfirmation, *, now: datetime
) -> Change:
    """What confirming the tranche would change.

    Raises TrancheNotOptional, MarketNotUnderWay, or InvalidInput when its hours are not known or its days lie
    outside the market.
    """
    case = change_desk(session, actor, market_id, now)
    change, _ = _tranche(case, input)
    refuse_early_end(case, change.after)
    return change


def confirm_tranche(
    session: Session, actor: Actor, market_id: int, input: TrancheConfirmation, *, now: datetime
) -> int:
    """An optional tranche becomes firm: its hours join the market's, on its own days; the change's number."""
    case = change_desk(session, actor, market_id, now)
    change, part = _tranche(case, input)
    firm = {"is_firm": True, "ordered_on": input.confirmed_on}
    session.connection().execute(update(PART).where(PART.c.id == part.id).values(**firm))
    about = {"part": part.id, "hours": part.hours}
    return decide_change(case, "tranche_confirmed", change, _named(part), about)


def _tranche(case: Casework, input: TrancheConfirmation) -> tuple[Change, _Part]:
    row = part_row(case.session, case.market.id, input.part_id)
    if row["kind"] is not PartKind.TRANCHE or row["is_firm"]:
        raise TrancheNotOptional
    refuse_confirmation_outside(case, input)
    hours = row["required_hours"] if input.required_hours is None else input.required_hours
    if hours is None:
        raise InvalidInput(HOURS_MISSING)
    part = _Part.of(row, hours, row["amount_excl_tax"])
    before = owed_by(case.session, case.market.id)
    calibrated = retained_for_part(case.session, case.market.id, part.id or 0)
    qpv = ZERO if calibrated is None else calibrated.qpv_hours
    after = tranche_confirmed(before, _ordered(case, input, hours, qpv), underway(case.session, case.market))
    kind = ChangeKind.TRANCHE_CONFIRMED
    change = Change(
        kind, input.confirmed_on, before, after, part_id=part.id, reason=input.reason, parts=part.moved
    )
    return change, part


def foresee_order(
    session: Session, actor: Actor, market_id: int, input: OrderInput, *, now: datetime
) -> Change:
    """What the order would change.

    Raises NotAFramework, OrderAlreadyIssued, MarketNotUnderWay, or InvalidInput when hours are not known or
    days lie outside the framework agreement.
    """
    case = change_desk(session, actor, market_id, now)
    change, _ = _order(case, input)
    refuse_early_end(case, change.after)
    return change


def issue_order(session: Session, actor: Actor, market_id: int, input: OrderInput, *, now: datetime) -> int:
    """A purchase order is issued: it draws on its framework's hours, then adds to them.

    The number of the change. Raises what foreseeing raises.
    """
    case = change_desk(session, actor, market_id, now)
    change, part = _order(case, input)
    part_id = _keep_order(case, input, part)
    about = {"part": part_id, "hours": part.hours}
    return decide_change(case, "order_issued", replace(change, part_id=part_id), _named(part), about)


def _order(case: Casework, input: OrderInput) -> tuple[Change, _Part]:
    framework = select(MARKET.c.is_framework).where(MARKET.c.id == case.market.id)
    if not case.session.connection().execute(framework).scalar_one():
        raise NotAFramework
    refuse_order_outside(case, input)
    part = _ordered_part(case, input)
    before, works = owed_by(case.session, case.market.id), underway(case.session, case.market)
    issued = hours_ordered(case.session, case.market.id)
    from_on = changes_from(case, before, input.starts_on)
    after = order_issued(before, _ordered(case, input, part.hours, ZERO), issued, works, from_on)
    kind = ChangeKind.PURCHASE_ORDER
    change = Change(
        kind, input.ordered_on, before, after, part_id=part.id, reason=input.reason, parts=part.moved
    )
    return change, part


def _ordered(
    case: Casework, input: TrancheConfirmation | OrderInput, hours: Decimal, qpv: Decimal
) -> Ordered:
    """The part on its own days: those that have gone can no longer be worked."""
    starts_on = max(input.starts_on, case.today)
    ends_on = input.ends_on
    if ends_on is not None and ends_on < starts_on:
        starts_on = ends_on
    return Ordered(hours, starts_on, ends_on, input.committed_hours, qpv)


def _ordered_part(case: Casework, input: OrderInput) -> _Part:
    if input.part_id is None:
        if input.number is None:
            raise InvalidInput(NAME_IT)
        if input.title is None:
            raise InvalidInput(TITLE_IT)
        _refuse_known_order(case, input.number)
        hours = _hours(case, input, None, input.amount_excl_tax)
        return _Part(None, input.number, input.title, hours, input.amount_excl_tax)
    row = part_row(case.session, case.market.id, input.part_id)
    if row["kind"] is not PartKind.PURCHASE_ORDER:
        raise NotFound
    issued = select(CHANGE.c.id).where(CHANGE.c.part_id == row["id"], CHANGE.c.cancelled_at.is_(None))
    if case.session.connection().execute(issued).first() is not None:
        raise OrderAlreadyIssued
    amount = row["amount_excl_tax"] if input.amount_excl_tax is None else input.amount_excl_tax
    hours = _hours(case, input, row["required_hours"], amount)
    return _Part.of(row, hours, amount)


def _hours(case: Casework, input: OrderInput, known: Decimal | None, amount: Decimal | None) -> Decimal:
    """As given, else as known of the part, else by the formula that calibrated the framework."""
    if input.required_hours is not None:
        return input.required_hours
    if known is not None:
        return known
    retained = retained_for_all(case.session, case.market.id)
    if retained is None or amount is None:
        raise InvalidInput(HOURS_MISSING)
    return retained.under(amount, None, case.pack).required_hours


def hours_ordered(session: Session, market_id: int) -> Decimal:
    """The hours of the purchase orders issued so far."""
    query = (
        select(func.coalesce(func.sum(PART.c.required_hours), 0))
        .join(CHANGE, and_(CHANGE.c.part_id == PART.c.id, CHANGE.c.cancelled_at.is_(None)))
        .where(PART.c.market_id == market_id, PART.c.kind == PartKind.PURCHASE_ORDER)
    )
    return Decimal(session.connection().execute(query).scalar_one())


def _refuse_known_order(case: Casework, number: str) -> None:
    query = select(PART.c.id).where(
        PART.c.market_id == case.market.id,
        PART.c.kind == PartKind.PURCHASE_ORDER,
        func.lower(PART.c.number) == number.lower(),
    )
    if case.session.connection().execute(query).first() is not None:
        raise InvalidInput(NUMBER_TAKEN)


def _keep_order(case: Casework, input: OrderInput, part: _Part) -> int:
    connection = case.session.connection()
    if part.id is not None:
        connection.execute(update(PART).where(PART.c.id == part.id).values(ordered_on=input.ordered_on))
        return part.id
    values = {
        "market_id": case.market.id,
        "kind": PartKind.PURCHASE_ORDER,
        "number": part.number,
        "title": part.title,
        "is_firm": True,
        "required_hours": part.hours,
        "amount_excl_tax": part.amount,
        "ordered_on": input.ordered_on,
        "created_at": case.now,
    }
    return int(connection.execute(insert(PART).values(**values).returning(PART.c.id)).scalar_one())


def _named(part: _Part) -> Named:
    return Named(part.number, part.title, part.hours)
