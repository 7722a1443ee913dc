"""The questions that an answer raises before it is recorded, in the words of whoever sends it."""

from collections.abc import Collection, Iterator, Mapping
from decimal import Decimal

from sqlmodel import Session

from cases.casework import Casework
from cases.contributions import contributed_to
from cases.criteria import list_of
from cases.declarations import DeclaredLine
from cases.hour_facts import CONTRACTS, LINES
from cases.inputs import LineInput
from cases.known_people import KnownPeople
from cases.known_terms import KNOWN_ALREADY, terms_told
from cases.person_claims import claims_of
from cases.refusals import InvalidInput, Place, SheetQuestioned
from cases.rules.person_month import Contract
from cases.rules.sheet_checks import DeclaredMonth, Doubt, Question, is_month_over, questions_about
from cases.sheetwork import SheetState
from models.vocabulary import SheetStatus


def question_answer(
    case: Casework, sheet: SheetState, known: KnownPeople, lines: Mapping[int, LineInput], *, confirmed: bool
) -> None:
    """Raises InvalidInput when the month is not over, SheetQuestioned when something is doubtful.

    `known`: the company's people, with those whom the answer adds. `confirmed`: whoever sends says that the
    doubtful names and hours are right.
    """
    if not is_month_over(sheet.month, case.market.ends_on, case.today):
        raise InvalidInput(
            Place("month", "Le mois n’est pas terminé.", "The month is not over yet."),
        )
    if confirmed or not lines:
        return
    places = []
    buyer = list_of(case.session, case.market.buyer_id)
    months = declared_months(case.session, sheet, lines)
    for index, ((number, line), person) in enumerate(zip(lines.items(), months, strict=True)):
        said = [words_of(question) for question in questions_about(person, sheet.month, case.pack)]
        if number in known.newcomers:
            said = [*unknown(known, line), *said]
        if terms_told(case.session, number, sheet.party_id, line, buyer).leaves_out:
            said.append(KNOWN_ALREADY)
        places += [Place(f"lines.{index}", *words) for words in said]
    places += _left_out(case.session, sheet, lines)
    if places:
        raise SheetQuestioned(*places)


def _left_out(session: Session, sheet: SheetState, lines: Collection[int]) -> Iterator[Place]:
    """Whoever a structure declared there, and this answer leaves out."""
    for each in contributed_to(session, sheet.id):
        if each.participant_id not in lines:
            french, english = _number(each.hours)
            yield Place(
                f"person.{each.participant_id}",
                f"{each.declared_by} a déclaré {french}\u00a0h pour {each.first_name} {each.last_name}\u00a0:"
                " sans heures ici, cette personne sort de la fiche.",
                f"{each.declared_by} declared {english} h for {each.first_name} {each.last_name}: without"
                " hours here, this person leaves the sheet.",
            )


def unknown(known: KnownPeople, line: LineInput | DeclaredLine) -> Iterator[tuple[str, str]]:
    """What is asked, in French and in English, of someone new who has nearly the names of someone known."""
    first, last, born = line.first_name or "", line.last_name or "", line.birth_date
    meant = known.nearly(last, first, born)
    if meant is not None:
        name, other = f"{first} {last}", f"{meant.first_name} {meant.last_name}"
        if born and meant.birth_date and born != meant.birth_date:  # its day and month are swapped
            name, other = f"{name} ({born:%d/%m/%Y})", f"{other} ({meant.birth_date:%d/%m/%Y})"
        yield (
            f"Votre entreprise ne connaît pas {name}\u00a0: vouliez-vous dire {other}\u00a0?",
            f"Your company does not know {name}: did you mean {other}?",
        )


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


def words_of(question: Question) -> tuple[str, str]:
    """In French and in English."""
    french, english = _number(question.limit)
    hours_fr, hours_en = _number(question.hours)
    days_fr, days_en = _days(question.working_days)
    day = "" if question.day is None else f"{question.day:%d/%m/%Y}"
    return {
        Doubt.OVER_MONTHLY_CAP: (
            f"Plus de {french}\u00a0h dans le mois pour cette personne, tous vos marchés réunis.",
            f"More than {english} h in the month for this person, all your markets together.",
        ),
        Doubt.OVER_DAILY_CAP: (
            f"{hours_fr}\u00a0h pour {days_fr} dans le mois\u00a0: plus de {french}\u00a0h"
            " par jour pour cette personne.",
            f"{hours_en} h for {days_en} in the month: more than {english} h a day for this person.",
        ),
        Doubt.OVER_CONTRACT_DAYS: (
            f"{hours_fr}\u00a0h pour {days_fr} de contrat dans le mois\u00a0: plus de {french}\u00a0h"
            " par jour pour cette personne.",
            f"{hours_en} h for {days_en} of contract in the month: more than {english} h a day for this"
            " person.",
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


def _days(count: int) -> tuple[str, str]:
    french = f"{count}\u00a0jour{'s' if count > 1 else ''} ouvré{'s' if count > 1 else ''}"
    return french, f"{count} working day{'' if count == 1 else 's'}"
