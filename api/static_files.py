"""Style sheets and scripts: their address holds their content's hash, so a browser keeps them for ever."""

import hashlib
from functools import cache
from pathlib import Path

from starlette.responses import Response
from starlette.staticfiles import StaticFiles
from starlette.types import Scope

STATIC = Path(__file__).parent / "static"
FOR_EVER = "public, max-age=31536000, immutable"
A_WHILE = "public, max-age=3600"


@cache
def static_url(name: str) -> str:
    """The address of a file of `api/static`, which changes when the file does."""
    digest = hashlib.sha256((STATIC / name).read_bytes()).hexdigest()[:12]
    return f"/static/{name}?v={digest}"


class KeptStaticFiles(StaticFiles):
    """Static files that a browser keeps for ever when it asked for a version."""

    async def get_response(self, path: str, scope: Scope) -> Response:
        response = await super().get_response(path, scope)
        if response.status_code < 400:
            versioned = scope.get("query_string", b"").startswith(b"v=")
            response.headers["cache-control"] = FOR_EVER if versioned else A_WHILE
        return response
