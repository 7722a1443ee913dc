"""Several sheets of one company answered at once: all of them or none, and one receipt for all."""

from collections.abc import Sequence
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Row
from sqlmodel import Session

from cases.access import open_link
from cases.actors import Actor
from cases.commands.sheets import may_answer, record_answer
from cases.correspondence import correspondents
from cases.declarations import Outcome, SheetOutcome
from cases.holding import hold_newcomers
from cases.inputs import AnswerTo, SheetAnswers
from cases.queries.walls import PARTY, SHEET, sheets_seen
from cases.refusals import InvalidInput, NotAllowed, NotFound, Place, SheetQuestioned
from cases.sheet_receipts import receipts
from cases.sheet_standing import stays_as_it_is
from cases.sheetwork import take_up_sheet
from cases.statements import MARKET
from models.vocabulary import UNANSWERED, LinkAct

BUYER = PARTY.alias("buyer")


def submit_sheets(session: Session, actor: Actor, answers: SheetAnswers, *, now: datetime) -> bool:
    """Record each answer as `submit_sheet` does; the company gets one receipt that names all of them.

    Those that stood already stay as they are; False when all did. What is wrong or doubtful is gathered over
    all sheets, each named by its place in `answers`. Raises NotFound, NotAllowed, SheetAlreadyValidated,
    SheetCancelled, InvalidInput, SheetQuestioned.
    """
    lines = [line for answer in answers.answers for line in answer.lines]
    sheets = [answer.sheet_id for answer in answers.answers]
    hold_newcomers(session, actor.territory_id, lines, sheets=sheets)
    outcomes = _outcomes(session, actor, answers.answers)
    in_order = sorted(enumerate(answers.answers), key=lambda one: outcomes[one[1].sheet_id][1].market_id)
    ordered = [one for one in in_order if _is_changed(session, actor, one[1], now)]
    answered = [outcomes[answer.sheet_id] for _, answer in ordered]
    parties = {party for party, _ in answered}
    link_ids = {
        party: open_link(session, LinkAct.COMPANY_SHEETS, now=now, party_id=party) for party in parties
    }
    leaving = receipts(session, actor, answered, by_file=False, company_links=link_ids)
    wrong: list[Place] = []
    doubtful: list[Place] = []
    for (index, answer), receipt in zip(ordered, leaving, strict=True):
        case, sheet = take_up_sheet(session, actor, answer.sheet_id, now)
        try:
            record_answer(case, sheet, answer, receipt)
        except SheetQuestioned as refusal:
            doubtful += _placed(index, refusal)
        except InvalidInput as refusal:
            wrong += _placed(index, refusal)
    if wrong:
        raise InvalidInput(*wrong, *doubtful)
    if doubtful:
        raise SheetQuestioned(*doubtful)
    return bool(ordered)


def _is_changed(session: Session, actor: Actor, answer: AnswerTo, now: datetime) -> bool:
    """Whether the answer is another than the one that stands; its market is held from then on."""
    case, sheet = take_up_sheet(session, actor, answer.sheet_id, now)
    if not may_answer(actor, sheet):
        raise NotAllowed
    return not stays_as_it_is(case, sheet, answer)


def _placed(index: int, refusal: InvalidInput) -> list[Place]:
    return [
        Place(f"answers.{index}.{place.field}", place.message_fr, place.message_en)
        for place in refusal.places
    ]


def _outcomes(
    session: Session, actor: Actor, answers: Sequence[AnswerTo]
) -> dict[int, tuple[int, SheetOutcome]]:
    """By sheet, whose it is and what the receipt says of it. Raises NotFound outside the walls."""
    sheets = _sheets_of(session, actor, answers)
    companies = correspondents(session, {sheet.party_id for sheet in sheets.values()})
    found = {}
    for answer in answers:
        sheet = sheets[answer.sheet_id]
        found[answer.sheet_id] = sheet.party_id, _outcome(answer, sheet, companies[sheet.party_id].name)
    return found


def _sheets_of(session: Session, actor: Actor, answers: Sequence[AnswerTo]) -> dict[int, Row[Any]]:
    """The sheets that are answered, as they stand. Raises NotFound unless the actor sees them all."""
    columns = (
        *(SHEET.c[name] for name in ("id", "party_id", "market_id", "month", "status")),
        MARKET.c.reference,
        MARKET.c.title,
        BUYER.c.name.label("buyer"),
    )
    asked = {answer.sheet_id for answer in answers}
    query = sheets_seen(actor, *columns).join(BUYER, BUYER.c.id == MARKET.c.buyer_id)
    rows = session.connection().execute(query.where(SHEET.c.id.in_(asked)))
    found = {row.id: row for row in rows}
    if found.keys() != asked:
        raise NotFound
    return found


def _outcome(answer: AnswerTo, sheet: Row[Any], company: str) -> SheetOutcome:
    """One line of the receipt."""
    is_new = sheet.status in UNANSWERED
    return SheetOutcome(
        outcome=Outcome.ACCEPTED if is_new else Outcome.UPDATED,
        sheet_id=sheet.id,
        market_id=sheet.market_id,
        market=sheet.reference,
        title=sheet.title,
        buyer=sheet.buyer,
        company=company,
        month=sheet.month,
        hours=sum((line.hours for line in answer.lines), Decimal(0)),
        people=len(answer.lines),
        new_people=sum(line.participant_id is None for line in answer.lines),
        nil=answer.nil,
    )
