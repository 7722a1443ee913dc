"""The columns of a file of hour sheets, in the order of the template."""

from collections.abc import Mapping

from cases.rules.labels import plain
from exchange.tables.heading import Column

COMPANY_COLUMNS = (
    Column(
        "siret",
        "SIRET de l’entreprise",
        ("SIRET", "N° SIRET", "Numéro SIRET", "SIRET entreprise", "SIRET société"),
    ),
    Column(
        "company_name",
        "Entreprise",
        ("Nom de l’entreprise", "Raison sociale", "Société", "Entreprise utilisatrice", "Client"),
    ),
)
"""Said when a file is about several companies; left out of a company's own."""
COLUMNS = (
    *COMPANY_COLUMNS,
    Column(
        "reference",
        "Référence du marché",
        ("Marché", "Référence", "Réf. marché", "N° de marché", "Numéro du marché", "Numéro de marché"),
        is_required=True,
    ),
    Column("title", "Intitulé du marché", ("Intitulé", "Objet du marché", "Chantier", "Opération")),
    Column("month", "Mois", ("Mois concerné", "Période", "Mois travaillé", "Mois de la fiche")),
    Column("last_name", "Nom", ("Nom du salarié", "Nom de famille", "Nom du bénéficiaire"), is_required=True),
    Column("first_name", "Prénom", ("Prénom du salarié", "Prénom du bénéficiaire"), is_required=True),
    Column("birth_date", "Date de naissance", ("Né(e) le", "Naissance", "Date naissance")),
    Column("last_hours", "Mois précédent (h)"),
    Column(
        "hours",
        "Heures du mois",
        (
            "Heures",
            "Heures (h)",
            "Nombre d’heures",
            "Nb heures",
            "Nb d’heures",
            "Heures travaillées",
            "Heures effectuées",
            "Heures réalisées",
            "Heures d’insertion",
        ),
        is_required=True,
    ),
    Column(
        "training_hours",
        "Dont formation (h)",
        ("Heures de formation", "Dont heures de formation", "Formation", "Formation (h)"),
    ),
    Column(
        "nil",
        "Personne ce mois-ci",
        ("Néant", "Fiche néant", "Aucune heure", "Aucune heure ce mois-ci", "Aucune heure ce mois"),
    ),
    Column("remark", "Remarque", ("Remarques", "Observation", "Observations", "Commentaire", "Commentaires")),
    Column(
        "contract_kind", "Type de contrat", ("Contrat", "Nature du contrat", "Kind of contract", "Contract")
    ),
    Column("starts_on", "Début du contrat", ("Premier jour du contrat", "Date d’embauche", "Contract start")),
    Column("ends_on", "Fin du contrat", ("Dernier jour du contrat", "Contract end")),
    Column("employer", "Employeur", ("Structure employeuse", "Employer")),
    Column(
        "criterion",
        "Critère d’éligibilité",
        ("Critère", "Éligibilité", "Public", "Eligibility criterion", "Criterion"),
    ),
)
FORBIDDEN: Mapping[str, str] = {
    plain(label): "nir_column"
    for label in (
        "NIR",
        "Numéro de sécurité sociale",
        "N° de sécurité sociale",
        "N° sécurité sociale",
        "N° sécu",
        "N° SS",
        "Sécurité sociale",
        "Numéro SS",
    )
}
"""Columns that nobody may send (DOMAIN.md rule 2)."""
NOT_READ = ("title", "last_hours")
"""Said for the person who fills the file in; whatever stands there changes nothing."""
MOST_LENGTHS: Mapping[str, int] = {
    "company_name": 250,
    "reference": 80,
    "last_name": 80,
    "first_name": 80,
    "remark": 2000,
    "employer": 250,
    "criterion": 300,
}
"""Characters at most, as the commands take them (cases/inputs/fields.py)."""
MOST_PEOPLE = 500
"""On one sheet, as the command takes them (cases/inputs/sheet.py)."""
