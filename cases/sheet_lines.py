"""The lines of an answer: each person found among the company's, or added, and their hours written."""

from collections.abc import Mapping
from decimal import Decimal

from sqlalchemy import bindparam, delete, insert, select
from sqlmodel import Session

from cases.casework import Casework
from cases.criteria import list_of, refuse_unknown
from cases.inputs import ContractInput, LineInput, PersonFacts, SheetAnswer
from cases.known_people import Known, KnownPeople, SeveralPeople
from cases.known_terms import TermsAdded, terms_told
from cases.people import add_claim, add_contract, add_person, is_structure
from cases.refusals import InvalidInput, Place, UnknownCriterion
from cases.sheetwork import SheetState
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import HourLine

LINE = table_of(HourLine)
REMOVE_LINES = Prepared(delete(LINE).where(LINE.c.sheet_id == bindparam("sheet")))
ADD_LINE = Prepared(insert(LINE))
KNOWN_LINES = Prepared(
    select(LINE.c.participant_id, LINE.c.hours, LINE.c.training_hours)
    .where(LINE.c.sheet_id == bindparam("sheet"))
    .order_by(LINE.c.id)
)
Hours = tuple[Decimal, Decimal]
"""A line's hours, and those of them in training."""


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
        _keep_terms(case, sheet, known, number, line, index)
        lines[number] = line
    return lines


def _place(index: int, message_fr: str, message_en: str, of: str = "") -> Place:
    """The line, or its field `of`."""
    return Place(f"lines.{index}.{of}".rstrip("."), message_fr, message_en)


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
                "birth_date",
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
    return number


def _keep_terms(
    case: Casework, sheet: SheetState, known: KnownPeople, person: int, line: LineInput, index: int
) -> None:
    """The contract that the line tells, and the criterion claimed, of someone of whom none is recorded."""
    buyer = list_of(case.session, case.market.buyer_id) if line.criterion is not None else None
    told = terms_told(case.session, person, sheet.party_id, line, buyer)
    contract = _add_contract(case, sheet, person, line, index) if told.keeps_contract else None
    claim = _add_claim(case, person, line, buyer, index) if told.keeps_claim else None
    if (contract or claim) and person not in known.newcomers:
        known.terms_added.append(TermsAdded(person, contract, claim))


def _add_contract(case: Casework, sheet: SheetState, person: int, line: LineInput, index: int) -> int:
    employer = line.employer_id or sheet.party_id
    if employer != sheet.party_id and not is_structure(case.session, case.market.territory_id, employer):
        raise InvalidInput(
            _place(index, "Cet employeur n’est pas connu.", "This employer is not known.", "employer_id")
        )
    assert line.contract_kind is not None  # told
    assert line.starts_on is not None  # with its kind
    terms = ContractInput(
        kind=line.contract_kind,
        employer_id=employer,
        company_id=sheet.party_id,
        starts_on=line.starts_on,
        ends_on=line.ends_on,
    )
    return add_contract(case.session, person, terms, now=case.now)


def _add_claim(case: Casework, person: int, line: LineInput, buyer: int | None, index: int) -> int:
    assert line.criterion is not None  # told
    try:
        refuse_unknown(case.session, line.criterion, buyer, case.pack)
    except UnknownCriterion as refusal:
        raise InvalidInput(_place(index, refusal.message_fr, refusal.message_en, "criterion")) from None
    return add_claim(
        case.session, person, line.criterion, pack_version=case.pack.version, buyer_id=buyer, now=case.now
    )


def lines_now(session: Session, sheet_id: int) -> dict[int, Hours]:
    """The sheet's lines as they stand, by participant."""
    rows = KNOWN_LINES.rows(session, {"sheet": sheet_id})
    return {person: (hours, training) for person, hours, training in rows}


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
