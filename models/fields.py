"""Short ways to declare a column of our own types on a SQLModel table."""

from enum import StrEnum
from typing import Any, cast

from sqlmodel import Field

from models.columns import Exact, Instant, Word

__all__ = ["hours", "instant", "key", "money", "refers_to", "share", "word"]


def key() -> Any:
    """The table's own number."""
    return Field(default=None, primary_key=True)


def refers_to(target: str, *, index: bool = True, **options: Any) -> Any:
    """A foreign key, indexed unless a wider index already starts with it."""
    return Field(foreign_key=target, index=index, **options)


def instant(**options: Any) -> Any:
    """An aware UTC instant (`..._at`)."""
    return Field(sa_type=Instant, **options)


def word(vocabulary: type[StrEnum], **options: Any) -> Any:
    """A word of the vocabulary."""
    return Field(sa_type=cast(Any, Word(vocabulary)), **options)


def hours(**options: Any) -> Any:
    """Hours with two decimals, exact."""
    return Field(sa_type=cast(Any, Exact(14, 2)), **options)


def money(**options: Any) -> Any:
    """Euros and cents, exact, without tax."""
    return Field(sa_type=cast(Any, Exact(14, 2)), **options)


def share(**options: Any) -> Any:
    """A share of one, exact to the hundredth of a percent."""
    return Field(sa_type=cast(Any, Exact(9, 4)), **options)
