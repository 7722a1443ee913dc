"""The language of clause templates: text with names of values to put in, and nothing else.

    # Title, ## subtitle, - item of a list; any other line is a paragraph; empty lines are free.
    {{ heures }}            the value of that name, as text
    - {{ lots }}            alone on an item: an item for each of them
    [si heures_qpv]         the lines up to [fin] are kept only when that value is known
    [fin]

There is no code, no attribute, no loop, no nesting. What is not exactly that is refused with its line.
"""

import re
from collections.abc import Container, Iterator, Mapping
from dataclasses import dataclass, field
from enum import StrEnum

from cases.rules.clause_values import LISTS, VALUES

Known = Mapping[str, str | tuple[str, ...]]
"""Values by name, already worded; a list for the names of LISTS. A name that is absent is not known."""

HOLE = re.compile(r"\{\{(.*?)\}\}")
NAME = re.compile(r"[a-z][a-z0-9_]*")
CONDITION = re.compile(r"\[si ([^\]]*)\]")
CONDITION_LIKE = re.compile(r"\[\s*(si\b|fin\b)", re.IGNORECASE)
END = "[fin]"
MOST_LINES = 500


class LineKind(StrEnum):
    """What a line is."""

    TITLE = "title"
    SUBTITLE = "subtitle"
    ITEM = "item"
    PARAGRAPH = "paragraph"


MARKS = (("## ", LineKind.SUBTITLE), ("# ", LineKind.TITLE), ("- ", LineKind.ITEM))


class Fault(StrEnum):
    """What a line may have wrong."""

    UNKNOWN_NAME = "unknown_name"
    BRACES = "braces"
    LIST_NOT_ALONE = "list_not_alone"
    CONDITION = "condition"
    NESTED = "nested"
    NOT_OPENED = "not_opened"
    NOT_CLOSED = "not_closed"
    TOO_LONG = "too_long"
    EMPTY = "empty"


@dataclass(frozen=True, slots=True)
class Problem:
    """One fault at one line (from 1), about what is written there."""

    line: int
    fault: Fault
    about: str = ""


