"""From a claimed row to an envelope: the message parsed, worded, given its document, and made into bytes."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from cases.documents import document_figures
from cases.messages import MailKind, MeetingMail, MeetingReminder, Message, parse_message
from exchange.calendar import Person, invitation_file, method_of
from exchange.documents import files_attached
from notifications.composing import LinkBuilder, compose
from notifications.delivery.connection import Envelope
from notifications.delivery.outbox import Claimed
from notifications.mime import Address, Alternative, Attachment, build, sheet_anchors


@dataclass(frozen=True, slots=True)
class CalendarParts:
    """A calendar file as mailboxes want it: an alternative that shows buttons, and a file to open."""

    method: str
    content: bytes

    @property
    def alternative(self) -> Alternative:
        """Without `method` here too, Outlook shows a file and no button (RFC 6047, 2.4)."""
        return Alternative(f'text/calendar; method={self.method}; charset="utf-8"', self.content)

    @property
    def attachment(self) -> Attachment:
        """For the programs that look for a file only."""
        return Attachment("invite.ics", self.content, 'application/ics; name="invite.ics"')


@dataclass(frozen=True, slots=True)
class Writer:
    """What all mails of an installation share: the address they come from, and its links."""

    mail_from: str
    links: LinkBuilder

    def envelope(self, mail: Claimed, now: datetime) -> Envelope:
        """The mail as it goes on the wire.

        Raises ValueError (a payload, figures or an address that do not fit) and jinja2.TemplateError.
        """
        kind = MailKind(mail.kind)
        message = parse_message(kind, mail.payload)
        domain = self.mail_from.rpartition("@")[2]
        calendar = self._calendar(mail, message)
        content = build(
            compose(kind, mail.locale, message, self.links),
            sender=Address(self.mail_from, message.territory_name),
            recipient=Address(mail.to_email, mail.to_name),
            reply_to=_reply_to(message),
            cc=_copies(mail, message),
            message_id=f"{mail.trial.message_id}@{domain}",
            references=sheet_anchors(message.sheet_ids, domain),
            date=now.astimezone(ZoneInfo(mail.pack.calendar.timezone)),
            alternatives=() if calendar is None else (calendar.alternative,),
            attachments=(*self._attachments(mail), *(() if calendar is None else (calendar.attachment,))),
        )
        return Envelope(self.mail_from, mail.to_email, content, mail.cc_email)

    def _calendar(self, mail: Claimed, message: Message) -> CalendarParts | None:
        """The invitation or cancellation of a meeting, for its guest's calendar."""
        if not isinstance(message, MeetingMail) or isinstance(message, MeetingReminder):
            return None
        guest = Person(mail.to_email, mail.to_name)
        content = invitation_file(message, self.mail_from, guest, mail.locale)
        return CalendarParts(method_of(message), content)

    def _attachments(self, mail: Claimed) -> Sequence[Attachment]:
        if mail.figures is None:
            return ()
        files = files_attached(document_figures.validate_json(mail.figures), self.links)
        return tuple(Attachment(file.name, file.content, file.media_type) for file in files)


def _reply_to(message: Message) -> Address | None:
    return Address(message.facilitator_email, message.facilitator_name) if message.facilitator_email else None


def _copies(mail: Claimed, message: Message) -> tuple[Address, ...]:
    if mail.cc_email is None:
        return ()
    is_facilitator = mail.cc_email == message.facilitator_email
    return (Address(mail.cc_email, message.facilitator_name if is_facilitator else None),)
