"""Whether a sheet has an answer already, word for word: sending that one again changes nothing."""

from sqlalchemy import bindparam, select

from cases.casework import Casework
from cases.contributions import with_contributed
from cases.criteria import list_of
from cases.inputs import LineInput, SheetAnswer
from cases.known_people import KnownPeople, SeveralPeople
from cases.known_terms import terms_told
from cases.sheet_lines import lines_now
from cases.sheetwork import FORGET_DRAFT, SHEET, SheetState
from models.prepared import Prepared
from models.vocabulary import SheetStatus

REMARK = Prepared(select(SHEET.c.remark).where(SHEET.c.id == bindparam("sheet")))


def stays_as_it_is(case: Casework, sheet: SheetState, answer: SheetAnswer) -> bool:
    """True when the sheet waits for its decision with these people, hours and remark, and nothing is added.

    A date of birth, a contract or a criterion that is not recorded is an addition. What the company of such a
    sheet had typed is of no more use, and forgotten.
    """
    if sheet.status is not SheetStatus.SUBMITTED or not _is_same(case, sheet, answer):
        return False
    FORGET_DRAFT.write(case.session, [{"sheet": sheet.id}])
    return True


def _is_same(case: Casework, sheet: SheetState, answer: SheetAnswer) -> bool:
    answer = with_contributed(case.session, sheet, answer)
    known = KnownPeople(case.session, sheet.party_id)
    lines = [(_who(known, line), line) for line in answer.lines]
    given = {person: (line.hours, line.training_hours) for person, line in lines}
    if len(given) != len(lines) or given != lines_now(case.session, sheet.id):
        return False
    ((remark,),) = REMARK.rows(case.session, {"sheet": sheet.id})
    if (remark or "").split() != (answer.remark or "").split():
        return False
    return not any(
        _tells_more(case, sheet, person, line, confirmed=answer.confirm)
        for person, line in lines
        if person is not None
    )


def _who(known: KnownPeople, line: LineInput) -> int | None:
    """The record that the line is about; None for someone new, or known without the date of birth."""
    if line.participant_id is not None:
        return line.participant_id
    try:
        found = known.find(line.last_name or "", line.first_name or "", line.birth_date)
    except SeveralPeople:
        return None
    is_learned = found is not None and line.birth_date is not None and found.birth_date is None
    return None if found is None or is_learned else found.id


def _tells_more(case: Casework, sheet: SheetState, person: int, line: LineInput, *, confirmed: bool) -> bool:
    """A contract or a criterion to keep; or one that stands in another's place, and is to be asked about."""
    buyer = list_of(case.session, case.market.buyer_id) if line.criterion is not None else None
    told = terms_told(case.session, person, sheet.party_id, line, buyer)
    return told.keeps_contract or told.keeps_claim or (told.leaves_out and not confirmed)
