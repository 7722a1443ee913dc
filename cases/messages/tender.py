"""What is written about a tender: to the company that asked, and to the buyer that waits for the analysis."""

from datetime import date

from cases.messages.kinds import Message


class QuestionReceipt(Message):
    """The company's proof that its question arrived; `due_on` is the last day to answer it.

    It does not repeat the question: anyone may ask in the name of an address, and ours carries no such words.
    """

    company_name: str
    market_title: str
    market_reference: str
    buyer_name: str
    number: int
    due_on: date
    link_id: int


class QuestionAnswered(Message):
    """The answer, as it is published to all; `corrects` says that it replaces one given before."""

    company_name: str
    market_title: str
    market_reference: str
    buyer_name: str
    number: int
    answer: str
    corrects: bool
    link_id: int


class OfferAnalysisMail(Message):
    """The analysis of the offers leaves for the buyer; the document itself is attached."""

    buyer_name: str
    market_title: str
    market_reference: str
    version: int
    offers_count: int
    irregular_count: int
    best_company: str | None
    market_id: int
