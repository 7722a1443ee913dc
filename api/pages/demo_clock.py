"""The demonstration's clock, moved by whoever looks at it: what falls due on the way is done, day by day."""

import asyncio
from collections.abc import Iterator
from datetime import datetime, timedelta

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.clock import move_demo_clock
from api.forms import Submitted
from api.house import House, house_of
from api.permissions import PUBLIC
from api.rendering import own_path, see_other
from cases.heartbeat import beat
from cases.partners_round import go_round
from cases.queries.clocks import next_deadline_at
from cases.refusals import NotFound
from cases.sweep import sweep
from notifications.delivery import deliver_once

router = APIRouter(include_in_schema=False)
DAY = timedelta(days=1)
STEPS = {"jour": DAY, "semaine": timedelta(days=7)}
FARTHEST = timedelta(days=370)


@router.post("/demo/horloge", dependencies=[PUBLIC])
def move_clock(request: Request, submission: Submitted) -> Response:
    """Move on by a day, a week, or to the next deadline. Raises NotFound outside a demonstration."""
    house = house_of(request)
    if not house.settings.demo:
        raise NotFound
    now = house.clock()
    until = _until(house, submission.get("pas"), now)
    for instant in _days(now, until):
        _go_round(house, instant)
    with house.database.write() as session:
        move_demo_clock(session, until - now)
    path = own_path(submission.get("back"))
    return see_other(request, f"{path}?fait=horloge")


def _until(house: House, step: str, now: datetime) -> datetime:
    if step in STEPS:
        return now + STEPS[step]
    if step != "echeance":
        raise NotFound
    with house.database.read() as session:
        due_at = next_deadline_at(session, now)
    if due_at is None or due_at > now + FARTHEST:
        return now + DAY
    return due_at + timedelta(minutes=1)


def _days(now: datetime, until: datetime) -> Iterator[datetime]:
    """Each day on the way: mails leave on their day, as they would have."""
    while now + DAY < until:
        now += DAY
        yield now
    yield until


def _go_round(house: House, instant: datetime) -> None:
    sweep(house.database, now=instant)
    go_round(house.database, now=instant)
    asyncio.run(deliver_once(house.database, house.settings, now=instant))
    beat(house.database, name="tick", now=instant)
