"""What companies are written about the people they declare."""

from pydantic import Field

from cases.documents import Frozen
from cases.messages.kinds import Message


class PersonDecided(Frozen):
    """Someone whose hours may count, or not and why; the criterion is nobody's business but theirs."""

    participant_id: int
    name: str
    refused_because: str | None = None


class EligibilityDecided(Message):
    """A company learns the decisions of a day about its people."""

    company_name: str
    people: tuple[PersonDecided, ...] = Field(min_length=1)
