"""What a document made of running text is, whatever it is written as: a title, blocks, a foot.

The same layout gives a PDF to read, a DOCX to paste from and to edit, and plain text. Its words are final:
whoever makes it has already worded every figure (exchange/documents/wording.py).
"""

from dataclasses import dataclass
from datetime import date

from cases.documents import Locale


@dataclass(frozen=True, slots=True)
class Heading:
    """A heading under the document's title; `level` is 1, 2 or 3."""

    text: str
    level: int = 1


@dataclass(frozen=True, slots=True)
class Paragraph:
    """Text; a line break in it is kept."""

    text: str
    is_strong: bool = False


@dataclass(frozen=True, slots=True)
class Bullets:
    """A list of short items."""

    items: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Table:
    """Rows under a head; the first `words` columns are text, the others figures on the right."""

    head: tuple[str, ...]
    rows: tuple[tuple[str, ...], ...]
    words: int = 1


Block = Heading | Paragraph | Bullets | Table


@dataclass(frozen=True, slots=True)
class Layout:
    """One document: `author` is the territory, `subject` the market, `mark` what stands above all ("Draft").

    `issued_on` dates the file, so that the same layout always gives the same bytes.
    """

    locale: Locale
    title: str
    author: str
    subject: str
    issued_on: date
    blocks: tuple[Block, ...]
    foot: str
    mark: str | None = None
