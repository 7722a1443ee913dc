"""The spine: territories, parties, markets, sheets, journal, tasks, deadlines, mail, access, imports."""

import sqlalchemy as sa
from alembic import op

revision = "0001"
down_revision = None
branch_labels = None
depends_on = None


def upgrade() -> None:
    op.create_table(
        "heartbeat",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "setting",
        sa.Column("name", sa.String(length=40), nullable=False),
        sa.Column("value", sa.String(length=200), nullable=False),
        sa.PrimaryKeyConstraint("name"),
    )
    op.create_table(
        "territory",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("code"),
    )
    op.create_table(
        "party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("siret", sa.String(length=20), nullable=True),
        sa.Column("contact_name", sa.String(length=120), nullable=True),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("email_refused_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('buyer', 'company', 'insertion_structure', 'prescriber')", name="kind_is_known"
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory_id", "kind", "siret"),
    )
    op.create_table(
        "rule_pack",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("version", sa.String(length=40), nullable=False),
        sa.Column("valid_from", sa.Date(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory_id", "version"),
    )
    op.create_table(
        "territory_seal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("sealed_on", sa.Date(), nullable=False),
        sa.Column("heads", sa.Text(), nullable=False),
        sa.Column("previous_root", sa.String(length=64), nullable=False),
        sa.Column("root", sa.String(length=64), nullable=False),
        sa.Column("sealed_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory_id", "sealed_on"),
    )
    op.create_table(
        "unclaused_market",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("source_key", sa.String(length=200), nullable=False),
        sa.Column("source_fingerprint", sa.String(length=64), nullable=False),
        sa.Column("source_seen", sa.Text(), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("buyer_siret", sa.String(length=20), nullable=False),
        sa.Column(
            "amount_excl_tax", sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("cpv", sa.String(length=20), nullable=True),
        sa.Column("notified_on", sa.Date(), nullable=True),
        sa.Column("imported_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory_id", "source_key"),
    )
    op.create_table(
        "account",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=False),
        sa.Column("name", sa.String(length=120), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("password_hash", sa.String(length=200), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("active", sa.Boolean(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "role IN ('director', 'facilitator', 'buyer', 'company', 'partner')", name="role_is_known"
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("email"),
    )
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_account_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "participant",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.Column("last_name", sa.String(length=80), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_participant_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_participant_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "account_session",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("token_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("browser", sa.String(length=200), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("token_hash"),
    )
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_account_session_account_id"), ["account_id"], unique=False)

    op.create_table(
        "api_key",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("key_hash", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("key_hash"),
    )
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_api_key_account_id"), ["account_id"], unique=False)

    op.create_table(
        "import_run",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_format", sa.String(length=20), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_import_run_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "market",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("referent_id", sa.Integer(), nullable=True),
        sa.Column("origin", sa.String(length=40), nullable=False),
        sa.Column("source_key", sa.String(length=200), nullable=True),
        sa.Column("source_fingerprint", sa.String(length=64), nullable=True),
        sa.Column("source_seen", sa.Text(), nullable=False),
        sa.Column("cpv", sa.String(length=20), nullable=True),
        sa.Column("procedure", sa.String(length=120), nullable=True),
        sa.Column(
            "amount_excl_tax", sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("duration_months", sa.Integer(), nullable=True),
        sa.Column("lever", sa.String(length=40), nullable=True),
        sa.Column("required_hours", sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite"), nullable=True),
        sa.Column(
            "committed_hours", sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("commitment_reason", sa.String(length=2000), nullable=True),
        sa.Column("stage", sa.String(length=40), nullable=False),
        sa.Column("resumes_to", sa.String(length=40), nullable=True),
        sa.Column("clause_text_sent_on", sa.Date(), nullable=True),
        sa.Column("published_on", sa.Date(), nullable=True),
        sa.Column("awarded_on", sa.Date(), nullable=True),
        sa.Column("kickoff_held_on", sa.Date(), nullable=True),
        sa.Column("kickoff_minutes", sa.Text(), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=True),
        sa.Column("planned_end_on", sa.Date(), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=True),
        sa.Column("terminated_on", sa.Date(), nullable=True),
        sa.Column("closed_on", sa.Date(), nullable=True),
        sa.Column("shortfall_decision", sa.String(length=40), nullable=True),
        sa.Column("shortfall_reason", sa.String(length=2000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("journal_length", sa.Integer(), nullable=False),
        sa.Column("journal_head", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(stage = 'closed') = (closed_on IS NOT NULL)", name="closed_has_its_date"),
        sa.CheckConstraint("(stage = 'suspended') = (resumes_to IS NOT NULL)", name="suspended_resumes"),
        sa.CheckConstraint("stage <> 'follow_up' OR starts_on IS NOT NULL", name="follow_up_has_started"),
        sa.CheckConstraint("stage <> 'reception' OR received_on IS NOT NULL", name="received_has_its_date"),
        sa.CheckConstraint(
            "stage <> 'terminated' OR terminated_on IS NOT NULL", name="terminated_has_its_date"
        ),
        sa.CheckConstraint(
            "stage IN ('drafting', 'tender_analysis', 'kickoff', 'follow_up', 'reception', 'closed', 'suspended', 'abandoned', 'terminated')",
            name="stage_is_known",
        ),
        sa.CheckConstraint("amount_excl_tax IS NULL OR amount_excl_tax >= 0", name="amount_not_negative"),
        sa.CheckConstraint("committed_hours IS NULL OR committed_hours >= 0", name="committed_not_negative"),
        sa.CheckConstraint("received_on IS NULL OR received_on >= starts_on", name="received_after_start"),
        sa.CheckConstraint("required_hours IS NULL OR required_hours >= 0", name="required_not_negative"),
        sa.ForeignKeyConstraint(
            ["buyer_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["referent_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory_id", "reference"),
        sa.UniqueConstraint("territory_id", "source_key"),
    )
    with op.batch_alter_table("market", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_market_buyer_id"), ["buyer_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_market_referent_id"), ["referent_id"], unique=False)
        batch_op.create_index("ix_market_territory_stage", ["territory_id", "stage"], unique=False)

    op.create_table(
        "amendment",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=True),
        sa.Column(
            "amount_excl_tax", sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.Column("duration_months", sa.Integer(), nullable=True),
        sa.Column("object", sa.String(length=1000), nullable=True),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("market_id", "number"),
    )
    op.create_table(
        "deadline",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.Column("period", sa.String(length=20), nullable=False),
        sa.Column("due_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("fired_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=True),
        sa.CheckConstraint(
            "rule IN ('open_sheets', 'sheet_ladder', 'kickoff_overdue', 'reception_reminder', 'outcome')",
            name="rule_is_known",
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'paused', 'fired', 'moot', 'cancelled', 'poisoned')",
            name="status_is_known",
        ),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("rule", "subject_id", "step", "period"),
    )
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.create_index(
            "ix_deadline_due",
            ["due_at"],
            unique=False,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
        batch_op.create_index("ix_deadline_market", ["market_id", "status"], unique=False)

    op.create_table(
        "document",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("figures", sa.Text(), nullable=False),
        sa.Column("figures_sha256", sa.String(length=64), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('statement', 'certificate', 'shortfall_notice')", name="kind_is_known"),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_document_market_id"), ["market_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_party_id"), ["party_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_document_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "hour_sheet",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("opened_on", sa.Date(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("is_nil", sa.Boolean(), nullable=False),
        sa.Column(
            "declared_hours", sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite"), nullable=False
        ),
        sa.Column("remark", sa.String(length=2000), nullable=True),
        sa.Column("submitted_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.Column("rejection_reason", sa.String(length=2000), nullable=True),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.CheckConstraint(
            "status <> 'rejected' OR rejection_reason IS NOT NULL", name="rejection_has_a_reason"
        ),
        sa.CheckConstraint(
            "status IN ('awaited', 'submitted', 'validated', 'rejected', 'cancelled')", name="status_is_known"
        ),
        sa.CheckConstraint(
            "status NOT IN ('submitted', 'validated') OR submitted_at IS NOT NULL", name="answer_is_dated"
        ),
        sa.CheckConstraint("NOT is_nil OR declared_hours = 0", name="nil_has_no_hours"),
        sa.CheckConstraint("declared_hours >= 0", name="declared_not_negative"),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("market_id", "party_id", "month"),
    )
    with op.batch_alter_table("hour_sheet", schema=None) as batch_op:
        batch_op.create_index("ix_hour_sheet_party_month", ["party_id", "month"], unique=False)
        batch_op.create_index(batch_op.f("ix_hour_sheet_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "journal",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("event", sa.String(length=60), nullable=False),
        sa.Column("at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("actor_kind", sa.String(length=40), nullable=False),
        sa.Column("actor_id", sa.Integer(), nullable=True),
        sa.Column("pack_version", sa.String(length=40), nullable=False),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("previous_hash", sa.String(length=64), nullable=False),
        sa.Column("hash", sa.String(length=64), nullable=False),
        sa.CheckConstraint(
            "actor_kind IN ('account', 'link', 'clock', 'import', 'console')", name="actor_kind_is_known"
        ),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("market_id", "position"),
    )
    op.create_table(
        "market_party",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("role", sa.String(length=40), nullable=False),
        sa.Column(
            "committed_hours", sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite"), nullable=True
        ),
        sa.CheckConstraint("role IN ('lead', 'co_contractor', 'subcontractor')", name="role_is_known"),
        sa.CheckConstraint("committed_hours IS NULL OR committed_hours >= 0", name="share_not_negative"),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("market_id", "party_id"),
    )
    with op.batch_alter_table("market_party", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_market_party_party_id"), ["party_id"], unique=False)

    op.create_table(
        "suspension",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("from_on", sa.Date(), nullable=False),
        sa.Column("to_on", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=1000), nullable=False),
        sa.CheckConstraint("to_on IS NULL OR to_on >= from_on", name="resumes_after_stop"),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_suspension_market_id"), ["market_id"], unique=False)

    op.create_table(
        "task",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("subject_id", sa.Integer(), nullable=False),
        sa.Column("unique_key", sa.String(length=120), nullable=False),
        sa.Column("details", sa.Text(), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("assignee_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("outcome", sa.String(length=2000), nullable=True),
        sa.Column("opened_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("closed_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("closed_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "kind IN ('study_market', 'analyse_offers', 'verify_import', 'hold_kickoff', 'kickoff_overdue', 'review_sheet', 'call_company', 'plan_reception', 'settle_reception', 'ask_outcome', 'missing_contact', 'wrong_contact', 'mail_failed', 'deadline_poisoned')",
            name="kind_is_known",
        ),
        sa.CheckConstraint("status IN ('open', 'done', 'cancelled')", name="status_is_known"),
        sa.ForeignKeyConstraint(
            ["assignee_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("unique_key"),
    )
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_task_assignee_id"), ["assignee_id"], unique=False)
        batch_op.create_index(
            "ix_task_inbox", ["territory_id", "status", "assignee_id", "due_on"], unique=False
        )
        batch_op.create_index(batch_op.f("ix_task_market_id"), ["market_id"], unique=False)
        batch_op.create_index("ix_task_subject", ["subject_id", "kind"], unique=False)

    op.create_table(
        "access_link",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("act", sa.String(length=40), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("expires_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("revoked_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("act IN ('sheet')", name="act_is_known"),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["hour_sheet.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    with op.batch_alter_table("access_link", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_access_link_sheet_id"), ["sheet_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_access_link_territory_id"), ["territory_id"], unique=False)

    op.create_table(
        "hour_line",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("hours", sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite"), nullable=False),
        sa.CheckConstraint("hours >= 0", name="hours_not_negative"),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["hour_sheet.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sheet_id", "participant_id"),
    )
    with op.batch_alter_table("hour_line", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_hour_line_participant_id"), ["participant_id"], unique=False)

    op.create_table(
        "mail",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=True),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("document_id", sa.Integer(), nullable=True),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("to_email", sa.String(length=254), nullable=False),
        sa.Column("to_name", sa.String(length=200), nullable=True),
        sa.Column("cc_email", sa.String(length=254), nullable=True),
        sa.Column("payload", sa.Text(), nullable=False),
        sa.Column("unique_key", sa.String(length=160), nullable=False),
        sa.Column("message_id", sa.String(length=80), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("phase", sa.String(length=40), nullable=False),
        sa.Column("release_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("lease_until", sa.DateTime(timezone=True), nullable=True),
        sa.Column("attempts", sa.Integer(), nullable=False),
        sa.Column("first_attempt_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("finished_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("error", sa.String(length=500), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "phase IN ('none', 'connected', 'mail_from', 'recipient', 'data_started', 'data_sent', 'accepted')",
            name="phase_is_known",
        ),
        sa.CheckConstraint(
            "status IN ('pending', 'sending', 'sent', 'kept', 'in_doubt', 'failed', 'withdrawn')",
            name="status_is_known",
        ),
        sa.ForeignKeyConstraint(
            ["document_id"],
            ["document.id"],
        ),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("unique_key"),
    )
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_market_id"), ["market_id"], unique=False)
        batch_op.create_index(batch_op.f("ix_mail_territory_id"), ["territory_id"], unique=False)
        batch_op.create_index(
            "ix_mail_to_send",
            ["release_at"],
            unique=False,
            sqlite_where=sa.text("status IN ('pending', 'sending', 'in_doubt')"),
            postgresql_where=sa.text("status IN ('pending', 'sending', 'in_doubt')"),
        )
        batch_op.create_index(
            "ix_mail_waiting",
            ["party_id"],
            unique=False,
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )

    op.create_table(
        "mail_sheet",
        sa.Column("mail_id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("step", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["mail_id"],
            ["mail.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["hour_sheet.id"],
        ),
        sa.PrimaryKeyConstraint("mail_id", "sheet_id", "step"),
    )
    with op.batch_alter_table("mail_sheet", schema=None) as batch_op:
        batch_op.create_index(batch_op.f("ix_mail_sheet_sheet_id"), ["sheet_id"], unique=False)


def downgrade() -> None:
    with op.batch_alter_table("mail_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_mail_sheet_sheet_id"))

    op.drop_table("mail_sheet")
    with op.batch_alter_table("mail", schema=None) as batch_op:
        batch_op.drop_index(
            "ix_mail_waiting",
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )
        batch_op.drop_index(
            "ix_mail_to_send",
            sqlite_where=sa.text("status IN ('pending', 'sending', 'in_doubt')"),
            postgresql_where=sa.text("status IN ('pending', 'sending', 'in_doubt')"),
        )
        batch_op.drop_index(batch_op.f("ix_mail_territory_id"))
        batch_op.drop_index(batch_op.f("ix_mail_market_id"))

    op.drop_table("mail")
    with op.batch_alter_table("hour_line", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hour_line_participant_id"))

    op.drop_table("hour_line")
    with op.batch_alter_table("access_link", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_access_link_territory_id"))
        batch_op.drop_index(batch_op.f("ix_access_link_sheet_id"))

    op.drop_table("access_link")
    with op.batch_alter_table("task", schema=None) as batch_op:
        batch_op.drop_index("ix_task_subject")
        batch_op.drop_index(batch_op.f("ix_task_market_id"))
        batch_op.drop_index("ix_task_inbox")
        batch_op.drop_index(batch_op.f("ix_task_assignee_id"))

    op.drop_table("task")
    with op.batch_alter_table("suspension", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_suspension_market_id"))

    op.drop_table("suspension")
    with op.batch_alter_table("market_party", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_market_party_party_id"))

    op.drop_table("market_party")
    op.drop_table("journal")
    with op.batch_alter_table("hour_sheet", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_hour_sheet_territory_id"))
        batch_op.drop_index("ix_hour_sheet_party_month")

    op.drop_table("hour_sheet")
    with op.batch_alter_table("document", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_document_territory_id"))
        batch_op.drop_index(batch_op.f("ix_document_party_id"))
        batch_op.drop_index(batch_op.f("ix_document_market_id"))

    op.drop_table("document")
    with op.batch_alter_table("deadline", schema=None) as batch_op:
        batch_op.drop_index("ix_deadline_market")
        batch_op.drop_index(
            "ix_deadline_due",
            sqlite_where=sa.text("status = 'pending'"),
            postgresql_where=sa.text("status = 'pending'"),
        )

    op.drop_table("deadline")
    op.drop_table("amendment")
    with op.batch_alter_table("market", schema=None) as batch_op:
        batch_op.drop_index("ix_market_territory_stage")
        batch_op.drop_index(batch_op.f("ix_market_referent_id"))
        batch_op.drop_index(batch_op.f("ix_market_buyer_id"))

    op.drop_table("market")
    with op.batch_alter_table("import_run", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_import_run_territory_id"))

    op.drop_table("import_run")
    with op.batch_alter_table("api_key", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_api_key_account_id"))

    op.drop_table("api_key")
    with op.batch_alter_table("account_session", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_session_account_id"))

    op.drop_table("account_session")
    with op.batch_alter_table("participant", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_participant_territory_id"))
        batch_op.drop_index(batch_op.f("ix_participant_party_id"))

    op.drop_table("participant")
    with op.batch_alter_table("account", schema=None) as batch_op:
        batch_op.drop_index(batch_op.f("ix_account_territory_id"))
        batch_op.drop_index(batch_op.f("ix_account_party_id"))

    op.drop_table("account")
    op.drop_table("unclaused_market")
    op.drop_table("territory_seal")
    op.drop_table("rule_pack")
    op.drop_table("party")
    op.drop_table("territory")
    op.drop_table("setting")
    op.drop_table("heartbeat")
