"""Hours by a file: XLSX or CSV, one row a person; the file to fill in, the trial, the import."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import Response

from api.dependencies import Now
from api.house import house_of
from api.permissions import allow
from api.rest.documentation import NumberAsked, operation_id, problems
from api.rest.sheet_file_shapes import SheetFileOutcome
from api.sheet_file_desk import Kind, generated_file
from cases.actors import Actor
from cases.commands.sheet_files import import_sheets
from cases.refusals import InvalidInput, Place
from exchange.sheets.reader import read_sheets
from exchange.sheets.template import MEDIA_TYPE
from exchange.tables.limits import READ_AT_MOST
from models.secret import secret_key
from models.vocabulary import Role

router = APIRouter(prefix="/api/v1/sheet-files", tags=["Sheets"], generate_unique_id_function=operation_id)
Declarer = Annotated[Actor, allow(Role.FACILITATOR, Role.DIRECTOR, Role.COMPANY, Role.PARTNER)]
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in (MEDIA_TYPE, "text/csv")
        },
    }
}
NO_PARTY = Place("party_id", "Donnez le numéro de l’entreprise.", "Give the company's number.")


@router.get(
    "",
    summary="Download a file of hours to fill in",
    response_class=Response,
    responses={**problems(401, 403, 404, 422), **FILES},
)
def sheet_file_to_fill_in(
    request: Request,
    actor: Declarer,
    month: Annotated[date, Query(description="Any day of the month worked.")],
    party_id: Annotated[NumberAsked, Query(description="For staff; others get their own.")] = None,
    format: Annotated[Kind, Query(description="Kind of file.")] = "xlsx",
) -> Response:
    """The party's open sheets of the month with the people known; a workbook is signed for that party."""
    party = party_id or actor.party_id
    if party is None:
        raise InvalidInput(NO_PARTY)
    return generated_file(request, actor, party, month.replace(day=1), format)


@router.post(
    "",
    summary="Answer sheets by a file",
    response_model=SheetFileOutcome,
    responses=problems(400, 401, 403, 413, 422, 503),
)
def import_sheet_file(
    request: Request,
    actor: Declarer,
    now: Now,
    file: Annotated[UploadFile, File(description="XLSX or CSV, one row a person.")],
    dry_run: Annotated[bool, Query(description="Write nothing, and report the same.")] = False,
    partial: Annotated[
        bool, Query(description="Take the sheets without a fault; else all or nothing.")
    ] = False,
    confirm: Annotated[bool, Query(description="The hours that are questioned are right.")] = False,
) -> dict[str, Any]:
    """Every sheet of the file is answered, or nothing is and `errors` names each cell (`C12`).

    Hours that the form would question (`kind` is `question` among the `warnings`) are refused in the same way
    (`sheet-questioned`), unless `confirm`. A retry is safe: the same sheets are `unchanged`. A workbook whose
    turn to be read does not come within 5 s is refused with 503 and `Retry-After` (`readers-busy`).
    """
    house = house_of(request)
    content = file.file.read(READ_AT_MOST)
    reading = read_sheets(content, name=file.filename or "", secret=secret_key(house.settings))
    with house.database.read() if dry_run else house.database.write() as session:
        how = {"partial": partial, "dry_run": dry_run, "confirm": confirm}
        report = import_sheets(session, actor, reading, now=now, **how)
    house.wake_delivery()
    return report.as_json()
