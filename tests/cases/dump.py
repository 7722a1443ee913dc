"""Everything that a database holds, to see what a command wrote, or that it wrote nothing."""

from typing import Any

from sqlalchemy import Table
from sqlmodel import SQLModel

from models.database import Database

Rows = list[tuple[Any, ...]]


def dump(database: Database, *, without: tuple[str, ...] = ()) -> dict[str, Rows]:
    """Every row of every table, in the order of their keys; `without` names tables to leave out."""
    tables = [table for table in SQLModel.metadata.sorted_tables if table.name not in without]
    with database.read() as session:
        # The driver's own cursor: SQLAlchemy would take ten times as long, and no value needs its types here.
        cursor = session.connection().connection.cursor()
        return {table.name: cursor.execute(_all_of(table)).fetchall() for table in tables}


def _all_of(table: Table) -> str:
    keys = ", ".join(f'"{column.name}"' for column in table.primary_key.columns)
    return f'SELECT * FROM "{table.name}" ORDER BY {keys}'


def changed_tables(before: dict[str, Rows], after: dict[str, Rows]) -> set[str]:
    """The tables whose rows are not the same."""
    return {name for name, rows in after.items() if rows != before[name]}
