"""Hours by a file, by the link of a sheet's mail: the company's sheets of that month on all its markets."""

from typing import Annotated

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response

from api.forms import FormState, on_refusal
from api.house import house_of
from api.pages.by_link import READ
from api.pages.sheet_desk import load
from api.pages.sheet_link import Linked
from api.permissions import BY_LINK
from api.sheet_file_desk import Kind, SheetFileDesk, generated_file
from cases.queries.sheet_form import LinkedSheet

router = APIRouter(prefix="/f/{token}/fichier", include_in_schema=False, dependencies=[BY_LINK])


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
    _count_act(request, link)
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
    _count_act(request, link)
    return _desk(request, token, link).confirm(
        digest, name, partial=partial == "oui", confirm=confirm == "oui"
    )


@router.api_route("/essais/{digest}/constats.csv", methods=READ)
def trial_findings(request: Request, token: str, link: Linked, digest: str) -> Response:
    """Every finding of a file that was tried, as a file."""
    _count_act(request, link)
    return _desk(request, token, link).trial_findings(digest)


@router.api_route("/heures.{kind}", methods=READ)
def own_file(request: Request, token: str, link: Linked, kind: Kind) -> Response:
    """The company's sheets of the link's month, to be filled in."""
    month = load(request, link.actor, link.sheet_id).month
    return generated_file(request, link.actor, link.actor.party_id or 0, month, kind)


def _desk(request: Request, token: str, link: LinkedSheet) -> SheetFileDesk:
    here, month = f"/f/{token}", load(request, link.actor, link.sheet_id).month
    return SheetFileDesk(request, link.actor, f"{here}/fichier", here, only=month)


def _count_act(request: Request, link: LinkedSheet) -> None:
    """Raises TooManyAttempts."""
    assert link.actor.id is not None  # a link's actor is named by the link
    house_of(request).throttle.act_by_link(link.actor.id)
