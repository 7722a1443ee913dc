import json
import os
import shutil
import stat
import threading
import zipfile
from collections.abc import Iterator
from dataclasses import asdict, replace
from datetime import date
from pathlib import Path

import pytest
from sqlalchemy import func, insert, select, update
from sqlmodel import SQLModel

from cases.integrity import check, seal_territories
from models import backup as backing_up
from models.backup import (
    MANIFEST,
    BackupDamaged,
    BackupIsForeign,
    DatabaseNotEmpty,
    Manifest,
    backup,
    restore,
)
from models.database import Database
from models.migrating import DatabaseIsNewer, newest_revision, revision_of, upgrade
from models.postgres_dump import ToolFailed, ToolMissing
from models.secret import KEY_FILE, secret_key
from models.settings import Settings
from models.sqlite_copy import DatabaseInUse
from tests.database.records import NOW, market, party, territory
from tests.support.people import House, at
from tests.support.postgres import fresh_database

SETTING = SQLModel.metadata.tables["setting"]


@pytest.fixture
def settings(database: Database, tmp_path: Path) -> Settings:
    url = database.url.render_as_string(hide_password=False)
    return Settings(data_dir=tmp_path / "data", database_url=url)


@pytest.fixture
def elsewhere(database: Database, tmp_path: Path, request: pytest.FixtureRequest) -> Iterator[Settings]:
    """Another machine: an empty database of the same kind."""
    data_dir = tmp_path / "elsewhere"
    if database.is_sqlite:
        yield Settings(data_dir=data_dir)
        return
    if shutil.which("pg_dump") is None or shutil.which("psql") is None:
        pytest.skip("PostgreSQL's client programs are not installed")
    with fresh_database(request.getfixturevalue("postgres_url")) as url:
        yield Settings(data_dir=data_dir, database_url=url)


def contents(settings_or_database: Settings | Database) -> dict[str, list[tuple[object, ...]]]:
    """Every row of every table."""
    given = settings_or_database
    database = Database(given.effective_database_url) if isinstance(given, Settings) else given
    with database.read() as session:
        found = {
            name: sorted((tuple(row) for row in session.connection().execute(select(table))), key=str)
            for name, table in SQLModel.metadata.tables.items()
        }
    if database is not given:
        database.dispose()
    return found


def live(database: Database) -> None:
    house = House(database)
    house.under_way(date(2027, 1, 4))
    house.live(date(2027, 2, 1), date(2027, 2, 2))
    seal_territories(database, now=at(date(2027, 2, 2)))


