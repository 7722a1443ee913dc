"""What a route asks for: the transaction, the instant.

`Writing` has its scope at the function: the transaction is committed before the answer is sent, so nobody
is told of a decision that was then lost.
"""

from collections.abc import AsyncIterator, Iterator
from datetime import datetime
from typing import Annotated

from fastapi import Depends, Request
from sqlmodel import Session
from starlette.concurrency import run_in_threadpool

from api.house import house_of


def write_session(request: Request) -> Iterator[Session]:
    house = house_of(request)
    with house.database.write() as session:
        yield session
    house.wake_delivery()


async def read_session(request: Request) -> AsyncIterator[Session]:
    """A reader. Opening and closing it wait for nothing on SQLite: no thread is taken.

    A route that names it before its actor has the actor looked up in the same view (api/visits.py).
    """
    database = house_of(request).database
    with database.read() as session:
        request.state.reader = session
        yield session
        if not database.is_sqlite:
            await run_in_threadpool(session.close)


async def instant(request: Request) -> datetime:
    return house_of(request).clock()


Writing = Annotated[Session, Depends(write_session, scope="function")]
Reading = Annotated[Session, Depends(read_session, scope="function")]
Now = Annotated[datetime, Depends(instant)]
