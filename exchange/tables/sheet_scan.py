"""What the values of a sheet do not say: formulas, errors, merges, and how far it reaches.

Read from the XML itself before the sheet is loaded, because a single cell far away would make the loader
lay out millions of empty ones.
"""

import re
import zipfile
from dataclasses import dataclass, field
from xml.parsers import expat

from exchange.tables.archive import BOOK, RELATIONS, Refused, part, safe_parser
from exchange.tables.limits import Limits

PLACE = re.compile(r"([A-Z]{1,4})([0-9]{1,9})")
NO_MEMORY = expat.errors.codes[expat.errors.XML_ERROR_NO_MEMORY]
Rectangle = tuple[int, int, int, int]
"""First row, first column, last row, last column, from 1."""


@dataclass(slots=True)
class SheetFacts:
    """By (row, column) from 1: errors by name, formulas, those without a value; the merged rectangles.

    `computed` are the rectangles that one formula fills, `cells` how many hold something.
    """

    cells: int = 0
    errors: dict[tuple[int, int], str] = field(default_factory=dict)
    unknown: set[tuple[int, int]] = field(default_factory=set)
    merges: list[Rectangle] = field(default_factory=list)
    formulas: set[tuple[int, int]] = field(default_factory=set)
    computed: list[Rectangle] = field(default_factory=list)

    def is_formula(self, row: int, column: int) -> bool:
        """Whether the value there was computed."""
        return (row, column) in self.formulas or any(
            first_row <= row <= last_row and first_column <= column <= last_column
            for first_row, first_column, last_row, last_column in self.computed
        )


def sheet_parts(archive: zipfile.ZipFile, most: int) -> dict[str, str]:
    """The file of each sheet, by the sheet's name. Raises Refused."""
    targets = {
        found["Id"]: found.get("Target", "") for found in _tags(archive, RELATIONS, "Relationship", most)
    }
    parts = {}
    for sheet in _tags(archive, BOOK, "sheet", most):
        relation = next((value for name, value in sheet.items() if name.endswith(" id")), "")
        target = targets.get(relation, "")
        parts[sheet.get("name", "")] = target.removeprefix("/") if target[:1] == "/" else f"xl/{target}"
    return parts


def _tags(archive: zipfile.ZipFile, name: str, tag: str, most: int) -> list[dict[str, str]]:
    found: list[dict[str, str]] = []

    def start(element: str, attributes: dict[str, str]) -> None:
        if element.rpartition(" ")[2] == tag:
            found.append(attributes)

    parser = safe_parser()
    parser.StartElementHandler = start
    _parse(parser, part(archive, name, most))
    return found


def scan(archive: zipfile.ZipFile, name: str, limits: Limits) -> SheetFacts:
    """Look through one sheet. Raises Refused when it reaches too far or is damaged."""
    scanned = _Scan(limits)
    _parse(scanned.parser, part(archive, name, limits.unpacked_bytes))
    return scanned.facts


def _parse(parser: expat.XMLParserType, content: bytes) -> None:
    try:
        parser.Parse(content, True)
    except expat.ExpatError as error:
        if error.code == NO_MEMORY:
            raise MemoryError from None
        raise Refused("damaged") from None


class _Scan:
    """The state of one passage: the cell being read, and what it held so far."""

    def __init__(self, limits: Limits) -> None:
        self.limits, self.facts = limits, SheetFacts()
        self.place, self.kind = (0, 0), ""
        self.has_formula = self.is_value = False
        self.value = ""
        self.parser = safe_parser()
        self.parser.buffer_text = True
        self.parser.StartElementHandler = self._start
        self.parser.EndElementHandler = self._end
        self.parser.CharacterDataHandler = self._text

    def _start(self, element: str, attributes: dict[str, str]) -> None:
        tag = element.rpartition(" ")[2]
        if tag == "row":
            row = attributes.get("r", "")
            self.place = (
                int(row) if row.isascii() and row.isdigit() and len(row) < 10 else self.place[0] + 1,
                0,
            )
        elif tag == "c":
            self.place = _place(attributes.get("r", "")) or (self.place[0], self.place[1] + 1)
            self.kind, self.value, self.has_formula = attributes.get("t", ""), "", False
        elif tag == "f":
            self.has_formula = True
            if ":" in (reference := attributes.get("ref", "")) and attributes.get("t") != "shared":
                self._add_rectangle(self.facts.computed, reference)
        elif tag in ("v", "t"):
            self.is_value = True
        elif tag == "mergeCell":
            self._add_rectangle(self.facts.merges, attributes.get("ref", ""))

    def _text(self, text: str) -> None:
        if self.is_value and len(self.value) < 20:
            self.value += text

    def _end(self, element: str) -> None:
        tag = element.rpartition(" ")[2]
        if tag in ("v", "t"):
            self.is_value = False
        elif tag == "c" and (self.value or self.has_formula):
            self._close_cell()

    def _close_cell(self) -> None:
        row, column = self.place
        self.facts.cells += 1
        if self.facts.cells > self.limits.cells:
            raise Refused("too_many_cells", self.limits.cells)
        if row > self.limits.rows:
            raise Refused("too_many_rows", self.limits.rows)
        if column > self.limits.columns:
            raise Refused("too_many_columns", self.limits.columns)
        if self.has_formula:
            self.facts.formulas.add(self.place)
        if self.kind == "e":
            self.facts.errors[self.place] = self.value
        elif self.has_formula and not self.value and self.kind != "str":
            self.facts.unknown.add(self.place)

    def _add_rectangle(self, rectangles: list[Rectangle], reference: str) -> None:
        first, _, last = reference.partition(":")
        begins, ends = _place(first), _place(last or first)
        if begins and ends and begins[0] <= self.limits.rows and begins[1] <= self.limits.columns:
            ends = (min(ends[0], self.limits.rows), min(ends[1], self.limits.columns))
            rectangles.append((*begins, *ends))


def _place(reference: str) -> tuple[int, int] | None:
    """(row, column) of `B12`."""
    found = PLACE.fullmatch(reference)
    if found is None:
        return None
    column = 0
    for letter in found[1]:
        column = column * 26 + ord(letter) - 64
    return int(found[2]), column
