"""Purchasing plans: XLSX or CSV, one row a lot; the template, the trial, the import, what came of each."""

from typing import Annotated, Any, Literal

from fastapi import APIRouter, File, Query, Request, UploadFile
from fastapi.responses import Response

from api.dependencies import Now, Reading
from api.house import house_of
from api.permissions import Purchaser
from api.plan_desk import template_file
from api.rest.documentation import READS, After, Limit, Number, NumberAsked, operation_id, problems
from api.rest.plan_shapes import PlanLineRecord, PlanOutcome, PlanRecord
from api.rest.shapes import PageOf
from cases.actors import Actor
from cases.commands.purchasing_plans import import_plan
from cases.queries.paging import Page, Slice
from cases.queries.purchasing_plans import list_plans, plan_record
from cases.refusals import InvalidInput, Place
from exchange.plans.reader import read_plan
from exchange.plans.template import MEDIA_TYPE
from exchange.tables.limits import READ_AT_MOST

router = APIRouter(
    prefix="/api/v1/purchasing-plans", tags=["Purchasing plans"], generate_unique_id_function=operation_id
)
FILES: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The template.",
        "content": {
            kind: {"schema": {"type": "string", "format": "binary"}} for kind in (MEDIA_TYPE, "text/csv")
        },
    }
}
NO_BUYER = Place("buyer_id", "Donnez le numéro de l’acheteur.", "Give the buyer's number.")


@router.post(
    "",
    summary="Import a purchasing plan",
    response_model=PlanOutcome,
    responses=problems(400, 401, 403, 404, 413, 422, 503),
)
def import_purchasing_plan(
    request: Request,
    actor: Purchaser,
    now: Now,
    file: Annotated[UploadFile, File(description="XLSX or CSV, one row a lot.")],
    buyer_id: Annotated[NumberAsked, Query(description="For staff; a buyer brings its own.")] = None,
    dry_run: Annotated[bool, Query(description="Write nothing, and report the same.")] = False,
    partial: Annotated[
        bool, Query(description="Take the markets without a fault; else all or nothing.")
    ] = False,
) -> dict[str, Any]:
    """Every market of the plan is announced, or nothing is and `errors` names each cell (`C12`).

    A retry is safe: the same file twice changes nothing and says so (`is_known`).
    """
    house = house_of(request)
    plan = read_plan(file.file.read(READ_AT_MOST), name=file.filename or "")
    with house.database.read() if dry_run else house.database.write() as session:
        buyer = _buyer(actor, buyer_id)
        report = import_plan(session, actor, buyer, plan, partial=partial, dry_run=dry_run, now=now)
    house.wake_delivery()
    return report.as_json()


@router.get("", summary="List the purchasing plans", response_model=PageOf[PlanLineRecord], responses=READS)
def list_purchasing_plans(session: Reading, actor: Purchaser, after: After = None, limit: Limit = 50) -> Page:
    """The plans taken in, with what came of each; a buyer reads its own."""
    return list_plans(session, actor, Slice(after, limit))


@router.get(
    "/template",
    summary="Download the template",
    response_class=Response,
    responses={**problems(401, 403, 422), **FILES},
)
def purchasing_plan_template(
    actor: Purchaser, format: Annotated[Literal["xlsx", "csv"], Query(description="Kind of file.")] = "xlsx"
) -> Response:
    """Headers, an example row that is not read, and instructions, in French."""
    return template_file(format)


@router.get("/{plan_id}", summary="Read a purchasing plan", response_model=PlanRecord, responses=READS)
def read_purchasing_plan(session: Reading, actor: Purchaser, plan_id: Number) -> dict[str, Any]:
    """With its markets and every finding: sheet, row, column, reason."""
    return plan_record(session, actor, plan_id)


def _buyer(actor: Actor, asked: int | None) -> int:
    if not actor.is_staff:
        return asked or actor.party_id or 0
    if asked is None:
        raise InvalidInput(NO_BUYER)
    return asked
