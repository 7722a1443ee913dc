"""What a company has typed on a sheet and not sent yet."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from cases.actors import Actor
from cases.queries.walls import SHEET, sheets_seen
from cases.statements import table_of
from models.tables import SheetDraft

DRAFT = table_of(SheetDraft)


@dataclass(frozen=True, slots=True)
class Draft:
    """The form's fields as they were typed, and when they were kept."""

    values: Mapping[str, str]
    saved_at: datetime


def draft_of(session: Session, actor: Actor, sheet_id: int) -> Draft | None:
    """The sheet's draft, for the company that typed it alone."""
    if actor.is_staff or actor.party_id is None:
        return None
    query = sheets_seen(actor, DRAFT.c.content, DRAFT.c.saved_at).join(DRAFT, DRAFT.c.sheet_id == SHEET.c.id)
    mine = query.where(SHEET.c.id == sheet_id, SHEET.c.party_id == actor.party_id)
    row = session.connection().execute(mine).first()
    return None if row is None else Draft(json.loads(row.content), row.saved_at)
