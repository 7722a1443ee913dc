"""Criteria by which a person may be counted, and their default list (DOMAIN.md rule 2).

The defaults are the administrative criteria of the insertion by economic activity (IAE), as the public
service Les emplois de l'inclusion publishes them, each with its proof. A territory sets its own.
"""

from pydantic import BaseModel, ConfigDict, Field


class EligibilityCriterion(BaseModel):
    """One criterion. `code` is stable; `is_health`: who meets it is health data (GDPR art. 9)."""

    model_config = ConfigDict(frozen=True, extra="forbid")

    code: str = Field(pattern=r"^[a-z][a-z0-9_]{0,39}$")
    label_fr: str = Field(min_length=1, max_length=200)
    label_en: str = Field(min_length=1, max_length=200)
    proof_fr: str = Field(min_length=1, max_length=300)
    proof_en: str = Field(min_length=1, max_length=300)
    is_health: bool = False

    def label(self, locale: str) -> str:
        """In the reader's language."""
        return self.label_fr if locale == "fr" else self.label_en

    def proof(self, locale: str) -> str:
        """What must be seen, in the reader's language."""
        return self.proof_fr if locale == "fr" else self.proof_en


def _criterion(
    code: str, fr: str, en: str, proof_fr: str, proof_en: str, *, is_health: bool = False
) -> EligibilityCriterion:
    return EligibilityCriterion(
        code=code, label_fr=fr, label_en=en, proof_fr=proof_fr, proof_en=proof_en, is_health=is_health
    )


THREE_MONTHS_FR, THREE_MONTHS_EN = "de moins de 3 mois", "less than 3 months old"
SIX_MONTHS_FR, SIX_MONTHS_EN = "de moins de 6 mois", "less than 6 months old"

ELIGIBILITY_CRITERIA = (
    _criterion(
        "rsa",
        "Bénéficiaire du RSA",
        "Receives the RSA (minimum income)",
        f"Attestation RSA {THREE_MONTHS_FR}",
        f"RSA certificate {THREE_MONTHS_EN}",
    ),
    _criterion(
        "ass",
        "Allocataire de l’ASS",
        "Receives the ASS (solidarity allowance)",
        f"Attestation ASS {THREE_MONTHS_FR}",
        f"ASS certificate {THREE_MONTHS_EN}",
    ),
    _criterion(
        "aah",
        "Allocataire de l’AAH",
        "Receives the AAH (disability allowance)",
        f"Attestation AAH {THREE_MONTHS_FR}",
        f"AAH certificate {THREE_MONTHS_EN}",
        is_health=True,
    ),
    _criterion(
        "detld",
        "Demandeur d’emploi depuis plus de 24 mois",
        "Looking for work for more than 24 months",
        f"Attestation France Travail {THREE_MONTHS_FR}",
        f"France Travail certificate {THREE_MONTHS_EN}",
    ),
    _criterion(
        "deld",
        "Demandeur d’emploi depuis 12 à 24 mois",
        "Looking for work for 12 to 24 months",
        f"Attestation France Travail {THREE_MONTHS_FR}",
        f"France Travail certificate {THREE_MONTHS_EN}",
    ),
    _criterion(
        "cap_bep",
        "Niveau d’étude 3 (CAP, BEP) ou inférieur",
        "Schooling of level 3 (CAP, BEP) or less",
        "Diplôme ou attestation sur l’honneur",
        "Diploma or sworn statement",
    ),
    _criterion("senior", "Plus de 50 ans", "Over 50 years old", "Pièce d’identité", "Identity document"),
    _criterion("young", "Moins de 26 ans", "Under 26 years old", "Pièce d’identité", "Identity document"),
    _criterion(
        "ase",
        "Sortant de l’aide sociale à l’enfance",
        "Leaving child welfare care",
        "Attestation ASE de moins de 12 mois",
        "Child welfare certificate less than 12 months old",
    ),
    _criterion(
        "th",
        "Travailleur handicapé",
        "Recognised disabled worker",
        "Reconnaissance de la qualité de travailleur handicapé en cours de validité",
        "Recognition as a disabled worker, still valid",
        is_health=True,
    ),
    _criterion(
        "single_parent",
        "Parent isolé",
        "Single parent",
        f"Attestation CAF {THREE_MONTHS_FR}",
        f"CAF certificate {THREE_MONTHS_EN}",
    ),
    _criterion(
        "homeless",
        "Sans hébergement, hébergé ou ayant un parcours de rue",
        "Homeless, sheltered, or with a past of living rough",
        "Certificat de domiciliation, ou déclaration d’un travailleur social ou d’une association",
        "Certificate of domiciliation, or statement of a social worker or an association",
    ),
    _criterion(
        "refugee",
        "Réfugié, protégé ou demandeur d’asile",
        "Refugee, protected person or asylum seeker",
        "Titre de séjour ou autorisation de travail en cours de validité",
        "Residence permit or work permit, still valid",
    ),
    _criterion(
        "zrr",
        "Résident en zone de revitalisation rurale (ZRR, ZFRR)",
        "Lives in a rural revitalisation zone (ZRR, ZFRR)",
        f"Justificatif de domicile {SIX_MONTHS_FR}",
        f"Proof of address {SIX_MONTHS_EN}",
    ),
    _criterion(
        "qpv",
        "Résident en quartier prioritaire (QPV)",
        "Lives in a priority district (QPV)",
        f"Justificatif de domicile {SIX_MONTHS_FR}",
        f"Proof of address {SIX_MONTHS_EN}",
    ),
    _criterion(
        "justice",
        "Sortant de détention ou sous main de justice",
        "Leaving prison or under judicial supervision",
        f"Billet de sortie ou attestation du juge {SIX_MONTHS_FR}",
        f"Release note or judge's certificate {SIX_MONTHS_EN}",
    ),
    _criterion(
        "french",
        "Maîtrise du français inférieure au niveau A1",
        "French below level A1",
        f"Évaluation FLE {SIX_MONTHS_FR}",
        f"Evaluation of French as a foreign language {SIX_MONTHS_EN}",
    ),
    _criterion(
        "mobility",
        "Problème de mobilité",
        "Mobility problem",
        f"Diagnostic mobilité d’un prescripteur habilité {SIX_MONTHS_FR}",
        f"Mobility assessment by an authorised prescriber {SIX_MONTHS_EN}",
    ),
)
"""The 18 criteria of the IAE. Any one of them suffices here, whatever its level there."""

EARLIER_RECORD = "earlier_record"
"""The criterion of people whose hours were counted before criteria were asked for: in no list."""
