"""What all documents share: figures frozen as JSON by the command that issues them.

A document is rendered again from these figures whenever it is asked for, so they hold everything the page
says: a later correction of an hour, a name or a rule pack never rewrites what was sent.
"""

from datetime import date
from decimal import Decimal
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

Hours = Annotated[Decimal, Field(ge=0)]
Euros = Annotated[Decimal, Field(ge=0)]
Locale = Literal["fr", "en"]


class Frozen(BaseModel):
    """A value that is stored as JSON and never changes: unknown fields are refused."""

    model_config = ConfigDict(frozen=True, extra="forbid")


class Paper(Frozen):
    """What the head and the foot of every document say.

    `frozen_on` is the day the figures were frozen: it dates the document, so that the same figures always
    give the same file.
    """

    locale: Locale = "fr"
    territory_name: str
    facilitator_name: str
    facilitator_email: str
    facilitator_phone: str | None = None
    pack_version: str
    frozen_on: date

    @property
    def reference(self) -> str:
        """What the document is about, as its file is named."""
        raise NotImplementedError

    @property
    def edition(self) -> str:
        """What tells this document from others of its kind and subject; empty when there is one only."""
        return ""


class MarketDocument(Paper):
    """A document about one market."""

    market_title: str
    market_reference: str
    buyer_name: str

    @property
    def reference(self) -> str:
        return self.market_reference
