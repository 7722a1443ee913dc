"""Hours by a file, by the link of all a company's sheets: those of any month that is still open."""

from datetime import date
from typing import Annotated

from fastapi import Path, Request
from fastapi.responses import Response

from api.pages.by_link import READ
from api.pages.company_sheets_link import Linked
from api.pages.files_by_link import file_routes
from api.sheet_file_desk import MONTH, Kind, SheetFileDesk, generated_file


def _desk(request: Request, token: str, link: Linked) -> SheetFileDesk:
    here = f"/e/{token}"
    return SheetFileDesk(request, link.actor, f"{here}/fichier", here)


router = file_routes("/e/{token}", _desk)


@router.api_route("/{month}.{kind}", methods=READ)
def own_file(
    request: Request, link: Linked, month: Annotated[str, Path(pattern=MONTH)], kind: Kind
) -> Response:
    """The company's sheets of a month, to be filled in."""
    return generated_file(request, link.actor, link.party_id or 0, date.fromisoformat(f"{month}-01"), kind)
