"""The papers of one's markets: clause texts, statements, certificates, notices, each in its formats."""

from fastapi import APIRouter, Request
from fastapi.responses import Response

from api.dependencies import Reading
from api.paper_files import paper_file
from api.permissions import MarketReader
from api.rendering import page
from api.rest.documentation import Number, NumberAsked
from cases.queries.paging import Slice
from cases.queries.work_records import list_documents
from exchange.documents.formats import PAPERS, Format

router = APIRouter(prefix="/documents", include_in_schema=False)


@router.get("")
def list_papers(
    request: Request, actor: MarketReader, session: Reading, avant: NumberAsked = None
) -> Response:
    """All for staff, those addressed to the reader for others; `avant` reads on."""
    papers = list_documents(session, actor, None, Slice(avant))
    return page(request, "documents.html", papers=papers.items, next_after=papers.next_after, kinds=PAPERS)


@router.get("/{document_id}.{format}")
def paper(
    request: Request, actor: MarketReader, document_id: Number, format: Format, session: Reading
) -> Response:
    """Drawn from the frozen figures."""
    return paper_file(request, session, actor, document_id, format)
