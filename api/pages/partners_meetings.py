"""The page of the partners' meetings, and their pack as of today."""

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading
from api.forms import FormState
from api.house import house_of
from api.paper_files import file_response
from api.permissions import Staff
from api.rendering import page
from cases.actors import Actor
from cases.queries.partners_page import pack_preview, partners_page
from cases.refusals import NotFound
from exchange.documents import file_of
from exchange.documents.formats import PAPERS, Format
from models.vocabulary import DocumentKind
from notifications.site_links import site_links

router = APIRouter(prefix="/reunions-partenaires", include_in_schema=False)


@router.get("/dossier.{format}")
def pack(request: Request, actor: Staff, format: Format, session: Reading, now: Now) -> Response:
    """The pack as it would be frozen now."""
    if format not in PAPERS[DocumentKind.PARTNERS_PACK].offered:
        raise NotFound
    figures = pack_preview(session, actor, now)
    file = file_of(figures, format, site_links(house_of(request).settings))
    return file_response(file, f"partenaires-{figures.frozen_on}.{format}")


def show_partners_meetings(request: Request, session: Session, actor: Actor, form: FormState) -> Response:
    """The page, with a form of it as it was sent."""
    found = partners_page(session, actor, house_of(request).clock())
    return page(request, "partners_meetings.html", found=found, form=form, form_for=form.named)
