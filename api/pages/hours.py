"""The hours of a market: what counts, what is set aside, and why."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response

from api.dependencies import Now, Reading, Writing
from api.pages.market_sections import section
from api.permissions import MarketReader, Staff
from api.rendering import see_other
from cases.commands.recounts import recount
from cases.queries.hours import asks_attestation, hours_page

router = APIRouter(prefix="/marches/{market_id}/heures", include_in_schema=False)
Asked = Annotated[str, Query(max_length=10)]


def month_asked(written: str) -> date | None:
    """The month as an address has it (2026-03); what is no month filters nothing."""
    try:
        return date.fromisoformat(f"{written}-01")
    except ValueError:
        return None


@router.get("")
def hours(
    request: Request, actor: MarketReader, market_id: int, session: Reading, mois: Asked = ""
) -> Response:
    """Every hour with its fate, of one month or of all."""
    month = month_asked(mois)
    found = hours_page(session, actor, market_id, month)
    return section(
        request,
        session,
        actor,
        market_id,
        "hours.html",
        found=found,
        month=month,
        asks_attestation=asks_attestation(session, actor, market_id),
    )


@router.post("/recompter")
def count_again(request: Request, actor: Staff, market_id: int, session: Writing, now: Now) -> Response:
    """Decide every hour again from the facts."""
    recount(session, actor, market_id, now=now)
    return see_other(request, f"/marches/{market_id}/heures?fait=recompte")
