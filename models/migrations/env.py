"""What Alembic runs for each migration: on the connection that models/migrating.py opened."""

from typing import Any, Literal

from alembic import context
from sqlmodel import SQLModel

import models.tables  # noqa: F401  (fills the metadata)
from models.columns import Exact, Instant, Word


def render_item(kind: str, item: Any, _: Any) -> str | Literal[False]:
    """Write our column types as SQLAlchemy's own: a migration must not change when models/columns.py does."""
    if kind != "type":
        return False
    if isinstance(item, Instant):
        return "sa.DateTime(timezone=True)"
    if isinstance(item, Exact):
        return f'sa.Numeric(14, {item.scale}).with_variant(sa.BigInteger(), "sqlite")'
    if isinstance(item, Word):
        return "sa.String(length=40)"
    if type(item).__name__ == "AutoString":
        return f"sa.String(length={item.length})" if item.length else "sa.String()"
    return False


context.configure(
    connection=context.config.attributes["connection"],
    target_metadata=SQLModel.metadata,
    render_item=render_item,
    render_as_batch=True,
    transactional_ddl=True,
)
with context.begin_transaction():
    context.run_migrations()
