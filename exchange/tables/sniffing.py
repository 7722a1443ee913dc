"""What a file is, by its first bytes and its name: a workbook or text; anything else is refused by name."""

from enum import StrEnum

from exchange.tables.limits import Limits
from exchange.tables.refusals import FileNotReadable

ZIP, OLE = b"PK\x03\x04", b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
ENCRYPTED = "EncryptedPackage".encode("utf-16-le")
MISTAKES = (
    (b"%PDF", "pdf"),
    (b"\x1f\x8b", "zip"),
    (b"7z\xbc\xaf\x27\x1c", "zip"),
    (b"Rar!", "zip"),
    (b"PK\x05\x06", "damaged"),
    (b"PK\x07\x08", "damaged"),
    (b"\x89PNG", "picture"),
    (b"\xff\xd8\xff", "picture"),
    (b"GIF8", "picture"),
)
TEXT_NAMES = ("csv", "txt", "tsv")
OTHER_NAMES = {"xls": "xls", "xlsm": "xlsm", "xltm": "xlsm", "xlsb": "xlsb", "ods": "ods"}


class Kind(StrEnum):
    """What is read here."""

    WORKBOOK = "workbook"
    TEXT = "text"


def kind_of(content: bytes, name: str, limits: Limits) -> Kind:
    """Raises FileNotReadable when it is neither, when it is too large, or when its name says otherwise."""
    if len(content) > limits.file_bytes:
        raise FileNotReadable("too_big", limits.file_bytes // 1_000_000)
    if not content.strip(b"\xef\xbb\xbf \t\r\n"):
        raise FileNotReadable("empty")
    extension = name.rpartition(".")[2].lower() if "." in name else ""
    if content.startswith(ZIP):
        return _workbook(extension, name)
    if content.startswith(OLE):
        raise FileNotReadable("encrypted" if ENCRYPTED in content else "xls")
    for mark, mistake in MISTAKES:
        if content.startswith(mark):
            raise FileNotReadable(mistake)
    return _text(content, extension, name)


def _workbook(extension: str, name: str) -> Kind:
    if extension in TEXT_NAMES:
        raise FileNotReadable("workbook_not_text", name)
    return Kind.WORKBOOK


def _text(content: bytes, extension: str, name: str) -> Kind:
    start = content[:200].removeprefix(b"\xef\xbb\xbf").lstrip().lower()
    if start.startswith((b"<!doctype", b"<html", b"<?xml", b"<table")):
        raise FileNotReadable("web_page")
    if extension == "xlsx":
        raise FileNotReadable("not_a_workbook")
    if extension in OTHER_NAMES:
        raise FileNotReadable(OTHER_NAMES[extension])
    if extension not in ("", *TEXT_NAMES):
        raise FileNotReadable("unknown_name", name)
    return Kind.TEXT
