"""A structure's lines on a sheet that its company has not answered: kept, while the ladder goes on."""

from collections.abc import Mapping
from decimal import Decimal

from cases.casework import Casework
from cases.commands.hours_reports import keep_structures_figures
from cases.contributions import contributed_to, keep_contributions
from cases.decisions import Decision
from cases.inputs import LineInput, SheetAnswer
from cases.known_people import KnownPeople
from cases.known_terms import tell_terms
from cases.matched_hours import match_tasks
from cases.requests import tell_received
from cases.sheet_lines import lines_of
from cases.sheet_questions import question_answer
from cases.sheet_receipts import Receipt
from cases.sheetwork import SheetState


def contribute(case: Casework, sheet: SheetState, answer: SheetAnswer, receipt: Receipt | None) -> None:
    """Keep a structure's lines for the company's answer, which stays awaited; `receipt` tells the company.

    `answer` holds the lines of the actor's own people alone, none of them new. Raises InvalidInput when the
    month is not over.
    """
    known = KnownPeople(case.session, sheet.party_id)
    lines = lines_of(case, sheet, known, answer)
    question_answer(case, sheet, known, lines, confirmed=True)
    keep_structures_lines(case, sheet, lines)
    tell_received(case.session, sheet.id, contributed_to(case.session, sheet.id))
    matched = match_tasks(case, sheet.id, sheet.party_id, sheet.month)
    payload = {
        "sheet": sheet.id,
        "month": sheet.month,
        "party": case.actor.party_id,
        "declared_hours": sum((line.hours for line in lines.values()), Decimal(0)),
        "people": len(lines),
    }
    says = () if receipt is None else receipt(case, sheet, sheet.version)
    case.decide(Decision("hours_contributed", payload, opens=matched.opens, ends=matched.ends, says=says))
    for added in known.terms_added:
        tell_terms(case.session, case.actor, case.market.id, added, now=case.now)


def keep_structures_lines(case: Casework, sheet: SheetState, lines: Mapping[int, LineInput]) -> None:
    """By whom they were declared; they are also what the structure says of these hours, and is not asked."""
    assert case.actor.party_id is not None  # a structure
    keep_contributions(case.session, sheet.id, case.actor.party_id, lines, case.now)
    hours = {who: line.hours for who, line in lines.items()}
    keep_structures_figures(case, sheet, hours)
