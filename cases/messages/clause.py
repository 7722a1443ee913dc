"""What the buyer is told with the text of the clause."""

from datetime import date

from cases.documents import Hours
from cases.messages.kinds import Message


class ClauseTextMail(Message):
    """The clause text leaves for the buyer: attached to paste, with the page to print in the tender.

    `is_first` is false for a text that replaces another. `market_id` is set when the buyer can sign in.
    """

    buyer_name: str
    market_title: str
    market_reference: str
    version: int
    is_first: bool
    sent_on: date
    required_hours: Hours
    question_link_id: int
    note: str | None = None
    market_id: int | None = None
