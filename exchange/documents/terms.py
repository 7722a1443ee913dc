"""The vocabulary as mails and documents say it, in both languages; the pages have theirs in api/words."""

from collections.abc import Mapping
from enum import StrEnum

from models.vocabulary import ChangeKind, ContractKind, Lever, MeetingKind, Modality, Stage, Trade

Terms = Mapping[str, Mapping[StrEnum, str]]

TRADES: Terms = {
    "fr": {
        Trade.STRUCTURAL_WORK: "Gros œuvre",
        Trade.FINISHING: "Second œuvre",
        Trade.ROOFING: "Couverture",
        Trade.PAINTING: "Peinture",
        Trade.ELECTRICITY: "Électricité",
        Trade.PLUMBING_HEATING: "Plomberie, chauffage",
        Trade.DEMOLITION: "Démolition",
        Trade.EARTHWORKS: "Terrassement",
        Trade.ROADS_NETWORKS: "Voirie et réseaux",
        Trade.GREEN_SPACES: "Espaces verts",
        Trade.CLEANING: "Nettoyage",
        Trade.WASTE: "Déchets",
        Trade.CATERING: "Restauration",
        Trade.SECURITY: "Sécurité",
        Trade.TRANSPORT: "Transport",
        Trade.MAINTENANCE: "Maintenance",
        Trade.INTELLECTUAL_SERVICES: "Prestations intellectuelles",
        Trade.OTHER: "Autre métier",
    },
    "en": {
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
    },
}
CONTRACT_KINDS: Terms = {
    "fr": {
        ContractKind.PERMANENT: "CDI",
        ContractKind.FIXED_TERM: "CDD",
        ContractKind.TEMPORARY: "intérim (CTT)",
        ContractKind.INSERTION_FIXED_TERM: "CDD d’insertion (CDDI)",
        ContractKind.PROFESSIONALISATION: "contrat de professionnalisation",
        ContractKind.APPRENTICESHIP: "apprentissage",
        ContractKind.PERMANENT_TEMPORARY: "CDI intérimaire",
    },
    "en": {
        ContractKind.PERMANENT: "permanent contract (CDI)",
        ContractKind.FIXED_TERM: "fixed-term contract (CDD)",
        ContractKind.TEMPORARY: "temporary work (CTT)",
        ContractKind.INSERTION_FIXED_TERM: "insertion contract (CDDI)",
        ContractKind.PROFESSIONALISATION: "professionalisation contract",
        ContractKind.APPRENTICESHIP: "apprenticeship",
        ContractKind.PERMANENT_TEMPORARY: "permanent temporary work (CDI intérimaire)",
    },
}
MODALITIES: Terms = {
    "fr": {
        Modality.SUBCONTRACTING: "sous-traitance ou co-traitance à une structure d’insertion",
        Modality.SECONDMENT: "mise à disposition de personnel",
        Modality.DIRECT_HIRE: "embauche directe",
    },
    "en": {
        Modality.SUBCONTRACTING: "subcontracting to an insertion structure",
        Modality.SECONDMENT: "staff made available",
        Modality.DIRECT_HIRE: "direct hire",
    },
}
LEVERS: Terms = {
    "fr": {
        Lever.EXECUTION_CONDITION: "condition d’exécution (L2112-2)",
        Lever.AWARD_CRITERION: "critère d’attribution (R2152-7)",
        Lever.CONDITION_AND_CRITERION: "condition d’exécution et critère d’attribution",
        Lever.RESERVED_EA_ESAT: "marché réservé aux EA et ESAT (L2113-12)",
        Lever.RESERVED_SIAE: "marché réservé aux SIAE (L2113-13)",
        Lever.RESERVED_BOTH: "marché réservé aux EA, ESAT et SIAE (L2113-14)",
        Lever.RESERVED_ESS: "marché réservé à l’économie sociale (L2113-15)",
        Lever.INSERTION_SERVICE: "services d’insertion (R2123-1 3°)",
    },
    "en": {
        Lever.EXECUTION_CONDITION: "execution condition (L2112-2)",
        Lever.AWARD_CRITERION: "award criterion (R2152-7)",
        Lever.CONDITION_AND_CRITERION: "execution condition and award criterion",
        Lever.RESERVED_EA_ESAT: "reserved for EA and ESAT (L2113-12)",
        Lever.RESERVED_SIAE: "reserved for SIAE (L2113-13)",
        Lever.RESERVED_BOTH: "reserved for EA, ESAT and SIAE (L2113-14)",
        Lever.RESERVED_ESS: "reserved for the social economy (L2113-15)",
        Lever.INSERTION_SERVICE: "insertion service (R2123-1 3°)",
    },
}
STAGES: Terms = {
    "fr": {
        Stage.KICKOFF: "lancement",
        Stage.FOLLOW_UP: "suivi",
        Stage.SUSPENDED: "suspendu",
        Stage.RECEPTION: "réception",
    },
    "en": {
        Stage.KICKOFF: "kickoff",
        Stage.FOLLOW_UP: "follow-up",
        Stage.SUSPENDED: "suspended",
        Stage.RECEPTION: "reception",
    },
}
MEETINGS: Terms = {
    "fr": {
        MeetingKind.KICKOFF_MEETING: "réunion de lancement",
        MeetingKind.SITE_MEETING: "réunion de suivi",
        MeetingKind.PARTNERS_MEETING: "réunion des partenaires",
    },
    "en": {
        MeetingKind.KICKOFF_MEETING: "kickoff meeting",
        MeetingKind.SITE_MEETING: "site meeting",
        MeetingKind.PARTNERS_MEETING: "partners’ meeting",
    },
}
CHANGES: Terms = {
    "fr": {
        ChangeKind.AMENDMENT: "avenant",
        ChangeKind.TRANCHE_CONFIRMED: "tranche affermie",
        ChangeKind.PURCHASE_ORDER: "bon de commande",
        ChangeKind.CORRECTION: "correction",
        ChangeKind.SUSPENSION: "suspension",
        ChangeKind.RESUMPTION: "reprise",
    },
    "en": {
        ChangeKind.AMENDMENT: "amendment",
        ChangeKind.TRANCHE_CONFIRMED: "confirmed tranche",
        ChangeKind.PURCHASE_ORDER: "purchase order",
        ChangeKind.CORRECTION: "correction",
        ChangeKind.SUSPENSION: "suspension",
        ChangeKind.RESUMPTION: "resumption",
    },
}


def sentence_case(text: str) -> str:
    """The text as it begins a sentence."""
    return text[:1].upper() + text[1:]


def meeting(word: MeetingKind, locale: str) -> str:
    """ "réunion de suivi"; "site meeting"."""
    return MEETINGS[locale][word]


def trade(word: Trade, locale: str) -> str:
    """ "Gros œuvre"; "Structural work"."""
    return TRADES[locale][word]


def contract(word: ContractKind, locale: str) -> str:
    """ "CDD"; "fixed-term contract (CDD)"."""
    return CONTRACT_KINDS[locale][word]


def modality(word: Modality, locale: str) -> str:
    """ "embauche directe"; "direct hire"."""
    return MODALITIES[locale][word]
