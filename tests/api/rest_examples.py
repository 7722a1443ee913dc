"""The examples of the OpenAPI document, by operation: what a test may send."""

from collections.abc import Iterator
from functools import lru_cache
from typing import Any

from fastapi import FastAPI

from api.rest.openapi import openapi_document

Operation = dict[str, Any]


def operations(app: FastAPI) -> Iterator[tuple[str, Operation]]:
    """Each operation under its route: `POST /api/v1/markets`."""
    for path, methods in openapi_document(app)["paths"].items():
        for method, operation in methods.items():
            yield f"{method.upper()} {path}", operation


@lru_cache(4)
def example_bodies(app: FastAPI) -> dict[str, Any]:
    """The JSON body of each operation that takes one."""
    found = {}
    for route, operation in operations(app):
        content = operation.get("requestBody", {}).get("content", {})
        if "application/json" in content:
            found[route] = content["application/json"]["examples"]["example"]["value"]
    return found
