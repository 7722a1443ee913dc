"""First hires, and hours of structures: a validity confirmed before 0005 from the first hire on follows it, as
later ones do; hours that an insertion structure declares for its people wait for the company's own answer; two
structures that employ someone in one month each say their own.
"""

from collections import defaultdict
from collections.abc import Mapping, Sequence
from datetime import date, datetime
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0006"
down_revision = "0005"
branch_labels = None
depends_on = None


def _table(name: str, **columns: type[sa.types.TypeEngine[Any]]) -> sa.TableClause:
    return sa.table(name, *(sa.column(column, kind) for column, kind in columns.items()))


INTEGER, DAY, INSTANT = sa.Integer, sa.Date, sa.DateTime
PERSON = _table("participant", id=INTEGER, merged_into_id=INTEGER)
CONTRACT = _table("work_contract", participant_id=INTEGER, starts_on=DAY, created_at=INSTANT)
SHEET = _table("hour_sheet", id=INTEGER, month=DAY, submitted_at=INSTANT)
LINE = _table("hour_line", sheet_id=INTEGER, participant_id=INTEGER)
CLAIM = _table(
    "eligibility",
    id=INTEGER,
    participant_id=INTEGER,
    status=sa.String,
    valid_from=DAY,
    decided_at=INSTANT,
    follows_hire=sa.Boolean,
)
ROOT = sa.func.coalesce(PERSON.c.merged_into_id, PERSON.c.id)
CONTRACTS = sa.select(ROOT, CONTRACT.c.starts_on, CONTRACT.c.created_at).select_from(
    CONTRACT.join(PERSON, PERSON.c.id == CONTRACT.c.participant_id)
)
MONTHS = sa.select(ROOT, SHEET.c.month, SHEET.c.submitted_at).select_from(
    LINE.join(SHEET, SHEET.c.id == LINE.c.sheet_id).join(PERSON, PERSON.c.id == LINE.c.participant_id)
)
CONFIRMED = (
    sa.select(CLAIM.c.id, ROOT, CLAIM.c.valid_from, CLAIM.c.decided_at)
    .select_from(CLAIM.join(PERSON, PERSON.c.id == CLAIM.c.participant_id))
    .where(CLAIM.c.status == "confirmed")
)
FOLLOW = sa.update(CLAIM).where(CLAIM.c.id == sa.bindparam("number")).values(follows_hire=True)
HOURS = sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite")
REPORT_KEY = ("market_id", "participant_id", "month", "source")
NAMES = {"uq": "%(table_name)s_%(column_0_N_name)s_key"}
"""Those that PostgreSQL gives, for SQLite whose constraints have none."""
Known = Sequence[tuple[date, datetime | None]]
"""First days of someone's contracts, or months of their hours, and since when each is known."""


def upgrade() -> None:
    """A first day that the rule gives, or gave when the proof was seen, is nobody's own: it follows."""
    connection = op.get_bind()
    contracts, months = _by_person(CONTRACTS), _by_person(MONTHS)
    following = [
        {"number": number}
        for number, root, valid_from, decided_at in connection.execute(CONFIRMED)
        if valid_from in _first_hires(contracts[root], months[root], decided_at)
    ]
    if following:
        connection.execute(FOLLOW, following)
    _add_contributed_hours()
    _change_report_key(REPORT_KEY, (*REPORT_KEY, "party_id"))
    only_people = sa.text("party_id IS NULL")
    op.create_index(
        "ix_hours_report_own",
        "hours_report",
        REPORT_KEY,
        unique=True,
        sqlite_where=only_people,
        postgresql_where=only_people,
    )


def downgrade() -> None:
    """Of the validities nothing: 0005 takes their column away."""
    op.drop_index("ix_hours_report_own", "hours_report")
    _change_report_key((*REPORT_KEY, "party_id"), REPORT_KEY)
    op.drop_table("contributed_hours")


def _change_report_key(before: Sequence[str], after: Sequence[str]) -> None:
    with op.batch_alter_table("hours_report", naming_convention=NAMES) as batch:
        batch.drop_constraint(f"hours_report_{'_'.join(before)}_key", type_="unique")
        batch.create_unique_constraint(f"hours_report_{'_'.join(after)}_key", list(after))


def _add_contributed_hours() -> None:
    op.create_table(
        "contributed_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("training_hours", HOURS, server_default="0", nullable=False),
        sa.Column("hours", HOURS, nullable=False),
        sa.Column("contributed_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("hours >= 0", name="contributed_not_negative"),
        sa.CheckConstraint(
            "training_hours >= 0 AND training_hours <= hours", name="training_within_the_hours"
        ),
        sa.ForeignKeyConstraint(["participant_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["party_id"], ["party.id"]),
        sa.ForeignKeyConstraint(["sheet_id"], ["hour_sheet.id"]),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sheet_id", "participant_id"),
    )
    op.create_index("ix_contributed_hours_participant_id", "contributed_hours", ["participant_id"])
    op.create_index("ix_contributed_hours_party_id", "contributed_hours", ["party_id"])


def _by_person(query: sa.Select[Any]) -> Mapping[int, Known]:
    found: dict[int, list[tuple[date, datetime | None]]] = defaultdict(list)
    for root, day, known_at in op.get_bind().execute(query):
        found[root].append((day, known_at))
    return found


def _first_hires(contracts: Known, months: Known, decided_at: datetime) -> set[date | None]:
    """As known now, and then: a sheet corrected since has lost the instant of its first answer."""
    then = _known_by(contracts, decided_at), _known_by(months, decided_at)
    return {_first_hire(contracts, months), _first_hire(*then)}


def _known_by(known: Known, at: datetime) -> Known:
    return [(day, known_at) for day, known_at in known if known_at is not None and known_at <= at]


def _first_hire(contracts: Known, months: Known) -> date | None:
    """The first day of the earliest contract, else of the earliest month declared."""
    return min((day for day, _ in contracts or months), default=None)
