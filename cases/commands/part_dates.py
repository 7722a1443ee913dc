"""The days of a tranche or an order: those of facts, within the market that they are part of."""

from datetime import date

from cases.casework import Casework
from cases.inputs import OrderInput, TrancheConfirmation
from cases.refusals import InvalidInput, Place, in_the_future

BEFORE_THE_AWARD = (
    "Cette date précède l’attribution du marché.",
    "This date comes before the award of the market.",
)
BEFORE_THE_WORKS = Place(
    "starts_on",
    "Ces travaux commenceraient avant ceux du marché.",
    "These works would start before those of the market.",
)
AFTER_THE_END = Place(
    "ordered_on",
    "L’accord-cadre s’est terminé avant cette date : prolongez-le d’abord, par un avenant.",
    "The framework agreement ended before this date: prolong it first, by an amendment.",
)
END_UNKNOWN = Place(
    "ends_on",
    "Ces travaux commencent après la fin prévue du marché : donnez leur fin.",
    "These works start after the planned end of the market: give their end.",
)


def refuse_confirmation_outside(case: Casework, input: TrancheConfirmation) -> None:
    """Raises InvalidInput when the tranche is not confirmed yet, or not within the market's days."""
    _refuse_outside(case, input, "confirmed_on", input.confirmed_on)


def refuse_order_outside(case: Casework, input: OrderInput) -> None:
    """Raises InvalidInput when the order is not issued yet, or not within its framework agreement's days."""
    _refuse_outside(case, input, "ordered_on", input.ordered_on)
    end = case.market.planned_end_on
    if end is not None and input.ordered_on > end:
        raise InvalidInput(AFTER_THE_END)


def _refuse_outside(case: Casework, input: TrancheConfirmation | OrderInput, field: str, on: date) -> None:
    market = case.market
    if on > case.today:
        raise in_the_future(field)
    if market.awarded_on is not None and on < market.awarded_on:
        raise InvalidInput(Place(field, *BEFORE_THE_AWARD))
    if market.starts_on is not None and input.starts_on < market.starts_on:
        raise InvalidInput(BEFORE_THE_WORKS)
    end = market.planned_end_on
    if input.ends_on is None and end is not None and input.starts_on > end:
        raise InvalidInput(END_UNKNOWN)
