"""What the commands of the clause text and its templates take."""

from cases.inputs.fields import Input, LongText, Note
from models.vocabulary import ClauseArticle, Lever


class ClauseSending(Input):
    """Sending the clause text to the buyer, with a word of one's own if wanted."""

    note: Note | None = None


class ClauseTemplateInput(Input):
    """A territory's wording of one article for one lever; without a text, the house's wording again."""

    lever: Lever
    article: ClauseArticle
    text: LongText | None = None
