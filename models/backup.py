"""One file that holds an installation: its database and the key of its links, with their checksums.

The key (`secret.key` of the data folder) is in it: whoever holds a backup can open the links that are still
valid, so it is written readable by its owner alone. A key given by JALON_SECRET_KEY is not: keep it apart.
"""

import json
import os
import shutil
import sqlite3
import tempfile
import zipfile
import zlib
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import asdict, dataclass
from datetime import datetime
from hashlib import file_digest
from importlib.metadata import PackageNotFoundError, version
from pathlib import Path
from typing import Any

from models import postgres_dump, sqlite_copy
from models.database import Database
from models.migrating import refuse_newer, revision_of
from models.secret import KEY_FILE
from models.settings import Settings

FORMAT = 1
MANIFEST = "manifest.json"
MEMBERS = {"sqlite": "jalon.db", "postgresql": "jalon.dump"}


class BackupDamaged(ValueError):
    """The file is not a backup, or not the one that was written."""


class BackupIsForeign(ValueError):
    """The backup is of the other kind of database, or in a format of a newer version."""


class DatabaseNotEmpty(ValueError):
    """The database to restore into already holds a territory."""

    def __init__(self) -> None:
        super().__init__(
            "This database already holds a territory: restore over it only on purpose (--force)."
        )


@dataclass(frozen=True, slots=True)
class Manifest:
    """What a backup says of itself. `sha256`: member of the archive -> checksum."""

    format: int
    jalon: str
    kind: str
    revision: str | None
    created_at: str
    sha256: dict[str, str]


def backup(database: Database, settings: Settings, file: Path, *, now: datetime) -> Manifest:
    """Write the whole installation to `file`, as at one instant, while the service runs.

    The file appears complete or not at all, and replaces an older one. On PostgreSQL needs pg_dump
    (raises ToolMissing, ToolFailed).
    """
    kind = database.url.get_backend_name()
    with _aside(file) as folder:
        members = [folder / MEMBERS[kind]]
        if database.is_sqlite:
            sqlite_copy.copy_out(Path(database.url.database or ""), members[0])
        else:
            postgres_dump.dump(database.url, members[0])
        key = settings.data_dir / KEY_FILE
        if key.exists():
            members.append(Path(shutil.copy(key, folder / KEY_FILE)))
        manifest = Manifest(
            format=FORMAT,
            jalon=_version(),
            kind=kind,
            revision=revision_of(database),
            created_at=now.isoformat(),
            sha256={member.name: _sha256(member) for member in members},
        )
        _pack(folder / "whole", manifest, members)
        _put(folder / "whole", file)
    return manifest


def restore(settings: Settings, file: Path, *, force: bool = False) -> Manifest:
    """Put a backup in the place of the database, all of it or nothing; the service must be stopped.

    Raises BackupDamaged, BackupIsForeign, DatabaseIsNewer (a backup of a newer version), DatabaseNotEmpty
    unless `force`; nothing was changed then. An older one is upgraded at the next start.
    """
    key = settings.data_dir / KEY_FILE
    with _aside(key) as folder:
        manifest = _unpack(file, folder)
        database = Database(settings.effective_database_url)
        try:
            _refuse(manifest, database, force)
            member = folder / MEMBERS[manifest.kind]
            if database.is_sqlite:
                database.dispose()
                _copy_in(member, Path(database.url.database or ""))
            else:
                postgres_dump.load(database.url, member)
        finally:
            database.dispose()
        if KEY_FILE in manifest.sha256:
            _put(folder / KEY_FILE, key)
    return manifest


def _refuse(manifest: Manifest, database: Database, force: bool) -> None:
    kind = database.url.get_backend_name()
    if manifest.kind != kind:
        raise BackupIsForeign(f"This backup is of a {manifest.kind} database; the one to restore is {kind}.")
    refuse_newer(manifest.revision)
    if not force and not _is_empty(database):
        raise DatabaseNotEmpty


def _copy_in(member: Path, file: Path) -> None:
    try:
        sqlite_copy.copy_in(member, file)
    except sqlite3.DatabaseError as error:
        raise BackupDamaged(f"The saved database is not sound: {error}") from error


def _is_empty(database: Database) -> bool:
    with database.engine.connect() as connection:
        if not database.engine.dialect.has_table(connection, "territory"):
            return True
        return connection.exec_driver_sql("SELECT 1 FROM territory LIMIT 1").first() is None


@contextmanager
def _aside(file: Path) -> Iterator[Path]:
    """A folder that only its owner reads, on the same disk as `file`, gone at the end."""
    file.parent.mkdir(parents=True, exist_ok=True)
    with tempfile.TemporaryDirectory(prefix=".jalon-backup-", dir=file.parent) as folder:
        yield Path(folder)


def _pack(archive: Path, manifest: Manifest, members: list[Path]) -> None:
    with zipfile.ZipFile(archive, "w", zipfile.ZIP_DEFLATED, compresslevel=3) as whole:
        whole.writestr(MANIFEST, json.dumps(asdict(manifest), indent=2))
        for member in members:
            whole.write(member, member.name)


def _unpack(file: Path, folder: Path) -> Manifest:
    """Take out the members that the manifest names, checked. Raises BackupDamaged, BackupIsForeign."""
    try:
        with zipfile.ZipFile(file) as whole:
            said: dict[str, Any] = json.loads(whole.read(MANIFEST))
            if said["format"] != FORMAT:
                raise BackupIsForeign(f"This backup has format {said['format']}: a newer Jalon reads it.")
            manifest = Manifest(**said)
            _take_out(whole, manifest, folder)
    except BackupIsForeign:
        raise
    except (OSError, zipfile.BadZipFile, zlib.error, LookupError, TypeError, ValueError, EOFError) as error:
        raise BackupDamaged(f"{file.name} is not a sound backup of Jalon: {error}") from error
    return manifest


def _take_out(whole: zipfile.ZipFile, manifest: Manifest, folder: Path) -> None:
    expected = {MEMBERS[manifest.kind]}
    if not expected <= set(manifest.sha256) <= expected | {KEY_FILE}:
        raise ValueError("its manifest names other files than a backup holds")
    for name, checksum in manifest.sha256.items():
        with whole.open(name) as packed, (folder / name).open("wb") as stream:
            shutil.copyfileobj(packed, stream, 1 << 20)
        if _sha256(folder / name) != checksum:
            raise ValueError(f"{name} is not what was saved")


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return file_digest(stream, "sha256").hexdigest()


def _put(made: Path, file: Path) -> None:
    """Give a finished file its name, once it is safe on the disk."""
    made.chmod(0o600)
    with made.open("rb") as stream:
        os.fsync(stream.fileno())
    made.replace(file)


def _version() -> str:
    try:
        return version("jalon")
    except PackageNotFoundError:
        return "checkout"
