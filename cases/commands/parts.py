"""What a market is made of: lots, tranches and purchase orders added, corrected, taken away."""

from collections.abc import Mapping, Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.decisions import Decision
from cases.inputs import PartInput
from cases.inputs.announcement import misfits
from cases.refusals import InvalidInput, MarketOver, NotAllowed, NotFound, PartKept, Place
from cases.rules.lifecycle import FINAL_STAGES
from cases.statements import MARKET, table_of
from models.tables import Calibration, MarketPart
from models.vocabulary import Stage

PART, CALIBRATION = table_of(MarketPart), table_of(Calibration)
ENTERED = tuple(PartInput.model_fields)
WORKS_TOO_EARLY = Place(
    "works_planned_on",
    "Les travaux ne peuvent pas démarrer avant la publication.",
    "The works cannot start before the publication.",
)
CONFIRMS_TRANCHES = (Stage.KICKOFF, Stage.FOLLOW_UP, Stage.SUSPENDED)
CONFIRM_IT = Place(
    "kind",
    "Depuis l’attribution, une tranche s’affermit à la page « Changements » : ses heures la suivent.",
    'Since the award, a tranche is confirmed on the page "Changes": its hours follow.',
)
PLANNED = frozenset({"amount_excl_tax", "is_framework", "publication_planned_on", "works_planned_on"})
"""The facts of a market that its other facts, or its parts, may contradict."""


def write_parts(session: Session, market_id: int, parts: Sequence[PartInput], *, now: datetime) -> None:
    """Write the parts of a market that was just opened; its input has checked them."""
    rows = [{"market_id": market_id, "created_at": now, **part.model_dump()} for part in parts]
    if rows:
        session.connection().execute(insert(PART), rows)


def add_part(session: Session, actor: Actor, market_id: int, part: PartInput, *, now: datetime) -> int:
    """Add a lot, a tranche or a purchase order; its number.

    Raises InvalidInput when it contradicts the market or its other parts, MarketOver once it has ended.
    """
    case = _desk(session, actor, market_id, now)
    _refuse_misfits(case, [*_others(session, market_id), part])
    row = {"market_id": market_id, "created_at": now, **part.model_dump()}
    part_id = int(session.connection().execute(insert(PART).values(**row).returning(PART.c.id)).scalar_one())
    case.decide(Decision("part_added", {"part": part_id, **_named(part)}))
    return part_id


def change_part(
    session: Session, actor: Actor, market_id: int, part_id: int, part: PartInput, *, now: datetime
) -> None:
    """Correct a part; the journal keeps each before and after. A calibration keeps the inputs it stood on.

    Raises what `add_part` raises, and NotFound when the market has no such part.
    """
    case = _desk(session, actor, market_id, now)
    before = part_row(session, market_id, part_id)
    _refuse_misfits(case, [*_others(session, market_id, besides=part_id), part])
    given = part.model_dump()
    if before["is_firm"] != part.is_firm and case.market.stage in CONFIRMS_TRANCHES:
        raise InvalidInput(CONFIRM_IT)
    changes = {name: value for name, value in given.items() if before[name] != value}
    if not changes:
        return
    session.connection().execute(update(PART).where(PART.c.id == part_id).values(**changes))
    told = {name: {"before": _plain(before[name]), "after": _plain(value)} for name, value in changes.items()}
    case.decide(Decision("part_changed", {"part": part_id, **_named(part), "changes": told}))


def remove_part(session: Session, actor: Actor, market_id: int, part_id: int, *, now: datetime) -> None:
    """Take a part away while the market is drafted. Raises PartKept later, or when it was calibrated."""
    case = _desk(session, actor, market_id, now)
    row = part_row(session, market_id, part_id)
    calibrated = select(CALIBRATION.c.id).where(CALIBRATION.c.part_id == part_id).limit(1)
    is_calibrated = session.connection().execute(calibrated).first() is not None
    if case.market.stage is not Stage.DRAFTING or is_calibrated:
        raise PartKept
    session.connection().execute(delete(PART).where(PART.c.id == part_id))
    case.decide(
        Decision("part_removed", {"part": part_id, "kind_of_part": row["kind"], "number": row["number"]})
    )


def part_row(session: Session, market_id: int, part_id: int) -> dict[str, Any]:
    """The part as it stands. Raises NotFound when it is not one of the market's."""
    query = select(PART).where(PART.c.id == part_id, PART.c.market_id == market_id)
    row = session.connection().execute(query).mappings().first()
    if row is None:
        raise NotFound
    return dict(row)


def _desk(session: Session, actor: Actor, market_id: int, now: datetime) -> Casework:
    if not actor.is_staff:
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    if case.market.stage in FINAL_STAGES:
        raise MarketOver
    return case


def _others(session: Session, market_id: int, besides: int | None = None) -> list[PartInput]:
    query = select(*(PART.c[name] for name in ENTERED)).where(PART.c.market_id == market_id)
    if besides is not None:
        query = query.where(PART.c.id != besides)
    rows = session.connection().execute(query.order_by(PART.c.id)).mappings()
    return [PartInput.model_construct(**row) for row in rows]


def _refuse_misfits(case: Casework, parts: Sequence[PartInput]) -> None:
    """The part in question comes last: what is wrong is said at its own fields."""
    query = select(MARKET.c.amount_excl_tax, MARKET.c.is_framework).where(MARKET.c.id == case.market.id)
    row = case.session.connection().execute(query).one()
    last = f"parts.{len(parts) - 1}."
    found = misfits(parts, row.amount_excl_tax, is_framework=row.is_framework)
    places = tuple(
        Place(place.field.removeprefix(last), place.message_fr, place.message_en)
        for place in found
        if place.field.startswith(last) or not place.field.startswith("parts.")
    )
    if places:
        raise InvalidInput(*places)


def refuse_contradictions(case: Casework, changes: Mapping[str, Any]) -> None:
    """Raises InvalidInput when these changes contradict the market's other facts or its parts."""
    query = select(*(MARKET.c[name] for name in PLANNED)).where(MARKET.c.id == case.market.id)
    facts = {**case.session.connection().execute(query).mappings().one(), **changes}
    publication, works = facts["publication_planned_on"], facts["works_planned_on"]
    if publication is not None and works is not None and works < publication:
        raise InvalidInput(WORKS_TOO_EARLY)
    parts = _others(case.session, case.market.id)
    found = list(misfits(parts, facts["amount_excl_tax"], is_framework=facts["is_framework"]))
    if found:
        names = {place.field for place in found}
        field = "amount_excl_tax" if "amount_excl_tax" in names else "is_framework"
        raise InvalidInput(Place(field, found[-1].message_fr, found[-1].message_en))


def _named(part: PartInput) -> dict[str, Any]:
    return {"kind_of_part": part.kind, "number": part.number}


def _plain(value: Any) -> Any:
    return str(value) if isinstance(value, Decimal) else value
