"""The lines of an answer: each person found among the company's, or added, and their hours written."""

from collections.abc import Mapping

from sqlalchemy import bindparam, delete, insert
from sqlmodel import Session

from cases.casework import Casework
from cases.criteria import list_of, refuse_unknown
from cases.inputs import ContractInput, LineInput, PersonFacts, SheetAnswer
from cases.known_people import Known, KnownPeople, SeveralPeople
from cases.people import add_claim, add_contract, add_person, is_structure
from cases.refusals import InvalidInput, Place
from cases.sheetwork import SheetState
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import HourLine

LINE = table_of(HourLine)
REMOVE_LINES = Prepared(delete(LINE).where(LINE.c.sheet_id == bindparam("sheet")))
ADD_LINE = Prepared(insert(LINE))


def lines_of(
    case: Casework, sheet: SheetState, known: KnownPeople, answer: SheetAnswer
) -> dict[int, LineInput]:
    """Lines by participant; new people join the territory's participants through this company (`known`).

    Raises InvalidInput, naming the line: someone unknown, someone twice, one of two namesakes.
    """
    lines: dict[int, LineInput] = {}
    for index, line in enumerate(answer.lines):
        if line.participant_id is not None and line.participant_id not in known.ids:
            raise InvalidInput(_place(index, "Cette personne n’est pas connue.", "This person is not known."))
        number = line.participant_id or _find_or_add_person(case, sheet, known, line, index)
        if number in lines:
            raise InvalidInput(
                _place(index, "Cette personne est déjà sur la fiche.", "This person is already on the sheet.")
            )
        lines[number] = line
    return lines


def _place(index: int, message_fr: str, message_en: str) -> Place:
    return Place(f"lines.{index}", message_fr, message_en)


def _find_or_add_person(
    case: Casework, sheet: SheetState, known: KnownPeople, line: LineInput, index: int
) -> int:
    try:
        found = known.find(line.last_name or "", line.first_name or "", line.birth_date)
    except SeveralPeople:
        raise InvalidInput(
            _place(
                index,
                "Deux personnes de l’entreprise portent ce nom : écrivez la date de naissance.",
                "Two people of the company have this name: write the date of birth.",
            )
        ) from None
    if found is not None:
        known.learn_birth(found, line.birth_date)
        return found.id
    facts = PersonFacts(
        first_name=line.first_name or "", last_name=line.last_name or "", birth_date=line.birth_date
    )
    number = add_person(case.session, case.market.territory_id, sheet.party_id, facts, now=case.now)
    known.meet(Known(number, facts.last_name, facts.first_name, facts.birth_date, None))
    _keep_terms(case, sheet, number, line, index)
    return number


def _keep_terms(case: Casework, sheet: SheetState, person: int, line: LineInput, index: int) -> None:
    """The contract of someone new, and the criterion that they say they meet, when the company knows them."""
    employer = line.employer_id or sheet.party_id
    if employer != sheet.party_id and not is_structure(case.session, case.market.territory_id, employer):
        raise InvalidInput(_place(index, "Cet employeur n’est pas connu.", "This employer is not known."))
    if line.contract_kind is not None and line.starts_on is not None:
        terms = ContractInput(
            kind=line.contract_kind,
            employer_id=employer,
            company_id=sheet.party_id,
            starts_on=line.starts_on,
            ends_on=line.ends_on,
        )
        add_contract(case.session, person, terms, now=case.now)
    if line.criterion is not None:
        buyer = list_of(case.session, case.market.buyer_id)
        refuse_unknown(case.session, line.criterion, buyer, case.pack)
        add_claim(
            case.session,
            person,
            line.criterion,
            pack_version=case.pack.version,
            buyer_id=buyer,
            now=case.now,
        )


def write_lines(session: Session, sheet_id: int, lines: Mapping[int, LineInput]) -> None:
    """Instead of those that the sheet had."""
    REMOVE_LINES.write(session, [{"sheet": sheet_id}])
    if lines:
        rows = [
            {
                "sheet_id": sheet_id,
                "participant_id": person,
                "hours": line.hours,
                "training_hours": line.training_hours,
                "is_distinct": False,
            }
            for person, line in lines.items()
        ]
        ADD_LINE.write(session, rows)
