"""The OpenAPI document: REST only, with its keys and its problems."""

from functools import cache
from typing import Any

from fastapi import APIRouter, FastAPI, Request
from fastapi.openapi.utils import get_openapi
from fastapi.responses import JSONResponse

from api.permissions import PUBLIC
from api.rest.documentation import FieldError, ProblemDetails

router = APIRouter(include_in_schema=False)
PREFIX = "/api/v1"
DESCRIPTION = """Everything the pages do, for programs.

**Who**: an API key of an account (`Authorization: Bearer jalon_…`, made on the page “My account”), with that
account's rights; or the session of a signed-in browser, from our own pages only.

**Values**: hours and money are decimal strings, exact to the cent; instants are UTC; days are local dates.

**Lists** are read a slice at a time, latest first: give `next_after` back as `after`.

**Retries** are safe: a market's reference, an account's address and a pack's version are unique (a second
creation answers 422), an import of the same file changes nothing, a task completed twice is completed once,
and a move that has been made answers 409.

**Problems** are told as RFC 9457 writes them; `type` is stable, `errors` lists every field concerned, and the
words follow `Accept-Language` (French, English)."""
SECURITY = {
    "apiKey": {"type": "http", "scheme": "bearer", "description": "A key of the page “My account”."},
    "session": {"type": "apiKey", "in": "cookie", "name": "jalon", "description": "A signed-in browser."},
}


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """The document of this application's REST routes."""
    document = get_openapi(
        title="Jalon",
        version="1",
        summary="Insertion clauses of public procurement, from drafting to statement",
        description=DESCRIPTION,
        routes=app.routes,
        license_info={"name": "AGPL-3.0-or-later", "identifier": "AGPL-3.0-or-later"},
    )
    components = document.setdefault("components", {})
    components["securitySchemes"] = SECURITY
    components.setdefault("schemas", {}).update(_problem_schemas())
    document["security"] = [{name: []} for name in SECURITY]
    return document


@cache
def _problem_schemas() -> dict[str, Any]:
    template = "#/components/schemas/{model}"
    problem = ProblemDetails.model_json_schema(ref_template=template)
    problem.pop("$defs")
    return {"ProblemDetails": problem, "FieldError": FieldError.model_json_schema()}


@router.get(f"{PREFIX}/openapi.json", dependencies=[PUBLIC])
def read_document(request: Request) -> JSONResponse:
    """The document, without an account: it says nothing of any territory."""
    return JSONResponse(openapi_document(request.app))
