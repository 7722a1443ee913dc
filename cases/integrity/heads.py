"""The ends of all markets' chains, as a seal covers them and as they accumulate from seal to seal."""

from collections import defaultdict
from collections.abc import Iterable, Iterator
from hashlib import sha256

import orjson

Head = tuple[int, int, str]
"""Market, length and head of its chain."""

HASH_BYTES = 32
LENGTH_BYTES = 8
POINT_BYTES = LENGTH_BYTES + HASH_BYTES


class Heads:
    """Every market's head so far. A seal stores only those that changed since the seal before it."""

    def __init__(self) -> None:
        self._lines: dict[int, bytes] = {}
        self._last = 0
        self._in_order = True

    def put(self, head: Head) -> bool:
        """Take a market's head; whether it is new or changed."""
        market_id, length, digest = head
        line = f"\x1e{market_id}\x1f{length}\x1f{digest}".encode()
        known = self._lines.get(market_id)
        if known == line:
            return False
        if known is None:
            self._in_order &= market_id > self._last
            self._last = max(self._last, market_id)
        self._lines[market_id] = line
        return True

    def root(self, previous_root: str, day: str) -> str:
        """The same as `root_hash` over all heads in market order, its bytes joined at once.

        A check adds up every market for every day since the start: this takes milliseconds for each.
        """
        if not self._in_order:
            self._lines = dict(sorted(self._lines.items()))
            self._in_order = True
        digest = sha256(f"{previous_root}\x1f{day}".encode())
        digest.update(b"".join(self._lines.values()))
        return digest.hexdigest()


class SealedPoints:
    """What seals say of each market: at this length, this head. 40 bytes for each."""

    def __init__(self) -> None:
        self._points: defaultdict[int, bytearray] = defaultdict(bytearray)

    def add(self, head: Head) -> None:
        """Keep one. Raises ValueError when it is no hash."""
        market_id, length, digest = head
        self._points[market_id] += length.to_bytes(LENGTH_BYTES, "big") + bytes.fromhex(digest)

    def take(self, market_id: int) -> list[tuple[int, str]]:
        """The market's points, shortest first; they are forgotten here."""
        packed = bytes(self._points.pop(market_id, b""))
        found = []
        for start in range(0, len(packed), POINT_BYTES):
            length = int.from_bytes(packed[start : start + LENGTH_BYTES], "big")
            found.append((length, packed[start + LENGTH_BYTES : start + POINT_BYTES].hex()))
        return sorted(found)

    def left(self) -> Iterator[int]:
        """The markets whose points nobody took."""
        return iter(sorted(self._points))


def heads_text(heads: Iterable[Head]) -> str:
    """As a seal stores them."""
    return orjson.dumps(list(heads)).decode()


def read_heads(text: str) -> list[Head]:
    """What a seal stores. Raises ValueError when it was made unreadable."""
    found = orjson.loads(text)
    if not isinstance(found, list):
        raise ValueError("a seal holds a list of heads")
    heads = []
    for market_id, length, digest in found:
        if not (isinstance(market_id, int) and isinstance(length, int) and isinstance(digest, str)):
            raise ValueError("a head is a market, a length and a hash")
        if len(digest) != 2 * HASH_BYTES or length < 0:
            raise ValueError("a head is a market, a length and a hash")
        heads.append((market_id, length, digest))
    return heads
