"""Hours by a file, by the link of all a company's sheets: those of any month that is still open."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, Path, Request, UploadFile
from fastapi.responses import Response

from api.forms import FormState, on_refusal
from api.pages.by_link import READ, count_act
from api.pages.company_sheets_link import Linked
from api.permissions import BY_LINK
from api.sheet_file_desk import MONTH, Kind, SheetFileDesk, generated_file
from cases.queries.links import OpenedLink

router = APIRouter(prefix="/e/{token}/fichier", include_in_schema=False, dependencies=[BY_LINK])


@router.api_route("", methods=READ)
def file_page(request: Request, token: str, link: Linked) -> Response:
    """The files to fill in, and one to send."""
    return _desk(request, token, link).show(FormState("heures"))


@router.post("")
def try_file(
    request: Request, token: str, link: Linked, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Read a file without writing anything, and say what would come of it."""
    on_refusal(request, "heures", _desk(request, token, link).show)
    count_act(request, link)
    return _desk(request, token, link).try_file(file)


@router.post("/confirmer")
def confirm_file(
    request: Request,
    token: str,
    link: Linked,
    digest: Annotated[str, Form()],
    name: Annotated[str, Form()] = "",
    partial: Annotated[str, Form()] = "",
    confirm: Annotated[str, Form()] = "",
) -> Response:
    """Take in the file that was tried: all of it, or the sheets without a fault."""
    on_refusal(request, "heures", _desk(request, token, link).show)
    count_act(request, link)
    return _desk(request, token, link).confirm(
        digest, name, partial=partial == "oui", confirm=confirm == "oui"
    )


@router.api_route("/essais/{digest}/constats.csv", methods=READ)
def trial_findings(request: Request, token: str, link: Linked, digest: str) -> Response:
    """Every finding of a file that was tried, as a file."""
    count_act(request, link)
    return _desk(request, token, link).trial_findings(digest)


@router.api_route("/{month}.{kind}", methods=READ)
def own_file(
    request: Request, link: Linked, month: Annotated[str, Path(pattern=MONTH)], kind: Kind
) -> Response:
    """The company's sheets of a month, to be filled in."""
    return generated_file(request, link.actor, link.party_id or 0, date.fromisoformat(f"{month}-01"), kind)


def _desk(request: Request, token: str, link: OpenedLink) -> SheetFileDesk:
    here = f"/e/{token}"
    return SheetFileDesk(request, link.actor, f"{here}/fichier", here)
