"""A file of hours taken in: each of its sheets answered through the same door as on the page."""

from collections.abc import Iterable, Sequence
from datetime import datetime

from sqlmodel import Session

from cases.actors import Actor
from cases.answering import employed_by
from cases.commands.contributing import contribute, keep_structures_lines
from cases.commands.sheets import record_answer
from cases.declarations import Outcome, SheetsReading, SheetsReport
from cases.findings import KINDS, Finding
from cases.holding import hold_newcomers
from cases.markets import lock_market
from cases.packs import pack_at
from cases.refusals import InvalidInput, NotAllowed, Place, Refusal, SheetQuestioned, SheetsRefused
from cases.rules.policy import RulePack
from cases.sheet_file_answers import Planned, plan_answer
from cases.sheet_file_doubts import doubts_about
from cases.sheet_file_match import FileMatch, OthersFile, match_sheets
from cases.sheet_file_terms import NewcomersTerms
from cases.sheet_receipts import receipts
from cases.sheetwork import take_up_sheet
from models.vocabulary import Role

NO_ANSWER = Place("file", "Le fichier ne répond à aucune fiche.", "The file answers no sheet.")


def import_sheets(
    session: Session,
    actor: Actor,
    reading: SheetsReading,
    *,
    partial: bool,
    now: datetime,
    confirm: bool = False,
    dry_run: bool = False,
) -> SheetsReport:
    """Answer the sheets of a file; each company gets one receipt for all of its own.

    Who may: staff any sheet; a company, or its link, its own; an insertion structure its own and, on those of
    the companies for which it employs people, the lines of these people alone: where others are expected too,
    they wait there for the company's own answer. The same file twice changes nothing. A dry run writes
    nothing. Raises NotAllowed, InvalidInput for a file made for another; naming each cell, SheetsRefused when
    there is a fault and `partial` is false, or no sheet without one, and SheetQuestioned for doubtful lines
    that the sender does not `confirm`.
    """
    if actor.role is Role.BUYER:
        raise NotAllowed
    pack = pack_at(session, actor.territory_id, now)
    today = pack.calendar.local_date(now)
    try:
        matches, found = match_sheets(session, actor, reading, today)
        if not dry_run:  # what is changed is read once it is held
            _hold(session, actor, matches)
            matches, found = match_sheets(session, actor, reading, today)
    except OthersFile as error:
        raise InvalidInput(error.place) from None
    planned = _planned(session, actor, matches, pack, found)
    doubts = doubts_about(session, planned, pack)
    findings = sorted((*reading.findings, *found, *doubts), key=lambda one: KINDS.index(one.kind))
    outcomes = tuple(each.outcome for each in planned)
    report = SheetsReport(outcomes, tuple(findings), partial, dry_run, confirm)
    if dry_run:
        return report
    if not report.is_importable:
        raise _refusal(report)
    _write(session, actor, planned, now)
    return report


def _hold(session: Session, actor: Actor, matches: Sequence[FileMatch]) -> None:
    """Lock the markets of the sheets, in the order in which everybody does."""
    lines = [line for match in matches for line in match.declared.lines]
    sheets = [match.sheet.id for match in matches]
    hold_newcomers(session, actor.territory_id, lines, sheets=sheets)
    for market_id in sorted({match.sheet.market_id for match in matches}):
        lock_market(session, actor, market_id)


def _planned(
    session: Session, actor: Actor, matches: Sequence[FileMatch], pack: RulePack, findings: list[Finding]
) -> list[Planned]:
    """The answers that can be given; what is wrong with the others is found."""
    planned, newcomers = [], NewcomersTerms(session, actor.territory_id, pack)
    for match in matches:
        employed = employed_by(session, actor, {match.sheet.party_id}, match.declared.month)
        answer = plan_answer(session, match, employed.get(match.sheet.party_id), newcomers, findings)
        if answer is not None:
            planned.append(answer)
    return planned


def _refusal(report: SheetsReport) -> Refusal:
    """Each fault and each question under the name of its cell; a file with neither answers nothing."""
    faults = () if report.partial and report.sheets else report.rejected
    questions = report.questions if report.needs_confirmation else ()
    if questions and not faults:
        return SheetQuestioned(*map(_place, questions))
    places = tuple(map(_place, (*faults, *questions)))
    return SheetsRefused(*places or (NO_ANSWER,))


def _place(finding: Finding) -> Place:
    return Place(finding.place.cell or "file", finding.reason_fr, finding.reason_en)


def _write(session: Session, actor: Actor, planned: Iterable[Planned], now: datetime) -> None:
    """Answer what changes, market by market in their order, as every command locks them."""
    changed = [each for each in planned if each.outcome.outcome is not Outcome.UNCHANGED]
    changed.sort(key=lambda one: (one.outcome.market_id, one.outcome.sheet_id))
    leaving = receipts(session, actor, [(each.match.sheet.party_id, each.outcome) for each in changed])
    for each, receipt in zip(changed, leaving, strict=True):
        case, sheet = take_up_sheet(session, actor, each.outcome.sheet_id, now)
        if each.outcome.awaits_company:
            contribute(case, sheet, each.answer, receipt)
            continue
        if each.mine is not None:
            keep_structures_lines(case, sheet, each.mine)
        record_answer(case, sheet, each.answer, receipt)
