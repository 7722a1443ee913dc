"""The documents that are running text: `laid_out` words their figures; a kind registers its own here."""

from functools import singledispatch
from typing import Protocol

from cases.documents import Paper
from exchange.documents.blocks import Layout


class PageAddresses(Protocol):
    """Gives the addresses that a document prints. Made when it is drawn: figures never hold one."""

    def ask_url(self, link_id: int) -> str:
        """Where companies ask about a tender's clause and read the answers."""
        ...


@singledispatch
def laid_out(document: Paper, addresses: PageAddresses) -> Layout:
    """The layout of a document. Raises NotImplementedError for one with a template of its own."""
    raise NotImplementedError(type(document).__name__)
