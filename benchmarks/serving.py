"""The two web servers of the page comparison: `python -m benchmarks.serving real|bare DATABASE TOKEN FD`.

`real` is the application as the service runs it. `bare` answers the same page from data made ready
at the start, with nothing around the template: no database, no sign-in, no walls, no log.
"""

import asyncio
import socket
import sys
from datetime import UTC, date, datetime
from typing import Any

import uvicorn
from fastapi import FastAPI, Request
from fastapi.responses import HTMLResponse

from api.app import create_app
from api.pages.task_actions import DONE_THERE, place_of
from api.pages.tasks import groups, sheets_in
from api.rendering import common, environment
from api.visits import visit_of
from cases.queries.inbox import inbox
from cases.queries.matched_hours import differing
from cases.queries.sheet_checks import checks_of
from console.opening import set_up_logs
from console.service import spare_the_collector
from models.database import Database
from models.settings import Settings
from models.vocabulary import TaskKind

NOW = datetime(2026, 3, 10, 9, tzinfo=UTC)
TODAY = date(2026, 3, 10)


def ready_data(app: FastAPI, database: Database, token: str) -> dict[str, Any]:
    """What the inbox's template is given, read once."""
    scope = {
        "type": "http",
        "app": app,
        "method": "GET",
        "path": "/taches",
        "query_string": b"",
        "headers": [(b"cookie", f"jalon={token}".encode())],
        "state": {},
    }
    request = Request(scope)
    visit = visit_of(request)
    assert visit is not None
    with database.read() as session:
        found = inbox(session, visit.actor, TODAY, mine=True)
        checks = checks_of(session, visit.actor, sheets_in(found))
        differences = differing(session, visit.actor, sheets_in(found, TaskKind.MATCH_HOURS))
    return {
        **common(request),
        "checks": checks,
        "differences": differences,
        "has_sheets": bool(sheets_in(found)),
        "groups": list(groups(found, TODAY, every=True)),
        "inbox": found,
        "mine": True,
        "number": 1,
        "finished": False,
        "place_of": place_of,
        "actions": DONE_THERE,
        "me": visit.actor.id,
    }


def bare_app(context: dict[str, Any]) -> FastAPI:
    """An application of one route: the template and nothing else."""
    app = FastAPI(openapi_url=None)

    @app.get("/taches")
    async def page() -> HTMLResponse:
        return HTMLResponse(environment().get_template("tasks.html").render(context))

    return app


def main(kind: str, path: str, token: str, fd: int) -> None:
    """Serve on the listening socket handed down by the benchmark."""
    set_up_logs()
    database = Database(f"sqlite:///{path}")
    app = create_app(Settings(), database, clock=lambda: NOW)
    if kind == "bare":
        app = bare_app(ready_data(app, database, token))
    config = uvicorn.Config(app, access_log=False, log_level="warning", server_header=False)
    server = uvicorn.Server(config)
    spare_the_collector()
    asyncio.run(server.serve(sockets=[socket.socket(fileno=fd)]))


if __name__ == "__main__":
    main(sys.argv[1], sys.argv[2], sys.argv[3], int(sys.argv[4]))
