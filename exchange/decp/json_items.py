"""Contracts of a JSON file, one at a time: memory follows one contract, never the file."""

import re
from collections.abc import Iterator
from typing import Any

import ijson

from exchange.decp.items import (
    KIND_OF_KEY,
    LABEL_OF_KIND,
    Broken,
    Item,
    Kind,
    Oversized,
    Places,
    Tree,
    Value,
    fold,
    put,
)
from exchange.decp.source import Source

# Small pieces cost little and tell the line of a mistake: the parser itself does not.
_PIECE = 1024
_CONTAINER = "marches"
# Python refuses integers from 640 digits on in its strictest setting.
_MOST_DIGITS = 600
_ENDLESS = re.compile(rb"\d{%d}" % _MOST_DIGITS)
# What makes an object a contract when it stands where the list should be.
_OWN_KEYS = frozenset(
    (
        "id",
        "acheteur",
        "autoriteconcedante",
        "objet",
        "nature",
        "codecpv",
        "procedure",
        "montant",
        "valeurglobale",
        "dureemois",
        "datenotification",
        "datesignature",
        "datepublicationdonnees",
        "lieuexecution",
        "titulaires",
        "concessionnaires",
        "considerationssociales",
        "modifications",
        "actessoustraitance",
        "idaccordcadre",
    )
)
_OPENING = frozenset({"start_map", "start_array"})
_CLOSING = frozenset({"end_map", "end_array"})

Event = tuple[str, Any]


class JsonItems:
    """Walks the file once; iterate it. A mistake in the JSON ends the walk with one `Broken`."""

    def __init__(self, source: Source) -> None:
        self._source = source
        guarded = _WithoutEndlessNumbers(source)
        self._events: Iterator[Event] = iter(
            ijson.basic_parse(guarded, buf_size=_PIECE, multiple_values=True)
        )
        self._places = Places()
        self._place = ""
        self._tree = Tree()
        self._found = False

    def __iter__(self) -> Iterator[Item | Broken]:
        try:
            for event, _ in self._events:
                yield from self._root(event)
        except (ijson.JSONError, ValueError, ArithmeticError) as error:
            yield self._broken(error)
            return
        if not self._found:
            yield Broken("no_contract")

    def _root(self, event: str) -> Iterator[Item]:
        if event == "start_map":
            yield from self._container("")
        elif event == "start_array":
            yield from self._list("", None)

    def _container(self, prefix: str) -> Iterator[Item]:
        """An object that holds lists of contracts, or is itself a contract alone."""
        alone: dict[str, Value] = {}
        holds_lists = False
        for event, key in self._events:
            if event == "end_map":
                break
            name = fold(key)
            if (name == _CONTAINER and not prefix) or name in KIND_OF_KEY:
                holds_lists = self._found = True
                yield from self._contracts(name, key, prefix)
            elif name in _OWN_KEYS:
                value = self._value(*next(self._events))
                put(alone, name, None if isinstance(value, Oversized) else value)
            else:
                self._skip(next(self._events)[0])
        if alone and not holds_lists:
            self._found = True
            yield Item(self._places.next_under(prefix), None, alone)

    def _contracts(self, name: str, key: str, prefix: str) -> Iterator[Item]:
        kind = KIND_OF_KEY.get(name)
        label = LABEL_OF_KIND[kind] if kind else _CONTAINER
        label = f"{prefix}.{label}" if prefix else label
        event, value = next(self._events)
        if event == "start_array":
            yield from self._list(label, kind)
        elif event == "start_map" and kind is None:
            yield from self._container(label)
        elif event != "null":
            yield self._item(label, kind, event, value)

    def _list(self, label: str, kind: Kind | None) -> Iterator[Item]:
        self._found = True
        for event, value in self._events:
            if event == "end_array":
                return
            yield self._item(label, kind, event, value)

    def _item(self, label: str, kind: Kind | None, event: str, value: Any) -> Item:
        self._place = self._places.next_under(label)
        item = Item(self._place, kind, self._value(event, value))
        self._place, self._tree = "", Tree()
        return item

    def _value(self, event: str, value: Any) -> Value | Oversized:
        """The whole value that starts with this event."""
        self._tree = tree = Tree()
        self._grow(event, value)
        while tree.depth:
            self._grow(*next(self._events))
            if tree.is_too_big:
                self._leave(tree.depth)
                return Oversized(tree.known)
        return tree.root

    def _grow(self, event: str, value: Any) -> None:
        match event:
            case "map_key":
                self._tree.name(value)
            case "start_map":
                self._tree.open({})
            case "start_array":
                self._tree.open([])
            case "end_map" | "end_array":
                self._tree.close()
            case _:
                self._tree.add(value)

    def _skip(self, event: str) -> None:
        if event in _OPENING:
            self._leave(1)

    def _leave(self, depth: int) -> None:
        """Read on until that many open objects and lists are closed."""
        while depth:
            event, _ = next(self._events)
            depth += (event in _OPENING) - (event in _CLOSING)

    def _broken(self, error: Exception) -> Broken:
        detail = _first_line(error)
        is_cut = "premature EOF" in detail
        line, byte = self._source.locate(b"" if is_cut else _context(error))
        known = self._tree.known.get("id")
        return Broken(
            code="cut" if is_cut else "broken_json",
            place=self._place,
            market_id=known if isinstance(known, str) else None,
            line=line,
            byte=byte,
            detail=detail,
        )


class _WithoutEndlessNumbers:
    """Refuses a run of digits that Python will not turn into an integer.

    ijson 3.6 does not stop at that failure in its C parser: it goes on and crashes the whole process.
    """

    def __init__(self, source: Source) -> None:
        self._source = source
        self._tail = b""

    def read(self, size: int) -> bytes:
        piece = self._source.read(size)
        joined = self._tail + piece
        if _ENDLESS.search(joined):
            raise ValueError(f"number of {_MOST_DIGITS} digits or more")
        self._tail = joined[-_MOST_DIGITS:]
        return piece


def _message(error: Exception) -> str:
    given = error.args[0] if error.args else ""
    return given.decode("utf-8", "replace") if isinstance(given, bytes) else str(given)


def _first_line(error: Exception) -> str:
    return _message(error).partition("\n")[0]


def _context(error: Exception) -> bytes:
    """The text just before the mistake, as yajl quotes it: a second line, its arrow under column 40."""
    quoted = _message(error).splitlines()[1:2]
    return quoted[0][:40].lstrip().encode() if quoted else b""
