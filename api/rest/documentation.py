"""What every operation says in the OpenAPI document: its problems (RFC 9457), its name, its examples."""

from typing import Annotated, Any

from fastapi import Body, Path, Query
from fastapi.routing import APIRoute
from pydantic import BaseModel, ConfigDict

LARGEST_NUMBER = 2_147_483_647
Number = Annotated[int, Path(ge=1, le=LARGEST_NUMBER)]
NumberAsked = Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER)]
After = Annotated[int | None, Query(ge=1, le=LARGEST_NUMBER, description="`next_after` of the slice before.")]
Limit = Annotated[int, Query(ge=1, le=200, description="Most rows of the slice.")]


class FieldError(BaseModel):
    """What is wrong with one field, in the reader's language."""

    field: str
    detail: str


class ProblemDetails(BaseModel):
    """A problem as RFC 9457 writes it; `type` is stable, the words are in the account's language."""

    model_config = ConfigDict(extra="forbid")

    type: str
    title: str
    status: int
    detail: str
    instance: str
    errors: list[FieldError] = []


MEANINGS = {
    400: ("bad-request", "The request cannot be read."),
    401: ("sign-in-needed", "No valid API key or session."),
    403: ("not-allowed", "The role does not include this act."),
    404: ("not-found", "Absent, or not open to this actor: the two are not told apart."),
    409: ("move-forbidden", "The market or the sheet does not stand where this is possible."),
    410: ("link-expired", "The link is over or revoked."),
    413: ("body-too-large", "The file is too large."),
    422: ("invalid-input", "A value cannot be accepted, or something is missing: `errors` lists all of it."),
    503: ("readers-busy", "Other workbooks are being read: the same may be sent again after `Retry-After`."),
}


def problems(*statuses: int) -> dict[int | str, dict[str, Any]]:
    """The `responses` of a route that may answer with these statuses."""
    return {status: _problem(status) for status in statuses}


def _problem(status: int) -> dict[str, Any]:
    code, description = MEANINGS[status]
    example: dict[str, Any] = {
        "type": f"urn:jalon:problem:{code}",
        "title": description,
        "status": status,
        "detail": description,
        "instance": "/api/v1/markets/12",
    }
    if status == 422:
        example["errors"] = [{"field": "reference", "detail": "Remplissez ce champ."}]
    schema = {"$ref": "#/components/schemas/ProblemDetails"}
    content = {"application/problem+json": {"schema": schema, "example": example}}
    return {"description": description, "content": content}


READS = problems(401, 403, 404, 422)
WRITES = problems(400, 401, 403, 404, 409, 422)


def operation_id(route: APIRoute) -> str:
    """The function's own name: it stays when a path or a tag changes."""
    return route.name


def body(example: dict[str, Any], **others: dict[str, Any]) -> Any:
    """A JSON body with its example, and others by their names."""
    examples: dict[str, Any] = {"example": {"summary": "Exemple", "value": example}}
    examples |= {name: {"summary": name.replace("_", " "), "value": value} for name, value in others.items()}
    return Body(openapi_examples=examples)
