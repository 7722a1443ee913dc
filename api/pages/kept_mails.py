"""What mails say, on an installation that sends none: /dev/mails. Never in production mode."""

from pathlib import Path
from typing import Annotated

from fastapi import APIRouter, Depends, Request
from fastapi.responses import HTMLResponse, Response

from api.dependencies import Reading
from api.house import house_of
from api.permissions import Staff
from api.rendering import page
from api.rest.documentation import Number, NumberAsked
from api.walls.headers import CONTENT_POLICY
from cases.packs import pack_at
from cases.queries.paging import Slice
from cases.queries.work_records import list_mails, mail_record
from cases.refusals import NotFound
from notifications.preview import Preview, preview


def nothing_is_sent(request: Request) -> None:
    """Raises NotFound where mail really leaves: it is read in its mailbox."""
    settings = house_of(request).settings
    if settings.production or settings.smtp_url:
        raise NotFound


router = APIRouter(prefix="/dev/mails", include_in_schema=False, dependencies=[Depends(nothing_is_sent)])
MAIL_POLICY = "default-src 'none'; style-src 'unsafe-inline'; img-src data:; frame-ancestors 'self'; sandbox"
"""Mails style themselves inline, as mailboxes want it; sandboxed, they can do nothing else."""


def written(request: Request, actor: Staff, mail_id: Number, session: Reading) -> Preview:
    """The mail as its reader would get it."""
    row = mail_record(session, actor, mail_id)
    pack = pack_at(session, actor.territory_id, row["release_at"])
    return preview(row, house_of(request).settings, pack)


Written = Annotated[Preview, Depends(written)]


@router.get("")
def list_kept(request: Request, actor: Staff, session: Reading, avant: NumberAsked = None) -> Response:
    """Every mail of the territory, latest first."""
    mails = list_mails(session, actor, None, None, Slice(avant))
    return page(request, "mails.html", mails=mails.items, next_after=mails.next_after)


@router.get("/{mail_id}")
def read_kept(
    request: Request, actor: Staff, mail_id: Number, session: Reading, written: Written
) -> Response:
    """State, headers, HTML in a frame of its own, text, attachments."""
    mail = mail_record(session, actor, mail_id)
    response = page(request, "mail.html", mail=mail, written=written)
    response.headers["content-security-policy"] = f"{CONTENT_POLICY}; frame-src 'self'"
    return response


@router.get("/{mail_id}/html")
def frame(actor: Staff, written: Written) -> Response:
    """The HTML alone, under a policy of its own, for the frame of the page above."""
    headers = {"content-security-policy": MAIL_POLICY, "x-frame-options": "SAMEORIGIN"}
    return HTMLResponse(written.html, headers=headers)


@router.get("/{mail_id}/fichiers/{index}")
def attached(actor: Staff, written: Written, index: int) -> Response:
    """One attachment, to be saved."""
    if not 0 <= index < len(written.files):
        raise NotFound
    file = written.files[index]
    headers = {"content-disposition": f'attachment; filename="{index}{Path(file.name).suffix}"'}
    return Response(file.content, media_type=file.kind, headers=headers)
