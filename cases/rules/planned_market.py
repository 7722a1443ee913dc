"""What the study of a planned market looks at: its facts, and what follows from them under the pack."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from functools import cached_property

from cases.rules import cpv, social_obligation
from cases.rules.cpv import PurchaseKind
from cases.rules.policy import RulePack
from models.vocabulary import Trade

SUPPLIES_LABOUR_SHARE = Decimal("0.10")
"""Goods are mostly made elsewhere: what is left is delivery and fitting."""


@dataclass(frozen=True)
class PlannedMarket:
    """A planned market's facts; None is not known yet. `launched_on` is the day the tender is expected."""

    launched_on: date
    cpv: str | None = None
    trade: Trade | None = None
    amount_excl_tax: Decimal | None = None
    duration_months: int | None = None
    lots: int = 1

    @cached_property
    def kind(self) -> PurchaseKind:
        """What is bought, by its CPV, else its trade; services when nothing says it: they bind first."""
        if self.cpv is not None:
            return cpv.kind_of(self.cpv)
        return PurchaseKind.WORKS if self.trade in cpv.WORKS_TRADES else PurchaseKind.SERVICES

    @property
    def is_supplies(self) -> bool:
        """Goods, and no trade of ours that would deliver them with labour."""
        return self.trade is None and self.kind is PurchaseKind.SUPPLIES

    @cached_property
    def likely_trade(self) -> Trade:
        """The trade given, else the one of the CPV."""
        return self.trade or (self.cpv and cpv.trade_of(self.cpv)) or Trade.OTHER

    @cached_property
    def is_social_service(self) -> bool:
        """Whether its CPV is one of the social and other specific services."""
        return self.cpv is not None and cpv.is_social_service(self.cpv)

    @cached_property
    def european_threshold(self) -> Decimal:
        """EUR without tax from which the obligation of L2112-2-1 holds for it."""
        return social_obligation.threshold(self.kind, is_social_service=self.is_social_service)

    @cached_property
    def is_obliged(self) -> bool:
        """Whether the law asks it for a social condition or a written reason."""
        amount = self.amount_excl_tax
        return amount is not None and social_obligation.is_obliged(
            amount, self.european_threshold, self.launched_on
        )

    def labour_share(self, pack: RulePack) -> Decimal:
        """Share of the price that is labour."""
        return SUPPLIES_LABOUR_SHARE if self.is_supplies else pack.labour_shares[self.likely_trade]

    def expected_hours(self, pack: RulePack) -> Decimal | None:
        """The insertion hours that its amount would bear (DOMAIN.md rule 1), before any rounding."""
        if self.amount_excl_tax is None:
            return None
        return self.amount_excl_tax * self.labour_share(pack) * pack.insertion_rate / pack.hourly_cost
