"""What is written to companies and buyers about monthly sheets."""

from datetime import date
from decimal import Decimal
from enum import StrEnum

from pydantic import Field

from cases.documents import Frozen, Hours
from cases.messages.kinds import MailKind, Message


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


class ReceivedHours(Frozen):
    """What a structure has declared for its people, on a sheet that its company has not answered."""

    declared_by: str
    hours: Hours
    people_count: int = Field(ge=1)


class SheetLine(Frozen):
    """One sheet asked for: `month` is its first day, `due_on` the last day to answer.

    `received`: what came in from others meanwhile; only the rest is asked.
    """

    sheet_id: int
    link_id: int
    market_title: str
    buyer_name: str
    month: date
    due_on: date
    step: SheetStep
    received: tuple[ReceivedHours, ...] = ()


class SheetRequest(Message):
    """One mail to one company for all the sheets it owes that day."""

    company_name: str
    lines: tuple[SheetLine, ...] = Field(min_length=1)
    company_link_id: int | None = None
    """Opens one page for all of them, when there are several."""

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
    """The company's proof that its answer arrived. `opens_on`: the day of its next sheet, if one is due."""

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
    opens_on: date | None = None

    @property
    def sheet_ids(self) -> tuple[int, ...]:
        return (self.sheet_id,)


class SheetsReceiptLine(Frozen):
    """One sheet of several that arrived together; `awaits`: the company's own answer is still asked for."""

    sheet_id: int
    market_title: str
    buyer_name: str
    month: date
    declared_hours: Hours
    nil: bool
    people_count: int = Field(ge=0)
    awaits: bool = False


class SheetsReceipt(Message):
    """The company's proof that several of its sheets arrived together: one mail for all of them.

    `link_id` opens the first of them, `company_link_id` the page of all when they came by it. `by_file`: they
    came by a file. `sent_by` names the insertion structure that sent the file, if any did. `opens_on`: the
    day of the first of their next sheets, if one is due.
    """

    company_name: str
    link_id: int
    received_on: date
    lines: tuple[SheetsReceiptLine, ...] = Field(min_length=1)
    sent_by: str | None = None
    by_file: bool = True
    company_link_id: int | None = None
    opens_on: date | None = None

    @property
    def sheet_ids(self) -> tuple[int, ...]:
        return tuple(line.sheet_id for line in self.lines)

    @property
    def declared_hours(self) -> Decimal:
        """All sheets together."""
        return sum((line.declared_hours for line in self.lines), Decimal(0))


class RejectedLine(Frozen):
    """Someone whose hours are in question."""

    name: str
    hours: Hours


class SheetRejected(Message):
    """The sheet goes back to the company with the reason and a new day to answer.

    `lines`: the people whose hours are in question, when it is not the whole sheet.
    """

    company_name: str
    sheet_id: int
    link_id: int
    market_title: str
    buyer_name: str
    month: date
    reason: str
    lines: tuple[RejectedLine, ...] = ()
    due_on: date

    @property
    def sheet_ids(self) -> tuple[int, ...]:
        return (self.sheet_id,)


class CorrectionGranted(Message):
    """The sheet is open again, as its company asked, until a new day."""

    company_name: str
    sheet_id: int
    link_id: int
    market_title: str
    buyer_name: str
    month: date
    due_on: date

    @property
    def sheet_ids(self) -> tuple[int, ...]:
        return (self.sheet_id,)


class CorrectionRefused(Message):
    """The sheet stays as it was validated, and why."""

    company_name: str
    sheet_id: int
    link_id: int
    market_title: str
    buyer_name: str
    month: date
    answer: str

    @property
    def sheet_ids(self) -> tuple[int, ...]:
        return (self.sheet_id,)


SHEET_REQUESTS = tuple(MailKind(f"sheet_{step}") for step in SheetStep)
"""The kinds of one family: what asks a company for its sheets."""
