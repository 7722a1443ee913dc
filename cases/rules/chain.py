"""The journal's hash chain: each row covers its content and the row before it."""

import json
from collections.abc import Iterable, Mapping
from datetime import UTC, datetime
from hashlib import sha256
from typing import Any

_CANONICAL = json.JSONEncoder(default=str, sort_keys=True, ensure_ascii=False, separators=(",", ":"))


def canonical(payload: Mapping[str, Any]) -> str:
    """The payload as the one JSON text that is stored and hashed: sorted keys, exact decimals as text."""
    return _CANONICAL.encode(payload)


def link_hash(
    previous_hash: str,
    market_id: int,
    position: int,
    event: str,
    at: datetime,
    actor: str,
    pack_version: str,
    payload: str,
) -> str:
    """The hash of one journal row. `at` counts to the microsecond, in UTC; `actor` is kind and number."""
    instant = at.astimezone(UTC).isoformat()
    fields = (previous_hash, str(market_id), str(position), event, instant, actor, pack_version, payload)
    return sha256("\x1f".join(fields).encode()).hexdigest()


def root_hash(previous_root: str, day: str, heads: Iterable[tuple[int, int, str]]) -> str:
    """A territory's daily root over (market, length, head) in market order, chained to the day before."""
    digest = sha256(f"{previous_root}\x1f{day}".encode())
    for market_id, length, head in heads:
        digest.update(f"\x1e{market_id}\x1f{length}\x1f{head}".encode())
    return digest.hexdigest()
