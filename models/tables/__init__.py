"""Every table, imported together so that metadata and foreign keys are complete."""

from models.tables.access import AccessLink, Account, AccountSession, ApiKey
from models.tables.imports import ImportRun, PurchasingPlan, UnclausedMarket
from models.tables.journal import Journal, TerritorySeal
from models.tables.mail import Mail, MailSheet
from models.tables.market import (
    Amendment,
    Market,
    MarketChange,
    MarketChangePart,
    MarketParty,
    Suspension,
)
from models.tables.meeting import ExpectedMonth, Meeting, MeetingGuest
from models.tables.operation import MarketPart, Operation
from models.tables.party import Party
from models.tables.people import (
    BuyerCriterion,
    DistinctPeople,
    Eligibility,
    Globalisation,
    GlobalisationPerson,
    GlobalisationShare,
    Participant,
    PersonMerge,
    WorkContract,
)
from models.tables.recruitment import Candidate, NeedPartner, PartnerTrade, RecruitmentNeed
from models.tables.sheet import (
    ContributedHours,
    CorrectionRequest,
    CountedHours,
    HourLine,
    HoursDecision,
    HourSheet,
    HoursReport,
    SheetDraft,
)
from models.tables.study import Calibration, ClauseTemplate, Opinion
from models.tables.tender import Offer, OfferCriterion, OfferMark, Question
from models.tables.territory import Heartbeat, RulePackVersion, Setting, Territory
from models.tables.work import Deadline, Document, Task

__all__ = [
    "AccessLink",
    "Account",
    "AccountSession",
    "Amendment",
    "ApiKey",
    "BuyerCriterion",
    "Calibration",
    "Candidate",
    "ClauseTemplate",
    "ContributedHours",
    "CorrectionRequest",
    "CountedHours",
    "Deadline",
    "DistinctPeople",
    "Document",
    "Eligibility",
    "ExpectedMonth",
    "Globalisation",
    "GlobalisationPerson",
    "GlobalisationShare",
    "Heartbeat",
    "HourLine",
    "HourSheet",
    "HoursDecision",
    "HoursReport",
    "ImportRun",
    "Journal",
    "Mail",
    "MailSheet",
    "Market",
    "MarketChange",
    "MarketChangePart",
    "MarketPart",
    "MarketParty",
    "Meeting",
    "MeetingGuest",
    "NeedPartner",
    "Offer",
    "OfferCriterion",
    "OfferMark",
    "Operation",
    "Opinion",
    "Participant",
    "PartnerTrade",
    "Party",
    "PersonMerge",
    "PurchasingPlan",
    "Question",
    "RecruitmentNeed",
    "RulePackVersion",
    "Setting",
    "SheetDraft",
    "Suspension",
    "Task",
    "Territory",
    "TerritorySeal",
    "UnclausedMarket",
    "WorkContract",
]
