"""What a buyer is written to about the purchasing plan that it sent."""

from datetime import date

from pydantic import Field

from cases.documents import Euros, Frozen
from cases.messages.kinds import Message


class PlanReceiptLine(Frozen):
    """One market of the plan; `lots` is 0 for a market without lots."""

    reference: str
    title: str
    lots: int = Field(ge=0)
    amount_excl_tax: Euros | None = None


class PlanReceipt(Message):
    """The buyer's proof that its plan arrived: one message for all of its markets.

    `others` counts the markets beyond those that are named. Its button opens the plan by the buyer's link
    when it has one (`link_id`), else the plan's page when someone of the buyer signs in.
    """

    buyer_name: str
    plan_id: int
    announced_on: date
    opinion_by: date
    markets: tuple[PlanReceiptLine, ...] = Field(min_length=1)
    others: int = Field(default=0, ge=0)
    link_id: int | None = None
    can_sign_in: bool = False

    @property
    def count(self) -> int:
        """All the markets announced."""
        return len(self.markets) + self.others
