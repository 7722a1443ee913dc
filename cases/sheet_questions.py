"""The questions that an answer raises before it is recorded, in the words of whoever sends it."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from sqlmodel import Session

from cases.casework import Casework
from cases.hour_facts import CONTRACTS, LINES
from cases.inputs import LineInput
from cases.person_claims import claims_of
from cases.refusals import InvalidInput, Place, SheetQuestioned
from cases.rules.person_month import Contract
from cases.rules.sheet_checks import DeclaredMonth, Doubt, Question, is_month_over, questions_about
from cases.sheetwork import SheetState
from models.vocabulary import SheetStatus


def question_answer(
    case: Casework, sheet: SheetState, lines: Mapping[int, LineInput], *, confirmed: bool
) -> None:
    """Raises InvalidInput when the month is not over, SheetQuestioned when something is doubtful.

    `confirmed`: whoever sends says that the doubtful hours are right.
    """
    if not is_month_over(sheet.month, case.market.ends_on, case.today):
        raise InvalidInput(
            Place("month", "Le mois n’est pas terminé.", "The month is not over yet."),
        )
    if confirmed or not lines:
        return
    places = [
        _place(index, question)
        for index, person in enumerate(declared_months(case.session, sheet, lines))
        for question in questions_about(person, sheet.month, case.pack)
    ]
    if places:
        raise SheetQuestioned(*places)


def declared_months(
    session: Session, sheet: SheetState, lines: Mapping[int, LineInput], *, but: Collection[int] = ()
) -> Iterator[DeclaredMonth]:
    """What the rules look at, line by line. Hours on the sheets `but` are not added: they change too."""
    elsewhere = _elsewhere(session, sheet, lines, but)
    contracts: dict[int, list[Contract]] = {}
    for person, company, *terms in CONTRACTS.rows(session, lines):
        if company == sheet.party_id:
            contracts.setdefault(person, []).append(Contract(company, *terms))
    claims = claims_of(session, lines)
    for person, line in lines.items():
        yield DeclaredMonth(
            line.hours,
            elsewhere.get(person, Decimal(0)),
            tuple(contracts.get(person, ())),
            claims.get(person, ()),
        )


def _elsewhere(
    session: Session, sheet: SheetState, people: Collection[int], but: Collection[int]
) -> Mapping[int, Decimal]:
    """Hours of the same month on the company's other sheets."""
    found: dict[int, Decimal] = {}
    for month, sheet_id, person, _, company, status, hours, *_ in LINES.rows(session, people):
        is_other = sheet_id != sheet.id and sheet_id not in but and company == sheet.party_id
        if month == sheet.month and is_other and status is not SheetStatus.CANCELLED:
            found[person] = found.get(person, Decimal(0)) + hours
    return found


def _place(index: int, question: Question) -> Place:
    return Place(f"lines.{index}", *words_of(question))


def words_of(question: Question) -> tuple[str, str]:
    """In French and in English."""
    french, english = _number(question.limit)
    day = "" if question.day is None else f"{question.day:%d/%m/%Y}"
    return {
        Doubt.OVER_MONTHLY_CAP: (
            f"Plus de {french}\u00a0h dans le mois pour cette personne, tous vos marchés réunis.",
            f"More than {english} h in the month for this person, all your markets together.",
        ),
        Doubt.OVER_DAILY_CAP: (
            f"Plus de {french}\u00a0h par jour travaillé pour cette personne.",
            f"More than {english} h per working day for this person.",
        ),
        Doubt.PERSON_GONE: (
            f"Le contrat de cette personne s’est terminé le {day}.",
            f"This person’s contract ended on {day}.",
        ),
        Doubt.OUTSIDE_CONTRACT: (
            f"Le contrat de cette personne ne commence que le {day}.",
            f"This person’s contract only starts on {day}.",
        ),
        Doubt.ELIGIBILITY_OVER: (
            f"L’éligibilité de cette personne s’est terminée le {day}\u00a0: ses heures ne compteront pas.",
            f"This person’s eligibility ended on {day}: the hours will not count.",
        ),
    }[question.doubt]


def _number(hours: Decimal | None) -> tuple[str, str]:
    english = "" if hours is None else f"{hours.normalize():f}"
    return english.replace(".", ","), english
