"""The papers of one's markets: statements, certificates, notices, each as a PDF."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.dependencies import Reading
from api.permissions import MarketReader
from api.rendering import page
from api.rest.documentation import Number, NumberAsked
from api.rest.documents import pdf_of
from cases.queries.paging import Slice
from cases.queries.work_records import list_documents

router = APIRouter(prefix="/documents", include_in_schema=False)


@router.get("")
def list_papers(
    request: Request, actor: MarketReader, session: Reading, avant: NumberAsked = None
) -> Response:
    """All for staff, those addressed to the reader for others; `avant` reads on."""
    papers = list_documents(session, actor, None, Slice(avant))
    return page(request, "documents.html", papers=papers.items, next_after=papers.next_after)


@router.get("/{document_id}.pdf")
def paper(actor: MarketReader, document_id: Number, session: Reading) -> Response:
    """Drawn from the frozen figures."""
    return pdf_of(session, actor, document_id)
