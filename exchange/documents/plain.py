"""A layout as plain text: what one pastes where nothing else fits. UTF-8, a line a paragraph, no markup."""

from collections.abc import Iterable
from itertools import chain

from exchange.documents.blocks import Block, Bullets, Heading, Layout, Paragraph, Table

UNDERLINES = {1: "=", 2: "-", 3: "."}


def text_of(layout: Layout) -> bytes:
    """The whole document. A table gives a line for each row, its cells named by their column."""
    head = (f"[{layout.mark}]",) if layout.mark else ()
    title = (layout.author, _underlined(layout.title, "="), layout.subject)
    parts = chain(head, title, map(_said, layout.blocks), ("-- ", layout.foot))
    return ("\n\n".join(parts) + "\n").encode()


def blocks_text(blocks: Iterable[Block]) -> str:
    """Some blocks alone, to be copied."""
    return "\n\n".join(map(_said, blocks)).strip() + "\n"


def _said(block: Block) -> str:
    match block:
        case Heading(text, level):
            return "\n" + _underlined(text, UNDERLINES[level])
        case Paragraph(text):
            return text
        case Bullets(items):
            return _listed(items)
        case Table(head, rows):
            return _listed("; ".join(_cells(head, row)) for row in rows)


def _cells(head: tuple[str, ...], row: tuple[str, ...]) -> list[str]:
    first, *others = row
    return [first, *(f"{name}: {cell}" for name, cell in zip(head[1:], others, strict=True))]


def _listed(items: Iterable[str]) -> str:
    return "\n".join(f"- {item}" for item in items)


def _underlined(text: str, line: str) -> str:
    return f"{text}\n{line * len(text)}"
