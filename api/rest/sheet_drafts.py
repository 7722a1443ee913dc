"""What a company has typed on a sheet and not sent yet, the same as its page keeps."""

from typing import Annotated, Any

from fastapi import APIRouter, Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.permissions import allow
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.sheet_shapes import DraftRecord
from cases.actors import Actor
from cases.commands.drafts import forget_draft, keep_draft
from cases.inputs import DraftInput
from cases.queries.drafts import draft_of
from cases.queries.sheet_records import sheet_record
from models.vocabulary import Role

router = APIRouter(prefix="/api/v1/sheets", tags=["Sheets"], generate_unique_id_function=operation_id)
Company = Annotated[Actor, allow(Role.COMPANY)]


@router.get("/{sheet_id}/draft", summary="Read a sheet's draft", response_model=DraftRecord, responses=READS)
def read_sheet_draft(session: Reading, actor: Company, sheet_id: Number) -> dict[str, Any]:
    """The form's fields as they were typed; nobody but the company reads them."""
    return _record(session, actor, sheet_id)


@router.put("/{sheet_id}/draft", summary="Keep a sheet's draft", response_model=DraftRecord, responses=WRITES)
def keep_sheet_draft(
    session: Writing,
    actor: Company,
    now: Now,
    sheet_id: Number,
    draft: Annotated[DraftInput, body(examples.DRAFT)],
) -> dict[str, Any]:
    """Instead of what was kept. It counts for nothing and ends when the sheet is answered."""
    keep_draft(session, actor, sheet_id, draft.values, now=now)
    return _record(session, actor, sheet_id)


@router.delete("/{sheet_id}/draft", summary="Empty a sheet's draft", status_code=204, responses=WRITES)
def empty_sheet_draft(session: Writing, actor: Company, now: Now, sheet_id: Number) -> Response:
    """Forget what was typed."""
    forget_draft(session, actor, sheet_id, now=now)
    return Response(status_code=204)


def _record(session: Session, actor: Actor, sheet_id: int) -> dict[str, Any]:
    """Raises NotFound outside the walls."""
    sheet_record(session, actor, sheet_id)
    draft = draft_of(session, actor, sheet_id)
    return {
        "values": {} if draft is None else draft.values,
        "saved_at": None if draft is None else draft.saved_at,
    }