def test_an_installation_comes_back_whole_on_another_machine(
    database: Database, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    live(database)
    key = secret_key(settings)
    file = tmp_path / "monday.jalon"

    written = backup(database, settings, file, now=NOW)
    read = restore(elsewhere, file)

    assert read == written
    assert contents(elsewhere) == contents(database)
    assert secret_key(elsewhere) == key
    there = Database(elsewhere.effective_database_url)
    upgrade(there)
    assert revision_of(there) == newest_revision()
    assert check(there, now=at(NOW.date())).counts == check(database, now=at(NOW.date())).counts
    with pytest.raises(Exception, match="append-only"), there.write() as session:
        session.connection().execute(update(SQLModel.metadata.tables["journal"]).values(payload="{}"))
    there.dispose()


def test_a_restored_database_numbers_on_from_where_it_was(
    database: Database, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    live(database)
    backup(database, settings, tmp_path / "b", now=NOW)
    restore(elsewhere, tmp_path / "b")
    there = Database(elsewhere.effective_database_url)
    with there.write() as session:
        assert territory(session, "valjoli") == 2
    there.dispose()


def test_the_manifest_says_what_is_inside(
    database: Database, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    secret_key(settings)
    manifest = backup(database, settings, tmp_path / "b", now=NOW)
    with zipfile.ZipFile(tmp_path / "b") as whole:
        assert set(whole.namelist()) == {MANIFEST, *manifest.sha256}
        assert json.loads(whole.read(MANIFEST))["created_at"] == NOW.isoformat()
    assert KEY_FILE in manifest.sha256
    assert manifest.revision == newest_revision()
    assert stat.S_IMODE((tmp_path / "b").stat().st_mode) == 0o600


def test_a_database_that_holds_a_territory_is_replaced_only_on_purpose(
    database: Database, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    live(database)
    backup(database, settings, tmp_path / "b", now=NOW)
    there = Database(elsewhere.effective_database_url)
    upgrade(there)
    with there.write() as session:
        territory(session, "precious")
    before = contents(there)
    there.dispose()

    with pytest.raises(DatabaseNotEmpty):
        restore(elsewhere, tmp_path / "b")
    assert contents(elsewhere) == before
    restore(elsewhere, tmp_path / "b", force=True)
    assert contents(elsewhere) == contents(database)


def rewritten(file: Path, manifest: Manifest) -> Path:
    """The same archive with another manifest."""
    made = file.with_suffix(".forged")
    with zipfile.ZipFile(file) as old, zipfile.ZipFile(made, "w") as new:
        for name in old.namelist():
            said = json.dumps(asdict(manifest)) if name == MANIFEST else old.read(name)
            new.writestr(name, said)
    return made


def test_a_backup_of_a_newer_version_is_refused(
    database: Database, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    manifest = backup(database, settings, tmp_path / "b", now=NOW)
    newer = rewritten(tmp_path / "b", replace(manifest, revision="9999"))
    with pytest.raises(DatabaseIsNewer):
        restore(elsewhere, newer)
    another_format = rewritten(tmp_path / "b", replace(manifest, format=2))
    with pytest.raises(BackupIsForeign, match="format 2"):
        restore(elsewhere, another_format)


def test_a_backup_of_the_other_kind_is_refused(
    database: Database, settings: Settings, elsewhere: Settings, tmp_path: Path
) -> None:
    manifest = backup(database, settings, tmp_path / "b", now=NOW)
    other = {"sqlite": "postgresql", "postgresql": "sqlite"}[manifest.kind]
    with zipfile.ZipFile(tmp_path / "b") as whole:
        whole.extractall(tmp_path)
    member = Path(tmp_path / backing_up.MEMBERS[manifest.kind])
    renamed = member.rename(tmp_path / f"x-{member.name}").rename(tmp_path / backing_up.MEMBERS[other])
    forged = replace(manifest, kind=other, sha256={renamed.name: backing_up._sha256(renamed)})
    backing_up._pack(tmp_path / "other", forged, [renamed])
    with pytest.raises(BackupIsForeign, match=other):
        restore(elsewhere, tmp_path / "other")


@pytest.mark.parametrize("damage", ["cut", "flipped", "emptied", "replaced", "outside"])
def test_a_damaged_backup_is_refused_and_nothing_changes(
    sqlite_database: Database, tmp_path: Path, damage: str
) -> None:
    here = Settings(data_dir=tmp_path)
    live(sqlite_database)
    file = tmp_path / "b"
    manifest = backup(sqlite_database, here, file, now=NOW)
    content = bytearray(file.read_bytes())
    if damage == "cut":
        file.write_bytes(content[: len(content) // 2])
    elif damage == "flipped":
        content[len(content) // 2] ^= 0xFF
        file.write_bytes(content)
    elif damage == "emptied":
        file.write_bytes(b"")
    elif damage == "replaced":
        file = rewritten(file, replace(manifest, sha256={"jalon.db": "0" * 64}))
    else:
        file = rewritten(file, replace(manifest, sha256={**manifest.sha256, "../outside": "0" * 64}))
    before = contents(sqlite_database)

    with pytest.raises(BackupDamaged):
        restore(here, file, force=True)

    assert contents(sqlite_database) == before
    assert not (tmp_path.parent / "outside").exists()
    assert [left.name for left in tmp_path.iterdir() if left.name.startswith(".")] == []


def test_a_file_of_something_else_is_refused(tmp_path: Path) -> None:
    (tmp_path / "letter").write_text("Bonjour")
    with pytest.raises(BackupDamaged, match="letter"):
        restore(Settings(data_dir=tmp_path / "data"), tmp_path / "letter")
    with pytest.raises(BackupDamaged):
        restore(Settings(data_dir=tmp_path / "data"), tmp_path / "absent")


def test_a_database_in_use_is_not_replaced(sqlite_database: Database, tmp_path: Path) -> None:
    here = Settings(data_dir=tmp_path)
    backup(sqlite_database, here, tmp_path / "b", now=NOW)
    with sqlite_database.read() as session:
        session.connection().execute(select(SETTING))
        with pytest.raises(DatabaseInUse, match="stop the service"):
            restore(here, tmp_path / "b", force=True)


def test_a_backup_is_of_one_instant_while_others_write(sqlite_database: Database, tmp_path: Path) -> None:
    """Two rows always change together: a copy torn between two commits would show them apart."""
    here, stop, turns = Settings(data_dir=tmp_path), threading.Event(), []
    with sqlite_database.write() as session:
        session.connection().execute(
            insert(SETTING), [{"name": name, "value": "0"} for name in ("left", "right")]
        )

    def write() -> None:
        turn = 0
        while not stop.is_set():
            turn += 1
            with sqlite_database.write() as session:
                for name in ("left", "right"):
                    change = update(SETTING).where(SETTING.c.name == name).values(value=str(turn))
                    session.connection().execute(change)
            turns.append(turn)

    writer = threading.Thread(target=write)
    writer.start()
    for number in range(5):
        backup(sqlite_database, here, tmp_path / f"b{number}", now=NOW)
    stop.set()
    writer.join()

    assert turns
    for number in range(5):
        there = Settings(data_dir=tmp_path / f"there{number}")
        restore(there, tmp_path / f"b{number}")
        rows = contents(there)["setting"]
        assert len({value for _, value in rows}) == 1


def test_a_failed_backup_leaves_the_older_one(
    sqlite_database: Database, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    here, file = Settings(data_dir=tmp_path), tmp_path / "b"
    backup(sqlite_database, here, file, now=NOW)
    before = file.read_bytes()

    def fail(*_: object) -> None:
        raise OSError("No space left on device")

    monkeypatch.setattr(backing_up, "_pack", fail)
    with pytest.raises(OSError, match="No space"):
        backup(sqlite_database, here, file, now=NOW)
    assert file.read_bytes() == before
    assert sorted(left.name for left in tmp_path.iterdir() if left.name.startswith(".")) == []


@pytest.mark.database
def test_postgresql_without_its_programs_is_told_clearly(
    postgres_database_url: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    database = Database(postgres_database_url)
    monkeypatch.setenv("PATH", str(tmp_path))
    with pytest.raises(ToolMissing, match="postgresql-client"):
        backup(database, Settings(data_dir=tmp_path), tmp_path / "b", now=NOW)
    assert not (tmp_path / "b").exists()
    database.dispose()


def test_the_password_goes_by_the_environment(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    program = tmp_path / "pg_dump"
    program.write_text('#!/bin/sh\necho "$PGPASSWORD" > "$0.password"\necho "$@" > "$0.arguments"\nexit 3\n')
    program.chmod(0o755)
    monkeypatch.setenv("PATH", f"{tmp_path}{os.pathsep}{os.environ['PATH']}")
    database = Database("postgresql+psycopg://jalon:s3cret%40@db.example:5433/cases?sslmode=require")
    with pytest.raises(ToolFailed) as refused:
        backup(database, Settings(data_dir=tmp_path), tmp_path / "b", now=NOW)
    arguments = (tmp_path / "pg_dump.arguments").read_text()
    assert (tmp_path / "pg_dump.password").read_text() == "s3cret@\n"
    assert "s3cret" not in arguments and "s3cret" not in str(refused.value)
    for part in ("host=db.example", "port=5433", "user=jalon", "dbname=cases", "sslmode=require"):
        assert part in arguments


@pytest.mark.parametrize("database", [pytest.param("postgresql", marks=pytest.mark.database)], indirect=True)
@pytest.mark.usefixtures("elsewhere")
def test_a_failed_restore_on_postgresql_changes_nothing(
    database: Database, settings: Settings, tmp_path: Path
) -> None:
    with database.write() as session:
        here = territory(session)
        market(session, here, party(session, here))
    before = contents(database)
    dump = tmp_path / "jalon.dump"
    dump.write_bytes(b"PGDMP but not really")
    manifest = backup(database, settings, tmp_path / "b", now=NOW)
    forged = replace(manifest, sha256={dump.name: backing_up._sha256(dump)})
    backing_up._pack(tmp_path / "forged", forged, [dump])
    with pytest.raises(ToolFailed):
        restore(settings, tmp_path / "forged", force=True)
    assert contents(database) == before
    with database.read() as session:
        assert session.connection().execute(select(func.count()).select_from(SETTING)).scalar_one() == 0
