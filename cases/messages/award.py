"""What companies learn at the award."""

from datetime import date

from cases.documents import Hours
from cases.messages.kinds import Message


class AwardNotice(Message):
    """A company that won learns what the clause asks of it; `kickoff_by` is the last day for the meeting."""

    company_name: str
    market_title: str
    market_reference: str
    buyer_name: str
    awarded_on: date
    committed_hours: Hours
    kickoff_by: date
