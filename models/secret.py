"""The secret key of an installation: given, or made once beside the data. Links hang on it."""

import os
import secrets
from pathlib import Path

from models.settings import Settings

KEY_FILE = "secret.key"
KEY_BYTES = 32


def secret_key(settings: Settings) -> bytes:
    """JALON_SECRET_KEY, or the key of `data_dir`, made on first use and readable by its owner alone.

    Several processes that start together agree: the first to create the file gives the key.
    """
    if settings.secret_key:
        return settings.secret_key.encode()
    file = settings.data_dir / KEY_FILE
    if not file.exists():
        _make(file)
    return file.read_bytes()


def _make(file: Path) -> None:
    """Create the file whole or not at all: written aside, then linked to its name unless it is there."""
    file.parent.mkdir(parents=True, exist_ok=True)
    aside = file.with_name(f"{file.name}.{secrets.token_hex(8)}")
    handle = os.open(aside, os.O_WRONLY | os.O_CREAT | os.O_EXCL, 0o600)
    try:
        with os.fdopen(handle, "wb") as stream:
            stream.write(secrets.token_hex(KEY_BYTES).encode())
        os.link(aside, file)
    except FileExistsError:
        pass
    finally:
        aside.unlink()
