"""Hours by a file, signed in: a company's own, a structure's for its companies, any for staff."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, File, Form, Path, Request, UploadFile
from fastapi.responses import Response

from api.forms import FormState, on_refusal
from api.permissions import allow
from api.rest.documentation import Number
from api.sheet_file_desk import MONTH, Kind, SheetFileDesk, generated_file
from cases.actors import Actor
from models.vocabulary import Role

router = APIRouter(prefix="/heures/fichier", include_in_schema=False)
BASE = "/heures/fichier"
Declarer = Annotated[Actor, allow(Role.FACILITATOR, Role.DIRECTOR, Role.COMPANY, Role.PARTNER)]


@router.get("")
def file_page(request: Request, actor: Declarer) -> Response:
    """The files to fill in, and one to send."""
    return _desk(request, actor).show(FormState("heures"))


@router.post("")
def try_file(
    request: Request,
    actor: Declarer,
    file: Annotated[UploadFile | None, File()] = None,
    digest: Annotated[str, Form()] = "",
    name: Annotated[str, Form()] = "",
) -> Response:
    """Read a file without writing anything, and say what would come of it."""
    on_refusal(request, "heures", _desk(request, actor).show)
    return _desk(request, actor).try_file(file, digest, name)


@router.post("/confirmer")
def confirm_file(
    request: Request,
    actor: Declarer,
    digest: Annotated[str, Form()],
    name: Annotated[str, Form()] = "",
    partial: Annotated[str, Form()] = "",
    confirm: Annotated[str, Form()] = "",
) -> Response:
    """Take in the file that was tried: all of it, or the sheets without a fault."""
    on_refusal(request, "heures", _desk(request, actor).show)
    return _desk(request, actor).confirm(digest, name, partial=partial == "oui", confirm=confirm == "oui")


@router.get("/essais/{digest}/constats.csv")
def trial_findings(request: Request, actor: Declarer, digest: str) -> Response:
    """Every finding of a file that was tried, as a file."""
    return _desk(request, actor).trial_findings(digest)


@router.get("/{party_id}/{month}.{kind}")
def party_file(
    request: Request,
    actor: Declarer,
    party_id: Number,
    month: Annotated[str, Path(pattern=MONTH)],
    kind: Kind,
) -> Response:
    """The sheets of one party for a month, to be filled in."""
    return generated_file(request, actor, party_id, date.fromisoformat(f"{month}-01"), kind)


def _desk(request: Request, actor: Actor) -> SheetFileDesk:
    after = "/mes-fiches" if actor.role is Role.COMPANY else BASE
    return SheetFileDesk(request, actor, BASE, after, folder=f"{BASE}/{actor.party_id}")
