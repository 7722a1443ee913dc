"""What both forms of the file are read into: one value for each contract, with keys made comparable.

Real files spell the same key `considerationSociale`, `decp:considerationsociale` or `consideration_sociale`:
keys are folded once here, so that the rest of the reader knows a single spelling.
"""

import unicodedata
from collections.abc import Iterator
from dataclasses import dataclass, field
from decimal import Decimal
from functools import lru_cache
from typing import Literal

Scalar = str | int | bool | Decimal | None
Value = Scalar | list["Value"] | dict[str, "Value"]
Kind = Literal["market", "concession"]

# A contract is a few hundred values; beyond these bounds the file is broken, and memory must not follow it.
MAX_VALUES = 200_000
MAX_DEPTH = 60
_LONGEST_WORD = 120

KIND_OF_KEY: dict[str, Kind] = {
    "marche": "market",
    "contratconcession": "concession",
    "contratsconcession": "concession",
    "contratdeconcession": "concession",
    "concession": "concession",
    "concessions": "concession",
}
LABEL_OF_KIND: dict[Kind, str] = {"market": "marche", "concession": "contrat-concession"}


@dataclass(frozen=True, slots=True)
class Oversized:
    """Stands for a contract too big or too deep to be one; `known` is what could be kept of it."""

    known: dict[str, Value]


@dataclass(frozen=True, slots=True)
class Item:
    """One thing found where a contract is expected. `kind` is None when its place does not tell."""

    place: str
    kind: Kind | None
    value: Value | Oversized


@dataclass(frozen=True, slots=True)
class Broken:
    """The file cannot be read further. `code` names a message; line and byte count from 1."""

    code: str
    place: str = ""
    market_id: str | None = None
    line: int = 0
    byte: int = 0
    detail: str = ""


class Tree:
    """One contract growing, without recursion and within bounds."""

    __slots__ = ("_keys", "_nodes", "_size", "is_too_big", "root")

    def __init__(self) -> None:
        self.root: Value = None
        self._nodes: list[dict[str, Value] | list[Value]] = []
        self._keys: list[str] = []
        self._size = 0
        self.is_too_big = False

    @property
    def depth(self) -> int:
        return len(self._nodes)

    @property
    def known(self) -> dict[str, Value]:
        """What is complete so far of the contract."""
        return self._nodes[0] if self._nodes and isinstance(self._nodes[0], dict) else {}

    def open(self, node: dict[str, Value] | list[Value]) -> None:
        self._nodes.append(node)
        if len(self._nodes) > MAX_DEPTH:
            self.is_too_big = True
        self._keys.append("")

    def name(self, key: str) -> None:
        """Say under which key the next value of the object goes; the contract itself has none."""
        if self._keys:
            self._keys[-1] = fold(key)

    def add(self, value: Value) -> None:
        self._size += 1
        if self._size > MAX_VALUES:
            self.is_too_big = True
        if not self._nodes:
            self.root = value
            return
        node = self._nodes[-1]
        if isinstance(node, dict):
            put(node, self._keys[-1], value)
        else:
            node.append(value)

    def close(self, text: str | None = None) -> None:
        """End the value under way; in XML, an element without children is worth its `text`."""
        node = self._nodes.pop()
        self._keys.pop()
        self.add(text if text is not None and not node else node)


@dataclass(slots=True)
class Places:
    """Numbers the contracts under each label, from 1, across the whole file."""

    counts: dict[str, int] = field(default_factory=dict)

    def next_under(self, label: str) -> str:
        self.counts[label] = self.counts.get(label, 0) + 1
        return f"{label}[{self.counts[label]}]"


def fold(word: str) -> str:
    """A key without namespace, case, accents and signs: `ns:Clause_Sociale` -> `clausesociale`."""
    return _folded(word[:_LONGEST_WORD])


@lru_cache(maxsize=4096)
def _folded(word: str) -> str:
    return plain(word.rpartition(":")[2].rpartition("}")[2])


def plain(words: str) -> str:
    """Letters and digits only, lower case, without accents: what two spellings have in common.

    Nothing longer than `_LONGEST_WORD` signs is in a vocabulary, so what follows does not count.
    """
    return _plain(words[:_LONGEST_WORD])


@lru_cache(maxsize=4096)
def _plain(words: str) -> str:
    apart = unicodedata.normalize("NFKD", words)
    return "".join(sign for sign in apart if sign.isalnum() or sign in "#$").casefold()


def put(record: dict[str, Value], key: str, value: Value) -> None:
    """Add a value under a key; a repeated key becomes a list, so that nothing of it is lost."""
    if key not in record:
        record[key] = value
        return
    before = record[key]
    together: list[Value] = before if isinstance(before, list) else [before]
    if isinstance(value, list):
        together.extend(value)
    else:
        together.append(value)
    record[key] = together


def members(value: Value, name: str) -> Iterator[Value]:
    """The elements of a list in any wrapping: `[{name: {...}}]`, `{name: [...]}`, `[...]`, or one alone.

    Empty elements (null, "", {}) are passed over: many files write them for "nothing".
    """
    if isinstance(value, list):
        for element in value:
            yield from members(element, name)
    elif isinstance(value, dict) and name in value:
        yield from members(value[name], name)
    elif value not in (None, "", {}):
        yield value


def unwrapped(item: Item) -> Iterator[Item]:
    """A contract wrapped once more (`[{"marche": {...}}, {"contrat-concession": [...]}]`), laid bare."""
    value = item.value
    if not isinstance(value, dict) or len(value) != 1 or (key := next(iter(value))) not in KIND_OF_KEY:
        yield item
        return
    kind = KIND_OF_KEY[key]
    inside = value[key]
    elements = inside if isinstance(inside, list) else [inside]
    for rank, element in enumerate(elements, start=1):
        suffix = f"[{rank}]" if isinstance(inside, list) else ""
        yield Item(f"{item.place}.{LABEL_OF_KIND[kind]}{suffix}", kind, element)
