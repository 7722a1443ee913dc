"""Everything that a database holds, to see what a command wrote, or that it wrote nothing."""

from typing import Any

from sqlalchemy import select
from sqlmodel import SQLModel

from models.database import Database

Rows = list[tuple[Any, ...]]


def dump(database: Database, *, without: tuple[str, ...] = ()) -> dict[str, Rows]:
    """Every row of every table, in the order of their keys; `without` names tables to leave out."""
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in without]
    with database.read() as session:
        return {
            table.name: [
                tuple(row)
                for row in session.connection().execute(select(table).order_by(*table.primary_key.columns))
            ]
            for table in tables
        }


def changed_tables(before: dict[str, Rows], after: dict[str, Rows]) -> set[str]:
    """The tables whose rows are not the same."""
    return {name for name, rows in after.items() if rows != before[name]}