class TemplateFaulty(ValueError):
    """The text is no template; `problems` lists all of what is wrong with it."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__("; ".join(f"line {each.line}: {each.fault} {each.about}" for each in problems))
        self.problems = problems


@dataclass(frozen=True, slots=True)
class Hole:
    """The place of a value."""

    name: str


@dataclass(frozen=True, slots=True)
class TemplateLine:
    """One line, under the condition that a value is known, if any."""

    kind: LineKind
    pieces: tuple[str | Hole, ...]
    condition: str | None

    @property
    def names(self) -> tuple[str, ...]:
        """The values that it puts in."""
        return tuple(piece.name for piece in self.pieces if isinstance(piece, Hole))


@dataclass(frozen=True, slots=True)
class FilledLine:
    """One line of the finished text."""

    kind: LineKind
    text: str


@dataclass(frozen=True, slots=True)
class ClauseTemplate:
    """A template that was read without a fault."""

    lines: tuple[TemplateLine, ...]

    def kept(self, known: Container[str]) -> tuple[TemplateLine, ...]:
        """The lines whose condition holds."""
        return tuple(line for line in self.lines if line.condition is None or line.condition in known)

    def missing(self, known: Container[str]) -> tuple[str, ...]:
        """The names without which the text cannot be written, in the order in which it asks for them."""
        asked = (name for line in self.kept(known) for name in line.names)
        return tuple(dict.fromkeys(name for name in asked if name not in known))

    def fill(self, known: Known) -> tuple[FilledLine, ...]:
        """The finished text: values are put in as text, never read again. Raises KeyError for one missing."""
        return tuple(filled for line in self.kept(known) for filled in _filled(line, known))


@dataclass(slots=True)
class _Reading:
    """The state of reading from the first line to the last."""

    lines: list[TemplateLine] = field(default_factory=list)
    problems: list[Problem] = field(default_factory=list)
    condition: str | None = None
    opened_at: int = 0


def read_template(text: str) -> ClauseTemplate:
    """Read a template. Raises TemplateFaulty with every fault found, each with its line."""
    reading = _Reading()
    written = text.splitlines()
    for number, line in enumerate(written, start=1):
        _read_line(reading, number, line.strip())
    if reading.opened_at:
        reading.problems.append(Problem(reading.opened_at, Fault.NOT_CLOSED, f"[si {reading.condition}]"))
    if len(written) > MOST_LINES:
        reading.problems.append(Problem(MOST_LINES + 1, Fault.TOO_LONG))
    if not reading.lines and not reading.problems:
        reading.problems.append(Problem(1, Fault.EMPTY))
    if reading.problems:
        raise TemplateFaulty(tuple(sorted(reading.problems, key=lambda problem: problem.line)))
    return ClauseTemplate(tuple(reading.lines))


def _read_line(reading: _Reading, number: int, line: str) -> None:
    if not line:
        return
    if CONDITION_LIKE.search(line):
        _read_condition(reading, number, line)
        return
    kind, said = _kind_of(line)
    pieces = tuple(_pieces(reading, number, said))
    listed = [piece.name for piece in pieces if isinstance(piece, Hole) and piece.name in LISTS]
    if listed and (len(pieces) > 1 or kind is not LineKind.ITEM):
        reading.problems.append(Problem(number, Fault.LIST_NOT_ALONE, listed[0]))
    reading.lines.append(TemplateLine(kind, pieces, reading.condition))


def _read_condition(reading: _Reading, number: int, line: str) -> None:
    if line == END:
        if not reading.opened_at:
            reading.problems.append(Problem(number, Fault.NOT_OPENED, END))
        reading.condition, reading.opened_at = None, 0
        return
    found = CONDITION.fullmatch(line)
    if found is None:
        reading.problems.append(Problem(number, Fault.CONDITION, line[:60]))
        return
    name = found[1].strip()
    if name not in VALUES:
        reading.problems.append(Problem(number, Fault.UNKNOWN_NAME, name[:60]))
    if reading.opened_at:
        reading.problems.append(Problem(number, Fault.NESTED, line[:60]))
    reading.condition, reading.opened_at = name, number


def _kind_of(line: str) -> tuple[LineKind, str]:
    for mark, kind in MARKS:
        if line.startswith(mark):
            return kind, line.removeprefix(mark).strip()
    return LineKind.PARAGRAPH, line


def _pieces(reading: _Reading, number: int, said: str) -> Iterator[str | Hole]:
    """The text between the holes, and the holes."""
    for rank, piece in enumerate(HOLE.split(said)):
        if rank % 2 == 0:
            if "{" in piece or "}" in piece:
                reading.problems.append(Problem(number, Fault.BRACES, piece.strip()[:60]))
            elif piece:
                yield piece
            continue
        name = piece.strip()
        if not NAME.fullmatch(name) or name not in VALUES:
            reading.problems.append(Problem(number, Fault.UNKNOWN_NAME, name[:60]))
        yield Hole(name)


def _filled(line: TemplateLine, known: Known) -> Iterator[FilledLine]:
    match line.pieces:
        case (Hole(name),) if name in LISTS:
            yield from (FilledLine(line.kind, _one_line(item)) for item in known[name])
        case pieces:
            said = (piece if isinstance(piece, str) else _one_line(known[piece.name]) for piece in pieces)
            yield FilledLine(line.kind, "".join(said))


def _one_line(value: str | tuple[str, ...]) -> str:
    """A value never makes a line of its own. No-break spaces are kept."""
    said = value if isinstance(value, str) else ", ".join(value)
    return re.sub(r"[\r\n\t\v\f\x1c-\x1e\x85\u2028\u2029 ]+", " ", said).strip(" ")
