"""The words of the field, once. French terms and sources: docs/glossary.md."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a market stands: five stages, their end, and three side states."""

    DRAFTING = "drafting"
    TENDER_ANALYSIS = "tender_analysis"
    KICKOFF = "kickoff"
    FOLLOW_UP = "follow_up"
    RECEPTION = "reception"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    ABANDONED = "abandoned"
    TERMINATED = "terminated"


class Lever(StrEnum):
    """The legal lever of a clause (articles of the Code de la commande publique)."""

    EXECUTION_CONDITION = "execution_condition"
    AWARD_CRITERION = "award_criterion"
    CONDITION_AND_CRITERION = "condition_and_criterion"
    RESERVED_EA_ESAT = "reserved_ea_esat"
    RESERVED_SIAE = "reserved_siae"
    RESERVED_BOTH = "reserved_both"
    RESERVED_ESS = "reserved_ess"
    INSERTION_SERVICE = "insertion_service"


class Role(StrEnum):
    """What a signed-in person is to the territory."""

    DIRECTOR = "director"
    FACILITATOR = "facilitator"
    BUYER = "buyer"
    COMPANY = "company"
    PARTNER = "partner"


class PartyKind(StrEnum):
    BUYER = "buyer"
    COMPANY = "company"
    INSERTION_STRUCTURE = "insertion_structure"
    PRESCRIBER = "prescriber"


class CompanyRole(StrEnum):
    LEAD = "lead"
    CO_CONTRACTOR = "co_contractor"
    SUBCONTRACTOR = "subcontractor"


class GroupKind(StrEnum):
    """How the companies of an award answer for it (groupement)."""

    SINGLE = "single"
    JOINT = "joint"
    SOLIDARY = "solidary"


class StructureKind(StrEnum):
    """What an insertion structure is."""

    AI = "ai"
    ACI = "aci"
    EI = "ei"
    ETTI = "etti"
    GEIQ = "geiq"
    EA = "ea"
    EATT = "eatt"
    ESAT = "esat"


class PartKind(StrEnum):
    """What a market is made of."""

    LOT = "lot"
    TRANCHE = "tranche"
    PURCHASE_ORDER = "purchase_order"


class Trade(StrEnum):
    """The trade of a market or a lot: it decides the default labour share, and whom a need is sent to."""

    STRUCTURAL_WORK = "structural_work"
    FINISHING = "finishing"
    ROOFING = "roofing"
    PAINTING = "painting"
    ELECTRICITY = "electricity"
    PLUMBING_HEATING = "plumbing_heating"
    DEMOLITION = "demolition"
    EARTHWORKS = "earthworks"
    ROADS_NETWORKS = "roads_networks"
    GREEN_SPACES = "green_spaces"
    CLEANING = "cleaning"
    WASTE = "waste"
    CATERING = "catering"
    SECURITY = "security"
    TRANSPORT = "transport"
    MAINTENANCE = "maintenance"
    INTELLECTUAL_SERVICES = "intellectual_services"
    OTHER = "other"


class UrbanRenewal(StrEnum):
    """Whether a market is part of an ANRU operation, which owes hours to residents of priority districts."""

    NONE = "none"
    WORKS = "works"
    URBAN_MANAGEMENT = "urban_management"


class Advice(StrEnum):
    """The facilitator's opinion on a planned market."""

    CLAUSE = "clause"
    NO_CLAUSE = "no_clause"


class Rounding(StrEnum):
    """How computed hours become required hours."""

    UP = "up"
    NEAREST = "nearest"
    DOWN = "down"


class ClauseArticle(StrEnum):
    """The tender document that a piece of clause text goes into (CCAP, RC, AE)."""

    SPECIAL_CONDITIONS = "special_conditions"
    TENDER_RULES = "tender_rules"
    COMMITMENT = "commitment"


class ContractKind(StrEnum):
    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    TEMPORARY = "temporary"
    INSERTION_FIXED_TERM = "insertion_fixed_term"
    PROFESSIONALISATION = "professionalisation"
    APPRENTICESHIP = "apprenticeship"
    PERMANENT_TEMPORARY = "permanent_temporary"


