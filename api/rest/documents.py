"""The papers a market ends with: their frozen figures, and their PDF drawn from these."""

from typing import Any

from fastapi import APIRouter, Response

from api.dependencies import Reading
from api.permissions import MarketReader
from api.rest.documentation import READS, After, Limit, Number, NumberAsked, operation_id
from api.rest.shapes import DocumentLine, DocumentRecord, PageOf
from cases.queries.paging import Page, Slice
from cases.queries.work_records import document_record, frozen_figures, list_documents
from exchange.documents.rendering import render

router = APIRouter(prefix="/api/v1/documents", tags=["Documents"], generate_unique_id_function=operation_id)
PDF: dict[int | str, dict[str, Any]] = {
    200: {"description": "The PDF (PDF/A, PDF/UA).", "content": {"application/pdf": {}}}
}


def pdf_of(session: Reading, actor: MarketReader, document_id: Number) -> Response:
    """The PDF: the same figures always give the same bytes."""
    figures = frozen_figures(session, actor, document_id)
    name = f"{figures.kind}-{document_id}.pdf"
    headers = {"content-disposition": f'inline; filename="{name}"'}
    return Response(render(figures), media_type="application/pdf", headers=headers)


@router.get("", summary="List the documents", response_model=PageOf[DocumentLine], responses=READS)
def list_all_documents(
    session: Reading,
    actor: MarketReader,
    market_id: NumberAsked = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Statements, certificates and notices: all for staff, those addressed to the caller for others."""
    return list_documents(session, actor, market_id, Slice(after, limit))


@router.get(
    "/{document_id}", summary="Read a document’s figures", response_model=DocumentRecord, responses=READS
)
def read_document(session: Reading, actor: MarketReader, document_id: Number) -> dict[str, Any]:
    """The figures as they were frozen when the document was issued."""
    return document_record(session, actor, document_id)


@router.get(
    "/{document_id}/pdf", summary="Read a document’s PDF", response_class=Response, responses=READS | PDF
)
def read_document_pdf(session: Reading, actor: MarketReader, document_id: Number) -> Response:
    """Drawn from the frozen figures."""
    return pdf_of(session, actor, document_id)
