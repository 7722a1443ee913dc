"""Which files each kind of document is given as: to who reads it here, and with the mail that brings it."""

from collections.abc import Mapping
from dataclasses import dataclass
from enum import StrEnum

from cases.documents import Locale
from models.vocabulary import DocumentKind


class Format(StrEnum):
    """A kind of file; its value is the end of the file's name."""

    PDF = "pdf"
    DOCX = "docx"
    TXT = "txt"
    XLSX = "xlsx"


MEDIA_TYPES: Mapping[Format, str] = {
    Format.PDF: "application/pdf",
    Format.DOCX: "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    Format.TXT: 'text/plain; charset="utf-8"',
    Format.XLSX: "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet",
}


@dataclass(frozen=True, slots=True)
class PaperKind:
    """How one kind is called in a file's name, what it is offered as, and what its mail brings."""

    name_fr: str
    name_en: str
    offered: tuple[Format, ...] = (Format.PDF,)
    attached: tuple[Format, ...] = (Format.PDF,)

    def name(self, locale: Locale) -> str:
        """In the document's language."""
        return self.name_fr if locale == "fr" else self.name_en


PAPERS: Mapping[DocumentKind, PaperKind] = {
    DocumentKind.CLAUSE_TEXT: PaperKind(
        "Clause",
        "Clause",
        (Format.DOCX, Format.TXT, Format.PDF),
        (Format.DOCX, Format.TXT),
    ),
    DocumentKind.OFFER_ANALYSIS: PaperKind("Analyse", "Analysis", (Format.PDF, Format.DOCX)),
    DocumentKind.OBLIGATIONS: PaperKind("Obligations", "Obligations"),
    DocumentKind.PARTNERS_PACK: PaperKind(
        "Partenaires", "Partners", (Format.PDF, Format.XLSX), (Format.PDF, Format.XLSX)
    ),
    DocumentKind.STATEMENT: PaperKind("Bilan", "Statement"),
    DocumentKind.CERTIFICATE: PaperKind("Attestation", "Certificate"),
    DocumentKind.SHORTFALL_NOTICE: PaperKind("Notification", "Notice"),
}
"""Every kind, once: pages, REST and mails all read it here."""
