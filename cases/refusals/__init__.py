"""Refusals: facts that stop a command, with words fit for a facilitator in French and English.

One place in api turns them into a page or problem details (RFC 9457).
"""

from cases.refusals.base import InvalidInput, NotAllowed, NotFound, Place, Refusal
from cases.refusals.market import AwardNoLongerOpen, MarketOver, MoveForbidden, MoveIncomplete, StaleMarket
from cases.refusals.recruitment import (
    CandidateAlreadyDecided,
    CandidateAlreadyProposed,
    NeedClosed,
    NeedNotPossible,
)
from cases.refusals.sheet import LinkExpired, SheetAlreadyValidated, SheetCancelled, SheetNotSubmitted

__all__ = [
    "AwardNoLongerOpen",
    "CandidateAlreadyDecided",
    "CandidateAlreadyProposed",
    "InvalidInput",
    "LinkExpired",
    "MarketOver",
    "MoveForbidden",
    "MoveIncomplete",
    "NeedClosed",
    "NeedNotPossible",
    "NotAllowed",
    "NotFound",
    "Place",
    "Refusal",
    "SheetAlreadyValidated",
    "SheetCancelled",
    "SheetNotSubmitted",
    "StaleMarket",
]
