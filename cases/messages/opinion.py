"""What a buyer learns of the study of its planned market."""

from cases.messages.kinds import Message
from models.vocabulary import Advice


class OpinionMail(Message):
    """The opinion: the lever with its articles, or why no clause fits. A later number replaces the former.

    `lever`, `articles` and `ground` are in words, in the buyer's language; `market_id` is set when the buyer
    can sign in and open the market.
    """

    buyer_name: str
    market_title: str
    market_reference: str
    number: int
    advice: Advice
    lever: str | None = None
    articles: str | None = None
    ground: str | None = None
    reason: str | None = None
    is_concluded: bool = False
    market_id: int | None = None
