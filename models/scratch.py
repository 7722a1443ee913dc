"""A dictionary of texts on the disk, for what long work has to remember without growing in memory."""

import sqlite3
from collections.abc import Iterator
from contextlib import contextmanager


class Scratch:
    """Kept by SQLite in a temporary file of its own, which is gone when this is."""

    def __init__(self) -> None:
        self._kept = sqlite3.connect("", isolation_level=None, check_same_thread=False)
        self._kept.execute("PRAGMA journal_mode = MEMORY")
        self._kept.execute("CREATE TABLE kept (name TEXT PRIMARY KEY, said TEXT NOT NULL) WITHOUT ROWID")

    def get(self, name: str) -> str | None:
        """What was put under this name last."""
        found = self._kept.execute("SELECT said FROM kept WHERE name = ?", (name,)).fetchone()
        return None if found is None else str(found[0])

    def put(self, name: str, said: str) -> None:
        """Keep this under this name, instead of what was there."""
        self._kept.execute("INSERT OR REPLACE INTO kept VALUES (?, ?)", (name, said))

    @contextmanager
    def all_or_nothing(self) -> Iterator[None]:
        """Forget what the block put when it raises."""
        self._kept.execute("BEGIN")
        try:
            yield
        except BaseException:
            self._kept.execute("ROLLBACK")
            raise
        self._kept.execute("COMMIT")
