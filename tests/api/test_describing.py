"""What the command line says of the web."""

import json

from typer.testing import CliRunner

from jalon import app


def said(*arguments: str) -> object:
    result = CliRunner().invoke(app, arguments)
    assert result.exit_code == 0, result.output
    return json.loads(result.output)


def test_the_openapi_document_is_printed_with_rest_only() -> None:
    document = said("openapi")
    assert isinstance(document, dict)
    assert all(path.startswith("/api/v1/") for path in document["paths"])
    assert "ProblemDetails" in document["components"]["schemas"]


def test_every_route_is_listed_with_its_roles() -> None:
    routes = said("routes", "--json")
    assert isinstance(routes, list)
    assert {"/api/v1/markets", "/f/{token}", "/taches"} <= {route["path"] for route in routes}
    assert all(route["roles"] for route in routes)
