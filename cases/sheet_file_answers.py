"""From what a file says of one sheet to the answer to record: people found, unchanged answers known."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlmodel import Session

from cases.criteria import list_of
from cases.declarations import DeclaredLine, Outcome, SheetOutcome
from cases.findings import REJECTED, Finding
from cases.inputs import LineInput, SheetAnswer
from cases.known_people import Known, KnownPeople, SeveralPeople
from cases.known_terms import ToldTerms, terms_told
from cases.sheet_file_contributions import Standing, standing_of, told_of_contributions
from cases.sheet_file_match import FileMatch, finding
from cases.sheet_file_terms import NewcomersTerms, left_out
from cases.sheet_lines import Hours
from models.vocabulary import ANSWERED, SheetStatus

VALIDATED = (
    "Cette fiche est déjà validée : demandez sa correction à votre facilitateur, depuis la page de la fiche.",
    "This sheet is already validated: ask your facilitator for a correction, from the page of the sheet.",
)
CANCELLED = (
    "Cette fiche n’est plus demandée : le marché s’est terminé avant ce mois. Retirez ses lignes.",
    "This sheet is no longer asked for: the market ended before that month. Remove its rows.",
)
NIL_FOR_ANOTHER = (
    "Seule l’entreprise dit que personne n’a travaillé pour elle : laissez vides les heures de vos salariés.",
    "Only the company says that nobody worked for it: leave the hours of your people empty.",
)
NOBODY_SAID = (
    "L’entreprise a répondu que personne n’a travaillé ce mois-là : voyez avec elle, ou avec votre"
    " facilitateur.",
    "The company answered that nobody worked that month: see with it, or with your facilitator.",
)
NAMESAKES = (
    "Deux personnes de l’entreprise portent ce nom : écrivez la date de naissance.",
    "Two people of the company have this name: write the date of birth.",
)
NOT_EMPLOYED = (
    "Cette personne n’a pas de contrat de votre structure pour cette entreprise ce mois-là : demandez à votre"
    " facilitateur de l’enregistrer.",
    "Your structure has no contract with this person for this company that month: ask your facilitator to"
    " record it.",
)
TWICE = (
    "Cette personne est déjà sur la fiche, sous un autre nom ou une autre date de naissance.",
    "This person is on the sheet already, under another name or date of birth.",
)


@dataclass(frozen=True, slots=True)
class Planned:
    """An answer to record, and what becomes of the sheet; `people`: those of its lines, None for new ones.

    `mine`: the lines of a structure's own people on the sheet of a company; None of a whole answer.
    """

    match: FileMatch
    people: tuple[Known | None, ...]
    answer: SheetAnswer
    outcome: SheetOutcome
    mine: Mapping[int, LineInput] | None = None


def plan_answer(
    session: Session,
    match: FileMatch,
    employed: frozenset[int] | None,
    newcomers: NewcomersTerms,
    findings: list[Finding],
) -> Planned | None:
    """The answer to record; None when it cannot be, which is found at its cell.

    `employed` are the only people that the sender may declare on the sheet, whose other lines stay; None when
    the file answers the whole sheet.
    """
    before = len(findings)
    findings += _refused(match, is_structure=employed is not None)
    people = _people(session, match, employed, findings)
    terms = [
        newcomers.told_by(line, person, match, findings)
        for line, person in zip(match.declared.lines, people, strict=True)
    ]
    if len(findings) > before:
        return None
    standing = standing_of(session, match, people, employed)
    lines, hours = _lines(match, people, terms, standing.others)
    remark = match.remark if employed is not None else match.declared.remark or match.remark
    named = lines[len(standing.others) :]
    told = _terms_told(session, match, people, named)
    nobody_new = all(known is not None for known in people)
    nothing_new = nobody_new and not any(one.keeps_contract or one.keeps_claim for one in told)
    outcome = _outcome(match, standing, hours, remark, nothing_new)
    if match.sheet.status is SheetStatus.VALIDATED and outcome is not Outcome.UNCHANGED:
        findings.append(finding(match.declared, *VALIDATED))
        return None
    # Doubtful hours were asked about for the whole file, whose sheets change together: not again one by one.
    answer = SheetAnswer(nil=not lines, lines=lines, remark=remark, confirm=True)
    findings += left_out(match, list(zip(match.declared.lines, told, strict=True)))
    findings += told_of_contributions(session, match, standing, employed)
    new_people = sum(known is None for known in people)
    sheet = _told(match, answer, outcome, new_people, awaits_company=standing.contributes)
    mine = {one.id: line for one, line in zip(people, named, strict=True) if one is not None}
    return Planned(match, tuple(people), answer, sheet, None if employed is None else mine)


def _refused(match: FileMatch, *, is_structure: bool) -> Iterator[Finding]:
    """Why the sheet cannot be answered at all, or not by a structure."""
    if match.sheet.status is SheetStatus.CANCELLED:
        yield finding(match.declared, *CANCELLED)
    if is_structure and match.declared.nil:
        yield finding(match.declared, *NIL_FOR_ANOTHER)
    if is_structure and match.is_nil and match.sheet.status is SheetStatus.SUBMITTED:
        yield finding(match.declared, *NOBODY_SAID)


def _people(
    session: Session, match: FileMatch, employed: frozenset[int] | None, findings: list[Finding]
) -> list[Known | None]:
    """Whoever the company knows, line by line; None for someone new. Who may not be named is found."""
    known, found, met = KnownPeople(session, match.sheet.party_id), [], set()
    for line in match.declared.lines:
        person = None
        try:
            person = known.find(line.last_name, line.first_name, line.birth_date)
        except SeveralPeople:
            findings.append(_about(match, line, *NAMESAKES))
        else:
            if employed is not None and (person is None or not employed & {person.id, person.root}):
                findings.append(_about(match, line, *NOT_EMPLOYED))
            if person is not None and person.id in met:
                findings.append(_about(match, line, *TWICE))
        if person is not None:
            met.add(person.id)
        found.append(person)
    return found


def _terms_told(
    session: Session, match: FileMatch, people: Sequence[Known | None], lines: Sequence[LineInput]
) -> list[ToldTerms]:
    """What becomes of the contracts and criteria told of those who are known; of newcomers all is kept."""
    buyer, company = list_of(session, match.buyer_id), match.sheet.party_id
    return [
        ToldTerms() if known is None else terms_told(session, known.id, company, line, buyer)
        for known, line in zip(people, lines, strict=True)
    ]


def _lines(
    match: FileMatch,
    people: list[Known | None],
    terms: Sequence[Mapping[str, Any]],
    others: Mapping[int, Hours],
) -> tuple[tuple[LineInput, ...], dict[int, Hours]]:
    """The lines of the answer, first those that stay; and the hours by person, of those who are known."""
    lines = [_known_line(who, *hours) for who, hours in others.items()]
    after = dict(others)
    for line, person, told in zip(match.declared.lines, people, terms, strict=True):
        training = line.training_hours or Decimal(0)
        if person is not None:
            after[person.id] = (line.hours, training)
        lines.append(
            LineInput(
                last_name=line.last_name,
                first_name=line.first_name,
                birth_date=line.birth_date,
                hours=line.hours,
                training_hours=training,
                **told,
            )
        )
    return tuple(lines), after


def _known_line(who: int, hours: Decimal, training: Decimal) -> LineInput:
    return LineInput(participant_id=who, hours=hours, training_hours=training)


def _outcome(
    match: FileMatch,
    standing: Standing,
    hours: Mapping[int, Hours],
    remark: str | None,
    nothing_new: bool,
) -> Outcome:
    if match.sheet.status not in ANSWERED and (standing.is_first or not standing.contributes):
        return Outcome.ACCEPTED
    is_same = nothing_new and standing.kept == hours
    if not standing.contributes:
        is_same = is_same and match.is_nil == (not hours) and remark == match.remark
    return Outcome.UNCHANGED if is_same else Outcome.UPDATED


def _told(
    match: FileMatch, answer: SheetAnswer, outcome: Outcome, new_people: int, *, awaits_company: bool
) -> SheetOutcome:
    return SheetOutcome(
        outcome,
        match.sheet.id,
        match.sheet.market_id,
        match.declared.reference,
        match.title,
        match.buyer,
        match.company,
        match.declared.month,
        sum((line.hours for line in answer.lines), Decimal(0)),
        len(answer.lines),
        new_people,
        answer.nil,
        awaits_company,
    )


def _about(match: FileMatch, line: DeclaredLine, reason_fr: str, reason_en: str) -> Finding:
    """What is wrong with one line, at its cell."""
    name = f"{line.first_name} {line.last_name}"
    reason_fr = reason_fr.replace(" :", "\u00a0:")
    return Finding(REJECTED, match.declared.reference, line.place, name, reason_fr, reason_en)
