"""What a market is and where it stands."""

from enum import StrEnum


class Stage(StrEnum):
    """Where a market stands: five stages, their end, and four side states."""

    DRAFTING = "drafting"
    TENDER_ANALYSIS = "tender_analysis"
    KICKOFF = "kickoff"
    FOLLOW_UP = "follow_up"
    RECEPTION = "reception"
    CLOSED = "closed"
    SUSPENDED = "suspended"
    ABANDONED = "abandoned"
    WITHOUT_CLAUSE = "without_clause"
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


class RefusalGround(StrEnum):
    """Why a market above the European thresholds may go without a social condition (L2112-2-1)."""

    READY_MADE = "ready_made"
    NO_SUFFICIENT_LINK = "no_sufficient_link"
    HARMS_COMPETITION = "harms_competition"
    SHORT_WORKS = "short_works"


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


ANSWERED = (SheetStatus.SUBMITTED, SheetStatus.VALIDATED)
"""An answer stands: hours, or nobody."""
UNANSWERED = (SheetStatus.AWAITED, SheetStatus.REJECTED)
"""The company is waited for."""


class ShortfallDecision(StrEnum):
    """What a person decided about missing hours at reception (DOMAIN.md rule 8)."""

    PENALTY = "penalty"
    WAIVER = "waiver"


class MeetingKind(StrEnum):
    KICKOFF_MEETING = "kickoff_meeting"
    SITE_MEETING = "site_meeting"
    PARTNERS_MEETING = "partners_meeting"


class MeetingStatus(StrEnum):
    PROPOSED = "proposed"
    CANCELLED = "cancelled"
    HELD = "held"


class DocumentKind(StrEnum):
    CLAUSE_TEXT = "clause_text"
    OFFER_ANALYSIS = "offer_analysis"
    OBLIGATIONS = "obligations"
    PARTNERS_PACK = "partners_pack"
    STATEMENT = "statement"
    CERTIFICATE = "certificate"
    SHORTFALL_NOTICE = "shortfall_notice"
