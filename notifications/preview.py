"""A mail of the outbox as its reader would get it: headers, text, HTML, attachments. Nothing is sent."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from email import message_from_bytes
from email.message import EmailMessage, Message
from email.policy import default
from typing import Any

from cases.rules.policy import RulePack
from models.settings import Settings
from notifications.delivery.outbox import ROW_FIELDS, Claimed
from notifications.delivery.outcomes import Trial
from notifications.delivery.writing import Writer
from notifications.site_links import site_links


@dataclass(frozen=True, slots=True)
class AttachedFile:
    """A file that the mail brings."""

    name: str
    kind: str
    content: bytes


@dataclass(frozen=True, slots=True)
class Preview:
    """The parts of a written mail."""

    headers: tuple[tuple[str, str], ...]
    subject: str
    text: str
    html: str
    files: tuple[AttachedFile, ...]


def preview(row: Mapping[str, Any], settings: Settings, pack: RulePack) -> Preview:
    """Write the mail again from its row (cases.queries.work_records.mail_record).

    Raises ValueError (a payload, figures or an address that do not fit) and jinja2.TemplateError.
    """
    at: datetime = row["finished_at"] or row["release_at"]
    trial = Trial(row["message_id"], row["attempts"], row["phase"], at, timedelta())
    mail = Claimed(pack=pack, trial=trial, **{name: row[name] for name in ROW_FIELDS})
    content = Writer(settings.mail_from, site_links(settings)).envelope(mail, at).content
    return _read(message_from_bytes(content, policy=default))


def _read(message: EmailMessage) -> Preview:
    files = tuple(
        AttachedFile(part.get_filename() or "", part.get_content_type(), _bytes(part))
        for part in message.iter_attachments()
    )
    return Preview(
        headers=tuple((name, str(value)) for name, value in message.items()),
        subject=str(message["subject"]),
        text=_body(message, "plain"),
        html=_body(message, "html"),
        files=files,
    )


def _bytes(part: Message) -> bytes:
    content = part.get_payload(decode=True)
    assert isinstance(content, bytes)  # only a multipart has none, and no attachment is one
    return content


def _body(message: EmailMessage, kind: str) -> str:
    part = message.get_body((kind,))
    return "" if part is None else str(part.get_content())
