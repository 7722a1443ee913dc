"""Refusals: facts that stop a command, with words fit for a facilitator in French and English.

One place in api turns them into a page or problem details (RFC 9457).
"""

from cases.refusals.base import InvalidInput, NotAllowed, NotFound, Place, Refusal, in_the_future
from cases.refusals.calibration import CalibrationClosed, ScenarioFrozen
from cases.refusals.changes import (
    FiguresMovedSince,
    MarketNotUnderWay,
    NoChangeToCancel,
    NotAFramework,
    OrderAlreadyIssued,
    StopNotUndone,
    TrancheNotOptional,
)
from cases.refusals.clause import ClauseTemplateFaulty, ClauseTextIncomplete, ClauseTextOver
from cases.refusals.market import (
    AwardNoLongerOpen,
    BuyerUnreachable,
    LotNotApart,
    MarketOver,
    MoveForbidden,
    MoveIncomplete,
    PartKept,
    StaleMarket,
)
from cases.refusals.meeting import (
    MeetingAlreadyProposed,
    MeetingOver,
    MeetingStillAhead,
    NoMeetingAhead,
)
from cases.refusals.opinion import OpinionNoLongerOpen
from cases.refusals.people import (
    AlreadyOnePerson,
    MergeAlreadyUndone,
    UnderTwoAgreements,
    UnknownCriterion,
)
from cases.refusals.plan import PlanRefused
from cases.refusals.recruitment import (
    CandidateAlreadyDecided,
    CandidateAlreadyProposed,
    NeedClosed,
    NeedNotPossible,
)
from cases.refusals.sheet import (
    CorrectionAlreadyDecided,
    CorrectionNotPossible,
    HoursAlreadyAgree,
    LinkExpired,
    SheetAlreadyValidated,
    SheetCancelled,
    SheetNotSubmitted,
    SheetQuestioned,
    SheetsRefused,
)
from cases.refusals.tender import MarksMissing, NoOffer, OffersClosed, QuestionsClosed

__all__ = [
    "AlreadyOnePerson",
    "AwardNoLongerOpen",
    "BuyerUnreachable",
    "CalibrationClosed",
    "CandidateAlreadyDecided",
    "CandidateAlreadyProposed",
    "ClauseTemplateFaulty",
    "ClauseTextIncomplete",
    "ClauseTextOver",
    "CorrectionAlreadyDecided",
    "CorrectionNotPossible",
    "FiguresMovedSince",
    "HoursAlreadyAgree",
    "InvalidInput",
    "LinkExpired",
    "LotNotApart",
    "MarketNotUnderWay",
    "MarketOver",
    "MarksMissing",
    "MeetingAlreadyProposed",
    "MeetingOver",
    "MeetingStillAhead",
    "MergeAlreadyUndone",
    "MoveForbidden",
    "MoveIncomplete",
    "NeedClosed",
    "NeedNotPossible",
    "NoChangeToCancel",
    "NoMeetingAhead",
    "NoOffer",
    "NotAFramework",
    "NotAllowed",
    "NotFound",
    "OffersClosed",
    "OpinionNoLongerOpen",
    "OrderAlreadyIssued",
    "PartKept",
    "Place",
    "PlanRefused",
    "QuestionsClosed",
    "Refusal",
    "ScenarioFrozen",
    "SheetAlreadyValidated",
    "SheetCancelled",
    "SheetNotSubmitted",
    "SheetQuestioned",
    "SheetsRefused",
    "StaleMarket",
    "StopNotUndone",
    "TrancheNotOptional",
    "UnderTwoAgreements",
    "UnknownCriterion",
    "in_the_future",
]
