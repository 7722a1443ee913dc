"""The lots and tranches that an amendment names: their figures foreseen, written, and given back."""

from dataclasses import replace
from decimal import Decimal

from sqlalchemy import insert, select, update
from sqlmodel import Session

from cases.calibrating import PART, is_counted
from cases.casework import Casework
from cases.inputs import AmendmentInput, PartAmended
from cases.recalibrating import retained_for_all, retained_of_part
from cases.refusals import InvalidInput, Place
from cases.rules.market_changes import Owed
from cases.rules.part_changes import (
    KnownPart,
    PartFigures,
    PartMoved,
    add_up,
    amount_of_all,
    hours_of_all,
    in_proportion_to_hours,
    known_amount,
    known_hours,
)
from cases.rules.said import NO_BREAK, number_en, number_fr
from cases.statements import table_of
from models.tables import MarketChangePart

MOVED = table_of(MarketChangePart)
NOT_A_PART = (
    "Ce n’est ni un lot ni une tranche ferme de ce marché.",
    "This is neither a lot nor a firm tranche of this market.",
)
PART_TWICE = ("Cette partie est déjà nommée.", "This part is already named.")
HOURS_UNKNOWN = (
    "Aucun calibrage retenu ne donne les heures de ce lot : écrivez-les, avec la raison.",
    "No retained calibration gives the hours of this lot: write them, with the reason.",
)
NOT_SHARED = Place(
    "parts.0.required_hours",
    "Ce marché doit les heures de ses lots : dites lesquels changent, ou répartissez-les entre tous à "
    "proportion.",
    "This market owes the hours of its lots: say which of them change, or share between all in proportion.",
)
NOTHING_TO_SHARE_BY = Place(
    "in_proportion",
    "Ses lots n’ont pas tous des heures : donnez celles de chacun.",
    "Not all of its lots have hours: give those of each.",
)
OTHERS_UNKNOWN = (
    "D’autres lots n’ont pas d’heures : donnez celles de chacun, leur somme fait celles du marché.",
    "Other lots have no hours: give those of each, the market owes their sum.",
)


def counted_parts(session: Session, market_id: int) -> list[KnownPart]:
    """The lots and firm tranches as they stand, in the order in which they came."""
    names = ("id", "kind", "number", "title", "required_hours", "amount_excl_tax")
    query = select(*(PART.c[name] for name in names)).where(PART.c.market_id == market_id, is_counted())
    rows = session.connection().execute(query.order_by(PART.c.id))
    return [
        KnownPart(
            row.id, row.kind, row.number, row.title, PartFigures(row.required_hours, row.amount_excl_tax)
        )
        for row in rows
    ]


def figures_of(session: Session, part_ids: list[int]) -> dict[int, PartFigures]:
    """Hours and amount of these parts as they stand."""
    query = select(PART.c.id, PART.c.required_hours, PART.c.amount_excl_tax).where(PART.c.id.in_(part_ids))
    rows = session.connection().execute(query)
    return {row.id: PartFigures(row.required_hours, row.amount_excl_tax) for row in rows}


def parts_amended(
    case: Casework, input: AmendmentInput, owed: Owed, parts: list[KnownPart]
) -> tuple[PartMoved, ...]:
    """The parts that the amendment names with their figures after.

    Raises InvalidInput at the field of what cannot be: a part unknown or named twice, hours unknown.
    """
    known, seen, moved = {part.id: part for part in parts}, set(), []
    for index, given in enumerate(input.parts):
        if not given.says_something:
            continue
        if given.part_id not in known or given.part_id in seen:
            words = PART_TWICE if given.part_id in seen else NOT_A_PART
            raise InvalidInput(Place(f"parts.{index}.part_id", *words))
        seen.add(given.part_id)
        moved.append(_moved(case, input, owed, known[given.part_id], index))
    return tuple(moved)


def with_totals(
    input: AmendmentInput, owed: Owed, parts: list[KnownPart], moved: tuple[PartMoved, ...]
) -> AmendmentInput:
    """The amendment with what it makes of the whole market: as it says itself, else as its parts moved.

    Raises InvalidInput when that cannot be told, or when the market's own figure is not that of its parts.
    """
    if not moved:
        return input
    hours = hours_of_all(owed.required_hours, parts, moved)
    if hours is None and any(each.after.required_hours is not None for each in moved):
        index = next(index for index, given in enumerate(input.parts) if given.says_something)
        raise InvalidInput(Place(f"parts.{index}.required_hours", *OTHERS_UNKNOWN))
    if input.required_hours is not None:
        _refuse_other_hours(input.required_hours, {hours, known_hours(parts, moved)} - {None})
        hours = input.required_hours
    amount = amount_of_all(owed.amount_excl_tax, parts, moved)
    if input.amount_excl_tax is not None:
        _refuse_lesser_amount(input.amount_excl_tax, known_amount(parts, moved))
        amount = input.amount_excl_tax
    return input.model_copy(update={"required_hours": hours, "amount_excl_tax": amount})


