"""What changes a market under way: an amendment, a tranche, an order, and the share of a commune."""

from typing import Annotated, Self

from pydantic import Field, model_validator

from cases.inputs.announcement import MOST_PARTS
from cases.inputs.fields import Day, Euros, Hours, Input, Months, Number, PartNumber, PartyName, Reason, Text
from cases.refusals import InvalidInput, Place

AmendmentNumber = Annotated[int, Field(ge=1, le=999)]
NO_REASON = Place(
    "reason",
    "Dites pourquoi ces heures sont fixées à la main.",
    "Say why these hours are set by hand.",
)
SHARED_TWICE = Place(
    "in_proportion",
    "Nommez les lots concernés, ou répartissez entre tous à proportion : pas les deux.",
    "Name the lots concerned, or share between all of them in proportion: not both.",
)
END_FIRST = Place("ends_on", "La fin précède le début.", "The end comes before the start.")


class PartAmended(Input):
    """A lot or a firm tranche that an amendment names, with its new figures; None leaves them as they are.

    A new amount without hours gives those of its calibration.
    """

    part_id: Number
    required_hours: Hours | None = None
    amount_excl_tax: Euros | None = None

    @property
    def says_something(self) -> bool:
        """Whether it gives a figure: a form names every part."""
        return self.required_hours is not None or self.amount_excl_tax is not None


class HoursAgreed(Input):
    """Hours that a change asks for: those computed by the calibration, or given with the reason."""

    required_hours: Hours | None = None
    committed_hours: Hours | None = None
    reason: Reason | None = None

    @model_validator(mode="after")
    def _hours_by_hand_have_a_reason(self) -> Self:
        if self.sets_hours_by_hand and self.reason is None:
            raise InvalidInput(NO_REASON)
        return self

    @property
    def sets_hours_by_hand(self) -> bool:
        """Whether it gives hours itself."""
        return self.required_hours is not None or self.committed_hours is not None


class AmendmentInput(HoursAgreed):
    """An avenant as signed. What it gives replaces what the market had; None leaves it as it is.

    Without a number, the next free one; it takes effect on its signature unless `effective_on` says another
    day. With `parts`, the market's hours and amount follow those of the parts named. When the market owes the
    hours of several parts, new hours of its own are shared between them: by `parts`, or `in_proportion`.
    """

    number: AmendmentNumber | None = None
    signed_on: Day
    effective_on: Day | None = None
    object: Text
    amount_excl_tax: Euros | None = None
    duration_months: Months | None = None
    planned_end_on: Day | None = None
    qpv_hours: Hours | None = None
    parts: Annotated[tuple[PartAmended, ...], Field(max_length=MOST_PARTS)] = ()
    in_proportion: bool = False

    @model_validator(mode="after")
    def _shares_in_one_way(self) -> Self:
        if self.in_proportion and any(part.says_something for part in self.parts):
            raise InvalidInput(SHARED_TWICE)
        return self

    @property
    def sets_hours_by_hand(self) -> bool:
        by_part = any(part.required_hours is not None for part in self.parts)
        return by_part or super().sets_hours_by_hand


class AmendmentCorrection(AmendmentInput):
    """The last amendment as it should have been, and why it was wrong."""

    why: Reason


class _PartDates(HoursAgreed):
    starts_on: Day
    ends_on: Day | None = None

    @model_validator(mode="after")
    def _ends_after_its_start(self) -> Self:
        if self.ends_on is not None and self.ends_on < self.starts_on:
            raise InvalidInput(END_FIRST)
        return self


class TrancheConfirmation(_PartDates):
    """An optional tranche becomes firm: the days of its works, and its hours unless they are known."""

    part_id: Number
    confirmed_on: Day


class OrderInput(_PartDates):
    """A purchase order: one that the market's composition announces, or a new one with number and object."""

    part_id: Number | None = None
    number: PartNumber | None = None
    title: Text | None = None
    amount_excl_tax: Euros | None = None
    ordered_on: Day


class ChangeCancellation(Input):
    """The last change was a mistake: the figures before it are given back."""

    reason: Reason


class LocalTarget(Input):
    """Hours owed to residents of a commune; no hours: no such target."""

    local_hours: Hours | None = None
    local_commune: PartyName | None = None
