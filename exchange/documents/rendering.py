"""From frozen figures to a file: a PDF to archive (PDF/A-2a) and to read aloud (PDF/UA-1), DOCX, text."""

import json
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from datetime import UTC, date, datetime, time
from functools import lru_cache
from pathlib import Path
from typing import Any

import typst

from cases.documents import DocumentFigures, PartnersPackFigures
from exchange.documents.blocks import Block, Bullets, Heading, Layout, Paragraph, Table
from exchange.documents.docx import docx_of
from exchange.documents.formats import MEDIA_TYPES, PAPERS, Format
from exchange.documents.layouts import PageAddresses, laid_out
from exchange.documents.pack_workbook import pack_workbook
from exchange.documents.plain import text_of
from exchange.documents.views import view
from models.vocabulary import DocumentKind

TEMPLATES = Path(__file__).parent
KEPT_DRAWINGS = 8
"""The last few pages drawn are kept: the guests of a meeting are sent the same one, a mail each."""


@dataclass(frozen=True, slots=True)
class DocumentFile:
    """A document as a file, with the name to keep it under."""

    name: str
    content: bytes
    media_type: str


def file_of(document: DocumentFigures, wanted: Format, addresses: PageAddresses) -> DocumentFile:
    """The document in that format: the same figures always give the same bytes.

    Raises LookupError when its kind is not offered so.
    """
    kind = PAPERS[DocumentKind(document.kind)]
    if wanted not in kind.offered:
        raise LookupError(f"{document.kind} is not offered as {wanted}")
    words = (kind.name(document.locale), document.reference, document.edition)
    name = f"{' '.join(filter(None, words))}.{wanted}"
    if isinstance(document, PartnersPackFigures) and wanted is Format.XLSX:
        content = pack_workbook(document)
    elif (TEMPLATES / f"{document.kind}.typ").exists():
        content = render(document)
    else:
        content = WRITERS[wanted](laid_out(document, addresses))
    return DocumentFile(name, content, MEDIA_TYPES[wanted])


def files_attached(document: DocumentFigures, addresses: PageAddresses) -> tuple[DocumentFile, ...]:
    """The files that the document's mail brings."""
    attached = PAPERS[DocumentKind(document.kind)].attached
    return tuple(file_of(document, wanted, addresses) for wanted in attached)


def render(document: DocumentFigures) -> bytes:
    """The PDF of these figures, from the template of their kind.

    The text of users travels as JSON and is shown as it is written: Typst never reads it as code.
    """
    return _compiled(document.kind, view(document), document.frozen_on)


def pdf_of(layout: Layout) -> bytes:
    """The PDF of a document of running text."""
    data = {
        "locale": layout.locale,
        "territory": layout.author,
        "title": layout.title,
        "market_title": layout.subject,
        "foot": layout.foot,
        "mark": layout.mark,
        "blocks": [_plain(block) for block in layout.blocks],
    }
    return _compiled("text", data, layout.issued_on)


WRITERS: Mapping[Format, Callable[[Layout], bytes]] = {
    Format.PDF: pdf_of,
    Format.DOCX: docx_of,
    Format.TXT: text_of,
}


def _plain(block: Block) -> dict[str, Any]:
    match block:
        case Heading(text, level):
            return {"kind": "heading", "text": text, "level": level}
        case Paragraph(text, is_strong):
            return {"kind": "paragraph", "text": text, "is_strong": is_strong}
        case Bullets(items):
            return {"kind": "bullets", "items": items}
        case Table(head, rows, words):
            return {"kind": "table", "head": head, "rows": rows, "words": words}


def _compiled(template: str, data: dict[str, Any], issued_on: date) -> bytes:
    return _drawn(template, json.dumps(data), issued_on)


@lru_cache(KEPT_DRAWINGS)
def _drawn(template: str, figures: str, issued_on: date) -> bytes:
    issued_at = datetime.combine(issued_on, time(), tzinfo=UTC)
    return typst.compile(
        TEMPLATES / f"{template}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"figures": figures},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(issued_at.timestamp()),
    )


@lru_cache(1)
def _fonts() -> typst.Fonts:
    """The open fonts inside Typst (Libertinus): no font of the machine changes the page."""
    return typst.Fonts(include_system_fonts=False)
