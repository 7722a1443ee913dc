"""Passwords: hashed with argon2id, checked with the same work whether the account exists or not."""

from functools import lru_cache
from threading import BoundedSemaphore

from pwdlib import PasswordHash
from pwdlib.hashers.argon2 import Argon2Hasher

SHORTEST = 12
LONGEST = 200
_HASH = PasswordHash((Argon2Hasher(),))
# Each check takes 64 MB: a crowd at the door must not take them all at once.
_AT_ONCE = BoundedSemaphore(4)


def hash_password(password: str) -> str:
    """The argon2id hash to store."""
    with _AT_ONCE:
        return _HASH.hash(password)


def is_password(password: str, stored: str | None) -> bool:
    """Whether it is the password of that hash; never, but at the same cost, when there is no hash."""
    with _AT_ONCE:
        matches = _HASH.verify(password[:LONGEST], stored or _nobody())
    return matches and stored is not None


@lru_cache(maxsize=1)
def _nobody() -> str:
    """A hash that stands in for the account that does not exist."""
    return _HASH.hash("the password of nobody")
