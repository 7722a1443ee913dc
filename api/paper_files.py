"""A document as a file, for pages and for programs alike."""

from datetime import datetime

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from api.house import house_of
from cases.actors import Actor
from cases.queries.clause import clause_page
from cases.queries.work_records import frozen_figures
from cases.refusals import ClauseTextIncomplete, NotFound
from exchange.documents import DocumentFile, file_of
from exchange.documents.formats import MEDIA_TYPES, PAPERS, Format
from models.vocabulary import DocumentKind
from notifications.site_links import site_links


def paper_file(
    request: Request, session: Session, actor: Actor, document_id: int, wanted: Format
) -> Response:
    """The document in that format.

    Raises NotFound outside the walls, and for a format that its kind is not offered as.
    """
    figures = frozen_figures(session, actor, document_id)
    if wanted not in PAPERS[DocumentKind(figures.kind)].offered:
        raise NotFound
    file = file_of(figures, wanted, site_links(house_of(request).settings))
    return file_response(file, f"{figures.kind}-{document_id}.{wanted}")


def file_response(file: DocumentFile, name: str) -> Response:
    """The file, under a plain name. A word processor's or a spreadsheet's is kept, others are shown."""
    is_kept = file.media_type in (MEDIA_TYPES[Format.DOCX], MEDIA_TYPES[Format.XLSX])
    headers = {"content-disposition": f'{"attachment" if is_kept else "inline"}; filename="{name}"'}
    return Response(file.content, headers=headers | {"content-type": file.media_type})


def draft_file(
    request: Request, session: Session, actor: Actor, market_id: int, wanted: Format, now: datetime
) -> Response:
    """The draft of a market's clause text, marked as one.

    Raises NotFound outside the walls and for a format that it is not offered as, ClauseTextIncomplete.
    """
    found = clause_page(session, actor, market_id, now)
    if wanted not in PAPERS[DocumentKind.CLAUSE_TEXT].offered:
        raise NotFound
    if found.draft is None or found.missing:
        raise ClauseTextIncomplete(found.missing)
    file = file_of(found.draft, wanted, site_links(house_of(request).settings))
    return file_response(file, f"projet-de-clause-{market_id}.{wanted}")
