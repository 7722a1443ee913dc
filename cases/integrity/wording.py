"""Every check by name, with what a violation means in French and English."""

WORDING: dict[str, tuple[str, str]] = {
    "journal_gap": (
        "Marché {reference} : il manque l’entrée {position} de son journal.",
        "Market {reference}: entry {position} of its journal is missing.",
    ),
    "journal_altered": (
        "Marché {reference} : l’entrée {position} de son journal n’est plus celle qui a été écrite.",
        "Market {reference}: entry {position} of its journal is no longer what was written.",
    ),
    "journal_truncated": (
        "Marché {reference} : son journal compte {found} entrées au lieu de {expected}, ou finit autrement.",
        "Market {reference}: its journal has {found} entries instead of {expected}, or ends differently.",
    ),
    "sealed_entries_missing": (
        "Marché {reference} : un scellé couvre {expected} entrées de journal, il n’en reste que {found}.",
        "Market {reference}: a seal covers {expected} journal entries, only {found} are left.",
    ),
    "sealed_history_rewritten": (
        "Marché {reference} : l’entrée {position} de son journal contredit un scellé.",
        "Market {reference}: entry {position} of its journal contradicts a seal.",
    ),
    "market_missing": (
        "Le marché numéro {market} a disparu : un scellé ou son journal le connaît encore.",
        "Market number {market} is gone: a seal or its journal still knows it.",
    ),
    "seal_altered": (
        "Territoire {territory} : le scellé du {day} a été modifié, ou celui d’avant a été supprimé.",
        "Territory {territory}: the seal of {day} was changed, or the one before it was removed.",
    ),
    "stage_not_journalled": (
        "Marché {reference} : son étape « {stage} » ne suit pas de son journal (« {journalled} »).",
        'Market {reference}: its stage "{stage}" does not follow from its journal ("{journalled}").',
    ),
    "opening_not_planned": (
        "Marché {reference} : en suivi, mais aucune ouverture de fiches n’est prévue.",
        "Market {reference}: in follow-up, but no opening of sheets is planned.",
    ),
    "sheet_missing": (
        "Marché {reference} : une entreprise n’a pas de fiche pour {month}, et rien ne l’ouvrira.",
        "Market {reference}: a company has no sheet for {month}, and nothing will open it.",
    ),
    "mail_said_twice": (
        "Fiche {sheet} : l’étape « {step} » a été écrite {times} fois.",
        'Sheet {sheet}: the step "{step}" was written {times} times.',
    ),
    "sheet_total_differs": (
        "Fiche {sheet} : ses {declared} heures ne sont pas la somme de ses lignes.",
        "Sheet {sheet}: its {declared} hours are not the sum of its lines.",
    ),
    "hours_not_accounted": (
        "Fiche {sheet} : les heures d’une de ses lignes ne sont pas toutes retenues ou écartées.",
        "Sheet {sheet}: the hours of one of its lines are not all counted or set aside.",
    ),
    "counted_total_differs": (
        "Marché {reference} : ses {counted} heures retenues ne sont pas la somme de celles qui comptent.",
        "Market {reference}: its {counted} counted hours are not the sum of those that count.",
    ),
    "deadline_stuck": (
        "Échéance {deadline} ({rule}) : due depuis le {due_at:%Y-%m-%d %H:%M} UTC, toujours en attente.",
        "Deadline {deadline} ({rule}): due since {due_at:%Y-%m-%d %H:%M} UTC, still pending.",
    ),
    "deadline_poisoned": (
        "Échéance {deadline} ({rule}) : mise à part après une erreur, à reprendre.",
        "Deadline {deadline} ({rule}): set apart after an error, to be retried.",
    ),
    "mail_late": (
        "Courriel {mail} : devait partir le {release_at:%Y-%m-%d %H:%M} UTC, toujours en attente.",
        "Mail {mail}: was to leave at {release_at:%Y-%m-%d %H:%M} UTC, still waiting.",
    ),
    "mail_failed": (
        "Courriel {mail} : n’a pas pu être remis, et personne ne s’en est encore occupé.",
        "Mail {mail}: could not be delivered, and nobody has dealt with it yet.",
    ),
}
