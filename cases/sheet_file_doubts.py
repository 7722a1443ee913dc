"""What the form would ask before sending, asked of each line of a file: taken once it is confirmed."""

from collections.abc import Iterator, Mapping, Sequence
from datetime import date
from decimal import Decimal

from sqlmodel import Session

from cases.declarations import DeclaredLine, Outcome
from cases.findings import QUESTION, Finding
from cases.inputs import LineInput
from cases.known_people import Known, KnownPeople
from cases.rules.labels import plain
from cases.rules.policy import RulePack
from cases.rules.sheet_checks import DeclaredMonth, questions_about
from cases.sheet_file_answers import Planned
from cases.sheet_file_terms import contract_in
from cases.sheet_questions import declared_months, unknown, words_of

Who = int | tuple[int, str, str, date | None]
"""A person known by their record, or someone new by their company, names and date of birth."""
Totals = Mapping[tuple[date, Who], Decimal]
"""Hours of the file by month and person, all sheets of the company together."""


def doubts_about(session: Session, planned: Sequence[Planned], pack: RulePack) -> Iterator[Finding]:
    """A finding for each question that the names and the hours raise; none about sheets left alone."""
    yield from _unknown_names(session, planned)
    totals = _totals(planned)
    in_the_file = frozenset(each.outcome.sheet_id for each in planned)
    for each in planned:
        if each.outcome.outcome is not Outcome.UNCHANGED:
            for line, person in _months(session, each, totals, in_the_file):
                for question in questions_about(person, each.outcome.month, pack):
                    yield _question(each, line, *words_of(question))


def _unknown_names(session: Session, planned: Sequence[Planned]) -> Iterator[Finding]:
    """Asked once of someone new, on however many sheets they are, where the file first names them."""
    companies: dict[int, KnownPeople] = {}
    asked = set()
    for each in planned:
        party_id = each.match.sheet.party_id
        for line, person in zip(each.match.declared.lines, each.people, strict=True):
            who = _who(each, line, person)
            if person is not None or who in asked:
                continue
            asked.add(who)
            known = companies.get(party_id) or KnownPeople(session, party_id)
            companies[party_id] = known
            for words in unknown(known, line):
                yield _question(each, line, *words)


def _totals(planned: Sequence[Planned]) -> Totals:
    found: dict[tuple[date, Who], Decimal] = {}
    for each in planned:
        for line, known in zip(each.match.declared.lines, each.people, strict=True):
            key = (each.outcome.month, _who(each, line, known))
            found[key] = found.get(key, Decimal(0)) + line.hours
    return found


def _who(planned: Planned, line: DeclaredLine, known: Known | None) -> Who:
    if known is not None:
        return known.id
    return planned.match.sheet.party_id, plain(line.last_name), plain(line.first_name), line.birth_date


def _months(
    session: Session, planned: Planned, totals: Totals, in_the_file: frozenset[int]
) -> Iterator[tuple[DeclaredLine, DeclaredMonth]]:
    """Each line with what is known of its person; of someone new, the hours and what the file tells."""
    lines = tuple(zip(planned.match.declared.lines, planned.people, strict=True))
    given = {
        known.id: LineInput(participant_id=known.id, hours=line.hours)
        for line, known in lines
        if known is not None
    }
    months = declared_months(session, planned.match.sheet, given, but=in_the_file) if given else ()
    found = dict(zip(given, months, strict=True))
    for line, known in lines:
        others = totals[planned.outcome.month, _who(planned, line, known)] - line.hours
        if known is None:
            yield line, DeclaredMonth(line.hours, others, contract_in(line, planned.match.sheet.party_id))
            continue
        month = found[known.id]
        contracts = month.contracts or contract_in(line, planned.match.sheet.party_id)
        yield line, DeclaredMonth(line.hours, month.elsewhere + others, contracts, month.claims)


def _question(planned: Planned, line: DeclaredLine, reason_fr: str, reason_en: str) -> Finding:
    name = f"{line.first_name} {line.last_name}"
    return Finding(QUESTION, planned.outcome.market, line.place, name, reason_fr, reason_en)
