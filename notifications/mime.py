"""From the words of a mail to the bytes that go on the wire.

Written as bytes at once: the shape is always the same, and building it as an object tree to flatten it again
costs 0.9 ms where this costs 0.1. What users write never reaches a header raw: names and subjects lose their
control characters, an address that is not plainly one is refused.
"""

import re
from base64 import encodebytes
from binascii import b2a_base64, b2a_qp
from collections.abc import Sequence
from datetime import datetime
from email.utils import format_datetime
from functools import lru_cache
from typing import NamedTuple
from urllib.parse import quote

from notifications.composing import Composed

ADDRESS = re.compile(r"[A-Za-z0-9!#$%&'*+/=?^_`{|}~.-]{1,64}@[A-Za-z0-9-]+(\.[A-Za-z0-9-]+)*")
IDENTIFIER = re.compile(r"<?([A-Za-z0-9._%+=$-]+@[A-Za-z0-9.-]+)>?")
CONTROL = re.compile(r"[\x00-\x1f\x7f-\x9f\u2028\u2029]+")
PLAIN_NAME = re.compile(r"[A-Za-z0-9 ]+")
PLAIN_FILENAME = re.compile(r"[A-Za-z0-9]+(\.[A-Za-z0-9]+)?")
WORD_BYTES = 42
EOL = "\r\n"
FOLD = "\r\n "


class UnsafeHeader(ValueError):
    """An address or identifier that cannot be written in a header as it is."""


class Address(NamedTuple):
    """A mailbox and the name shown for it."""

    email: str
    name: str | None = None


class Alternative(NamedTuple):
    """The mail's words once more, for programs: a calendar's invitation. `media_type` with its parameters."""

    media_type: str
    content: bytes


class Attachment(NamedTuple):
    """A file that goes with the mail: a PDF unless said otherwise."""

    filename: str
    content: bytes
    media_type: str = "application/pdf"


def sheet_anchors(sheet_ids: Sequence[int], domain: str) -> tuple[str, ...]:
    """The identifiers all mails about these sheets refer to, so that a mailbox threads them."""
    return tuple(f"<sheet-{sheet_id}@{domain}>" for sheet_id in sheet_ids)


def build(
    composed: Composed,
    *,
    sender: Address,
    recipient: Address,
    message_id: str,
    date: datetime,
    reply_to: Address | None = None,
    cc: Sequence[Address] = (),
    references: Sequence[str] = (),
    alternatives: Sequence[Alternative] = (),
    attachments: Sequence[Attachment] = (),
) -> bytes:
    """The whole mail. The same arguments always give the same bytes; `date` must be aware.

    Raises UnsafeHeader for an address or identifier that is not plainly one.
    """
    if date.tzinfo is None:
        raise ValueError("the date of a mail must be aware")
    identifier = _identifier(message_id)
    boundary = "=_" + re.sub(r"[^A-Za-z0-9]", "", identifier)[:40]
    headers = [f"From: {_mailbox(sender)}", f"To: {_mailbox(recipient)}"]
    if cc:
        headers.append("Cc: " + f",{FOLD}".join(_mailbox(each) for each in cc))
    if reply_to:
        headers.append(f"Reply-To: {_mailbox(reply_to)}")
    headers += [
        f"Subject: {_words(composed.subject)}",
        f"Date: {format_datetime(date)}",
        f"Message-ID: {identifier}",
    ]
    if references:
        known = [_identifier(each) for each in references]
        headers += [f"In-Reply-To: {known[0]}", "References: " + FOLD.join(known)]
    headers += ["Auto-Submitted: auto-generated", "MIME-Version: 1.0"]
    words = [_plain(composed.text), _html(composed.html), *map(_alternative, alternatives)]
    body = _multipart("alternative", boundary + "a", words)
    if attachments:
        body = _multipart("mixed", boundary + "m", [body, *map(_file, attachments)])
    return (EOL.join(headers) + EOL).encode("ascii") + body


def _multipart(subtype: str, boundary: str, parts: Sequence[bytes]) -> bytes:
    start = f'Content-Type: multipart/{subtype}; boundary="{boundary}"{EOL}'.encode("ascii")
    between = f"{EOL}--{boundary}{EOL}".encode("ascii")
    end = f"{EOL}--{boundary}--{EOL}".encode("ascii")
    return start + between + between.join(parts) + end


def _plain(text: str) -> bytes:
    """Readable on the wire: quoted-printable."""
    lines = text.replace("\r\n", "\n").replace("\r", "\n").replace("\n", EOL)
    return _part('text/plain; charset="utf-8"', "quoted-printable", b2a_qp(lines.encode(), istext=True))


def _html(text: str) -> bytes:
    """In base64, a third of the time that quoted-printable takes on 9 kB of markup."""
    return _part('text/html; charset="utf-8"', "base64", _base64(text.encode()))


def _alternative(alternative: Alternative) -> bytes:
    return _part(alternative.media_type, "base64", _base64(alternative.content))


def _file(attachment: Attachment) -> bytes:
    disposition = f"Content-Disposition: attachment; {_filename(attachment.filename)}"
    return _part(attachment.media_type, "base64", _base64(attachment.content), disposition)


def _part(kind: str, encoding: str, content: bytes, *more: str) -> bytes:
    headers = (f"Content-Type: {kind}", f"Content-Transfer-Encoding: {encoding}", *more)
    return (EOL.join(headers) + EOL + EOL).encode("ascii") + content


def _base64(content: bytes) -> bytes:
    return encodebytes(content).replace(b"\n", b"\r\n")


def _filename(name: str) -> str:
    """RFC 2231, with nothing that could be read as a path or as another parameter."""
    if PLAIN_FILENAME.fullmatch(name):
        return f'filename="{name}"'
    clean = CONTROL.sub(" ", name).replace("/", "-").replace("\\", "-")
    return f"filename*=utf-8''{quote(clean, safe='')}"


def _identifier(value: str) -> str:
    match = IDENTIFIER.fullmatch(value)
    if match is None:
        raise UnsafeHeader(f"not a message identifier: {value!r}")
    return f"<{match[1]}>"


@lru_cache(1024)
def _mailbox(address: Address) -> str:
    if not ADDRESS.fullmatch(address.email) or len(address.email) > 254:
        raise UnsafeHeader(f"not an e-mail address: {address.email!r}")
    name = CONTROL.sub(" ", address.name or "").strip()
    if not name:
        return address.email
    if PLAIN_NAME.fullmatch(name) and len(name) < 60:
        return f"{name} <{address.email}>"
    return f"{_encoded(name)}{FOLD}<{address.email}>"


def _words(text: str) -> str:
    """A subject: plain when it is short ASCII, encoded words otherwise (RFC 2047)."""
    clean = CONTROL.sub(" ", text).strip()
    return clean if clean.isascii() and "=?" not in clean and len(clean) < 68 else _encoded(clean)


def _encoded(text: str) -> str:
    """Encoded words of at most 75 characters, none cutting a character in two, one on each line."""
    pieces, piece = [], b""
    for character in text:
        encoded = character.encode()
        if len(piece) + len(encoded) > WORD_BYTES:
            pieces.append(piece)
            piece = b""
        piece += encoded
    pieces.append(piece)
    return FOLD.join(f"=?utf-8?b?{b2a_base64(each, newline=False).decode('ascii')}?=" for each in pieces)
