"""Why a sheet goes back: reasons ready to be picked, in the company's language, and the lines in question."""

from collections.abc import Collection

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.messages import RejectedLine
from cases.refusals import InvalidInput, Place
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import HourLine, HourSheet, Participant, Party

LINE, PERSON, SHEET, PARTY = (table_of(model) for model in (HourLine, Participant, HourSheet, Party))
READY_REASONS = {
    "jump": {
        "fr": "Les heures changent beaucoup d’un mois à l’autre\u00a0: confirmez-les, ou corrigez-les.",
        "en": "The hours change a lot from one month to the next: please confirm or correct them.",
    },
    "exact": {
        "fr": "Les heures semblent arrondies\u00a0: reportez celles des bulletins de paie.",
        "en": "The hours look rounded: please give those of the pay slips.",
    },
    "forgotten": {
        "fr": "Il manque une personne présente le mois dernier\u00a0: son contrat est-il fini\u00a0?",
        "en": "Someone who worked last month is missing: did they work, is their contract over?",
    },
    "too_many": {
        "fr": "Une personne dépasse un mois à temps plein\u00a0: vérifiez ses heures.",
        "en": "Someone exceeds a full-time month: please check their hours.",
    },
    "other_market": {
        "fr": "Un autre marché a les mêmes heures\u00a0: sur lequel ont-elles été faites\u00a0?",
        "en": "The same hours are declared on another market: on which one were they worked?",
    },
    "contract": {
        "fr": "Les heures ne correspondent pas au contrat que nous connaissons.",
        "en": "The hours do not match the contract that we know.",
    },
}
"""What is said most often; a facilitator completes it, or writes something else."""
NAMED_LINES = Prepared(
    select(LINE.c.participant_id, PERSON.c.first_name, PERSON.c.last_name, LINE.c.hours)
    .join(PERSON, PERSON.c.id == LINE.c.participant_id)
    .where(LINE.c.sheet_id == bindparam("sheet"))
    .order_by(PERSON.c.last_name, PERSON.c.first_name, PERSON.c.id)
)


def ready_reasons(locale: str) -> dict[str, str]:
    """The reasons to pick from, by code, in a language."""
    return {code: said.get(locale, said["fr"]) for code, said in READY_REASONS.items()}


def language_of_company(session: Session, sheet_id: int) -> str:
    """The language in which the sheet's company reads the reason."""
    query = select(PARTY.c.locale).join(SHEET, SHEET.c.party_id == PARTY.c.id).where(SHEET.c.id == sheet_id)
    found = session.connection().execute(query).scalar()
    return "fr" if found is None else str(found)


def lines_in_question(session: Session, sheet_id: int, people: Collection[int]) -> tuple[RejectedLine, ...]:
    """The lines of these people, as the mail names them. Raises InvalidInput for someone not on the sheet."""
    if not people:
        return ()
    rows = NAMED_LINES.rows(session, {"sheet": sheet_id})
    known = {row[0] for row in rows}
    for index, person in enumerate(people):
        if person not in known:
            raise InvalidInput(
                Place(
                    f"lines.{index}",
                    "Cette personne n’est pas sur la fiche.",
                    "This person is not on the sheet.",
                )
            )
    return tuple(
        RejectedLine(name=f"{first} {last}", hours=hours)
        for number, first, last, hours in rows
        if number in people
    )
