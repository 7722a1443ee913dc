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
LOCAL_TIME = r"^([01]\d|2[0-3]):[0-5]\d(:[0-5]\d)?$"
DESCRIPTION = """Everything the pages do, for programs.

**Who**: an API key of an account (`Authorization: Bearer jalon_…`, made on the page “My account”), with that
account's rights; or the session of a signed-in browser, from our own pages only.

**Values**: hours and money are decimal strings, exact to the cent; instants are UTC; days are local dates.

**Lists** are read a slice at a time, latest first: give `next_after` back as `after`.

**Retries** are safe: a market's reference, an account's address and a pack's version are unique (a second
creation answers 422), an import of the same file changes nothing, a task completed twice is completed once,
and a move that has been made answers 409.

**Problems** are told as RFC 9457 writes them; `type` is stable, `errors` lists every field concerned, and the
words are in the account's language (French or English), `Accept-Language` deciding where there is none."""
SECURITY = {
    "apiKey": {"type": "http", "scheme": "bearer", "description": "A key of the page “My account”."},
    "session": {"type": "apiKey", "in": "cookie", "name": "jalon", "description": "A signed-in browser."},
}


def openapi_document(app: FastAPI) -> dict[str, Any]:
    """The document of this application's REST routes, made once: it takes a second."""
    known: dict[str, Any] | None = getattr(app.state, "openapi_document", None)
    if known is None:
        known = app.state.openapi_document = _make_document(app)
    return known


def _make_document(app: FastAPI) -> dict[str, Any]:
    document = get_openapi(
        title="Jalon",
        version="1",
        summary="Insertion clauses of public procurement, from drafting to statement",
        description=DESCRIPTION,
        routes=app.routes,
        license_info={"name": "Apache-2.0", "identifier": "Apache-2.0"},
    )
    components = document.setdefault("components", {})
    components["securitySchemes"] = SECURITY
    components.setdefault("schemas", {}).update(_problem_schemas())
    _write_local_times(components["schemas"])
    document["security"] = [{name: []} for name in SECURITY]
    return document


def _write_local_times(schemas: dict[str, Any]) -> None:
    """A local time has no offset, which the `time` of JSON Schema would ask for."""
    for schema in schemas.values():
        for field in schema.get("properties", {}).values():
            if field.get("format") == "time":
                del field["format"]
                field["pattern"] = LOCAL_TIME


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
