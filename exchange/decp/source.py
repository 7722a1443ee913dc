"""The bytes of a file: what they are, where we stand in them, and their repair when they are not UTF-8."""

import codecs
from typing import BinaryIO

HEAD_SIZE = 4096
CHUNK_SIZE = 64 * 1024
_ASIDE = b" \t\r\n"
_UTF16_MARKS = (codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE)

# What people hand over instead of the file they mean; each names a message of wording.REJECTIONS.
_MISTAKES = (
    (b"PK\x03\x04", "zip"),
    (b"\x1f\x8b", "gzip"),
    (b"\xd0\xcf\x11\xe0", "excel"),
    (b"%PDF", "pdf"),
    (b"PAR1", "parquet"),
    (b"7z\xbc\xaf", "zip"),
)
_OFFICE_MARKS = (b"xl/", b"[Content_Types].xml", b"opendocument.spreadsheet")


class Source:
    """A binary stream that remembers its first bytes, counts what it gave, and gives UTF-8.

    Bytes that are not UTF-8 are read as Windows-1252, as French exports are, and `was_repaired` says so.
    """

    def __init__(self, stream: BinaryIO) -> None:
        self._stream = stream
        self._raw = _read_fully(stream, HEAD_SIZE)
        self._ended = False
        self._ready = b""
        self._start = 0
        self._last = b""
        self._decoder = _decoder_of(self._raw)
        self.head = self._decoded_head()
        self.format = _mistake_in(self._raw) or _format_of(self.head)
        self.was_repaired = False
        self.bytes_given = 0
        self.lines_given = 0

    def read(self, size: int) -> bytes:
        """At most `size` bytes, empty at the end; the stream's own errors pass through."""
        if self._start >= len(self._ready):
            self._refill()
        piece = self._ready[self._start : self._start + size]
        self._start += len(piece)
        self.bytes_given += len(self._last)
        self.lines_given += self._last.count(b"\n")
        self._last = piece
        return piece

    def locate(self, context: bytes = b"") -> tuple[int, int]:
        """Line and byte, from 1, where the last piece read ends or, if found in it, where `context` ends.

        Exact to the length of a piece, which is why the JSON reader asks for small ones.
        """
        flat = self._last.replace(b"\n", b" ").replace(b"\r", b" ").replace(b"\t", b" ")
        found = flat.find(context) if context else -1
        offset = found + len(context) if found >= 0 else len(self._last)
        return self.lines_given + self._last.count(b"\n", 0, offset) + 1, self.bytes_given + offset + 1

    def _refill(self) -> None:
        self._ready, self._start = b"", 0
        while not self._ready and not self._ended:
            raw = self._raw or self._stream.read(CHUNK_SIZE)
            self._raw = b""
            self._ended = not raw
            self._ready = self._decode(raw)

    def _decode(self, raw: bytes) -> bytes:
        if self.format == "xml" and self.declares_another_encoding:
            return raw
        given = self._decoder.decode(raw, final=not raw)
        self.was_repaired = self.was_repaired or getattr(self._decoder, "was_repaired", False)
        return given

    @property
    def declares_another_encoding(self) -> bool:
        """Whether an XML declaration names an encoding that the XML parser should decode itself."""
        declaration = self.head.partition(b"?>")[0].lower()
        return declaration.startswith(b"<?xml") and b"encoding" in declaration and b"utf" not in declaration

    def _decoded_head(self) -> bytes:
        head = _decoder_of(self._raw).decode(self._raw, final=False)
        return head.lstrip(_ASIDE)


class _Utf8:
    """Gives valid UTF-8 back untouched, without its mark; reads stray bytes as Windows-1252."""

    def __init__(self) -> None:
        self._rest = b""
        self._at_start = True
        self._repairer = codecs.getincrementaldecoder("utf-8")(errors=_STRAY_BYTES)
        self.was_repaired = False

    def decode(self, raw: bytes, *, final: bool) -> bytes:
        if self.was_repaired:
            return self._repairer.decode(raw, final).encode()
        data, self._rest = self._rest + raw, b""
        if self._at_start:
            data, self._at_start = data.removeprefix(codecs.BOM_UTF8), False
        try:
            data.decode()
            return data
        except UnicodeDecodeError as error:
            if not final and error.reason == "unexpected end of data" and error.end == len(data):
                self._rest = data[error.start :]
                return data[: error.start]
        self.was_repaired = True
        return self._repairer.decode(data, final).encode()


class _Utf16:
    """Turns UTF-16, which some spreadsheets write, into UTF-8."""

    def __init__(self) -> None:
        self._decoder = codecs.getincrementaldecoder("utf-16")(errors="replace")

    def decode(self, raw: bytes, *, final: bool) -> bytes:
        return self._decoder.decode(raw, final).encode(errors="replace")


_STRAY_BYTES = "decp-windows-1252"


def _as_windows_1252(error: UnicodeError) -> tuple[str, int]:
    if not isinstance(error, UnicodeDecodeError):
        raise error
    return error.object[error.start : error.end].decode("cp1252", "replace"), error.end


codecs.register_error(_STRAY_BYTES, _as_windows_1252)


def _decoder_of(head: bytes) -> _Utf8 | _Utf16:
    return _Utf16() if head.startswith(_UTF16_MARKS) else _Utf8()


def _read_fully(stream: BinaryIO, size: int) -> bytes:
    head = b""
    while len(head) < size and (more := stream.read(size - len(head))):
        head += more
    return head


def _mistake_in(raw: bytes) -> str | None:
    mistake = next((named for mark, named in _MISTAKES if raw.startswith(mark)), None)
    is_office = mistake == "zip" and any(sign in raw for sign in _OFFICE_MARKS)
    return "excel" if is_office else mistake


def _format_of(head: bytes) -> str:
    """`json`, `xml`, or the name of the mistake."""
    if not head:
        return "empty"
    start = head[:200].lower()
    if start.startswith((b"<!doctype html", b"<html")):
        return "html"
    if start.startswith(b"<"):
        return "xml"
    return "json" if start.startswith((b"{", b"[")) else "unknown"
