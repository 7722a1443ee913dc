"""Why each hour of a market counts, or does not."""

from datetime import date
from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.dependencies import Now, Reading, Writing
from api.permissions import MarketReader, Staff
from api.rest.documentation import READS, WRITES, Number, operation_id
from api.rest.hour_shapes import HoursRecord
from cases.commands.recounts import recount
from cases.queries.hours import hours_page, hours_record
from cases.rules.months import month_of

router = APIRouter(
    prefix="/api/v1/markets/{market_id}", tags=["Sheets"], generate_unique_id_function=operation_id
)
Month = Annotated[date | None, Query(description="Any day of the month; all months when left out.")]


@router.get("/hours", summary="Read why each hour counts", response_model=HoursRecord, responses=READS)
def read_hours(
    session: Reading, actor: MarketReader, market_id: Number, month: Month = None
) -> dict[str, Any]:
    """Each declared hour, counted or set aside, with its reason, its rule and its pack.

    A company reads its own people; a buyer reads hours without names.
    """
    asked = None if month is None else month_of(month)
    return hours_record(hours_page(session, actor, market_id, asked))


@router.post("/recount", summary="Count the hours again", response_model=HoursRecord, responses=WRITES)
def recount_hours(session: Writing, actor: Staff, now: Now, market_id: Number) -> dict[str, Any]:
    """Decide every hour again from the facts: nothing changes, and nothing is journalled, when none did."""
    recount(session, actor, market_id, now=now)
    return hours_record(hours_page(session, actor, market_id))
