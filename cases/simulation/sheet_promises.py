"""What was promised of drafts and corrections: nothing typed outlives its use, every request is answered."""

import json
from typing import TYPE_CHECKING, Any

from sqlalchemy import Connection, func, select

from cases.contributions import CONTRACT, CONTRIBUTED, LINE, PERSON
from cases.deadlines.opening import ASKS_SHEETS
from cases.hour_facts import ROOT
from cases.messages import MailKind
from cases.rules.chasing import ChaseStep
from cases.statements import DEADLINE, JOURNAL, MAIL, MARKET, table_of
from models.tables import CorrectionRequest, HourSheet, SheetDraft
from models.vocabulary import ANSWERED, CorrectionStatus, DeadlineRule, DeadlineStatus, SheetStatus

if TYPE_CHECKING:
    from cases.simulation.invariants import Looked

DRAFT, SHEET, REQUEST = table_of(SheetDraft), table_of(HourSheet), table_of(CorrectionRequest)
KINDS = {
    CorrectionStatus.GRANTED: MailKind.CORRECTION_GRANTED,
    CorrectionStatus.REFUSED: MailKind.CORRECTION_REFUSED,
}


def drafts_left(looked: "Looked") -> int:
    """Drafts of sheets that nobody can answer any more."""
    query = (
        select(func.count())
        .select_from(DRAFT.join(SHEET, SHEET.c.id == DRAFT.c.sheet_id))
        .where(
            SHEET.c.territory_id == looked.territory_id,
            SHEET.c.status.in_((SheetStatus.VALIDATED, SheetStatus.CANCELLED)),
        )
    )
    return int(looked.connection.execute(query).scalar_one())


def companies_let_go(looked: "Looked") -> int:
    """People of a company's own whom nobody declared, on sheets that structures answered for it.

    Somebody of the latest earlier answer is expected again, unless a structure or an ended contract says
    otherwise of them; what was answered later is no matter.
    """
    mine = SHEET.c.territory_id == looked.territory_id
    people: dict[int, set[int]] = {}
    for sheet, root in looked.connection.execute(
        select(LINE.c.sheet_id, ROOT).join(PERSON, PERSON.c.id == LINE.c.participant_id)
    ):
        people.setdefault(sheet, set()).add(root)
    sheets = looked.connection.execute(
        select(SHEET.c.id, SHEET.c.market_id, SHEET.c.party_id, SHEET.c.month, SHEET.c.submitted_at)
        .where(mine, SHEET.c.status.in_(ANSWERED))
        .order_by(SHEET.c.month)
    ).all()
    excused = set(
        looked.connection.execute(
            select(CONTRACT.c.company_id, ROOT)
            .join(PERSON, PERSON.c.id == CONTRACT.c.participant_id)
            .where((CONTRACT.c.employer_id != CONTRACT.c.company_id) | CONTRACT.c.ends_on.is_not(None))
        ).tuples()
    )
    earlier: dict[tuple[int, int], Any] = {}
    wrong, by_structures = 0, _by_structures(looked.connection)
    for sheet in sheets:
        before = earlier.get((sheet.market_id, sheet.party_id))
        earlier[sheet.market_id, sheet.party_id] = sheet
        if sheet.id in by_structures and before is not None and before.submitted_at <= sheet.submitted_at:
            missing = people.get(before.id, set()) - people.get(sheet.id, set())
            wrong += sum((sheet.party_id, root) not in excused for root in missing)
    return wrong


def unanswered_without_ladder(looked: "Looked") -> int:
    """Sheets on which a structure's hours wait for the company, past due, of which nobody was told."""
    waiting = (
        select(SHEET.c.id)
        .join(CONTRIBUTED, CONTRIBUTED.c.sheet_id == SHEET.c.id)
        .join(MARKET, MARKET.c.id == SHEET.c.market_id)
        .where(SHEET.c.territory_id == looked.territory_id, SHEET.c.status == SheetStatus.AWAITED)
        .where(MARKET.c.stage.in_(ASKS_SHEETS))
        .distinct()
    )
    climbs = select(DEADLINE.c.subject_id).where(DEADLINE.c.rule == DeadlineRule.SHEET_LADDER)
    over = climbs.where(DEADLINE.c.status == DeadlineStatus.FIRED, DEADLINE.c.step == ChaseStep.INFORM_BUYER)
    pending = climbs.where(DEADLINE.c.status.in_((DeadlineStatus.PENDING, DeadlineStatus.PAUSED)))
    sheets = set(looked.connection.execute(waiting).scalars())
    asked = set(looked.connection.execute(pending).scalars()) | set(looked.connection.execute(over).scalars())
    return len(sheets - asked)


def _by_structures(connection: Connection) -> set[int]:
    """The sheets whose every answer came by a structure's file."""
    query = select(JOURNAL.c.payload).where(JOURNAL.c.event == "sheet_submitted")
    payloads = [json.loads(payload) for payload in connection.execute(query).scalars()]
    own = {payload["sheet"] for payload in payloads if "structure" not in payload}
    return {payload["sheet"] for payload in payloads} - own


def corrections_unanswered(looked: "Looked") -> int:
    """Requests decided without their mail, and mails about no decision; every company here has an address."""
    wrong = 0
    for status, kind in KINDS.items():
        decided = select(func.count()).select_from(REQUEST.join(SHEET, SHEET.c.id == REQUEST.c.sheet_id))
        decided = decided.where(SHEET.c.territory_id == looked.territory_id, REQUEST.c.status == status)
        told = select(func.count()).where(MAIL.c.territory_id == looked.territory_id, MAIL.c.kind == kind)
        wrong += abs(
            looked.connection.execute(decided).scalar_one() - looked.connection.execute(told).scalar_one()
        )
    return wrong
