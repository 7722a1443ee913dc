import shutil
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

import pytest
from alembic import command
from alembic.autogenerate import compare_metadata
from alembic.config import Config
from alembic.runtime.migration import MigrationContext
from sqlalchemy import Column, MetaData, Table, Text, inspect, select, text
from sqlalchemy.exc import DBAPIError
from sqlmodel import SQLModel

from cases.recounting import differences
from cases.rules.eligibility_criteria import EARLIER_RECORD
from cases.rules.same_person import name_key
from cases.statements import table_of
from models import migrating
from models.database import Database
from models.migrating import (
    DatabaseIsNewer,
    RowsInTheWay,
    downgrade,
    newest_revision,
    revision_of,
    upgrade,
)
from models.tables import (
    CountedHours,
    Deadline,
    Eligibility,
    HourLine,
    Journal,
    Market,
    MarketChange,
    Participant,
    Task,
    TerritorySeal,
    WorkContract,
)
from models.vocabulary import SetAside
from tests.database.records import NOW, add, market, party, sheet, territory

CLAIM = table_of(Eligibility)


def tables(database: Database) -> set[str]:
    return set(inspect(database.engine).get_table_names())


def checks(database: Database) -> dict[str, list[tuple[str, str]]]:
    inspector = inspect(database.engine)
    return {
        table: sorted(
            (str(check["name"]), check["sqltext"]) for check in inspector.get_check_constraints(table)
        )
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def condition(index: Any) -> list[str]:
    return [str(option) for option in index.get("dialect_options", {}).values()]


def indexes(database: Database) -> dict[str, list[Any]]:
    inspector = inspect(database.engine)
    return {
        table: sorted(
            (str(index["name"]), index["column_names"], index["unique"], condition(index))
            for index in inspector.get_indexes(table)
        )
        for table in inspector.get_table_names()
        if table != "alembic_version"
    }


def test_an_empty_database_is_brought_to_the_newest_revision(empty_database: Database) -> None:
    assert revision_of(empty_database) is None

    upgrade(empty_database)

    assert revision_of(empty_database) == newest_revision()
    assert tables(empty_database) == set(SQLModel.metadata.tables) | {"alembic_version"}


def test_upgrading_again_changes_nothing(database: Database) -> None:
    with database.write() as session:
        territory(session)

    upgrade(database)

    with database.read() as session:
        assert session.connection().execute(text("SELECT count(*) FROM territory")).scalar_one() == 1


def test_the_migrated_schema_is_the_declared_one(database: Database) -> None:
    with database.engine.connect() as connection:
        context = MigrationContext.configure(connection)
        assert compare_metadata(context, SQLModel.metadata) == []


def test_the_migrated_constraints_and_indexes_are_the_declared_ones(database: Database) -> None:
    migrated = checks(database), indexes(database)
    downgrade(database)
    SQLModel.metadata.create_all(database.engine)

    assert migrated == (checks(database), indexes(database))
    assert sum(len(found) for found in migrated[0].values()) >= 25


def test_downgrading_to_base_leaves_no_table(database: Database) -> None:
    downgrade(database)

    assert tables(database) == {"alembic_version"}
    assert revision_of(database) is None


def test_a_failed_migration_leaves_nothing_behind(
    empty_database: Database, monkeypatch: pytest.MonkeyPatch
) -> None:
    run = command.upgrade

    def fail_at_the_end(config: Config, revision: str) -> None:
        run(config, revision)
        raise RuntimeError("the power went out")

    monkeypatch.setattr(command, "upgrade", fail_at_the_end)
    with pytest.raises(RuntimeError):
        upgrade(empty_database)

    assert tables(empty_database) == set()


def test_services_that_start_together_do_not_clash(empty_database: Database) -> None:
    url = empty_database.url.render_as_string(hide_password=False)
    services = [Database(url, durable=False) for _ in range(4)]
    with ThreadPoolExecutor(len(services)) as pool:
        list(pool.map(upgrade, services))
    for service in services:
        service.dispose()

    assert revision_of(empty_database) == newest_revision()


def test_a_database_from_a_newer_version_is_refused(database: Database) -> None:
    with database.write() as session:
        session.connection().execute(text("UPDATE alembic_version SET version_num = '9999'"))

    with pytest.raises(DatabaseIsNewer, match="9999"):
        upgrade(database)


@pytest.mark.parametrize("earlier", ["0003", "0004"])
def test_rows_that_an_earlier_schema_has_no_word_for_stop_the_way_back_and_stay(
    database: Database, earlier: str
) -> None:
    with database.write() as session:
        here = territory(session)
        there = market(session, here, party(session, here, kind="buyer"))
        if earlier == "0003":
            asked = {"kind": "hold_site_meeting", "subject_id": there, "due_on": NOW.date()}
            asked |= {"details": "{}", "unique_key": "site", "status": "open", "opened_at": NOW}
            add(session, Task, territory_id=here, market_id=there, **asked)
        else:
            figures = {"before": "{}", "after": "{}", "effective_on": NOW.date(), "made_at": NOW}
            add(session, MarketChange, market_id=there, number=1, kind="correction", **figures)

    with pytest.raises(RowsInTheWay, match="Restore the backup made before the upgrade"):
        downgrade(database, earlier)

    assert revision_of(database) == newest_revision()


def test_foreign_keys_hold_again_after_an_upgrade(database: Database) -> None:
    with pytest.raises(DBAPIError), database.write() as session:
        party(session, territory_id=404)


def test_hours_that_counted_before_criteria_were_asked_for_go_on_counting(database: Database) -> None:
    with database.write() as session:
        here = territory(session)
        buyer, company = party(session, here, kind="buyer"), party(session, here)
        there = market(session, here, buyer, starts_on=date(2026, 3, 2))
        values = {"territory_id": here, "party_id": company, "last_name": "Fictif", "created_at": NOW}
        people = [add(session, Participant, first_name=name, **values) for name in ("Dino", "Dina")]
        answer = {"declared_hours": Decimal("84.50"), "submitted_at": NOW}
        validated = sheet(session, here, there, company, status="validated", decided_at=NOW, **answer)
        waiting = sheet(session, here, there, company, month=date(2026, 4, 1), status="submitted", **answer)
        for number, who in ((validated, people[0]), (waiting, people[1])):
            add(session, HourLine, sheet_id=number, participant_id=who, hours=Decimal("84.50"))

    downgrade(database, "0003")
    upgrade(database)

    with database.read() as session:
        connection = session.connection()
        total = select(table_of(Market).c.counted_hours)
        assert connection.execute(total).scalar_one() == Decimal("84.50")
        parts = table_of(CountedHours).c
        found = connection.execute(select(parts.hours, parts.reason).order_by(parts.sheet_id)).all()
        assert [tuple(row) for row in found] == [
            (Decimal("84.50"), None),
            (Decimal("84.50"), SetAside.SHEET_NOT_VALIDATED),
        ]
        claims = table_of(Eligibility).c
        kept = connection.execute(select(claims.participant_id, claims.criterion, claims.valid_until)).all()
        assert [tuple(row) for row in kept] == [(people[0], EARLIER_RECORD, date(2028, 3, 1))]
        assert differences(session, people) == 0


BEFORE_0005 = [
    ("its month", date(2026, 3, 1), None, None, True),
    ("its month, before a late sheet", date(2026, 3, 1), date(2026, 2, 1), None, True),
    ("its contract", date(2026, 3, 9), None, date(2026, 3, 9), True),
    ("its month, not its contract", date(2026, 3, 1), None, date(2026, 3, 9), False),
    ("written", date(2026, 3, 20), None, None, False),
]


def test_a_validity_confirmed_from_the_first_hire_on_follows_it(database: Database) -> None:
    with database.write() as session:
        here = territory(session)
        company = party(session, here)
        buyer = party(session, here, kind="buyer")
        for name, valid_from, late_month, contract_from, _ in BEFORE_0005:
            known = {"territory_id": here, "party_id": company, "last_name": "Fictif", "created_at": NOW}
            dino = add(session, Participant, first_name="Dino", **known)
            other = add(session, Participant, first_name="D.", merged_into_id=dino, merged_at=NOW, **known)
            there = market(session, here, buyer, name)
            for month, day in ((date(2026, 3, 1), NOW), (late_month, NOW + timedelta(days=9))):
                if month is not None:
                    answer = {"month": month, "status": "submitted", "submitted_at": day}
                    number = sheet(session, here, there, company, **answer)
                    add(session, HourLine, sheet_id=number, participant_id=other, hours=Decimal(70))
            if contract_from is not None:
                kind = {"kind": "fixed_term", "starts_on": contract_from, "created_at": NOW}
                add(
                    session,
                    WorkContract,
                    participant_id=dino,
                    employer_id=company,
                    company_id=company,
                    **kind,
                )
            days = {"valid_from": valid_from, "valid_until": date(2028, 3, 31), "claimed_at": NOW}
            add(session, Eligibility, participant_id=dino, criterion="rsa", status="confirmed", **days,
                pack_version=name, proof_seen_on=NOW.date(), decided_at=NOW + timedelta(days=1))  # fmt: skip

    downgrade(database, "0005")
    upgrade(database)

    with database.read() as session:
        rows = session.connection().execute(select(CLAIM.c.pack_version, CLAIM.c.follows_hire))
        assert {row[0]: row[1] for row in rows} == {case[0]: case[-1] for case in BEFORE_0005}


def test_people_known_before_are_looked_up_like_those_who_come_after(database: Database) -> None:
    names = [("Élise", "de la Supposée"), ("Mohammed", "Ben-Exemple"), ("Jean Œdipe", "D’Illusie")]
    with database.write() as session:
        here = territory(session)
        values = {"territory_id": here, "party_id": party(session, here), "created_at": NOW}
        for first, last in names:
            add(session, Participant, first_name=first, last_name=last, **values)

    downgrade(database, "0003")
    upgrade(database)

    with database.read() as session:
        keys = select(table_of(Participant).c.name_key).order_by(table_of(Participant).c.id)
        assert session.connection().execute(keys).scalars().all() == [name_key(*each) for each in names]


def test_markets_followed_before_are_asked_for_their_site_meeting(database: Database) -> None:
    with database.write() as session:
        here = territory(session)
        followed = market(session, here, party(session, here), stage="follow_up", starts_on=NOW.date())
        add(session, Deadline, territory_id=here, market_id=followed, rule="open_sheets", subject_id=followed,
            step="open", period="2026-03-01", due_at=NOW, status="pending")  # fmt: skip

    downgrade(database, "0003")
    upgrade(database)

    with database.read() as session:
        clock = table_of(Deadline).c
        asked = select(clock.market_id, clock.due_at, clock.status).where(clock.rule == "site_meeting")
        assert [tuple(row) for row in session.connection().execute(asked)] == [(followed, NOW, "pending")]


@pytest.fixture
def journalled(database: Database) -> Iterator[Database]:
    with database.write() as session:
        here = territory(session)
        there = market(session, here, party(session, here))
        add(session, Journal, market_id=there, position=1, event="opened", at=NOW, actor_kind="clock",
            pack_version="default-1", payload="{}", previous_hash="0" * 64, hash="1" * 64)  # fmt: skip
        add(session, TerritorySeal, territory_id=here, sealed_on=NOW.date(), heads="[]",
            previous_root="0" * 64, root="1" * 64, sealed_at=NOW)  # fmt: skip
    yield database


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE journal SET payload = '{\"hours\": 1}'",
        "DELETE FROM journal",
        "UPDATE territory_seal SET root = 'f'",
        "DELETE FROM territory_seal",
    ],
)
def test_the_journal_and_its_seals_refuse_to_be_changed(journalled: Database, statement: str) -> None:
    with pytest.raises(DBAPIError, match="append-only"), journalled.write() as session:
        session.connection().execute(text(statement))


