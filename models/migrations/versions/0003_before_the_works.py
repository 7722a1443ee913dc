"""What comes before the works: operations, studies, tenders, meetings, recruitment; links for more than sheets."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import sqlalchemy as sa
from alembic import op

revision = "0003"
down_revision = "0002"
branch_labels = None
depends_on = None

HOURS = sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite")
SHARE = sa.Numeric(14, 4).with_variant(sa.BigInteger(), "sqlite")
BEFORE: dict[str, dict[str, str]] = {
    "access_link": {"act_is_known": "act IN ('sheet')"},
    "market": {
        "amount_not_negative": "amount_excl_tax IS NULL OR amount_excl_tax >= 0",
        "closed_has_its_date": "(stage = 'closed') = (closed_on IS NOT NULL)",
        "committed_not_negative": "committed_hours IS NULL OR committed_hours >= 0",
        "follow_up_has_started": "stage <> 'follow_up' OR starts_on IS NOT NULL",
        "received_after_start": "received_on IS NULL OR received_on >= starts_on",
        "received_has_its_date": "stage <> 'reception' OR received_on IS NOT NULL",
        "required_not_negative": "required_hours IS NULL OR required_hours >= 0",
        "stage_is_known": "stage IN ('drafting', 'tender_analysis', 'kickoff', 'follow_up', 'reception', 'closed', 'suspended', 'abandoned', 'terminated')",
        "suspended_resumes": "(stage = 'suspended') = (resumes_to IS NOT NULL)",
        "terminated_has_its_date": "stage <> 'terminated' OR terminated_on IS NOT NULL",
    },
    "task": {
        "kind_is_known": "kind IN ('study_market', 'analyse_offers', 'verify_import', 'hold_kickoff', 'kickoff_overdue', 'review_sheet', 'call_company', 'plan_reception', 'settle_reception', 'ask_outcome', 'missing_contact', 'wrong_contact', 'mail_failed', 'deadline_poisoned')",
        "status_is_known": "status IN ('open', 'done', 'cancelled')",
    },
    "deadline": {
        "rule_is_known": "rule IN ('open_sheets', 'sheet_ladder', 'kickoff_overdue', 'reception_reminder', 'outcome')",
        "status_is_known": "status IN ('pending', 'paused', 'fired', 'moot', 'cancelled', 'poisoned')",
    },
    "document": {"kind_is_known": "kind IN ('statement', 'certificate', 'shortfall_notice')"},
}
AFTER: dict[str, dict[str, str]] = {
    "access_link": {
        "act_is_known": "act IN ('sheet', 'announce', 'ask', 'propose')",
        "announce_link_has_its_buyer": "act <> 'announce' OR party_id IS NOT NULL",
        "ask_link_has_its_market": "act <> 'ask' OR market_id IS NOT NULL",
        "propose_link_has_its_need": "act <> 'propose' OR (party_id IS NOT NULL AND need_id IS NOT NULL)",
        "sheet_link_has_its_sheet": "(act = 'sheet') = (sheet_id IS NOT NULL)",
    },
    "market": {
        "amount_not_negative": "amount_excl_tax IS NULL OR amount_excl_tax >= 0",
        "closed_has_its_date": "(stage = 'closed') = (closed_on IS NOT NULL)",
        "committed_not_negative": "committed_hours IS NULL OR committed_hours >= 0",
        "follow_up_has_started": "stage <> 'follow_up' OR starts_on IS NOT NULL",
        "qpv_not_negative": "qpv_hours IS NULL OR qpv_hours >= 0",
        "received_after_start": "received_on IS NULL OR received_on >= starts_on",
        "received_has_its_date": "stage <> 'reception' OR received_on IS NOT NULL",
        "required_not_negative": "required_hours IS NULL OR required_hours >= 0",
        "stage_is_known": "stage IN ('drafting', 'tender_analysis', 'kickoff', 'follow_up', 'reception', 'closed', 'suspended', 'abandoned', 'without_clause', 'terminated')",
        "suspended_resumes": "(stage = 'suspended') = (resumes_to IS NOT NULL)",
        "terminated_has_its_date": "stage <> 'terminated' OR terminated_on IS NOT NULL",
    },
    "task": {
        "kind_is_known": "kind IN ('study_market', 'answer_question', 'analyse_offers', 'verify_import', 'hold_kickoff', 'kickoff_overdue', 'review_candidates', 'need_unanswered', 'review_sheet', 'call_company', 'plan_reception', 'settle_reception', 'ask_outcome', 'missing_contact', 'wrong_contact', 'mail_failed', 'deadline_poisoned')",
        "status_is_known": "status IN ('open', 'done', 'cancelled')",
    },
    "deadline": {
        "rule_is_known": "rule IN ('opinion_late', 'answer_late', 'open_sheets', 'sheet_ladder', 'kickoff_overdue', 'meeting_reminder', 'need_answer', 'erase_candidates', 'reception_reminder', 'outcome')",
        "status_is_known": "status IN ('pending', 'paused', 'fired', 'moot', 'cancelled', 'poisoned')",
    },
    "document": {
        "kind_is_known": "kind IN ('clause_text', 'offer_analysis', 'obligations', 'statement', 'certificate', 'shortfall_notice')"
    },
}


@contextmanager
def _changed(table: str, before: dict[str, str], after: dict[str, str]) -> Iterator[Any]:
    """Change a table, its CHECK constraints going from `before` to `after`."""
    with op.batch_alter_table(table) as batch:
        for name in (name for name in before if before[name] != after.get(name)):
            batch.drop_constraint(name, type_="check")
        yield batch
        for name in (name for name in after if after[name] != before.get(name)):
            batch.create_check_constraint(name, after[name])


def upgrade() -> None:
    op.create_table(
        "operation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("reference", sa.String(length=80), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory_id", "reference"),
    )
    op.create_table(
        "partner_trade",
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("trade", sa.String(length=40), nullable=False),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("party_id", "trade"),
    )
    op.create_table(
        "clause_template",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("lever", sa.String(length=40), nullable=False),
        sa.Column("article", sa.String(length=40), nullable=False),
        sa.Column("version", sa.Integer(), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("adopted_by", sa.Integer(), nullable=True),
        sa.Column("adopted_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "article IN ('special_conditions', 'tender_rules', 'commitment')", name="article_is_known"
        ),
        sa.CheckConstraint(
            "lever IN ('execution_condition', 'award_criterion', 'condition_and_criterion', 'reserved_ea_esat', 'reserved_siae', 'reserved_both', 'reserved_ess', 'insertion_service')",
            name="lever_is_known",
        ),
        sa.ForeignKeyConstraint(
            ["adopted_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("territory_id", "lever", "article", "version"),
    )
    op.create_table(
        "expected_month",
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("hours", HOURS, nullable=False),
        sa.CheckConstraint("hours >= 0", name="expected_not_negative"),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.PrimaryKeyConstraint("market_id", "month"),
    )
    op.create_table(
        "market_part",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("number", sa.String(length=20), nullable=False),
        sa.Column("title", sa.String(length=500), nullable=False),
        sa.Column("trade", sa.String(length=40), nullable=True),
        sa.Column("cpv", sa.String(length=20), nullable=True),
        sa.Column("amount_excl_tax", HOURS, nullable=True),
        sa.Column("duration_months", sa.Integer(), nullable=True),
        sa.Column("is_firm", sa.Boolean(), nullable=False),
        sa.Column("ordered_on", sa.Date(), nullable=True),
        sa.Column("required_hours", HOURS, nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("is_firm OR kind = 'tranche'", name="only_tranches_are_optional"),
        sa.CheckConstraint("kind IN ('lot', 'tranche', 'purchase_order')", name="kind_is_known"),
        sa.CheckConstraint(
            "amount_excl_tax IS NULL OR amount_excl_tax >= 0", name="part_amount_not_negative"
        ),
        sa.CheckConstraint("required_hours IS NULL OR required_hours >= 0", name="part_hours_not_negative"),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("market_id", "kind", "number"),
    )
    op.create_table(
        "meeting",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("starts_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("ends_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=False),
        sa.Column("agenda", sa.Text(), nullable=True),
        sa.Column("uid", sa.String(length=80), nullable=False),
        sa.Column("sequence", sa.Integer(), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("kind IN ('kickoff_meeting')", name="kind_is_known"),
        sa.CheckConstraint("status IN ('proposed', 'cancelled', 'held')", name="status_is_known"),
        sa.CheckConstraint("ends_at > starts_at", name="meeting_ends_after_its_start"),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("uid"),
    )
    op.create_index("ix_meeting_market_id", "meeting", ["market_id"])

    op.create_table(
        "offer",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("tender_round", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("promised_hours", HOURS, nullable=False),
        sa.Column("modality", sa.String(length=40), nullable=False),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("received_on", sa.Date(), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "modality IN ('subcontracting', 'secondment', 'direct_hire')", name="modality_is_known"
        ),
        sa.CheckConstraint("promised_hours >= 0", name="promised_not_negative"),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("market_id", "tender_round", "party_id"),
    )
    op.create_index("ix_offer_party_id", "offer", ["party_id"])

    op.create_table(
        "offer_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("tender_round", sa.Integer(), nullable=False),
        sa.Column("position", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("weight", SHARE, nullable=False),
        sa.CheckConstraint("weight >= 0", name="weight_not_negative"),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("market_id", "tender_round", "code"),
    )
    op.create_table(
        "opinion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("advice", sa.String(length=40), nullable=False),
        sa.Column("lever", sa.String(length=40), nullable=True),
        sa.Column("ground", sa.String(length=40), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("suggested_advice", sa.String(length=40), nullable=False),
        sa.Column("suggested_lever", sa.String(length=40), nullable=True),
        sa.Column("score", sa.Integer(), nullable=False),
        sa.Column("score_details", sa.Text(), nullable=False),
        sa.Column("pack_version", sa.String(length=40), nullable=False),
        sa.Column("given_by", sa.Integer(), nullable=True),
        sa.Column("given_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("(advice = 'clause') = (lever IS NOT NULL)", name="a_clause_has_its_lever"),
        sa.CheckConstraint("advice = 'clause' OR reason IS NOT NULL", name="a_refusal_has_its_reason"),
        sa.CheckConstraint("advice <> 'clause' OR ground IS NULL", name="a_clause_has_no_ground"),
        sa.CheckConstraint("advice IN ('clause', 'no_clause')", name="advice_is_known"),
        sa.ForeignKeyConstraint(
            ["given_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("market_id", "number"),
    )
    op.create_table(
        "question",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("tender_round", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("company_name", sa.String(length=250), nullable=False),
        sa.Column("asker_name", sa.String(length=120), nullable=True),
        sa.Column("asker_email", sa.String(length=254), nullable=False),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("text", sa.Text(), nullable=False),
        sa.Column("published_text", sa.Text(), nullable=True),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("due_on", sa.Date(), nullable=False),
        sa.Column("answer", sa.Text(), nullable=True),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("answered_by", sa.Integer(), nullable=True),
        sa.Column("set_apart_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("(answer IS NULL) = (answered_at IS NULL)", name="an_answer_is_dated"),
        sa.CheckConstraint("answer IS NULL OR set_apart_at IS NULL", name="set_apart_without_answer"),
        sa.ForeignKeyConstraint(
            ["answered_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("market_id", "tender_round", "number"),
    )
    op.create_table(
        "recruitment_need",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("trade", sa.String(length=40), nullable=False),
        sa.Column("positions", sa.Integer(), nullable=False),
        sa.Column("contract_kind", sa.String(length=40), nullable=False),
        sa.Column("hours", HOURS, nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("place", sa.String(length=300), nullable=True),
        sa.Column("profile", sa.String(length=2000), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "contract_kind IN ('permanent', 'fixed_term', 'temporary', 'insertion_fixed_term', 'professionalisation', 'apprenticeship', 'permanent_temporary')",
            name="contract_kind_is_known",
        ),
        sa.CheckConstraint("status IN ('open', 'filled', 'cancelled')", name="status_is_known"),
        sa.CheckConstraint(
            "trade IN ('structural_work', 'finishing', 'roofing', 'painting', 'electricity', 'plumbing_heating', 'demolition', 'earthworks', 'roads_networks', 'green_spaces', 'cleaning', 'waste', 'catering', 'security', 'transport', 'maintenance', 'intellectual_services', 'other')",
            name="trade_is_known",
        ),
        sa.CheckConstraint("positions > 0", name="someone_is_needed"),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_recruitment_need_market_id", "recruitment_need", ["market_id"])
    op.create_index("ix_recruitment_need_party_id", "recruitment_need", ["party_id"])

    op.create_table(
        "calibration",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("part_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=80), nullable=False),
        sa.Column("inputs", sa.Text(), nullable=False),
        sa.Column("result", sa.Text(), nullable=False),
        sa.Column("required_hours", HOURS, nullable=False),
        sa.Column("qpv_hours", HOURS, nullable=False),
        sa.Column("pack_version", sa.String(length=40), nullable=False),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("retained_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("superseded_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint("required_hours >= 0", name="calibrated_not_negative"),
        sa.CheckConstraint("qpv_hours >= 0", name="calibrated_qpv_not_negative"),
        sa.CheckConstraint(
            "superseded_at IS NULL OR retained_at IS NOT NULL", name="superseded_was_retained"
        ),
        sa.ForeignKeyConstraint(
            ["made_by"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.ForeignKeyConstraint(
            ["part_id"],
            ["market_part.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_calibration_market", "calibration", ["market_id", "part_id"])
    op.create_index("ix_calibration_part_id", "calibration", ["part_id"])
    in_force = "retained_at IS NOT NULL AND superseded_at IS NULL"
    op.create_index(
        "ix_calibration_in_force_of_part",
        "calibration",
        ["part_id"],
        unique=True,
        sqlite_where=sa.text(in_force),
        postgresql_where=sa.text(in_force),
    )
    op.create_index(
        "ix_calibration_in_force_of_market",
        "calibration",
        ["market_id"],
        unique=True,
        sqlite_where=sa.text(f"part_id IS NULL AND {in_force}"),
        postgresql_where=sa.text(f"part_id IS NULL AND {in_force}"),
    )

    op.create_table(
        "candidate",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("first_name", sa.String(length=80), nullable=False),
        sa.Column("last_name", sa.String(length=80), nullable=False),
        sa.Column("phone", sa.String(length=40), nullable=True),
        sa.Column("note", sa.String(length=2000), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("proposed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "status IN ('proposed', 'presented', 'hired', 'declined')", name="status_is_known"
        ),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["recruitment_need.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("need_id", "party_id", "first_name", "last_name"),
    )
    op.create_index("ix_candidate_party_id", "candidate", ["party_id"])

    op.create_table(
        "meeting_guest",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("meeting_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("name", sa.String(length=250), nullable=False),
        sa.Column("email", sa.String(length=254), nullable=True),
        sa.Column("locale", sa.String(length=5), nullable=False),
        sa.Column("is_present", sa.Boolean(), nullable=True),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["meeting_id"],
            ["meeting.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_meeting_guest_account_id", "meeting_guest", ["account_id"])
    op.create_index("ix_meeting_guest_meeting_id", "meeting_guest", ["meeting_id"])
    op.create_index("ix_meeting_guest_party_id", "meeting_guest", ["party_id"])

    op.create_table(
        "need_partner",
        sa.Column("need_id", sa.Integer(), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=False),
        sa.Column("sent_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("answered_at", sa.DateTime(timezone=True), nullable=True),
        sa.ForeignKeyConstraint(
            ["need_id"],
            ["recruitment_need.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("need_id", "party_id"),
    )
    op.create_index("ix_need_partner_party_id", "need_partner", ["party_id"])

    op.create_table(
        "offer_mark",
        sa.Column("offer_id", sa.Integer(), nullable=False),
        sa.Column("criterion_id", sa.Integer(), nullable=False),
        sa.Column("mark", HOURS, nullable=False),
        sa.Column("comment", sa.String(length=2000), nullable=True),
        sa.CheckConstraint("mark >= 0", name="mark_not_negative"),
        sa.ForeignKeyConstraint(
            ["criterion_id"],
            ["offer_criterion.id"],
        ),
        sa.ForeignKeyConstraint(
            ["offer_id"],
            ["offer.id"],
        ),
        sa.PrimaryKeyConstraint("offer_id", "criterion_id"),
    )
    op.create_index("ix_offer_mark_criterion_id", "offer_mark", ["criterion_id"])

    op.create_table(
        "purchasing_plan",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("account_id", sa.Integer(), nullable=True),
        sa.Column("file_name", sa.String(length=200), nullable=False),
        sa.Column("file_sha256", sa.String(length=64), nullable=False),
        sa.Column("markets", sa.Text(), nullable=False),
        sa.Column("counts", sa.Text(), nullable=False),
        sa.Column("findings", sa.Text(), nullable=False),
        sa.Column("read_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["account_id"],
            ["account.id"],
        ),
        sa.ForeignKeyConstraint(
            ["buyer_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("buyer_id", "file_sha256"),
    )
    op.create_index("ix_purchasing_plan_territory_id", "purchasing_plan", ["territory_id"])
    with _changed("access_link", BEFORE["access_link"], AFTER["access_link"]) as batch:
        for name, target in (("market_id", "market"), ("party_id", "party"), ("need_id", "recruitment_need")):
            batch.add_column(sa.Column(name, sa.Integer(), nullable=True))
            batch.create_foreign_key(f"access_link_{name}_fkey", target, [name], ["id"])
            batch.create_index(f"ix_access_link_{name}", [name])
        batch.alter_column("sheet_id", existing_type=sa.Integer(), nullable=True)
    with _changed("market", BEFORE["market"], AFTER["market"]) as batch:
        for column in (
            sa.Column("operation_id", sa.Integer(), nullable=True),
            sa.Column("description", sa.Text(), nullable=True),
            sa.Column("trade", sa.String(length=40), nullable=True),
            sa.Column("is_framework", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("urban_renewal", sa.String(length=40), server_default="none", nullable=False),
            sa.Column("publication_planned_on", sa.Date(), nullable=True),
            sa.Column("works_planned_on", sa.Date(), nullable=True),
            sa.Column("study_due_on", sa.Date(), nullable=True),
            sa.Column("advice", sa.String(length=40), nullable=True),
            sa.Column("qpv_hours", HOURS, nullable=True),
            sa.Column("group_kind", sa.String(length=40), nullable=True),
            sa.Column("tender_round", sa.Integer(), server_default="1", nullable=False),
            sa.Column("offers_analysed_on", sa.Date(), nullable=True),
            sa.Column("no_analysis_reason", sa.String(length=2000), nullable=True),
        ):
            batch.add_column(column)
        batch.create_foreign_key("market_operation_id_fkey", "operation", ["operation_id"], ["id"])
        batch.create_index("ix_market_operation_id", ["operation_id"])
    for table in ("task", "deadline", "document"):
        with _changed(table, BEFORE[table], AFTER[table]):
            pass
    op.add_column("market_party", sa.Column("modality", sa.String(length=40), nullable=True))
    op.add_column("party", sa.Column("structure_kind", sa.String(length=40), nullable=True))


def downgrade() -> None:
    op.drop_column("party", "structure_kind")
    op.drop_column("market_party", "modality")
    for table in ("document", "deadline", "task"):
        with _changed(table, AFTER[table], BEFORE[table]):
            pass
    with _changed("market", AFTER["market"], BEFORE["market"]) as batch:
        batch.drop_index("ix_market_operation_id")
        for name in (
            "operation_id",
            "description",
            "trade",
            "is_framework",
            "urban_renewal",
            "publication_planned_on",
            "works_planned_on",
            "study_due_on",
            "advice",
            "qpv_hours",
            "group_kind",
            "tender_round",
            "offers_analysed_on",
            "no_analysis_reason",
        ):
            batch.drop_column(name)
    with _changed("access_link", AFTER["access_link"], BEFORE["access_link"]) as batch:
        for name in ("market_id", "party_id", "need_id"):
            batch.drop_index(f"ix_access_link_{name}")
            batch.drop_column(name)
        batch.alter_column("sheet_id", existing_type=sa.Integer(), nullable=False)
    for table in (
        "purchasing_plan",
        "offer_mark",
        "need_partner",
        "meeting_guest",
        "candidate",
        "calibration",
        "recruitment_need",
        "question",
        "opinion",
        "offer_criterion",
        "offer",
        "meeting",
        "market_part",
        "expected_month",
        "clause_template",
        "partner_trade",
        "operation",
    ):
        op.drop_table(table)
