"""Examples of requests, shown in the OpenAPI document and read back by a test."""

from typing import Any

NEW_MARKET: dict[str, Any] = {
    "reference": "2027-TRX-014",
    "title": "Réhabilitation du groupe scolaire Exemple",
    "buyer": {"name": "Ville d’Exempleville", "email": "marches@exempleville.example"},
    "cpv": "45214200",
    "amount_excl_tax": "1850000.00",
    "duration_months": 14,
    "lever": "execution_condition",
    "required_hours": "2400",
}
ANNOUNCEMENT: dict[str, Any] = {
    "buyer_id": 3,
    "title": "Réhabilitation du gymnase Exemple",
    "trade": "structural_work",
    "amount_excl_tax": "450000.00",
    "duration_months": 12,
    "publication_planned_on": "2027-05-03",
    "works_planned_on": "2027-09-01",
    "operation_title": "Plaine des sports Exemple",
    "parts": [
        {"kind": "lot", "number": "1", "title": "Gros œuvre", "amount_excl_tax": "300000.00"},
        {"kind": "lot", "number": "2", "title": "Peinture", "trade": "painting"},
    ],
}
BUYER: dict[str, Any] = {
    "name": "Ville d’Exempleville",
    "siret": "21440109300015",
    "contact_name": "Basile Exemple",
    "email": "marches@exempleville.example",
}
OPERATION: dict[str, Any] = {"title": "Plaine des sports Exemple", "reference": "OP-2027-04"}
OPERATION_CHANGE: dict[str, Any] = {"title": "Plaine des sports d’Exempleville"}
OPERATION_CHOICE: dict[str, Any] = {"operation_id": 4}
PART: dict[str, Any] = {
    "kind": "tranche",
    "number": "2",
    "title": "Extension des vestiaires",
    "amount_excl_tax": "120000.00",
    "is_firm": False,
}
AMENDMENT: dict[str, Any] = {
    "number": 2,
    "signed_on": "2027-10-04",
    "object": "Réfection de la cour",
    "amount_excl_tax": "1980000.00",
    "planned_end_on": "2028-07-31",
    "required_hours": "2600",
    "reason": "Heures convenues avec l’acheteur",
}
AMENDMENT_OF_A_LOT: dict[str, Any] = {
    "signed_on": "2027-10-04",
    "object": "Réfection de la cour, lot 2",
    "parts": [{"part_id": 7, "required_hours": "600", "amount_excl_tax": "480000.00"}],
    "reason": "Heures convenues avec l’acheteur",
}
AMENDMENT_SHARED: dict[str, Any] = {**AMENDMENT, "in_proportion": True}
AMENDMENT_CORRECTION: dict[str, Any] = {**AMENDMENT, "why": "La fin prévue était fausse"}
TRANCHE_CONFIRMATION: dict[str, Any] = {
    "part_id": 7,
    "confirmed_on": "2027-10-04",
    "starts_on": "2027-11-02",
    "ends_on": "2028-07-31",
}
PURCHASE_ORDER: dict[str, Any] = {
    "number": "BC-07",
    "title": "Peinture des halls",
    "amount_excl_tax": "80000.00",
    "ordered_on": "2027-10-04",
    "starts_on": "2027-10-18",
    "ends_on": "2027-12-17",
    "required_hours": "120",
    "reason": "Estimées avec l’entreprise",
}
CHANGE_CANCELLATION: dict[str, Any] = {"reason": "Avenant saisi sur le mauvais marché"}
LOCAL_TARGET: dict[str, Any] = {"local_hours": "240", "local_commune": "Exempleville"}
DESCRIPTION: dict[str, Any] = {"required_hours": "2600", "planned_end_on": "2028-05-31"}
CONTACT: dict[str, Any] = {
    "contact_name": "Bob Exemple",
    "email": "bob@batiment.example",
    "phone": "01 99 00 12 34",
    "locale": "fr",
}
CALIBRATION: dict[str, Any] = {
    "trade": "structural_work",
    "amount_excl_tax": "1850000.00",
    "duration_months": 14,
    "insertion_rate": "0.07",
    "urban_renewal": "works",
}
SCENARIO: dict[str, Any] = {**CALIBRATION, "name": "Taux de 7 %", "hourly_cost": "38.50"}
OPINION: dict[str, Any] = {
    "advice": "no_clause",
    "ground": "short_works",
    "reason": "Quatre semaines de pose, par le fabricant",
    "concludes": True,
}
PUBLICATION: dict[str, Any] = {"clause_text_sent_on": "2027-01-04", "published_on": "2027-01-11"}
QUESTION: dict[str, Any] = {
    "company_name": "Bâtiment Exemple SAS",
    "asker_name": "Bob Exemple",
    "asker_email": "bob@batiment.example",
    "text": "Un apprenti compte-t-il comme une personne en insertion ?",
}
QUESTION_ANSWER: dict[str, Any] = {
    "published_text": "Un contrat d’apprentissage compte-t-il ?",
    "answer": "Oui, si la personne remplit un critère d’éligibilité à l’embauche.",
}
OFFER: dict[str, Any] = {
    "name": "Bâtiment Exemple SAS",
    "siret": "73282932000074",
    "promised_hours": "2600",
    "modality": "direct_hire",
    "note": "Un tuteur est nommé",
    "received_on": "2027-02-08",
}
OFFER_CHANGE: dict[str, Any] = {
    "promised_hours": "2650",
    "modality": "secondment",
    "received_on": "2027-02-08",
}
GRID: dict[str, Any] = {
    "criteria": [
        {"code": "promised_hours", "label": "Heures d’insertion promises", "percent": "50"},
        {"code": "tutoring", "label": "Tutorat", "percent": "30"},
        {"label": "Recrutement dans les quartiers prioritaires", "percent": "20"},
    ]
}
MARKS: dict[str, Any] = {
    "marks": [{"offer_id": 7, "criterion": "tutoring", "mark": "4.5", "comment": "Tuteur nommé et formé"}]
}
ANALYSIS: dict[str, Any] = {"conclusion": "L’offre de Bâtiment Exemple SAS est la plus engagée."}
CLAUSE_SENDING: dict[str, Any] = {"note": "Le lot 3 s’ajoute : merci de remplacer le texte précédent."}
CLAUSE_TEMPLATE: dict[str, Any] = {
    "lever": "execution_condition",
    "article": "commitment",
    "text": "# Engagement d’insertion\nLe candidat s’engage à réaliser {{ heures }} d’insertion au moins.",
}
PASSWORD: dict[str, Any] = {"current": "l’ancien mot de passe", "password": "un mot de passe assez long"}
LANGUAGE: dict[str, Any] = {"locale": "en"}
KEY: dict[str, Any] = {"name": "Tableau de bord"}
WRONG_CONTACT: dict[str, Any] = {"note": "Camille Inventé suit ce chantier depuis septembre."}
AWARD: dict[str, Any] = {
    "awarded_on": "2027-03-01",
    "committed_hours": "2500",
    "companies": [{"name": "Bâtiment Exemple SAS", "email": "bob@batiment.example", "role": "lead"}],
}
MEETING: dict[str, Any] = {
    "on": "2027-03-10",
    "at": "09:30",
    "duration_minutes": 60,
    "place": "Salle du chantier, 3 rue Imaginaire",
    "agenda": "Obligations de la clause, recrutement, fiches mensuelles",
    "guests": [{"name": "Carole Exemple", "email": "carole@geiq.example"}],
}
MEETING_CHANGE: dict[str, Any] = {"on": "2027-03-12", "at": "14:00"}
MEETING_CANCELLATION: dict[str, Any] = {"reason": "Salle indisponible"}
MINUTES: dict[str, Any] = {
    "held_on": "2027-06-10",
    "minutes": "Deux personnes sont en poste, une troisième arrive en juillet.",
    "difficulties": "Transport jusqu’au chantier avant 7 h.",
    "actions": [
        {"what": "Proposer un covoiturage", "who": "Carole Exemple, GEIQ", "by_on": "2027-06-24"},
    ],
    "attendance": [{"guest_id": 12, "present": True}],
}
HELD_MEETING: dict[str, Any] = {
    "held_on": "2027-06-10",
    "at": "08:30",
    "place": "Base de vie du chantier",
    "minutes": "Deux personnes sont en poste, une troisième arrive en juillet.",
    "attendance": [{"party_id": 12, "present": True}, {"party_id": 3}],
    "guests": [{"name": "Carole Exemple", "email": "carole@geiq.example"}],
}
KICKOFF: dict[str, Any] = {
    "held_on": "2027-03-10",
    "minutes": "Obligations rappelées, embauches directes prévues.",
    "starts_on": "2027-03-15",
    "planned_end_on": "2027-05-14",
    "attendance": [{"guest_id": 12, "present": True}],
    "companies": [
        {
            "party_id": 7,
            "modality": "direct_hire",
            "contact_name": "Bob Exemple",
            "email": "bob@batiment.example",
        }
    ],
    "plan": [
        {"month": "2027-03-01", "hours": "500"},
        {"month": "2027-04-01", "hours": "1200"},
        {"month": "2027-05-01", "hours": "800"},
    ],
    "asks_attestation": True,
}
PARTNER: dict[str, Any] = {
    "kind": "insertion_structure",
    "structure_kind": "ei",
    "name": "Chantier École Exemple",
    "contact_name": "Élise Exemple",
    "email": "elise@chantier.example",
    "trades": ["structural_work", "painting"],
}
NEED: dict[str, Any] = {
    "party_id": 12,
    "trade": "painting",
    "positions": 2,
    "contract_kind": "fixed_term",
    "hours": "300",
    "starts_on": "2027-04-05",
    "profile": "Préparation des supports et peinture, débutants acceptés",
}
NEED_SENDING: dict[str, Any] = {"partners": [41, 42]}
NEED_CLOSING: dict[str, Any] = {"status": "filled"}
CANDIDATE: dict[str, Any] = {"first_name": "Dino", "last_name": "Fictif", "note": "Disponible de suite"}
CANDIDATE_DECISIONS: dict[str, Any] = {"decisions": [{"candidate_id": 7, "status": "presented"}]}
NAME_SEARCH: dict[str, Any] = {"name": "fictif"}
PERSON: dict[str, Any] = {
    "first_name": "Dino",
    "last_name": "Fictif",
    "birth_date": "1990-03-07",
    "gender": "male",
    "commune": "Exempleville",
    "in_priority_district": True,
    "email": "dino@fictif.example",
    "locale": "en",
}
OTHER_RECORD: dict[str, Any] = {"other_id": 31}
CONTRACT: dict[str, Any] = {
    "kind": "temporary",
    "employer_id": 41,
    "company_id": 12,
    "trade": "painting",
    "starts_on": "2027-03-15",
    "ends_on": "2027-06-30",
}
CONTRACT_END: dict[str, Any] = {"ends_on": "2027-05-31"}
CLAIM: dict[str, Any] = {"criterion": "rsa"}
CONFIRMATION: dict[str, Any] = {"criterion": "rsa", "proof_seen_on": "2026-02-20"}
CONFIRMATIONS: dict[str, Any] = {"eligibilities": [4, 5], "proof_seen_on": "2026-02-20"}
ELIGIBILITY_REFUSAL: dict[str, Any] = {"reason": "L’attestation date de plus de trois mois"}
BUYER_CRITERION: dict[str, Any] = {
    "label": "Habitant de la commune",
    "proof": "Justificatif de domicile de moins de 6 mois",
}
AGREEMENT: dict[str, Any] = {
    "name": "Globalisation des écoles",
    "company_id": 12,
    "signed_on": "2027-03-10",
    "first_month": "2027-03-01",
    "shares": [{"market_id": 7, "percent": "60"}, {"market_id": 8, "percent": "40"}],
    "people": [31, 32],
}
AGREEMENT_END: dict[str, Any] = {"last_month": "2027-12-01"}
SUSPENSION: dict[str, Any] = {"from_on": "2027-07-01", "reason": "Ordre de service d’arrêt n° 1"}
RESUMPTION: dict[str, Any] = {"on": "2027-09-01"}
RECEPTION: dict[str, Any] = {"received_on": "2028-05-14"}
ABANDONMENT: dict[str, Any] = {"reason": "Procédure déclarée sans suite"}
TERMINATION: dict[str, Any] = {"on": "2027-11-30", "reason": "Résiliation pour faute"}
SHORTFALL: dict[str, Any] = {"decision": "waiver", "reason": "Aucun candidat sur le métier demandé"}
ANSWER: dict[str, Any] = {
    "lines": [
        {"participant_id": 31, "hours": "84.5"},
        {"first_name": "Carole", "last_name": "Exemple", "hours": "35"},
    ],
    "remark": "Une embauche le 12",
}
ANSWERS: dict[str, Any] = {"answers": [{"sheet_id": 12, **ANSWER}, {"sheet_id": 13, "nil": True}]}
DRAFT: dict[str, Any] = {"values": {"person.31": "84,5", "new.0.first_name": "Carole", "new.0.hours": "3"}}
CORRECTION: dict[str, Any] = {"reason": "Les heures de Bob Inventé étaient celles d’un autre chantier"}
CORRECTION_ANSWER: dict[str, Any] = {"answer": "Le bilan de ce marché est déjà parti"}
VALIDATION: dict[str, Any] = {"version": 1}
HOURS_REPORT: dict[str, Any] = {"lines": [{"participant_id": 31, "market_id": 12, "hours": "84.5"}]}
DIFFERENCE_DECISION: dict[str, Any] = {
    "participant_id": 31,
    "source": "structure",
    "reason": "Le contrat s’arrête le 20",
}
ATTESTATION: dict[str, Any] = {"asks": True}
BULK_VALIDATION: dict[str, Any] = {"sheets": [{"id": 12, "version": 1}, {"id": 15, "version": 2}]}
DISTINCT_HOURS: dict[str, Any] = {"participant_id": 31, "both_worked": True}
REJECTION: dict[str, Any] = {"version": 1, "reason": "Le total ne correspond pas aux contrats", "lines": [31]}
OUTCOME: dict[str, Any] = {"note": "Fait par téléphone"}
ACCOUNT: dict[str, Any] = {
    "email": "dominique@exempleville.example",
    "name": "Dominique Exemple",
    "role": "facilitator",
    "password": "une longue phrase de passe",
}
PACK: dict[str, Any] = {"version": "2028", "valid_from": "2028-01-01", "first_chase_days": 3}
