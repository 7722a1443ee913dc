"""Long lists, a slice at a time: by the number of the last row seen, so that new rows never shift a page."""

from dataclasses import dataclass
from typing import Any

from sqlalchemy import ColumnElement, Select
from sqlmodel import Session

Row = dict[str, Any]
MOST_ROWS = 200


@dataclass(frozen=True, slots=True)
class Slice:
    """At most `limit` rows, those after the row number `after` when it is given."""

    after: int | None = None
    limit: int = 50


@dataclass(frozen=True, slots=True)
class Page:
    """Rows, and the `after` of the next slice; None at the end of the list."""

    items: list[Row]
    next_after: int | None


def take(session: Session, query: Select[Any], number: ColumnElement[int], part: Slice) -> Page:
    """The asked slice of `query`, latest row first; `number` is the row's own, selected as `id`."""
    if part.after is not None:
        query = query.where(number < part.after)
    rows = session.connection().execute(query.order_by(number.desc()).limit(part.limit + 1)).mappings().all()
    items = [dict(row) for row in rows[: part.limit]]
    return Page(items, items[-1]["id"] if len(rows) > part.limit else None)