def _refuse_other_hours(given: Decimal, follows: set[Decimal | None]) -> None:
    """What the market would owe is what its parts make: moved by as much as they were, or their sum."""
    if not follows or given in follows:
        return
    known = sorted(each for each in follows if each is not None)
    in_french = " ou ".join(f"{number_fr(each)}{NO_BREAK}h" for each in known)
    in_english = " or ".join(f"{number_en(each)} h" for each in known)
    raise InvalidInput(
        Place(
            "required_hours",
            f"Ces lots font {in_french} en tout, pas {number_fr(given)}{NO_BREAK}h.",
            f"These lots make {in_english} in all, not {number_en(given)} h.",
        )
    )


def _refuse_lesser_amount(given: Decimal, of_parts: Decimal) -> None:
    if given < of_parts:
        raise InvalidInput(
            Place(
                "amount_excl_tax",
                f"Les lots font déjà {number_fr(of_parts)}{NO_BREAK}€ en tout, plus que ce montant.",
                f"The lots make €{number_en(of_parts)} in all already, more than this amount.",
            )
        )


def is_to_share(input: AmendmentInput, parts: list[KnownPart], hours: Decimal | None) -> bool:
    """Whether the market owes the hours of several parts, and the amendment does not say which it touches."""
    names_some = any(part.says_something for part in input.parts)
    return len(parts) > 1 and add_up(parts, hours) and not (names_some or input.in_proportion)


def parts_following(
    input: AmendmentInput, parts: list[KnownPart], before: Decimal | None, after: Decimal | None
) -> tuple[PartMoved, ...]:
    """The parts that an amendment of the whole market moves, when their hours are all that it owes.

    The one part that stands for them follows; several share them in proportion when the amendment says so.
    Raises InvalidInput when it does not say how they do.
    """
    if input.in_proportion and known_hours(parts) is None:
        raise InvalidInput(NOTHING_TO_SHARE_BY)
    if after is None or before == after or not add_up(parts, before):
        return ()
    if len(parts) > 1 and not (input.in_proportion and before):
        raise InvalidInput(NOT_SHARED)
    return in_proportion_to_hours(parts, after)


def _moved(case: Casework, input: AmendmentInput, owed: Owed, part: KnownPart, index: int) -> PartMoved:
    given, was = input.parts[index], part.figures
    amount = was.amount_excl_tax if given.amount_excl_tax is None else given.amount_excl_tax
    hours = was.required_hours if given.required_hours is None else given.required_hours
    if given.required_hours is None and amount != was.amount_excl_tax and owed.required_hours is not None:
        hours = _calibrated_hours(case, input, given, index)
    return PartMoved(part, replace(was, required_hours=hours, amount_excl_tax=amount))


def _calibrated_hours(
    case: Casework, input: AmendmentInput, given: PartAmended, index: int
) -> Decimal | None:
    """Those of the part's calibration, or of the whole market's when the part stands for all of it."""
    session, market_id = case.session, case.market.id
    retained = retained_of_part(session, market_id, given.part_id) or retained_for_all(session, market_id)
    if retained is None or given.amount_excl_tax is None:
        raise InvalidInput(Place(f"parts.{index}.required_hours", *HOURS_UNKNOWN))
    return retained.under(given.amount_excl_tax, input.duration_months, case.pack).required_hours


def keep_parts(session: Session, change_id: int, moved: tuple[PartMoved, ...]) -> None:
    """Write what a change moved of each part, and the parts as they are after; `moved` is not empty."""
    rows = [
        {
            "change_id": change_id,
            "part_id": each.part.id,
            "hours_before": each.before.required_hours,
            "hours_after": each.after.required_hours,
            "amount_before": each.before.amount_excl_tax,
            "amount_after": each.after.amount_excl_tax,
        }
        for each in moved
    ]
    session.connection().execute(insert(MOVED), rows)
    set_parts(session, moved)


def set_parts(session: Session, moved: tuple[PartMoved, ...]) -> None:
    """The parts with their figures after."""
    for each in moved:
        figures = {
            "required_hours": each.after.required_hours,
            "amount_excl_tax": each.after.amount_excl_tax,
        }
        session.connection().execute(update(PART).where(PART.c.id == each.part.id).values(**figures))


def parts_moved_by(session: Session, change_ids: list[int]) -> dict[int, tuple[PartMoved, ...]]:
    """What each of these changes moved, part by part, as the change knew it."""
    names = ("hours_before", "amount_before", "hours_after", "amount_after")
    query = (
        select(
            MOVED.c.change_id,
            *(PART.c[name] for name in ("id", "kind", "number", "title")),
            *(MOVED.c[name] for name in names),
        )
        .join(PART, PART.c.id == MOVED.c.part_id)
        .where(MOVED.c.change_id.in_(change_ids))
        .order_by(MOVED.c.id)
    )
    found: dict[int, list[PartMoved]] = {}
    for row in session.connection().execute(query):
        was = PartFigures(row.hours_before, row.amount_before)
        part = KnownPart(row.id, row.kind, row.number, row.title, was)
        after = PartFigures(row.hours_after, row.amount_after)
        found.setdefault(row.change_id, []).append(PartMoved(part, after))
    return {change_id: tuple(moved) for change_id, moved in found.items()}
