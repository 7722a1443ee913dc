"""What is written about hours to the structures that employ and to the people who worked them."""

from datetime import date

from pydantic import Field

from cases.documents import Frozen, Hours
from cases.messages.kinds import Message


class HoursReportRequest(Message):
    """An insertion structure is asked for its people's hours of a month: one mail for all of them.

    `is_reminder`: it was asked once and has not answered; nothing more is sent.
    """

    structure_name: str
    link_id: int
    month: date
    people_count: int = Field(ge=1)
    companies: tuple[str, ...]
    is_reminder: bool = False


class AttestedLine(Frozen):
    """Hours declared for the reader of the mail, on one market."""

    market_title: str
    company_name: str
    hours: Hours


class AttestationRequest(Message):
    """A person is asked whether the hours declared for them are right."""

    first_name: str
    link_id: int
    month: date
    lines: tuple[AttestedLine, ...] = Field(min_length=1)
    is_reminder: bool = False


class HoursSettled(Message):
    """The company learns that another figure than its own stands, and why; nobody is named."""

    company_name: str
    sheet_id: int
    link_id: int
    market_title: str
    buyer_name: str
    month: date
    before: Hours
    after: Hours
    reason: str

    @property
    def sheet_ids(self) -> tuple[int, ...]:
        return (self.sheet_id,)
