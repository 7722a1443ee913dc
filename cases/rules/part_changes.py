"""What an amendment makes of the lots and tranches that it names, and of the market that they add up to."""

from collections.abc import Sequence
from dataclasses import dataclass, replace
from decimal import Decimal

from cases.rules.curve import ZERO
from cases.rules.market_changes import shared_out
from models.vocabulary import PartKind


@dataclass(frozen=True, slots=True)
class PartFigures:
    """A part's hours, and its amount in EUR without tax; None when not known."""

    required_hours: Decimal | None
    amount_excl_tax: Decimal | None


@dataclass(frozen=True, slots=True)
class KnownPart:
    """A lot or a firm tranche: what the market's hours add up (`cases.calibrating.is_counted`)."""

    id: int
    kind: PartKind
    number: str
    title: str
    figures: PartFigures


@dataclass(frozen=True, slots=True)
class PartMoved:
    """A part before and after."""

    part: KnownPart
    after: PartFigures

    @property
    def before(self) -> PartFigures:
        return self.part.figures

    @property
    def back(self) -> "PartMoved":
        """The same the other way round."""
        return PartMoved(replace(self.part, figures=self.after), self.before)


def hours_of_all(
    total: Decimal | None, parts: Sequence[KnownPart], moved: Sequence[PartMoved]
) -> Decimal | None:
    """The market's hours once those parts moved: by as much as they did, so that what added up still does.

    When one had no hours before, the sum of all; None while others have none either.
    """
    pairs = [(each.before.required_hours, each.after.required_hours) for each in moved]
    by = _moved_by(pairs)
    if by is not None and total is not None:
        return max(total + by, ZERO)
    return _sum([figures.required_hours for figures in _after(parts, moved)])


def amount_of_all(
    total: Decimal | None, parts: Sequence[KnownPart], moved: Sequence[PartMoved]
) -> Decimal | None:
    """The market's amount once those parts moved: by as much as they did, and never less than their sum.

    A market's amount may hold more than its parts say: it stays when one of them had none before.
    """
    pairs = [(each.before.amount_excl_tax, each.after.amount_excl_tax) for each in moved]
    if total is None:
        return None
    in_all = _sum([figures.amount_excl_tax for figures in _after(parts, moved)])
    return max(total + (_moved_by(pairs) or ZERO), ZERO if in_all is None else in_all)


def with_moved(parts: Sequence[KnownPart], moved: Sequence[PartMoved]) -> list[KnownPart]:
    """The parts once those moved."""
    return [replace(part, figures=figures) for part, figures in zip(parts, _after(parts, moved), strict=True)]


def moved_between(before: Sequence[KnownPart], after: Sequence[KnownPart]) -> tuple[PartMoved, ...]:
    """The parts that differ, in the same order."""
    pairs = zip(before, after, strict=True)
    return tuple(PartMoved(was, now.figures) for was, now in pairs if was.figures != now.figures)


def add_up(parts: Sequence[KnownPart], total: Decimal | None) -> bool:
    """Whether the market's hours are those of its parts; they are not when tranches came on top of them."""
    return total is not None and known_hours(parts) == total


def known_hours(parts: Sequence[KnownPart], moved: Sequence[PartMoved] = ()) -> Decimal | None:
    """The hours of all the parts, once those moved; None while one has none."""
    return _sum([figures.required_hours for figures in _after(parts, moved)])


def known_amount(parts: Sequence[KnownPart], moved: Sequence[PartMoved] = ()) -> Decimal:
    """The amounts that the parts have, once those moved, in EUR without tax."""
    return sum((figures.amount_excl_tax or ZERO for figures in _after(parts, moved)), ZERO)


def in_proportion_to_hours(parts: Sequence[KnownPart], after: Decimal) -> tuple[PartMoved, ...]:
    """The market's hours shared between its parts in proportion to theirs, exact to the hundredth.

    Raises ValueError when their hours are not known, or are none for several of them to share by.
    """
    before = known_hours(parts)
    if before is None or (not before and len(parts) > 1):
        raise ValueError("these parts have no hours to share by")
    known = [(part.id, part.figures.required_hours) for part in parts]
    shares = dict(shared_out(known, before, after)) if before else {parts[0].id: after}
    moved = (PartMoved(part, replace(part.figures, required_hours=shares[part.id])) for part in parts)
    return tuple(each for each in moved if each.before != each.after)


def _moved_by(pairs: Sequence[tuple[Decimal | None, Decimal | None]]) -> Decimal | None:
    """The sum of what moved; None when a figure appears."""
    differing = [(before, after) for before, after in pairs if before != after]
    if any(before is None for before, _ in differing):
        return None
    return sum(((after or ZERO) - (before or ZERO) for before, after in differing), ZERO)


def _after(parts: Sequence[KnownPart], moved: Sequence[PartMoved]) -> list[PartFigures]:
    new = {each.part.id: each.after for each in moved}
    return [new.get(part.id, part.figures) for part in parts]


def _sum(figures: Sequence[Decimal | None]) -> Decimal | None:
    known = [figure for figure in figures if figure is not None]
    return sum(known, ZERO) if known and len(known) == len(figures) else None
