"""What is known of a published market before it is stored: by the database, and by the file under way."""

from dataclasses import dataclass
from typing import Self

from sqlalchemy import Table, bindparam, select
from sqlmodel import Session

from cases.statements import MARKET, table_of
from models.prepared import Prepared
from models.scratch import Scratch
from models.tables import UnclausedMarket


@dataclass(frozen=True, slots=True)
class Known:
    """What the database already has under a national identity."""

    id: int
    seen: str


@dataclass(frozen=True, slots=True)
class Said:
    """What the file itself said of a market so far: a dry run keeps nothing of the chunks before."""

    marks: str
    is_case: bool

    @classmethod
    def of(cls, key: str, tried: Scratch) -> Self:
        """What was kept under the market's key."""
        kept = tried.get(key) or "-"
        return cls(kept[1:], kept[0] == "c")

    def keep(self, key: str, tried: Scratch) -> None:
        """Remember it outside of memory: a file of 500 MB names some 300,000 markets."""
        tried.put(key, ("c" if self.is_case else "-") + self.marks)


def _under(table: Table) -> Prepared:
    is_it = table.c.territory_id == bindparam("territory"), table.c.source_key == bindparam("key")
    return Prepared(select(table.c.id, table.c.source_seen).where(*is_it))


CASE, LINE = _under(MARKET), _under(table_of(UnclausedMarket))


def known_case(session: Session, territory_id: int, key: str) -> Known | None:
    """The case of the market with this national identity."""
    return _known(CASE, session, territory_id, key)


def known_line(session: Session, territory_id: int, key: str) -> Known | None:
    """The line of the register, for a market without a clause."""
    return _known(LINE, session, territory_id, key)


def _known(under: Prepared, session: Session, territory_id: int, key: str) -> Known | None:
    row = under.first(session, {"territory": territory_id, "key": key})
    return None if row is None else Known(*row)
