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
    ANALYSE_OFFERS = "analyse_offers"
    VERIFY_IMPORT = "verify_import"
    HOLD_KICKOFF = "hold_kickoff"
    KICKOFF_OVERDUE = "kickoff_overdue"
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

    OPEN_SHEETS = "open_sheets"
    SHEET_LADDER = "sheet_ladder"
    KICKOFF_OVERDUE = "kickoff_overdue"
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


class DocumentKind(StrEnum):
    STATEMENT = "statement"
    CERTIFICATE = "certificate"
    SHORTFALL_NOTICE = "shortfall_notice"


class ActorKind(StrEnum):
    ACCOUNT = "account"
    LINK = "link"
    CLOCK = "clock"
    IMPORT = "import"
    CONSOLE = "console"
