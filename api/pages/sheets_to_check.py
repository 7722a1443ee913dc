"""Every sheet that waits for a decision, on one page: those with nothing odd are validated together."""

from fastapi import APIRouter, Request
from fastapi.concurrency import run_in_threadpool
from fastapi.responses import Response

from api.dependencies import Now, Reading
from api.forms import Submitted
from api.house import house_of
from api.permissions import Staff
from api.rendering import page, see_other
from cases.bulk_validation import SeenSheet, validate_seen
from cases.queries.sheet_checks import sheets_to_check

router = APIRouter(prefix="/fiches/a-valider", include_in_schema=False)
MOST_TOLD = 50


@router.get("")
def waiting_sheets(
    request: Request, actor: Staff, session: Reading, validees: str = "", changees: str = ""
) -> Response:
    """The sheets with their hours, their people and what is odd; those with nothing odd are ticked."""
    checks = sheets_to_check(session, actor)
    changed = {int(number) for number in changees.split(",")[:MOST_TOLD] if number.isdecimal()}
    validated = int(validees) if validees.isdecimal() and len(validees) < 5 else None
    ticked = {check.id for check in checks if not check.oddities and check.id not in changed}
    return page(
        request, "sheets_to_check.html", checks=checks, ticked=ticked, changed=changed, validated=validated
    )


@router.post("")
async def validate_ticked(request: Request, actor: Staff, submission: Submitted, now: Now) -> Response:
    """Validate those that are ticked; the page then says which had changed in between."""
    ticked = [value for value in submission.data.getlist("sheet") if isinstance(value, str)]
    seen = [found for value in ticked if (found := _seen(value))]
    house = house_of(request)
    outcome = await run_in_threadpool(validate_seen, house.database, actor, seen, now=now)
    told = ",".join(str(number) for number in outcome.changed[:MOST_TOLD])
    return see_other(request, f"/fiches/a-valider?validees={len(outcome.validated)}&changees={told}")


def _seen(value: str) -> SeenSheet | None:
    """A tick's value, `number.version`; None for what is none of ours."""
    number, _, version = value.partition(".")
    if not (number.isdecimal() and version.isdecimal() and len(value) < 20):
        return None
    return SeenSheet(int(number), int(version))
