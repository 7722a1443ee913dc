"""Closing the month: corrections are changes too, a change may name its lots, people have a language."""

import sqlalchemy as sa
from alembic import op

revision = "0005"
down_revision = "0004"
branch_labels = None
depends_on = None

HOURS = sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite")
EUROS = sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite")
CHANGES_BEFORE = "kind IN ('amendment', 'tranche_confirmed', 'purchase_order', 'suspension', 'resumption')"
CHANGES_AFTER = (
    "kind IN ('amendment', 'tranche_confirmed', 'purchase_order', 'correction', 'suspension', 'resumption')"
)


def upgrade() -> None:
    _kinds_of_change(CHANGES_AFTER)
    op.create_table(
        "market_change_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("change_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=False),
        sa.Column("hours_before", HOURS, nullable=True),
        sa.Column("hours_after", HOURS, nullable=True),
        sa.Column("amount_before", EUROS, nullable=True),
        sa.Column("amount_after", EUROS, nullable=True),
        sa.ForeignKeyConstraint(["change_id"], ["market_change.id"]),
        sa.ForeignKeyConstraint(["part_id"], ["market_part.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("change_id", "part_id"),
    )
    op.create_index("ix_market_change_part_part_id", "market_change_part", ["part_id"])
    op.add_column(
        "eligibility", sa.Column("follows_hire", sa.Boolean(), server_default=sa.false(), nullable=False)
    )
    op.add_column(
        "participant", sa.Column("locale", sa.String(length=5), server_default="fr", nullable=False)
    )


def downgrade() -> None:
    op.drop_column("participant", "locale")
    op.drop_column("eligibility", "follows_hire")
    op.drop_table("market_change_part")
    _kinds_of_change(CHANGES_BEFORE)


def _kinds_of_change(condition: str) -> None:
    with op.batch_alter_table("market_change") as batch:
        batch.drop_constraint("kind_is_known", type_="check")
        batch.create_check_constraint("kind_is_known", condition)
