"""A workbook is an archive: what is in it is looked at before anything is unpacked."""

import io
import zipfile
from xml.parsers import expat

from exchange.tables.limits import Limits

CONTENT_TYPES, BOOK, RELATIONS = "[Content_Types].xml", "xl/workbook.xml", "xl/_rels/workbook.xml.rels"
NESTED = (".zip", ".xlsx", ".xlsm", ".xls", ".docx", ".7z", ".rar", ".gz", ".jar", ".exe", ".ole")
PACKED = (b"PK\x03\x04", b"\x1f\x8b\x08", b"7z\xbc\xaf", b"Rar!")
OLE_DOCUMENT = b"\xd0\xcf\x11\xe0"


class Refused(Exception):
    """Why the workbook is not read: a reason of exchange.tables.refusals, and the value it names."""

    def __init__(self, why: str, value: object = "") -> None:
        super().__init__(why)
        self.why, self.value = why, value


def opened(content: bytes, limits: Limits) -> zipfile.ZipFile:
    """The archive, when it is a plain workbook within the limits. Raises Refused."""
    try:
        archive = zipfile.ZipFile(io.BytesIO(content))
    except (zipfile.BadZipFile, NotImplementedError, ValueError, OverflowError, EOFError):
        raise Refused("damaged") from None
    entries = archive.infolist()
    if len(entries) > limits.entries:
        raise Refused("too_many_entries", len(entries))
    _refuse_bombs(entries, limits)
    if any(entry.flag_bits & 0x1 for entry in entries):
        raise Refused("encrypted")
    _refuse_other_kinds(archive)
    _refuse_nested(archive, entries)
    return archive


def part(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    """One file of the archive, at most so many bytes. Raises Refused when it is absent or damaged."""
    content = _read(archive, name, most + 1)
    if len(content) > most:
        raise Refused("bomb")
    return content


def _read(archive: zipfile.ZipFile, name: str, most: int) -> bytes:
    try:
        with archive.open(name) as stream:
            return stream.read(most)
    except MemoryError:
        raise
    except (
        Exception
    ):  # what a broken archive raises has no common ancestor: zlib.error, KeyError, EOFError...
        raise Refused("damaged") from None


def _refuse_bombs(entries: list[zipfile.ZipInfo], limits: Limits) -> None:
    if sum(entry.file_size for entry in entries) > limits.unpacked_bytes:
        raise Refused("bomb")
    for entry in entries:
        if entry.file_size > limits.small_bytes and entry.file_size > limits.ratio * entry.compress_size:
            raise Refused("bomb")


def _refuse_other_kinds(archive: zipfile.ZipFile) -> None:
    names = set(archive.namelist())
    if "mimetype" in names and b"opendocument" in part(archive, "mimetype", 200):
        raise Refused("ods")
    if "xl/workbook.bin" in names:
        raise Refused("xlsb")
    if CONTENT_TYPES not in names:
        raise Refused("zip")
    if BOOK not in names:
        raise Refused("office" if any(name.startswith(("word/", "ppt/")) for name in names) else "damaged")
    has_macros = b"macroEnabled" in part(archive, CONTENT_TYPES, 1_000_000)
    if has_macros or any(name.lower().endswith("vbaproject.bin") for name in names):
        raise Refused("xlsm")


def _refuse_nested(archive: zipfile.ZipFile, entries: list[zipfile.ZipInfo]) -> None:
    for entry in entries:
        if entry.is_dir():
            continue
        with_nested_name = entry.filename.lower().endswith(NESTED)
        if with_nested_name or _read(archive, entry.filename, 8).startswith((*PACKED, OLE_DOCUMENT)):
            raise Refused("nested", entry.filename)


def safe_parser() -> expat.XMLParserType:
    """An XML parser that stops at any DOCTYPE: no entity is ever declared."""
    parser = expat.ParserCreate(namespace_separator=" ")

    def refuse(*_: object) -> None:
        raise Refused("doctype")

    parser.StartDoctypeDeclHandler = refuse
    return parser