@pytest.mark.database
@pytest.mark.parametrize("table", ["journal", "territory_seal"])
def test_postgresql_refuses_to_empty_them(migrated_postgres_url: str, table: str) -> None:
    database = Database(migrated_postgres_url)
    with pytest.raises(DBAPIError, match="append-only"), database.write() as session:
        session.connection().execute(text(f"TRUNCATE {table}"))
    database.dispose()


def test_the_next_migration_holds_what_was_declared_since(
    monkeypatch: pytest.MonkeyPatch, tmp_path: Any
) -> None:
    copy = tmp_path / "migrations"
    shutil.copytree(migrating.MIGRATIONS, copy, ignore=shutil.ignore_patterns("__pycache__"))
    monkeypatch.setattr(migrating, "MIGRATIONS", copy)
    declared = MetaData()
    for table in SQLModel.metadata.tables.values():
        table.to_metadata(declared)
    Table("heartbeat", declared, Column("remark", Text), extend_existing=True)
    monkeypatch.setattr(SQLModel, "metadata", declared)

    following = f"{int(newest_revision()) + 1:04}"

    written = migrating.make_migration("heartbeats have a remark")

    assert written.name == f"{following}_heartbeats_have_a_remark.py"
    assert "sa.Column('remark', sa.Text()" in written.read_text()
