"""Stages, levers, companies, people: what a market is said to be."""

from cases.queries.rule_packs import PackState
from cases.rules.calendar import HolidayZone
from models.vocabulary import (
    Advice,
    CandidateStatus,
    ClauseArticle,
    CompanyRole,
    ContractKind,
    GroupKind,
    Lever,
    MeetingKind,
    MeetingStatus,
    Modality,
    NeedStatus,
    PartKind,
    PartyKind,
    RefusalGround,
    Role,
    Rounding,
    ShortfallDecision,
    Stage,
    StructureKind,
    Trade,
    UrbanRenewal,
)

STAGES = {
    Stage.DRAFTING: "Drafting",
    Stage.TENDER_ANALYSIS: "Tender analysis",
    Stage.KICKOFF: "Kickoff",
    Stage.FOLLOW_UP: "Monthly follow-up",
    Stage.RECEPTION: "Reception",
    Stage.CLOSED: "Closed",
    Stage.SUSPENDED: "Suspended",
    Stage.ABANDONED: "Abandoned",
    Stage.WITHOUT_CLAUSE: "Without a clause",
    Stage.TERMINATED: "Terminated",
}
ROLES = {
    Role.DIRECTOR: "Director",
    Role.FACILITATOR: "Facilitator",
    Role.BUYER: "Buyer",
    Role.COMPANY: "Company",
    Role.PARTNER: "Partner",
}
LEVERS = {
    Lever.EXECUTION_CONDITION: "Execution condition (L2112-2, formerly article 14)",
    Lever.AWARD_CRITERION: "Award criterion (R2152-7, formerly article 53)",
    Lever.CONDITION_AND_CRITERION: "Condition and criterion (formerly articles 14 and 53)",
    Lever.RESERVED_EA_ESAT: "Reserved for EA and ESAT (L2113-12)",
    Lever.RESERVED_SIAE: "Reserved for SIAE (L2113-13)",
    Lever.RESERVED_BOTH: "Reserved for EA, ESAT and SIAE (L2113-14)",
    Lever.RESERVED_ESS: "Reserved for the social economy (L2113-15)",
    Lever.INSERTION_SERVICE: "Insertion service (R2123-1 3°, formerly article 30)",
}
LEVERS_PLAIN = {
    Lever.EXECUTION_CONDITION: "Whoever wins must have these hours worked by people in insertion. "
    "It is a condition of the contract, not a criterion of choice.",
    Lever.AWARD_CRITERION: "What companies promise for insertion is one of the criteria "
    "by which offers are chosen.",
    Lever.CONDITION_AND_CRITERION: "Whoever wins must have these hours worked by people in insertion, "
    "and what companies promise is one of the criteria by which offers are chosen.",
    Lever.RESERVED_EA_ESAT: "Only adapted companies (EA) and sheltered workshops (ESAT) may answer.",
    Lever.RESERVED_SIAE: "Only insertion structures (SIAE) may answer.",
    Lever.RESERVED_BOTH: "Only EA, ESAT and insertion structures (SIAE) may answer.",
    Lever.RESERVED_ESS: "Only companies of the social economy may answer, "
    "for health, social or cultural services.",
    Lever.INSERTION_SERVICE: "What is bought is the insertion of people; the work done is the means of it.",
}
"""What a lever means to a company that answers a tender."""
COMPANY_ROLES = {
    CompanyRole.LEAD: "Lead",
    CompanyRole.CO_CONTRACTOR: "Co-contractor",
    CompanyRole.SUBCONTRACTOR: "Subcontractor",
}
PARTY_KINDS = {
    PartyKind.BUYER: "Buyer",
    PartyKind.COMPANY: "Company",
    PartyKind.INSERTION_STRUCTURE: "Insertion structure",
    PartyKind.PRESCRIBER: "Prescriber",
}
SHORTFALL_DECISIONS = {
    ShortfallDecision.PENALTY: "Apply the penalty",
    ShortfallDecision.WAIVER: "Waive it",
}
HOLIDAY_ZONES = {
    HolidayZone.METROPOLE: "Mainland France",
    HolidayZone.ALSACE_MOSELLE: "Alsace-Moselle",
    HolidayZone.GUADELOUPE: "Guadeloupe",
    HolidayZone.MARTINIQUE: "Martinique",
    HolidayZone.GUYANE: "French Guiana",
    HolidayZone.LA_REUNION: "La Réunion",
    HolidayZone.MAYOTTE: "Mayotte",
    HolidayZone.SAINT_BARTHELEMY: "Saint-Barthélemy",
    HolidayZone.SAINT_MARTIN: "Saint-Martin",
    HolidayZone.SAINT_PIERRE_ET_MIQUELON: "Saint-Pierre-et-Miquelon",
    HolidayZone.WALLIS_ET_FUTUNA: "Wallis and Futuna",
    HolidayZone.POLYNESIE_FRANCAISE: "French Polynesia",
    HolidayZone.NOUVELLE_CALEDONIE: "New Caledonia",
}
LANGUAGES = {"fr": "Français", "en": "English"}
TRADES = {
    Trade.STRUCTURAL_WORK: "Structural work",
    Trade.FINISHING: "Finishing work",
    Trade.ROOFING: "Roofing",
    Trade.PAINTING: "Painting",
    Trade.ELECTRICITY: "Electricity",
    Trade.PLUMBING_HEATING: "Plumbing and heating",
    Trade.DEMOLITION: "Demolition",
    Trade.EARTHWORKS: "Earthworks",
    Trade.ROADS_NETWORKS: "Roads and networks",
    Trade.GREEN_SPACES: "Green spaces",
    Trade.CLEANING: "Cleaning",
    Trade.WASTE: "Waste",
    Trade.CATERING: "Catering",
    Trade.SECURITY: "Security",
    Trade.TRANSPORT: "Transport",
    Trade.MAINTENANCE: "Maintenance",
    Trade.INTELLECTUAL_SERVICES: "Intellectual services",
    Trade.OTHER: "Another trade",
}
URBAN_RENEWALS = {
    UrbanRenewal.NONE: "Not an ANRU operation",
    UrbanRenewal.WORKS: "ANRU works",
    UrbanRenewal.URBAN_MANAGEMENT: "ANRU urban management",
}
PACK_STATES = {
    PackState.PAST: "Past",
    PackState.IN_FORCE: "In force",
    PackState.COMING: "Coming",
    PackState.REPLACED: "Replaced before its first day",
}
ROUNDINGS = {
    Rounding.UP: "rounded up",
    Rounding.NEAREST: "rounded to the nearest",
    Rounding.DOWN: "rounded down",
}
CALIBRATION_FIGURES = {
    "name": "Name of the scenario",
    "part_id": "Lot",
    "trade": "Trade",
    "amount_excl_tax": "Amount without tax, in euros",
    "duration_months": "Duration in months",
    "labour_share": "Share of labour in the price, in %",
    "staff_taken_over": "Labour of the staff taken over, in euros",
    "insertion_rate": "Share of the hours for insertion, in %",
    "hourly_cost": "Cost of an hour of work, in euros",
    "urban_renewal": "Urban renewal (ANRU)",
    "rounding": "Rounding",
    "rounding_step": "Rounding step, in hours",
}
"""What the calculator asks, by the name of its field."""
ADVICES = {
    Advice.CLAUSE: "A clause is advised",
    Advice.NO_CLAUSE: "No clause is advised",
}
CONTRIBUTIONS = {
    "hours": "Expected hours",
    "amount": "Amount",
    "labour": "Labour in the price",
    "duration": "Duration",
    "trade": "Trade",
    "lots": "Lots",
}
"""What the insertion potential of a planned market is made of."""
REFUSAL_GROUNDS = {
    RefusalGround.READY_MADE: "A solution available at once meets the need",
    RefusalGround.NO_SUFFICIENT_LINK: "No sufficient link with what is bought",
    RefusalGround.HARMS_COMPETITION: "It would restrict competition, or make the work hard or costly",
    RefusalGround.SHORT_WORKS: "Works of less than six months",
}
CLAUSE_ARTICLES = {
    ClauseArticle.SPECIAL_CONDITIONS: "Special conditions (CCAP)",
    ClauseArticle.TENDER_RULES: "Tender rules (RC)",
    ClauseArticle.COMMITMENT: "Deed of commitment (AE)",
}
PART_KINDS = {
    PartKind.LOT: "Lot",
    PartKind.TRANCHE: "Tranche",
    PartKind.PURCHASE_ORDER: "Purchase order",
}
PART_GROUPS = {
    PartKind.LOT: "Lots",
    PartKind.TRANCHE: "Tranches",
    PartKind.PURCHASE_ORDER: "Purchase orders",
}
OPTIONAL_TRANCHE = "optional_tranche"
PART_CHOICES = {
    PartKind.LOT.value: "Lot",
    PartKind.TRANCHE.value: "Firm tranche",
    OPTIONAL_TRANCHE: "Optional tranche",
    PartKind.PURCHASE_ORDER.value: "Purchase order",
}
"""What a form offers a part to be: its kind and whether it is firm, in one choice."""
GROUP_KINDS = {
    GroupKind.SINGLE: "A single company",
    GroupKind.JOINT: "A joint group",
    GroupKind.SOLIDARY: "A solidary group",
}
MODALITIES = {
    Modality.SUBCONTRACTING: "Subcontracting to an insertion structure",
    Modality.SECONDMENT: "Staff made available",
    Modality.DIRECT_HIRE: "Direct hire",
}
STRUCTURE_KINDS = {
    StructureKind.AI: "Intermediary association (AI)",
    StructureKind.ACI: "Insertion workshop (ACI)",
    StructureKind.EI: "Insertion company (EI)",
    StructureKind.ETTI: "Insertion temping company (ETTI)",
    StructureKind.GEIQ: "Employers’ group (GEIQ)",
    StructureKind.EA: "Adapted company (EA)",
    StructureKind.EATT: "Adapted temping company (EATT)",
    StructureKind.ESAT: "Sheltered workshop (ESAT)",
}
CONTRACT_KINDS = {
    ContractKind.PERMANENT: "Permanent contract (CDI)",
    ContractKind.FIXED_TERM: "Fixed-term contract (CDD)",
    ContractKind.TEMPORARY: "Temporary work (CTT)",
    ContractKind.INSERTION_FIXED_TERM: "Insertion contract (CDDI)",
    ContractKind.PROFESSIONALISATION: "Professionalisation contract",
    ContractKind.APPRENTICESHIP: "Apprenticeship",
    ContractKind.PERMANENT_TEMPORARY: "Permanent temporary work (CDI intérimaire)",
}
MEETINGS = {
    MeetingKind.KICKOFF_MEETING: "Kickoff meeting",
    MeetingKind.SITE_MEETING: "Site meeting",
    MeetingKind.PARTNERS_MEETING: "Partners’ meeting",
}
MEETING_STATES = {
    MeetingStatus.PROPOSED: "Proposed",
    MeetingStatus.CANCELLED: "Cancelled",
    MeetingStatus.HELD: "Held",
}
NEED_STATES = {
    NeedStatus.OPEN: "Open",
    NeedStatus.FILLED: "Filled",
    NeedStatus.CANCELLED: "Cancelled",
}
CANDIDATE_STATES = {
    CandidateStatus.PROPOSED: "Proposed",
    CandidateStatus.PRESENTED: "Presented to the company",
    CandidateStatus.HIRED: "Hired",
    CandidateStatus.DECLINED: "Declined",
}
