"""What a company has typed and not sent yet: kept for it, and for nobody else, until the answer is sent.

A draft decides nothing and is told to nobody: it has no place in the journal.
"""

import json
import re
from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import insert
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.sheets import may_answer
from cases.inputs.draft import DRAFT_FIELD, LONGEST_DRAFT, LONGEST_VALUE
from cases.inputs.nir import NIR
from cases.refusals import NotAllowed, SheetAlreadyValidated, SheetCancelled
from cases.sheetwork import FORGET_DRAFT, take_up_sheet
from cases.statements import table_of
from models.tables import SheetDraft
from models.vocabulary import SheetStatus

DRAFT = table_of(SheetDraft)
FIELD = re.compile(DRAFT_FIELD)


def keep_draft(
    session: Session, actor: Actor, sheet_id: int, values: Mapping[str, str], *, now: datetime
) -> bool:
    """Keep what was typed instead of what was kept before; whether something is kept.

    Raises NotFound, NotAllowed for others than the company, SheetAlreadyValidated and SheetCancelled when
    nothing can be answered any more.
    """
    case, sheet = take_up_sheet(session, actor, sheet_id, now)
    if actor.is_staff or not may_answer(actor, sheet):
        raise NotAllowed
    if sheet.status is SheetStatus.CANCELLED:
        raise SheetCancelled
    if sheet.status is SheetStatus.VALIDATED:
        raise SheetAlreadyValidated
    FORGET_DRAFT.write(session, [{"sheet": sheet_id}])
    typed = {name: value for name, value in values.items() if _is_kept(name, value)}
    content = json.dumps(typed, ensure_ascii=False)
    if not set(typed) - {"rows"} or len(content) > LONGEST_DRAFT:
        return False
    row = {"sheet_id": sheet_id, "content": content, "saved_at": case.now}
    session.connection().execute(insert(DRAFT).values(**row))
    return True


def _is_kept(name: str, value: str) -> bool:
    """Nothing empty, nothing foreign to the form, never a social security number (rule 2)."""
    fits = bool(value.strip()) and len(value) <= LONGEST_VALUE and "\x00" not in value
    return fits and FIELD.fullmatch(name) is not None and NIR.search(value) is None


def forget_draft(session: Session, actor: Actor, sheet_id: int, *, now: datetime) -> None:
    """Empty it, because the company says so. Raises NotFound, NotAllowed."""
    _, sheet = take_up_sheet(session, actor, sheet_id, now)
    if actor.is_staff or not may_answer(actor, sheet):
        raise NotAllowed
    FORGET_DRAFT.write(session, [{"sheet": sheet_id}])
