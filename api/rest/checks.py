"""What is odd about the sheets that wait for a decision, many validated at once, a figure told apart."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from pydantic import Field

from api.dependencies import Now, Reading, Writing
from api.house import house_of
from api.permissions import Staff
from api.rest import examples
from api.rest.check_shapes import BulkRecord, CheckRecord
from api.rest.documentation import LARGEST_NUMBER, READS, WRITES, Number, body, operation_id
from api.rest.sheet_shapes import SheetRecord
from cases.bulk_validation import BulkOutcome, SeenSheet, validate_seen
from cases.commands.distinct_hours import mark_distinct
from cases.inputs import Input
from cases.inputs import Number as NumberInput
from cases.queries.sheet_checks import SheetCheck, check_record, sheets_to_check
from cases.queries.sheet_records import sheet_record

router = APIRouter(prefix="/api/v1/sheets", tags=["Sheets"], generate_unique_id_function=operation_id)


class SeenSheetInput(Input):
    """A sheet as it was looked at."""

    id: NumberInput
    version: Annotated[int, Field(ge=0, le=LARGEST_NUMBER)]


class BulkValidation(Input):
    """The sheets to validate."""

    sheets: Annotated[tuple[SeenSheetInput, ...], Field(min_length=1, max_length=500)]


class DistinctHours(Input):
    """Whether this person's hours and the same figure on another market were both worked."""

    participant_id: NumberInput
    both_worked: bool


@router.get(
    "/to-check", summary="List the sheets to check", response_model=list[CheckRecord], responses=READS
)
def list_sheets_to_check(session: Reading, actor: Staff) -> list[SheetCheck]:
    """Every sheet that waits for a decision, with what is odd about it; the longest waiting first."""
    return sheets_to_check(session, actor)


@router.post("/validate", summary="Validate many sheets", response_model=BulkRecord, responses=WRITES)
def validate_many(
    request: Request,
    actor: Staff,
    now: Now,
    wanted: Annotated[BulkValidation, body(examples.BULK_VALIDATION)],
) -> BulkOutcome:
    """Each in a transaction of its own. Those that changed since they were looked at are told, and stay."""
    seen = [SeenSheet(sheet.id, sheet.version) for sheet in wanted.sheets]
    return validate_seen(house_of(request).database, actor, seen, now=now)


@router.get("/{sheet_id}/check", summary="Check a sheet", response_model=CheckRecord, responses=READS)
def check_one_sheet(session: Reading, actor: Staff, sheet_id: Number) -> SheetCheck:
    """What is odd about a sheet that waits for a decision."""
    return check_record(session, actor, sheet_id)


@router.post("/{sheet_id}/distinct", summary="Tell hours apart", response_model=SheetRecord, responses=WRITES)
def tell_hours_apart(
    session: Writing,
    actor: Staff,
    now: Now,
    sheet_id: Number,
    wanted: Annotated[DistinctHours, body(examples.DISTINCT_HOURS)],
) -> dict[str, Any]:
    """Say that the same figure on another market is another work, or that it is not."""
    mark_distinct(session, actor, sheet_id, wanted.participant_id, both=wanted.both_worked, now=now)
    return sheet_record(session, actor, sheet_id)
