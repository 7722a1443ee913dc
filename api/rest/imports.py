"""Open-data files (DECP, JSON or XML) taken in, and the register of markets without a clause."""

from decimal import Decimal
from typing import Annotated, Any

from fastapi import APIRouter, File, Query, Request, UploadFile

from api.dependencies import Now, Reading
from api.house import house_of
from api.permissions import Staff
from api.rest.documentation import READS, After, Limit, Number, operation_id, problems
from api.rest.import_shapes import ImportLine, ImportOutcome, ImportRecord, UnclausedLine
from api.rest.shapes import PageOf
from api.uploads import sha256_of
from cases.commands.importing import import_markets
from cases.queries.import_records import UnclausedFilter, import_record, list_imports, list_unclaused
from cases.queries.paging import Page, Slice
from exchange.decp.reader import read

router = APIRouter(prefix="/api/v1", tags=["Imports"], generate_unique_id_function=operation_id)


@router.post(
    "/imports",
    summary="Import a file of markets",
    response_model=ImportOutcome,
    responses=problems(400, 401, 403, 413, 422),
)
def import_file(
    request: Request,
    actor: Staff,
    now: Now,
    file: Annotated[UploadFile, File(description="DECP, JSON or XML, recognised by its content.")],
    dry_run: Annotated[bool, Query(description="Write nothing, and report the same.")] = False,
) -> dict[str, Any]:
    """Every market is accepted, updated, unchanged, registered without a clause, or rejected with its reason.

    A retry is safe: the same file twice changes nothing.
    """
    house, name = house_of(request), file.filename or "file"
    report = import_markets(
        house.database,
        actor,
        read(file.file, name=name),
        file_name=name,
        file_format="decp",
        file_sha256=sha256_of(file.file),
        dry_run=dry_run,
        now=now,
    )
    house.wake_delivery()
    return report.as_json()


@router.get("/imports", summary="List the imports", response_model=PageOf[ImportLine], responses=READS)
def list_all_imports(session: Reading, actor: Staff, after: After = None, limit: Limit = 50) -> Page:
    """The files taken in, with what came of each."""
    return list_imports(session, actor, Slice(after, limit))


@router.get("/imports/{import_id}", summary="Read an import", response_model=ImportRecord, responses=READS)
def read_import(session: Reading, actor: Staff, import_id: Number) -> dict[str, Any]:
    """With every finding: market, place, reason."""
    return import_record(session, actor, import_id)


@router.get(
    "/unclaused-markets",
    summary="Read the register of markets without a clause",
    response_model=PageOf[UnclausedLine],
    responses=READS,
)
def list_unclaused_markets(
    session: Reading,
    actor: Staff,
    words: Annotated[str, Query(max_length=200)] = "",
    amount_from: Annotated[
        Decimal | None, Query(ge=0, le=Decimal(99_999_999_999), max_digits=13, decimal_places=2)
    ] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Markets of the open data that carry no social clause (loi Climat et résilience, art. 35)."""
    return list_unclaused(session, actor, UnclausedFilter(words, amount_from), Slice(after, limit))
