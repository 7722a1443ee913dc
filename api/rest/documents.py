"""The papers of a market: their frozen figures, and the files drawn from these."""

from typing import Any

from fastapi import APIRouter, Request, Response

from api.dependencies import Reading
from api.paper_files import paper_file
from api.permissions import MarketReader
from api.rest.documentation import READS, After, Limit, Number, NumberAsked, operation_id
from api.rest.shapes import DocumentLine, DocumentRecord, PageOf
from cases.queries.paging import Page, Slice
from cases.queries.work_records import document_record, list_documents
from exchange.documents.formats import MEDIA_TYPES, Format

router = APIRouter(prefix="/api/v1/documents", tags=["Documents"], generate_unique_id_function=operation_id)
FILE: dict[int | str, dict[str, Any]] = {
    200: {
        "description": "The file: a PDF (PDF/A, PDF/UA), a DOCX, a workbook or plain text.",
        "content": {kind.partition(";")[0]: {} for kind in MEDIA_TYPES.values()},
    }
}


@router.get("", summary="List the documents", response_model=PageOf[DocumentLine], responses=READS)
def list_all_documents(
    session: Reading,
    actor: MarketReader,
    market_id: NumberAsked = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Clause texts, statements, certificates...: all for staff, those addressed to the caller for others."""
    return list_documents(session, actor, market_id, Slice(after, limit))


@router.get(
    "/{document_id}", summary="Read a document’s figures", response_model=DocumentRecord, responses=READS
)
def read_document(session: Reading, actor: MarketReader, document_id: Number) -> dict[str, Any]:
    """The figures as they were frozen when the document was issued."""
    return document_record(session, actor, document_id)


@router.get(
    "/{document_id}/{format}",
    summary="Read a document’s file",
    response_class=Response,
    responses=READS | FILE,
)
def read_document_file(
    request: Request, session: Reading, actor: MarketReader, document_id: Number, format: Format
) -> Response:
    """Drawn from the frozen figures; 404 for a format that this kind of document is not given in."""
    return paper_file(request, session, actor, document_id, format)
