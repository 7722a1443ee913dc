"""What machines ask: whether the service lives, whether it is ready, what it counts."""

from fastapi import APIRouter, Request
from fastapi.responses import JSONResponse, PlainTextResponse, Response
from prometheus_client import CONTENT_TYPE_LATEST
from sqlalchemy import text
from sqlalchemy.exc import SQLAlchemyError

from api.dependencies import Now, Reading
from api.house import House, house_of
from api.permissions import BY_MACHINE, PUBLIC, SignInNeeded
from api.visits import visit_of
from cases.queries.counters import service_counts
from models.vocabulary import Role

router = APIRouter(include_in_schema=False)
LOOPBACK = frozenset({"127.0.0.1", "::1"})


@router.get("/healthz", dependencies=[PUBLIC])
def healthz() -> Response:
    """The process answers; nothing else is looked at."""
    return PlainTextResponse("ok")


@router.get("/readyz", dependencies=[PUBLIC])
def readyz(request: Request) -> Response:
    """The database answers and holds its tables."""
    try:
        with house_of(request).database.read() as session:
            session.connection().execute(text("SELECT 1 FROM territory LIMIT 1"))
    except SQLAlchemyError:
        return JSONResponse({"ready": False}, status_code=503)
    return JSONResponse({"ready": True})


@router.get("/metrics", dependencies=[BY_MACHINE])
def metrics(request: Request, session: Reading, now: Now) -> Response:
    """Counters for Prometheus: for this machine itself, or a director's API key."""
    visit = visit_of(request)
    is_director = visit is not None and visit.actor.role is Role.DIRECTOR
    if not (is_director or _is_this_machine(request)):
        raise SignInNeeded
    house: House = house_of(request)
    counts = service_counts(session, now)
    house.metrics.mails_waiting.set(counts.mails_waiting)
    house.metrics.deadlines_due.set(counts.deadlines_due)
    house.metrics.tasks_open.set(counts.tasks_open)
    return Response(house.metrics.text(), media_type=CONTENT_TYPE_LATEST)


def _is_this_machine(request: Request) -> bool:
    """A call from here that no proxy passed on."""
    passed_on = "x-forwarded-for" in request.headers or "forwarded" in request.headers
    return request.client is not None and request.client.host in LOOPBACK and not passed_on
