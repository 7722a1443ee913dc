"""The register of justifications: markets studied here for which no clause is advised, and why."""

from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.dependencies import Now, Reading
from api.permissions import Staff
from api.rendering import page
from api.rest.documentation import NumberAsked
from api.spreadsheet import csv_response
from cases.queries.justifications import every_justification, list_justifications
from cases.queries.paging import Slice

router = APIRouter(include_in_schema=False)
COLUMNS = (
    "reference",
    "title",
    "buyer_name",
    "buyer_siret",
    "amount_excl_tax",
    "cpv",
    "is_obliged",
    "ground",
    "reason",
    "score",
    "number",
    "given_at",
    "stage",
    "notified_on",
)
Year = Annotated[str, Query(max_length=4)]


def year_of(written: str) -> int | None:
    """The year as it was typed; what is no year filters nothing."""
    is_year = written.isascii() and written.isdigit() and len(written) == 4
    return int(written) if is_year and "2000" <= written <= "2100" else None


@router.get("/justifications")
def register(
    request: Request, actor: Staff, session: Reading, now: Now, annee: Year = "", avant: NumberAsked = None
) -> Response:
    """The refusals in force, latest first, of one year or of all."""
    found = list_justifications(session, actor, year_of(annee), Slice(avant), now=now)
    return page(
        request, "justifications.html", markets=found.items, next_after=found.next_after, year=year_of(annee)
    )


@router.get("/justifications.csv")
def register_file(actor: Staff, session: Reading, now: Now, annee: Year = "") -> Response:
    """The same, whole, as a file."""
    lines = every_justification(session, actor, year_of(annee), now=now)
    rows = ([row[name] for name in COLUMNS] for row in lines)
    return csv_response("justifications", COLUMNS, rows)
