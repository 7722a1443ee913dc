"""Hours by a file, by the link of a sheet's mail: the company's sheets of that month on all its markets."""

from fastapi import Request
from fastapi.responses import Response

from api.pages.by_link import READ
from api.pages.files_by_link import file_routes
from api.pages.sheet_desk import load
from api.pages.sheet_link import Linked
from api.sheet_file_desk import Kind, SheetFileDesk, generated_file


def _desk(request: Request, token: str, link: Linked) -> SheetFileDesk:
    here, month = f"/f/{token}", load(request, link.actor, link.sheet_id).month
    return SheetFileDesk(request, link.actor, f"{here}/fichier", here, only=month)


router = file_routes("/f/{token}", _desk)


@router.api_route("/heures.{kind}", methods=READ)
def own_file(request: Request, link: Linked, kind: Kind) -> Response:
    """The company's sheets of the link's month, to be filled in."""
    month = load(request, link.actor, link.sheet_id).month
    return generated_file(request, link.actor, link.actor.party_id or 0, month, kind)
