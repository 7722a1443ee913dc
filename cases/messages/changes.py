"""What is written when a market's hours or dates change."""

from datetime import date
from enum import StrEnum

from cases.documents import Euros, Frozen, Hours
from cases.messages.kinds import Message
from models.vocabulary import ChangeKind, PartKind


class HoursFigure(StrEnum):
    """The hours that a change may move, in the order in which they are told."""

    REQUIRED = "required_hours"
    COMMITTED = "committed_hours"
    QPV = "qpv_hours"
    LOCAL = "local_hours"
    SHARE = "share"


class ChangedHours(Frozen):
    """One figure before and after; None where there was, or is, none."""

    figure: HoursFigure
    before: Hours | None
    after: Hours | None


class ChangedPart(Frozen):
    """A lot or a tranche that the change names: its hours and its amount before and after."""

    kind: PartKind
    number: str
    title: str
    hours_before: Hours | None
    hours_after: Hours | None
    amount_before: Euros | None
    amount_after: Euros | None


class MarketChanged(Message):
    """A company or the buyer learns what changes, figure by figure; `market_id` opens it for who signs in.

    `title` names the amendment's object, the tranche or the order, and `part_hours` are those it brings.
    `is_cancelled`: the change before was a mistake, and the figures are what they were.
    """

    change: ChangeKind
    market_title: str
    market_reference: str
    buyer_name: str
    effective_on: date
    number: str | None = None
    title: str | None = None
    part_hours: Hours | None = None
    hours: tuple[ChangedHours, ...] = ()
    parts: tuple[ChangedPart, ...] = ()
    amount_before: Euros | None = None
    amount_after: Euros | None = None
    end_before: date | None = None
    end_after: date | None = None
    is_cancelled: bool = False
    brings_obligations: bool = False
    market_id: int | None = None
