"""Requests to reopen validated sheets."""

from dataclasses import dataclass
from datetime import datetime

from sqlmodel import Session

from cases.actors import Actor
from cases.queries.paging import Page, Slice, take
from cases.queries.walls import PARTY, SHEET, sheets_seen
from cases.refusals import NotFound
from cases.statements import MARKET, table_of
from models.tables import CorrectionRequest
from models.vocabulary import CorrectionStatus, Role

REQUEST = table_of(CorrectionRequest)
ROW = ("id", "sheet_id", "reason", "asked_at", "status", "answer", "decided_at")


@dataclass(frozen=True, slots=True)
class Correction:
    """A request, and what became of it."""

    id: int
    sheet_id: int
    reason: str
    asked_at: datetime
    status: CorrectionStatus
    answer: str | None
    decided_at: datetime | None

    @property
    def is_waiting(self) -> bool:
        return self.status is CorrectionStatus.OPEN


def latest_correction(session: Session, actor: Actor, sheet_id: int) -> Correction | None:
    """The sheet's latest request, for staff and its company: buyers read figures, not why they change."""
    if actor.role is Role.BUYER:
        return None
    query = sheets_seen(actor, *(REQUEST.c[name] for name in ROW))
    query = query.join(REQUEST, REQUEST.c.sheet_id == SHEET.c.id).where(SHEET.c.id == sheet_id)
    row = session.connection().execute(query.order_by(REQUEST.c.id.desc()).limit(1)).first()
    return None if row is None else Correction(*row)


def list_corrections(
    session: Session,
    actor: Actor,
    part: Slice,
    *,
    status: CorrectionStatus | None = None,
    request_id: int | None = None,
) -> Page:
    """The requests about the sheets that the actor sees."""
    columns = (
        *(REQUEST.c[name] for name in ROW),
        SHEET.c.market_id,
        SHEET.c.party_id,
        SHEET.c.month,
        MARKET.c.title.label("market_title"),
        PARTY.c.name.label("company_name"),
    )
    query = sheets_seen(actor, *columns).join(REQUEST, REQUEST.c.sheet_id == SHEET.c.id)
    query = query.join(PARTY, PARTY.c.id == SHEET.c.party_id)
    if status is not None:
        query = query.where(REQUEST.c.status == status)
    if request_id is not None:
        query = query.where(REQUEST.c.id == request_id)
    return take(session, query, REQUEST.c.id, part)


def correction_record(session: Session, actor: Actor, request_id: int) -> dict[str, object]:
    """One request. Raises NotFound outside the walls."""
    found = list_corrections(session, actor, Slice(None, 1), request_id=request_id)
    if not found.items:
        raise NotFound
    return dict(found.items[0])
