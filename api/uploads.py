"""Files sent to be imported: kept between the dry run and its confirmation, for a day at most.

A file is named by the SHA-256 of its content and by its owner, the territory or the buyer it is for, so that
nobody confirms another's.
"""

import hashlib
import re
import shutil
from dataclasses import dataclass
from datetime import datetime, timedelta
from pathlib import Path
from typing import BinaryIO

from cases.refusals import InvalidInput, NotFound, Place

KEPT_FOR = timedelta(days=1)
BLOCK = 1 << 20
SHA256 = re.compile(r"[0-9a-f]{64}")


@dataclass(frozen=True, slots=True)
class Uploads:
    """The folder of files that wait for their confirmation."""

    folder: Path

    def keep(self, owner_id: int, stream: BinaryIO, *, now: datetime) -> str:
        """Keep a copy; its SHA-256. Raises InvalidInput when nothing was sent. Old files are dropped."""
        self.folder.mkdir(parents=True, exist_ok=True)
        self._drop_old(now)
        digest = sha256_of(stream)
        with self._path(owner_id, digest).open("wb") as kept:
            shutil.copyfileobj(stream, kept, BLOCK)
        return digest

    def open(self, owner_id: int, digest: str) -> BinaryIO:
        """The file, to be read. Raises NotFound when it was never sent, or is too old."""
        if not SHA256.fullmatch(digest):
            raise NotFound
        try:
            return self._path(owner_id, digest).open("rb")
        except FileNotFoundError:
            raise NotFound from None

    def drop(self, owner_id: int, digest: str) -> None:
        """Forget a file once it has been imported."""
        self._path(owner_id, digest).unlink(missing_ok=True)

    def _path(self, owner_id: int, digest: str) -> Path:
        return self.folder / f"{owner_id}-{digest}"

    def _drop_old(self, now: datetime) -> None:
        for path in self.folder.iterdir():
            if now.timestamp() - path.stat().st_mtime > KEPT_FOR.total_seconds():
                path.unlink(missing_ok=True)


def sha256_of(stream: BinaryIO) -> str:
    """The SHA-256 of a file, read block by block and left at its beginning. Raises InvalidInput if empty."""
    digest, size = hashlib.sha256(), 0
    stream.seek(0)
    while block := stream.read(BLOCK):
        digest.update(block)
        size += len(block)
    stream.seek(0)
    if not size:
        raise InvalidInput(Place("file", "Choisissez un fichier.", "Choose a file."))
    return digest.hexdigest()
