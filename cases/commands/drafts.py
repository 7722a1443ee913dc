"""What a company has typed and not sent yet: kept for it, and for nobody else, until the answer is sent.

A draft decides nothing and is told to nobody: it has no place in the journal.
"""

import json
import re
from collections.abc import Mapping
from dataclasses import dataclass
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
CLEARABLE = re.compile(r"person\.\d+(\.training)?|nil|remark")
"""The fields that show what the answer had."""


@dataclass(frozen=True, slots=True)
class Kept:
    """Whether something is kept, and whether it is all that was typed."""

    is_some: bool
    is_whole: bool


def keep_draft(
    session: Session, actor: Actor, sheet_id: int, values: Mapping[str, str], *, now: datetime
) -> Kept:
    """Keep what was typed instead of what was kept before; a field cleared of the answer's own stays cleared.

    What is too long as a whole is not kept, and what was kept before stays. Raises NotFound, NotAllowed for
    others than the company, SheetAlreadyValidated and SheetCancelled when nothing can be answered any more.
    """
    case, sheet = take_up_sheet(session, actor, sheet_id, now)
    if actor.is_staff or not may_answer(actor, sheet):
        raise NotAllowed
    if sheet.status is SheetStatus.CANCELLED:
        raise SheetCancelled
    if sheet.status is SheetStatus.VALIDATED:
        raise SheetAlreadyValidated
    own = {name: value for name, value in values.items() if FIELD.fullmatch(name)}
    typed = {name: value for name, value in own.items() if value.strip() and _may_be_kept(value)}
    is_whole = all(name in typed for name, value in own.items() if value.strip())
    if sheet.status is not SheetStatus.AWAITED:
        typed |= {name: "" for name, value in own.items() if not value.strip() and CLEARABLE.fullmatch(name)}
    content = json.dumps(typed, ensure_ascii=False)
    if len(content) > LONGEST_DRAFT:
        return Kept(is_some=False, is_whole=False)
    FORGET_DRAFT.write(session, [{"sheet": sheet_id}])
    if not set(typed) - {"rows"}:
        return Kept(is_some=False, is_whole=is_whole)
    row = {"sheet_id": sheet_id, "content": content, "saved_at": case.now}
    session.connection().execute(insert(DRAFT).values(**row))
    return Kept(is_some=True, is_whole=is_whole)


def _may_be_kept(value: str) -> bool:
    """Not too long, and never a social security number (rule 2)."""
    return len(value) <= LONGEST_VALUE and "\x00" not in value and NIR.search(value) is None


def forget_draft(session: Session, actor: Actor, sheet_id: int, *, now: datetime) -> None:
    """Empty it, because the company says so. Raises NotFound, NotAllowed."""
    _, sheet = take_up_sheet(session, actor, sheet_id, now)
    if actor.is_staff or not may_answer(actor, sheet):
        raise NotAllowed
    FORGET_DRAFT.write(session, [{"sheet": sheet_id}])
