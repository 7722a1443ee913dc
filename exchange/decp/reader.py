"""The reader of DECP files, the French open data of public contracts (schema 2.0.4, and version 1).

Buyers publish files that break their own schema. What is doubtful but usable comes out with its doubts, what
cannot be used comes out as a rejection with its place and the way out, and neither stops the others.
"""

from collections.abc import Iterator
from typing import BinaryIO

from cases.imported import ImportedMarket, Rejection
from exchange.decp.contract import contract
from exchange.decp.items import Broken, unwrapped
from exchange.decp.json_items import JsonItems
from exchange.decp.source import Source
from exchange.decp.wording import reason
from exchange.decp.xml_items import XmlItems

__all__ = ["read"]


def read(stream: BinaryIO, *, name: str) -> Iterator[ImportedMarket | Rejection]:
    """Yield every contract of a JSON or XML file, recognised by its content, in constant memory.

    `name` is the file's own name: it stands for the place when the file as a whole is rejected. The content
    never makes this raise; the stream's own errors (`OSError`) pass through. The same contract found twice
    is yielded twice.
    """
    source = Source(stream)
    if source.format not in ("json", "xml"):
        yield _rejected_file(Broken(source.format), name)
        return
    items = JsonItems(source) if source.format == "json" else XmlItems(source)
    for item in items:
        if isinstance(item, Broken):
            yield _rejected_file(item, name)
            continue
        for bare in unwrapped(item):
            yield contract(bare, was_repaired=source.was_repaired)


def _rejected_file(broken: Broken, name: str) -> Rejection:
    said = reason(broken.code, broken.detail, broken)
    return Rejection(
        market_id=broken.market_id, place=broken.place or name, reason_fr=said.fr, reason_en=said.en
    )
