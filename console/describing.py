"""What the web offers, for programs: `openapi` and `routes`."""

import json
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Annotated

import typer

from models.database import Database
from models.settings import Settings

if TYPE_CHECKING:
    from fastapi import FastAPI


def _app() -> "FastAPI":
    """The web application over a database that nothing will ask."""
    from api.app import create_app

    return create_app(
        Settings(), Database("sqlite:///never-opened.db"), clock=lambda: datetime(2026, 1, 1, tzinfo=UTC)
    )


def openapi() -> None:
    """Print the OpenAPI document of the REST interface."""
    from api.rest.openapi import openapi_document

    typer.echo(json.dumps(openapi_document(_app()), ensure_ascii=False, indent=2))


def routes(as_json: Annotated[bool, typer.Option("--json", help="Print JSON.")] = False) -> None:
    """List every route with the roles that may use it."""
    from api.permissions import route_roles

    found = route_roles(_app())
    if as_json:
        typer.echo(json.dumps(found, ensure_ascii=False, indent=2, default=str))
        return
    for route in found:
        typer.echo(f"{'/'.join(route['methods']):<12} {route['path']:<60} {', '.join(route['roles'])}")
