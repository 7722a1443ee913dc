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
from cases.documents import PartnersPackFigures
from cases.queries.partners_page import pack_preview, partners_page
from exchange.documents import file_of
from exchange.documents.formats import Format
from notifications.site_links import site_links

router = APIRouter(prefix="/reunions-partenaires", include_in_schema=False)


@router.get("/dossier.pdf")
def pack(request: Request, actor: Staff, session: Reading, now: Now) -> Response:
    """The pack as it would be frozen now."""
    return pack_response(request, pack_preview(session, actor, now), Format.PDF)


@router.get("/dossier.xlsx")
def pack_workbook(request: Request, actor: Staff, session: Reading, now: Now) -> Response:
    """The same, to work with."""
    return pack_response(request, pack_preview(session, actor, now), Format.XLSX)


def pack_response(request: Request, figures: PartnersPackFigures, wanted: Format) -> Response:
    """The pack as a file."""
    file = file_of(figures, wanted, site_links(house_of(request).settings))
    return file_response(file, f"partenaires-{figures.frozen_on}.{wanted}")


def show_partners_meetings(request: Request, session: Session, actor: Actor, form: FormState) -> Response:
    """The page, with a form of it as it was sent."""
    found = partners_page(session, actor, house_of(request).clock())
    return page(request, "partners_meetings.html", found=found, form=form, form_for=form.named)
