"""The monthly follow-up: people, contracts, eligibility, globalisation, counted hours, changes, meetings."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from datetime import date
from itertools import groupby
from typing import Any
from unicodedata import combining, normalize

import sqlalchemy as sa
from alembic import op

revision = "0004"
down_revision = "0003"
branch_labels = None
depends_on = None

HOURS = sa.Numeric(14, 2).with_variant(sa.BigInteger(), "sqlite")
SHARE = sa.Numeric(14, 4).with_variant(sa.BigInteger(), "sqlite")
BEFORE: dict[str, dict[str, str]] = {
    "access_link": {"act_is_known": "act IN ('sheet', 'announce', 'ask', 'propose')"},
    "market": {},
    "task": {
        "kind_is_known": "kind IN ('study_market', 'answer_question', 'analyse_offers', 'verify_import', 'hold_kickoff', 'kickoff_overdue', 'review_candidates', 'need_unanswered', 'review_sheet', 'call_company', 'plan_reception', 'settle_reception', 'ask_outcome', 'missing_contact', 'wrong_contact', 'mail_failed', 'deadline_poisoned')"
    },
    "deadline": {
        "rule_is_known": "rule IN ('opinion_late', 'answer_late', 'open_sheets', 'sheet_ladder', 'kickoff_overdue', 'meeting_reminder', 'need_answer', 'erase_candidates', 'reception_reminder', 'outcome')"
    },
    "document": {
        "kind_is_known": "kind IN ('clause_text', 'offer_analysis', 'obligations', 'statement', 'certificate', 'shortfall_notice')"
    },
    "meeting": {"kind_is_known": "kind IN ('kickoff_meeting')"},
    "hour_line": {},
    "participant": {},
}
AFTER: dict[str, dict[str, str]] = {
    "access_link": {
        "act_is_known": "act IN ('sheet', 'company_sheets', 'report_hours', 'attest_hours', 'announce', 'ask', 'propose')",
        "attest_link_has_its_month": "act <> 'attest_hours' OR (participant_id IS NOT NULL AND month IS NOT NULL)",
        "company_link_has_its_company": "act <> 'company_sheets' OR party_id IS NOT NULL",
        "report_link_has_its_month": "act <> 'report_hours' OR (party_id IS NOT NULL AND month IS NOT NULL)",
    },
    "market": {
        "local_target_names_its_commune": "local_hours IS NULL OR (local_hours >= 0 AND local_commune IS NOT NULL)"
    },
    "task": {
        "kind_is_known": "kind IN ('study_market', 'answer_question', 'analyse_offers', 'verify_import', 'hold_kickoff', 'kickoff_overdue', 'review_candidates', 'need_unanswered', 'review_sheet', 'review_correction', 'confirm_eligibility', 'eligibility_expiring', 'same_person', 'match_hours', 'hold_site_meeting', 'hold_partners_meeting', 'call_company', 'plan_reception', 'settle_reception', 'ask_outcome', 'missing_contact', 'wrong_contact', 'mail_failed', 'deadline_poisoned')"
    },
    "deadline": {
        "rule_is_known": "rule IN ('opinion_late', 'answer_late', 'open_sheets', 'sheet_ladder', 'eligibility_expiring', 'hours_report', 'site_meeting', 'kickoff_overdue', 'meeting_reminder', 'need_answer', 'erase_candidates', 'reception_reminder', 'outcome')"
    },
    "document": {
        "kind_is_known": "kind IN ('clause_text', 'offer_analysis', 'obligations', 'partners_pack', 'statement', 'certificate', 'shortfall_notice')",
        "only_packs_are_of_no_market": "(kind = 'partners_pack') = (market_id IS NULL)",
    },
    "meeting": {
        "kind_is_known": "kind IN ('kickoff_meeting', 'site_meeting', 'partners_meeting')",
        "only_partners_meet_without_a_market": "(kind = 'partners_meeting') = (market_id IS NULL)",
    },
    "hour_line": {"training_within_the_hours": "training_hours >= 0 AND training_hours <= hours"},
    "participant": {
        "gender_is_known": "gender IN ('female', 'male', 'other')",
        "merge_is_dated": "(merged_into_id IS NULL) = (merged_at IS NULL)",
        "merged_into_another": "merged_into_id IS NULL OR merged_into_id <> id",
    },
}
NEW_TABLES = (
    "sheet_draft",
    "market_change",
    "counted_hours",
    "correction_request",
    "hours_decision",
    "hours_report",
    "globalisation_share",
    "work_contract",
    "globalisation_person",
    "eligibility",
    "person_merge",
    "distinct_people",
    "globalisation",
    "buyer_criterion",
)
EARLIER = "earlier_record"
"""The criterion of people whose hours were counted before anyone asked for one."""
EARLIER_MONTHS = 24
PARTICLES = frozenset({"de", "du", "des", "d", "la", "le", "les", "l", "van", "von", "der", "den"})
LETTERS = str.maketrans({"œ": "oe", "æ": "ae", "ø": "o", "đ": "d", "ł": "l", "ß": "ss"})


@contextmanager
def _changed(table: str, before: dict[str, str], after: dict[str, str]) -> Iterator[Any]:
    """Change a table; the CHECK constraints of `before` give way to those of `after`."""
    with op.batch_alter_table(table) as batch:
        for name in before:
            batch.drop_constraint(name, type_="check")
        yield batch
        for name, condition in after.items():
            batch.create_check_constraint(name, condition)


def upgrade() -> None:
    _change_known_tables()
    _create_tables()
    _refer_to_new_tables()
    _keep_what_was_counted()
    _ask_for_site_meetings()


def _change_known_tables() -> None:
    with _changed("participant", BEFORE["participant"], AFTER["participant"]) as batch:
        columns: tuple[sa.Column[Any], ...] = (
            sa.Column("name_key", sa.String(length=200), server_default="", nullable=False),
            sa.Column("birth_date", sa.Date(), nullable=True),
            sa.Column("gender", sa.String(length=40), nullable=True),
            sa.Column("commune", sa.String(length=120), nullable=True),
            sa.Column("in_priority_district", sa.Boolean(), nullable=True),
            sa.Column("email", sa.String(length=254), nullable=True),
            sa.Column("merged_into_id", sa.Integer(), nullable=True),
            sa.Column("merged_at", sa.DateTime(timezone=True), nullable=True),
        )
        for column in columns:
            batch.add_column(column)
        batch.create_foreign_key("participant_merged_into_id_fkey", "participant", ["merged_into_id"], ["id"])
        batch.create_index("ix_participant_merged_into_id", ["merged_into_id"])
        batch.create_index("ix_participant_name_key", ["territory_id", "name_key"])
        batch.create_index("ix_participant_birth_date", ["territory_id", "birth_date"])
    with _changed("market", BEFORE["market"], AFTER["market"]) as batch:
        columns = (
            sa.Column("local_hours", HOURS, nullable=True),
            sa.Column("local_commune", sa.String(length=120), nullable=True),
            sa.Column("asks_attestation", sa.Boolean(), server_default=sa.false(), nullable=False),
            sa.Column("counted_hours", HOURS, server_default="0", nullable=False),
            sa.Column("counted_qpv_hours", HOURS, server_default="0", nullable=False),
            sa.Column("counted_local_hours", HOURS, server_default="0", nullable=False),
        )
        for column in columns:
            batch.add_column(column)
    op.add_column("hour_sheet", sa.Column("counted_hours", HOURS, server_default="0", nullable=False))
    with _changed("hour_line", BEFORE["hour_line"], AFTER["hour_line"]) as batch:
        batch.add_column(sa.Column("training_hours", HOURS, server_default="0", nullable=False))
        batch.add_column(sa.Column("is_distinct", sa.Boolean(), server_default=sa.false(), nullable=False))
    for table in ("task", "deadline"):
        with _changed(table, BEFORE[table], AFTER[table]):
            pass
    with _changed("document", BEFORE["document"], AFTER["document"]) as batch:
        batch.alter_column("market_id", existing_type=sa.Integer(), nullable=True)
    op.add_column("meeting", sa.Column("territory_id", sa.Integer(), nullable=True))
    op.execute(
        "UPDATE meeting SET territory_id ="
        " (SELECT market.territory_id FROM market WHERE market.id = meeting.market_id)"
    )
    with _changed("meeting", BEFORE["meeting"], AFTER["meeting"]) as batch:
        batch.alter_column("territory_id", existing_type=sa.Integer(), nullable=False)
        batch.alter_column("market_id", existing_type=sa.Integer(), nullable=True)
        batch.add_column(sa.Column("quarter", sa.Date(), nullable=True))
        batch.add_column(sa.Column("minutes", sa.Text(), nullable=True))
        batch.add_column(sa.Column("held_on", sa.Date(), nullable=True))
        batch.add_column(sa.Column("document_id", sa.Integer(), nullable=True))
        batch.create_foreign_key("meeting_territory_id_fkey", "territory", ["territory_id"], ["id"])
        batch.create_foreign_key("meeting_document_id_fkey", "document", ["document_id"], ["id"])
        batch.create_index("ix_meeting_territory_id", ["territory_id"])
        batch.create_index("ix_meeting_document_id", ["document_id"])


def _create_tables() -> None:

    op.create_table(
        "buyer_criterion",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=False),
        sa.Column("code", sa.String(length=40), nullable=False),
        sa.Column("label", sa.String(length=200), nullable=False),
        sa.Column("proof", sa.String(length=300), nullable=False),
        sa.Column("withdrawn_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["buyer_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("buyer_id", "code"),
    )
    op.create_table(
        "globalisation",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("territory_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("name", sa.String(length=200), nullable=False),
        sa.Column("signed_on", sa.Date(), nullable=False),
        sa.Column("first_month", sa.Date(), nullable=False),
        sa.Column("last_month", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("last_month IS NULL OR last_month >= first_month", name="ends_after_its_start"),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["territory_id"],
            ["territory.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_globalisation_company_id", "globalisation", ["company_id"])
    op.create_index("ix_globalisation_territory_id", "globalisation", ["territory_id"])

    op.create_table(
        "person_merge",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("merged_id", sa.Integer(), nullable=False),
        sa.Column("into_id", sa.Integer(), nullable=False),
        sa.Column("is_automatic", sa.Boolean(), nullable=False),
        sa.Column("merged_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("merged_by", sa.Integer(), nullable=True),
        sa.Column("undone_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("undone_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("merged_id <> into_id", name="two_records"),
        sa.CheckConstraint("undone_at IS NULL OR undone_at >= merged_at", name="undone_after"),
        sa.ForeignKeyConstraint(["merged_id"], ["participant.id"]),
        sa.ForeignKeyConstraint(["into_id"], ["participant.id"]),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_person_merge_into_id", "person_merge", ["into_id"])
    op.create_index("ix_person_merge_merged_id", "person_merge", ["merged_id"])

    op.create_table(
        "distinct_people",
        sa.Column("first_id", sa.Integer(), nullable=False),
        sa.Column("second_id", sa.Integer(), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("first_id < second_id", name="in_order"),
        sa.ForeignKeyConstraint(
            ["first_id"],
            ["participant.id"],
        ),
        sa.ForeignKeyConstraint(
            ["second_id"],
            ["participant.id"],
        ),
        sa.PrimaryKeyConstraint("first_id", "second_id"),
    )
    op.create_index("ix_distinct_people_second_id", "distinct_people", ["second_id"])

    op.create_table(
        "eligibility",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("criterion", sa.String(length=40), nullable=False),
        sa.Column("buyer_id", sa.Integer(), nullable=True),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("proof_seen_on", sa.Date(), nullable=True),
        sa.Column("valid_from", sa.Date(), nullable=True),
        sa.Column("valid_until", sa.Date(), nullable=True),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("pack_version", sa.String(length=40), nullable=False),
        sa.Column("claimed_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint(
            "status <> 'confirmed' OR (proof_seen_on IS NOT NULL AND valid_from IS NOT NULL AND valid_until IS NOT NULL)",
            name="confirmed_on_a_proof",
        ),
        sa.CheckConstraint("status <> 'refused' OR reason IS NOT NULL", name="refusal_has_a_reason"),
        sa.CheckConstraint("status IN ('claimed', 'confirmed', 'refused')", name="status_is_known"),
        sa.CheckConstraint(
            "valid_until IS NULL OR valid_from IS NULL OR valid_until >= valid_from",
            name="valid_until_after_from",
        ),
        sa.ForeignKeyConstraint(
            ["buyer_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_eligibility_buyer_id", "eligibility", ["buyer_id"])
    op.create_index("ix_eligibility_participant_id", "eligibility", ["participant_id"])

    op.create_table(
        "globalisation_person",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["globalisation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
        ),
        sa.PrimaryKeyConstraint("agreement_id", "participant_id"),
    )
    op.create_index("ix_globalisation_person", "globalisation_person", ["participant_id"])

    op.create_table(
        "work_contract",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("employer_id", sa.Integer(), nullable=False),
        sa.Column("company_id", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("trade", sa.String(length=40), nullable=True),
        sa.Column("starts_on", sa.Date(), nullable=False),
        sa.Column("ends_on", sa.Date(), nullable=True),
        sa.Column("created_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint(
            "kind IN ('permanent', 'fixed_term', 'temporary', 'insertion_fixed_term', 'professionalisation', 'apprenticeship', 'permanent_temporary')",
            name="kind_is_known",
        ),
        sa.CheckConstraint(
            "trade IN ('structural_work', 'finishing', 'roofing', 'painting', 'electricity', 'plumbing_heating', 'demolition', 'earthworks', 'roads_networks', 'green_spaces', 'cleaning', 'waste', 'catering', 'security', 'transport', 'maintenance', 'intellectual_services', 'other')",
            name="trade_is_known",
        ),
        sa.CheckConstraint("ends_on IS NULL OR ends_on >= starts_on", name="ends_after_its_start"),
        sa.ForeignKeyConstraint(
            ["company_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["employer_id"],
            ["party.id"],
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_work_contract_company_id", "work_contract", ["company_id"])
    op.create_index("ix_work_contract_employer_id", "work_contract", ["employer_id"])
    op.create_index("ix_work_contract_participant_id", "work_contract", ["participant_id"])

    op.create_table(
        "globalisation_share",
        sa.Column("agreement_id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("share", SHARE, nullable=False),
        sa.CheckConstraint("share > 0", name="share_positive"),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["globalisation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.PrimaryKeyConstraint("agreement_id", "market_id"),
    )
    op.create_index("ix_globalisation_share_market_id", "globalisation_share", ["market_id"])

    op.create_table(
        "hours_report",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("month", sa.Date(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("party_id", sa.Integer(), nullable=True),
        sa.Column("hours", HOURS, nullable=False),
        sa.Column("reported_at", sa.DateTime(timezone=True), nullable=False),
        sa.CheckConstraint("source <> 'company'", name="the_company_has_its_sheet"),
        sa.CheckConstraint("source IN ('company', 'structure', 'participant')", name="source_is_known"),
        sa.CheckConstraint("hours >= 0", name="reported_not_negative"),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
        ),
        sa.ForeignKeyConstraint(
            ["party_id"],
            ["party.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("market_id", "participant_id", "month", "source"),
    )
    op.create_index("ix_hours_report_participant_id", "hours_report", ["participant_id"])
    op.create_index("ix_hours_report_party_id", "hours_report", ["party_id"])

    op.create_table(
        "hours_decision",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("source", sa.String(length=40), nullable=False),
        sa.Column("hours", HOURS, nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("source IN ('company', 'structure', 'participant')", name="source_is_known"),
        sa.CheckConstraint("hours >= 0", name="decided_not_negative"),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["hour_sheet.id"],
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
        sa.UniqueConstraint("sheet_id", "participant_id"),
    )
    op.create_index("ix_hours_decision_participant_id", "hours_decision", ["participant_id"])

    op.create_table(
        "correction_request",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=False),
        sa.Column("asked_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("status", sa.String(length=40), nullable=False),
        sa.Column("answer", sa.String(length=2000), nullable=True),
        sa.Column("decided_at", sa.DateTime(timezone=True), nullable=True),
        sa.Column("decided_by", sa.Integer(), nullable=True),
        sa.CheckConstraint("(status = 'open') = (decided_at IS NULL)", name="decision_is_dated"),
        sa.CheckConstraint("status IN ('open', 'granted', 'refused')", name="status_is_known"),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["hour_sheet.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index(
        "ix_correction_request_open",
        "correction_request",
        ["sheet_id"],
        unique=True,
        sqlite_where=sa.text("status = 'open'"),
        postgresql_where=sa.text("status = 'open'"),
    )
    op.create_index("ix_correction_request_sheet_id", "correction_request", ["sheet_id"])

    op.create_table(
        "counted_hours",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("participant_id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("hours", HOURS, nullable=False),
        sa.Column("reason", sa.String(length=40), nullable=True),
        sa.Column("rule", sa.String(length=40), nullable=False),
        sa.Column("agreement_id", sa.Integer(), nullable=True),
        sa.Column("in_priority_district", sa.Boolean(), nullable=False),
        sa.Column("is_local", sa.Boolean(), nullable=False),
        sa.Column("pack_version", sa.String(length=40), nullable=False),
        sa.CheckConstraint(
            "reason IN ('sheet_not_validated', 'sheet_rejected', 'sheet_cancelled', 'duplicate_line', 'outside_works', 'outside_contract', 'not_confirmed', 'not_eligible', 'not_on_buyers_list', 'before_hire', 'validity_over', 'permanent_hire_over', 'duplicate_elsewhere', 'over_monthly_cap', 'over_training_share')",
            name="reason_is_known",
        ),
        sa.CheckConstraint(
            "rule IN ('validated_sheets_count', 'one_line_per_participant', 'within_the_works', 'within_a_contract', 'eligible_and_confirmed', 'within_the_validity', 'within_the_permanent_hire', 'same_hours_once', 'monthly_cap', 'training_share', 'globalisation')",
            name="rule_is_known",
        ),
        sa.CheckConstraint("hours >= 0", name="part_not_negative"),
        sa.ForeignKeyConstraint(
            ["agreement_id"],
            ["globalisation.id"],
        ),
        sa.ForeignKeyConstraint(
            ["market_id"],
            ["market.id"],
        ),
        sa.ForeignKeyConstraint(
            ["participant_id"],
            ["participant.id"],
        ),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["hour_sheet.id"],
        ),
        sa.PrimaryKeyConstraint("id"),
    )
    op.create_index("ix_counted_hours_agreement_id", "counted_hours", ["agreement_id"])
    op.create_index("ix_counted_hours_market", "counted_hours", ["market_id"])
    op.create_index("ix_counted_hours_participant_id", "counted_hours", ["participant_id"])
    op.create_index("ix_counted_hours_sheet", "counted_hours", ["sheet_id"])

    op.create_table(
        "market_change",
        sa.Column("id", sa.Integer(), nullable=False),
        sa.Column("market_id", sa.Integer(), nullable=False),
        sa.Column("number", sa.Integer(), nullable=False),
        sa.Column("kind", sa.String(length=40), nullable=False),
        sa.Column("effective_on", sa.Date(), nullable=False),
        sa.Column("amendment_id", sa.Integer(), nullable=True),
        sa.Column("part_id", sa.Integer(), nullable=True),
        sa.Column("before", sa.Text(), nullable=False),
        sa.Column("after", sa.Text(), nullable=False),
        sa.Column("reason", sa.String(length=2000), nullable=True),
        sa.Column("made_by", sa.Integer(), nullable=True),
        sa.Column("made_at", sa.DateTime(timezone=True), nullable=False),
        sa.Column("cancelled_at", sa.DateTime(timezone=True), nullable=True),
        sa.CheckConstraint(
            "kind IN ('amendment', 'tranche_confirmed', 'purchase_order', 'suspension', 'resumption')",
            name="kind_is_known",
        ),
        sa.ForeignKeyConstraint(
            ["amendment_id"],
            ["amendment.id"],
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
        sa.UniqueConstraint("market_id", "number"),
    )
    op.create_index("ix_market_change_amendment_id", "market_change", ["amendment_id"])
    op.create_index("ix_market_change_part_id", "market_change", ["part_id"])

    op.create_table(
        "sheet_draft",
        sa.Column("sheet_id", sa.Integer(), nullable=False),
        sa.Column("content", sa.Text(), nullable=False),
        sa.Column("saved_at", sa.DateTime(timezone=True), nullable=False),
        sa.ForeignKeyConstraint(
            ["sheet_id"],
            ["hour_sheet.id"],
        ),
        sa.PrimaryKeyConstraint("sheet_id"),
    )


def _refer_to_new_tables() -> None:
    with _changed("access_link", BEFORE["access_link"], AFTER["access_link"]) as batch:
        batch.add_column(sa.Column("participant_id", sa.Integer(), nullable=True))
        batch.add_column(sa.Column("month", sa.Date(), nullable=True))
        batch.create_foreign_key("access_link_participant_id_fkey", "participant", ["participant_id"], ["id"])
        batch.create_index("ix_access_link_participant_id", ["participant_id"])


def _keep_what_was_counted() -> None:
    """Hours that counted go on counting: their parts are written, and their people keep their standing."""
    op.execute("UPDATE hour_sheet SET counted_hours = declared_hours WHERE status = 'validated'")
    op.execute(
        "UPDATE market SET counted_hours = coalesce((SELECT sum(hour_sheet.counted_hours) FROM hour_sheet"
        " WHERE hour_sheet.market_id = market.id), 0)"
    )
    op.execute(
        "INSERT INTO counted_hours (sheet_id, participant_id, market_id, hours, reason, rule,"
        " in_priority_district, is_local, pack_version)"
        " SELECT hour_line.sheet_id, hour_line.participant_id, hour_sheet.market_id, hour_line.hours,"
        " CASE hour_sheet.status WHEN 'validated' THEN NULL WHEN 'rejected' THEN 'sheet_rejected'"
        " WHEN 'cancelled' THEN 'sheet_cancelled' ELSE 'sheet_not_validated' END,"
        " CASE hour_sheet.status WHEN 'validated' THEN 'eligible_and_confirmed'"
        " ELSE 'validated_sheets_count' END, false, false, 'default-1'"
        " FROM hour_line JOIN hour_sheet ON hour_sheet.id = hour_line.sheet_id"
    )
    _keep_their_standing()
    _key_their_names()


def _ask_for_site_meetings() -> None:
    """Markets that are followed already are asked for a site meeting when their next sheets open."""
    op.execute(
        "INSERT INTO deadline (territory_id, market_id, rule, subject_id, step, period, due_at, status)"
        " SELECT deadline.territory_id, deadline.market_id, 'site_meeting', deadline.market_id, 'start',"
        " deadline.period, deadline.due_at, deadline.status"
        " FROM deadline JOIN market ON market.id = deadline.market_id"
        " WHERE deadline.rule = 'open_sheets' AND deadline.status IN ('pending', 'paused')"
        " AND coalesce(market.resumes_to, market.stage) = 'follow_up'"
    )


def _key_their_names() -> None:
    """How records of one person are looked up, as cases/rules/same_person.py had it on the day."""
    connection = op.get_bind()
    people = sa.table("participant", *(sa.column(n) for n in ("id", "first_name", "last_name", "name_key")))
    rows = connection.execute(sa.select(people.c.id, people.c.first_name, people.c.last_name)).all()
    keyed = (
        sa.update(people).where(people.c.id == sa.bindparam("number")).values(name_key=sa.bindparam("key"))
    )
    values = [{"number": row.id, "key": _name_key(row.first_name, row.last_name)} for row in rows]
    if values:
        connection.execute(keyed, values)


def _name_key(*names: str) -> str:
    return " ".join(sorted(_consonants(name) for name in names))


def _consonants(name: str) -> str:
    text = name.casefold().translate(LETTERS)
    letters = "".join(each for each in normalize("NFKD", text) if not combining(each))
    words = re.findall(r"[^\W_]+", letters)
    plain = "".join([word for word in words if word not in PARTICLES] or words)
    kept = plain[:1] + "".join(each for each in plain[1:] if each not in "aeiouyh")
    return "".join(letter for letter, _ in groupby(kept))


def _keep_their_standing() -> None:
    connection = op.get_bind()
    months = sa.text(
        "SELECT hour_line.participant_id AS person, min(hour_sheet.month) AS first,"
        " min(hour_sheet.decided_at) AS seen"
        " FROM hour_line JOIN hour_sheet ON hour_sheet.id = hour_line.sheet_id"
        " WHERE hour_sheet.status = 'validated' GROUP BY hour_line.participant_id"
    ).columns(person=sa.Integer, first=sa.Date, seen=sa.DateTime(timezone=True))
    eligibility = sa.table(
        "eligibility",
        *(sa.column(name) for name in ("participant_id", "criterion", "status", "pack_version")),
        *(sa.column(name, sa.Date) for name in ("proof_seen_on", "valid_from", "valid_until")),
        *(sa.column(name, sa.DateTime(timezone=True)) for name in ("claimed_at", "decided_at")),
    )
    rows = [
        {
            "participant_id": row.person,
            "criterion": EARLIER,
            "status": "confirmed",
            "pack_version": "default-1",
            "proof_seen_on": row.seen.date(),
            "valid_from": row.first,
            "valid_until": _months_later(row.first, EARLIER_MONTHS),
            "claimed_at": row.seen,
            "decided_at": row.seen,
        }
        for row in connection.execute(months)
    ]
    if rows:
        connection.execute(sa.insert(eligibility), rows)


def _months_later(month: date, count: int) -> date:
    """The same first day of a month, `count` months later."""
    total = month.year * 12 + month.month - 1 + count
    return date(total // 12, total % 12 + 1, 1)


def downgrade() -> None:
    op.execute("DELETE FROM deadline WHERE rule = 'site_meeting'")
    with _changed("access_link", AFTER["access_link"], BEFORE["access_link"]) as batch:
        batch.drop_index("ix_access_link_participant_id")
        batch.drop_column("participant_id")
        batch.drop_column("month")
    for table in NEW_TABLES:
        op.drop_table(table)
    with _changed("meeting", AFTER["meeting"], BEFORE["meeting"]) as batch:
        batch.drop_index("ix_meeting_territory_id")
        batch.drop_index("ix_meeting_document_id")
        for name in ("territory_id", "quarter", "minutes", "held_on", "document_id"):
            batch.drop_column(name)
        batch.alter_column("market_id", existing_type=sa.Integer(), nullable=False)
    with _changed("document", AFTER["document"], BEFORE["document"]) as batch:
        batch.alter_column("market_id", existing_type=sa.Integer(), nullable=False)
    for table in ("deadline", "task"):
        with _changed(table, AFTER[table], BEFORE[table]):
            pass
    with _changed("hour_line", AFTER["hour_line"], BEFORE["hour_line"]) as batch:
        batch.drop_column("training_hours")
        batch.drop_column("is_distinct")
    op.drop_column("hour_sheet", "counted_hours")
    with _changed("market", AFTER["market"], BEFORE["market"]) as batch:
        for name in (
            "local_hours",
            "local_commune",
            "asks_attestation",
            "counted_hours",
            "counted_qpv_hours",
            "counted_local_hours",
        ):
            batch.drop_column(name)
    with _changed("participant", AFTER["participant"], BEFORE["participant"]) as batch:
        for name in ("merged_into_id", "name_key", "birth_date"):
            batch.drop_index(f"ix_participant_{name}")
        for name in (
            "name_key",
            "birth_date",
            "gender",
            "commune",
            "in_priority_district",
            "email",
            "merged_into_id",
            "merged_at",
        ):
            batch.drop_column(name)
