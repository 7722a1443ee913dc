"""The mails that bring the papers a market ends with."""

from datetime import date

from cases.documents import Decision, Hours
from cases.messages.kinds import Message


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
