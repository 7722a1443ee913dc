"""A planned market as its buyer announces it, with the lots, tranches or purchase orders it is made of."""

from collections.abc import Iterator, Sequence
from decimal import Decimal
from typing import Annotated, Self

from pydantic import Field, ValidationInfo, field_validator, model_validator

from cases.inputs.fields import Cpv, Day, Euros, Input, Months, Name, Number, PartNumber, Text
from cases.inputs.planned import PlannedFacts
from cases.refusals import InvalidInput, Place
from models.vocabulary import PartKind, Trade

MOST_PARTS = 100


class PartInput(Input):
    """A lot, a tranche or a purchase order of a market. Only a tranche may be optional."""

    kind: PartKind = PartKind.LOT
    number: PartNumber
    title: Text
    trade: Trade | None = None
    cpv: Cpv | None = None
    amount_excl_tax: Euros | None = None
    duration_months: Months | None = None
    is_firm: bool = True
    ordered_on: Day | None = None

    @field_validator("is_firm")
    @classmethod
    def _only_tranches_are_optional(cls, is_firm: bool, given: ValidationInfo) -> bool:
        if not is_firm and given.data.get("kind") is not PartKind.TRANCHE:
            raise ValueError("Only a tranche may be optional.")
        return is_firm


class Announcement(PlannedFacts):
    """A planned market sent for study. Without a reference, one is made that is free in the territory.

    The operation is found by its reference (or, without one, its title), or created. Raises InvalidInput,
    naming each part's field, when the parts contradict each other or the market.
    """

    reference: Name | None = None
    operation_reference: Name | None = None
    operation_title: Text | None = None
    parts: Annotated[tuple[PartInput, ...], Field(max_length=MOST_PARTS)] = ()

    @model_validator(mode="after")
    def _parts_agree(self) -> Self:
        if places := tuple(misfits(self.parts, self.amount_excl_tax, is_framework=self.is_framework)):
            raise InvalidInput(*places)
        return self


class BuyersAnnouncement(Announcement):
    """An announcement by REST; staff name the buyer that they announce for, a buyer announces its own."""

    buyer_id: Number | None = None

    @property
    def announcement(self) -> Announcement:
        """Without the buyer."""
        return Announcement.model_validate(self.model_dump(exclude={"buyer_id"}))


def misfits(parts: Sequence[PartInput], amount: Decimal | None, *, is_framework: bool) -> Iterator[Place]:
    """What the parts contradict: each other's numbers, the market's amount or its form."""
    known: set[tuple[PartKind, str]] = set()
    for index, part in enumerate(parts):
        identity = (part.kind, part.number.casefold())
        if identity in known:
            yield _place(index, "number", DUPLICATE)
        known.add(identity)
        if part.kind is PartKind.PURCHASE_ORDER and not is_framework:
            yield _place(index, "kind", NOT_A_FRAMEWORK)
    lots = [part.amount_excl_tax for part in parts if part.kind is PartKind.LOT]
    if exceeds(lots, amount):
        yield Place("amount_excl_tax", *LOTS_EXCEED)


def exceeds(lots: Sequence[Decimal | None], amount: Decimal | None) -> bool:
    """Whether the lots together cost more than the market; unknown as long as one amount is missing."""
    given = [lot for lot in lots if lot is not None]
    return amount is not None and len(given) == len(lots) and sum(given, Decimal(0)) > amount


DUPLICATE = (
    "Deux parties du marché portent ce numéro : donnez-en un autre.",
    "Two parts of the market have this number: give another.",
)
NOT_A_FRAMEWORK = (
    "Un bon de commande n’existe que dans un accord-cadre : cochez « accord-cadre », ou choisissez un lot.",
    "A purchase order exists only in a framework agreement: say that it is one, or choose a lot.",
)
LOTS_EXCEED = (
    "Le total des lots dépasse le montant du marché.",
    "The lots together exceed the amount of the market.",
)


def _place(index: int, name: str, words: tuple[str, str]) -> Place:
    return Place(f"parts.{index}.{name}", *words)
