"""The documents of a market as files: PDF, DOCX, plain text."""

from exchange.documents import analysis as analysis  # registers its layout
from exchange.documents import clause as clause
from exchange.documents.rendering import DocumentFile, file_of, files_attached, render

__all__ = ["DocumentFile", "file_of", "files_attached", "render"]
