"""Who is who: roles, organisations, companies of a market, partners, candidates."""

from enum import StrEnum


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


PARTNERS = (PartyKind.INSERTION_STRUCTURE, PartyKind.PRESCRIBER)
"""Who is told of needs, and meets each quarter."""


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


class Modality(StrEnum):
    SUBCONTRACTING = "subcontracting"
    SECONDMENT = "secondment"
    DIRECT_HIRE = "direct_hire"


class ContractKind(StrEnum):
    PERMANENT = "permanent"
    FIXED_TERM = "fixed_term"
    TEMPORARY = "temporary"
    INSERTION_FIXED_TERM = "insertion_fixed_term"
    PROFESSIONALISATION = "professionalisation"
    APPRENTICESHIP = "apprenticeship"
    PERMANENT_TEMPORARY = "permanent_temporary"


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


class ActorKind(StrEnum):
    ACCOUNT = "account"
    LINK = "link"
    CLOCK = "clock"
    IMPORT = "import"
    CONSOLE = "console"
