"""The journal and its seals can only be added to.

On SQLite `INSERT OR REPLACE` gets past a trigger on DELETE; the chain of hashes shows what it did.
"""

from alembic import op

revision = "0002"
down_revision = "0001"
branch_labels = None
depends_on = None

REFUSALS = {
    "journal": "the journal is append-only: what happened is never changed or removed",
    "territory_seal": "seals are append-only: a seal is never changed or removed",
}


def upgrade() -> None:
    if op.get_bind().dialect.name == "sqlite":
        for table, message in REFUSALS.items():
            for act in ("UPDATE", "DELETE"):
                op.execute(
                    f"CREATE TRIGGER {table}_refuses_{act.lower()} BEFORE {act} ON {table} "
                    f"BEGIN SELECT RAISE(ABORT, '{message}'); END"
                )
        return
    op.execute(
        "CREATE FUNCTION refuse_change() RETURNS trigger LANGUAGE plpgsql AS "
        "$$ BEGIN RAISE EXCEPTION '%', TG_ARGV[0] USING ERRCODE = 'restrict_violation'; END $$"
    )
    for table, message in REFUSALS.items():
        op.execute(
            f"CREATE TRIGGER {table}_refuses_change BEFORE UPDATE OR DELETE ON {table} "
            f"FOR EACH ROW EXECUTE FUNCTION refuse_change('{message}')"
        )
        op.execute(
            f"CREATE TRIGGER {table}_refuses_truncate BEFORE TRUNCATE ON {table} "
            f"FOR EACH STATEMENT EXECUTE FUNCTION refuse_change('{message}')"
        )


def downgrade() -> None:
    is_sqlite = op.get_bind().dialect.name == "sqlite"
    for table in REFUSALS:
        for act in ("update", "delete") if is_sqlite else ("change", "truncate"):
            op.execute(f"DROP TRIGGER {table}_refuses_{act}" + ("" if is_sqlite else f" ON {table}"))
    if not is_sqlite:
        op.execute("DROP FUNCTION refuse_change()")
