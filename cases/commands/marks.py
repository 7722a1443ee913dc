"""The grid of a tender's analysis, and the marks given to its offers."""

from collections.abc import Mapping
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import bindparam, delete, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.commands.offers import take_up_offers
from cases.decisions import Decision
from cases.inputs import GridCriterion, GridInput, MarkInput, MarksInput
from cases.offerwork import CRITERION, MARK, OFFER, grid_of
from cases.refusals import InvalidInput, Place
from cases.rules.pack_parts import HOURS_CRITERION
from cases.rules.scoring import Criterion
from models.prepared import Prepared

OWN_CODE = "own_{number}"
HUNDRED = Decimal(100)
REMOVE_MARK = Prepared(
    delete(MARK).where(MARK.c.offer_id == bindparam("offer"), MARK.c.criterion_id == bindparam("criterion"))
)
ADD_MARK = Prepared(insert(MARK))


def set_grid(session: Session, actor: Actor, market_id: int, grid: GridInput, *, now: datetime) -> None:
    """Make this the round's grid. A criterion that keeps its code keeps its marks; one left out loses them.

    Raises NotAllowed, NotFound, OffersClosed.
    """
    case = take_up_offers(session, actor, market_id, now)
    known = _criteria(case)
    criteria = _coded(grid.criteria, known)
    gone = [number for code, number in known.items() if code not in {each.code for each in criteria}]
    session.connection().execute(delete(MARK).where(MARK.c.criterion_id.in_(gone)))
    session.connection().execute(delete(CRITERION).where(CRITERION.c.id.in_(gone)))
    _write(case, criteria, known)
    weights = {each.code: str(each.weight) for each in criteria}
    case.decide(Decision("grid_set", {"weights": weights}))


def _coded(criteria: tuple[GridCriterion, ...], known: Mapping[str, int]) -> list[Criterion]:
    """The criteria, each with a code: its own, or the first free one."""
    taken = {each.code for each in criteria} | set(known)
    found = []
    for each in criteria:
        code = each.code
        if code is None:
            number = next(n for n in range(1, 1000) if OWN_CODE.format(number=n) not in taken)
            code = OWN_CODE.format(number=number)
            taken.add(code)
        found.append(Criterion(code, each.label, each.percent / HUNDRED))
    return found


def _criteria(case: Casework) -> dict[str, int]:
    """The numbers of the round's criteria, by code; none while the grid is still the pack's."""
    market = case.market
    query = select(CRITERION.c.code, CRITERION.c.id).where(
        CRITERION.c.market_id == market.id, CRITERION.c.tender_round == market.tender_round
    )
    return {row.code: row.id for row in case.session.connection().execute(query)}


def _write(case: Casework, criteria: list[Criterion], known: Mapping[str, int]) -> None:
    market, connection = case.market, case.session.connection()
    for position, each in enumerate(criteria, start=1):
        values = {"position": position, "label": each.label, "weight": each.weight}
        if each.code in known:
            connection.execute(update(CRITERION).where(CRITERION.c.id == known[each.code]).values(**values))
        else:
            row = {"market_id": market.id, "tender_round": market.tender_round, "code": each.code, **values}
            connection.execute(insert(CRITERION).values(**row))


def mark_offers(session: Session, actor: Actor, market_id: int, input: MarksInput, *, now: datetime) -> None:
    """Keep these marks; one without a value takes back the one given before.

    Raises InvalidInput for an offer or a criterion that is not of this round, and for the hours' mark, which
    is computed.
    """
    case = take_up_offers(session, actor, market_id, now)
    criteria = _own_grid(case)
    _refuse_misplaced(case, input, criteria)
    for mark in input.marks:
        _keep(case, mark, criteria[mark.criterion])
    offers = sorted({mark.offer_id for mark in input.marks})
    case.decide(Decision("offer_marked", {"offers": offers, "marks": len(input.marks)}))


def _own_grid(case: Casework) -> dict[str, int]:
    """The round's criteria; the pack's become its own with the first mark."""
    if not (known := _criteria(case)):
        market = case.market
        _write(case, list(grid_of(case.session, market.id, market.tender_round, case.pack)), known)
        known = _criteria(case)
    return known


def _refuse_misplaced(case: Casework, input: MarksInput, criteria: Mapping[str, int]) -> None:
    market = case.market
    query = select(OFFER.c.id).where(
        OFFER.c.market_id == market.id, OFFER.c.tender_round == market.tender_round
    )
    offers = set(case.session.connection().execute(query).scalars())
    places = []
    for number, mark in enumerate(input.marks):
        at = f"marks.{number}"
        if mark.offer_id not in offers:
            places.append(
                Place(f"{at}.offer_id", "Cette offre n’existe pas ici.", "There is no such offer here.")
            )
        if mark.criterion not in criteria:
            places.append(
                Place(f"{at}.criterion", "Ce critère n’est pas dans la grille.", "This is no criterion here.")
            )
        if mark.criterion == HOURS_CRITERION:
            places.append(
                Place(f"{at}.criterion", "La note des heures est calculée.", "The hours’ mark is computed.")
            )
    if places:
        raise InvalidInput(*places)


def _keep(case: Casework, mark: MarkInput, criterion_id: int) -> None:
    REMOVE_MARK.write(case.session, [{"offer": mark.offer_id, "criterion": criterion_id}])
    if mark.mark is not None:
        row: dict[str, Any] = {"offer_id": mark.offer_id, "criterion_id": criterion_id}
        row |= {"mark": mark.mark, "comment": mark.comment or None}
        ADD_MARK.write(case.session, [row])
