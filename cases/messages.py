"""The mails Jalon sends, as typed payloads: commands put them in the outbox as JSON, notifications word them.

No payload holds an address of ours or a secret: a link is named by its id and resolved when the mail is
written, so that a restored backup or a new host name never sends a dead link.
"""

from collections.abc import Mapping
from datetime import date
from enum import StrEnum

from pydantic import Field

from cases.documents import Decision, Frozen, Hours


class MailKind(StrEnum):
    """One value for each folder of notifications/mails."""

    AWARD_NOTICE = "award_notice"
    SHEET_OPENED = "sheet_opened"
    SHEET_REMINDER = "sheet_reminder"
    SHEET_FIRST_CHASE = "sheet_first_chase"
    SHEET_SECOND_CHASE = "sheet_second_chase"
    SHEET_MISSING_BUYER = "sheet_missing_buyer"
    SHEET_RECEIPT = "sheet_receipt"
    SHEET_REJECTED = "sheet_rejected"
    STATEMENT = "statement"
    CERTIFICATE = "certificate"
    SHORTFALL_NOTICE = "shortfall_notice"


class SheetStep(StrEnum):
    """The steps of the chasing ladder that write to the company (DOMAIN.md rule 5), least pressing first."""

    OPENED = "opened"
    REMINDER = "reminder"
    FIRST_CHASE = "first_chase"
    SECOND_CHASE = "second_chase"

    @property
    def rank(self) -> int:
        """0 for the opening, growing with the pressure."""
        return _RANKS[self]

    @property
    def is_chase(self) -> bool:
        """The due day has passed."""
        return self in (SheetStep.FIRST_CHASE, SheetStep.SECOND_CHASE)


_RANKS = {step: rank for rank, step in enumerate(SheetStep)}


class Message(Frozen):
    """What every mail says: from which territory, and whom to call."""

    territory_name: str
    facilitator_name: str
    facilitator_email: str
    facilitator_phone: str | None = None

    @property
    def sheet_ids(self) -> tuple[int, ...]:
        """The sheets this mail is about: their mails thread together in the mailbox."""
        return ()


class AwardNotice(Message):
    """A company that won learns what the clause asks of it; `kickoff_by` is the last day for the meeting."""

    company_name: str
    market_title: str
    market_reference: str
    buyer_name: str
    awarded_on: date
    committed_hours: Hours
    kickoff_by: date


class SheetLine(Frozen):
    """One sheet asked for: `month` is its first day, `due_on` the last day to answer."""

    sheet_id: int
    link_id: int
    market_title: str
    buyer_name: str
    month: date
    due_on: date
    step: SheetStep


class SheetRequest(Message):
    """One mail to one company for all the sheets it owes that day."""

    company_name: str
    lines: tuple[SheetLine, ...] = Field(min_length=1)

    @property
    def pressing(self) -> tuple[SheetLine, ...]:
        """The lines, most pressing first: highest step, then earliest due day."""
        return tuple(sorted(self.lines, key=lambda line: (-line.step.rank, line.due_on, line.sheet_id)))

    @property
    def kind(self) -> MailKind:
        """The kind of the most pressing line names the mail."""
        return MailKind(f"sheet_{self.pressing[0].step}")

    @property
    def sheet_ids(self) -> tuple[int, ...]:
        return tuple(line.sheet_id for line in self.pressing)


class SheetMissingBuyer(Message):
    """The buyer learns that a company has not answered; `due_on` is the day the oldest sheet was due.

    `market_id` is set when the buyer can sign in and open the market.
    """

    buyer_name: str
    company_name: str
    market_title: str
    months: tuple[date, ...] = Field(min_length=1)
    due_on: date
    market_id: int | None = None


class SheetReceipt(Message):
    """The company's proof that its answer arrived."""

    company_name: str
    sheet_id: int
    link_id: int
    market_title: str
    buyer_name: str
    month: date
    received_on: date
    declared_hours: Hours
    nil: bool
    people_count: int = Field(ge=0)

    @property
    def sheet_ids(self) -> tuple[int, ...]:
        return (self.sheet_id,)


class SheetRejected(Message):
    """The sheet goes back to the company with the reason and a new day to answer."""

    company_name: str
    sheet_id: int
    link_id: int
    market_title: str
    buyer_name: str
    month: date
    reason: str
    due_on: date

    @property
    def sheet_ids(self) -> tuple[int, ...]:
        return (self.sheet_id,)


class StatementMail(Message):
    """The statement leaves for the buyer; the document itself is attached."""

    buyer_name: str
    market_title: str
    market_reference: str
    received_on: date
    required_hours: Hours
    committed_hours: Hours
    counted_hours: Hours
    is_reached: bool
    market_id: int | None = None


class CertificateMail(Message):
    """The certificate leaves for the company; the document itself is attached."""

    company_name: str
    market_title: str
    market_reference: str
    buyer_name: str
    required_hours: Hours
    counted_hours: Hours


class ShortfallNotice(Message):
    """The company learns what is missing and what a person decided; the notice is attached."""

    company_name: str
    market_title: str
    market_reference: str
    buyer_name: str
    required_hours: Hours
    counted_hours: Hours
    missing_hours: Hours
    decision: Decision


SHEET_REQUESTS = tuple(MailKind(f"sheet_{step}") for step in SheetStep)
"""The kinds of one family: what asks a company for its sheets."""

PAYLOADS: Mapping[MailKind, type[Message]] = {
    MailKind.AWARD_NOTICE: AwardNotice,
    MailKind.SHEET_OPENED: SheetRequest,
    MailKind.SHEET_REMINDER: SheetRequest,
    MailKind.SHEET_FIRST_CHASE: SheetRequest,
    MailKind.SHEET_SECOND_CHASE: SheetRequest,
    MailKind.SHEET_MISSING_BUYER: SheetMissingBuyer,
    MailKind.SHEET_RECEIPT: SheetReceipt,
    MailKind.SHEET_REJECTED: SheetRejected,
    MailKind.STATEMENT: StatementMail,
    MailKind.CERTIFICATE: CertificateMail,
    MailKind.SHORTFALL_NOTICE: ShortfallNotice,
}


def parse_message(kind: MailKind, payload: str | bytes) -> Message:
    """The message stored as JSON under `kind`. Raises pydantic.ValidationError when it does not fit."""
    return PAYLOADS[kind].model_validate_json(payload)
