"""What was promised of drafts and corrections: nothing typed outlives its use, every request is answered."""

from sqlalchemy import Connection, func, select

from cases.messages import MailKind
from cases.statements import MAIL, table_of
from models.tables import CorrectionRequest, HourSheet, SheetDraft
from models.vocabulary import CorrectionStatus, SheetStatus

DRAFT, SHEET, REQUEST = table_of(SheetDraft), table_of(HourSheet), table_of(CorrectionRequest)
KINDS = {
    CorrectionStatus.GRANTED: MailKind.CORRECTION_GRANTED,
    CorrectionStatus.REFUSED: MailKind.CORRECTION_REFUSED,
}


def drafts_left(connection: Connection, territory_id: int) -> int:
    """Drafts of sheets that nobody can answer any more."""
    query = (
        select(func.count())
        .select_from(DRAFT.join(SHEET, SHEET.c.id == DRAFT.c.sheet_id))
        .where(
            SHEET.c.territory_id == territory_id,
            SHEET.c.status.in_((SheetStatus.VALIDATED, SheetStatus.CANCELLED)),
        )
    )
    return int(connection.execute(query).scalar_one())


def corrections_unanswered(connection: Connection, territory_id: int) -> int:
    """Requests decided without their mail, and mails about no decision; every company here has an address."""
    wrong = 0
    for status, kind in KINDS.items():
        decided = select(func.count()).select_from(REQUEST.join(SHEET, SHEET.c.id == REQUEST.c.sheet_id))
        decided = decided.where(SHEET.c.territory_id == territory_id, REQUEST.c.status == status)
        told = select(func.count()).where(MAIL.c.territory_id == territory_id, MAIL.c.kind == kind)
        wrong += abs(connection.execute(decided).scalar_one() - connection.execute(told).scalar_one())
    return wrong