class MeetingKind(StrEnum):
    KICKOFF_MEETING = "kickoff_meeting"


class MeetingStatus(StrEnum):
    PROPOSED = "proposed"
    CANCELLED = "cancelled"
    HELD = "held"


class NeedStatus(StrEnum):
    """A company's recruitment need."""

    OPEN = "open"
    FILLED = "filled"
    CANCELLED = "cancelled"


class CandidateStatus(StrEnum):
    """Where someone proposed for a need stands."""

    PROPOSED = "proposed"
    PRESENTED = "presented"
    HIRED = "hired"
    DECLINED = "declined"


class Modality(StrEnum):
    SUBCONTRACTING = "subcontracting"
    SECONDMENT = "secondment"
    DIRECT_HIRE = "direct_hire"


class Origin(StrEnum):
    """How a market came in."""

    HAND = "hand"
    IMPORT = "import"


class SheetStatus(StrEnum):
    """An hour sheet's life. A nil sheet is submitted like any other."""

    AWAITED = "awaited"
    SUBMITTED = "submitted"
    VALIDATED = "validated"
    REJECTED = "rejected"
    CANCELLED = "cancelled"


class ShortfallDecision(StrEnum):
    """What a person decided about missing hours at reception (DOMAIN.md rule 8)."""

    PENALTY = "penalty"
    WAIVER = "waiver"


class TaskKind(StrEnum):
    STUDY_MARKET = "study_market"
    ANSWER_QUESTION = "answer_question"
    ANALYSE_OFFERS = "analyse_offers"
    VERIFY_IMPORT = "verify_import"
    HOLD_KICKOFF = "hold_kickoff"
    KICKOFF_OVERDUE = "kickoff_overdue"
    REVIEW_CANDIDATES = "review_candidates"
    REVIEW_SHEET = "review_sheet"
    CALL_COMPANY = "call_company"
    PLAN_RECEPTION = "plan_reception"
    SETTLE_RECEPTION = "settle_reception"
    ASK_OUTCOME = "ask_outcome"
    MISSING_CONTACT = "missing_contact"
    WRONG_CONTACT = "wrong_contact"
    MAIL_FAILED = "mail_failed"
    DEADLINE_POISONED = "deadline_poisoned"


class TaskStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class DeadlineRule(StrEnum):
    """Every "later" of the engine. One handler each, in cases/deadlines/."""

    OPINION_LATE = "opinion_late"
    ANSWER_LATE = "answer_late"
    OPEN_SHEETS = "open_sheets"
    SHEET_LADDER = "sheet_ladder"
    KICKOFF_OVERDUE = "kickoff_overdue"
    MEETING_REMINDER = "meeting_reminder"
    RECEPTION_REMINDER = "reception_reminder"
    OUTCOME = "outcome"


class DeadlineStatus(StrEnum):
    PENDING = "pending"
    PAUSED = "paused"
    FIRED = "fired"
    MOOT = "moot"
    CANCELLED = "cancelled"
    POISONED = "poisoned"


class MailStatus(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    KEPT = "kept"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class MailPhase(StrEnum):
    """How far the last attempt went. Only DATA_SENT leaves a doubt."""

    NONE = "none"
    CONNECTED = "connected"
    MAIL_FROM = "mail_from"
    RECIPIENT = "recipient"
    DATA_STARTED = "data_started"
    DATA_SENT = "data_sent"
    ACCEPTED = "accepted"


class LinkAct(StrEnum):
    """The one act that a link without an account allows."""

    SHEET = "sheet"
    ANNOUNCE = "announce"
    ASK = "ask"
    PROPOSE = "propose"


class DocumentKind(StrEnum):
    CLAUSE_TEXT = "clause_text"
    OFFER_ANALYSIS = "offer_analysis"
    OBLIGATIONS = "obligations"
    STATEMENT = "statement"
    CERTIFICATE = "certificate"
    SHORTFALL_NOTICE = "shortfall_notice"


class ActorKind(StrEnum):
    ACCOUNT = "account"
    LINK = "link"
    CLOCK = "clock"
    IMPORT = "import"
    CONSOLE = "console"
