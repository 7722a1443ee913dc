"""What is odd about the sheets of an inbox, remembered for as long as nothing was decided in the territory.

Telling it reads a dozen tables, and the inbox is read far more often than anything is decided. Every fact
that an oddity stands on changes through a decision, which makes the version of a market grow; or through a
new rule pack. As long as neither moved, the last answer is the answer.
"""

from collections import OrderedDict
from collections.abc import Collection, Mapping
from threading import Lock

from sqlalchemy import bindparam, func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.queries.sheet_checks import SheetCheck, checks_of
from cases.statements import MARKET, table_of
from models.prepared import Prepared
from models.tables import RulePackVersion

PACK = table_of(RulePackVersion)
MOST = 64
STATE = Prepared(
    select(
        func.coalesce(func.sum(MARKET.c.version), 0),
        func.count(MARKET.c.id),
        select(func.count(PACK.c.id)).where(PACK.c.territory_id == bindparam("territory")).scalar_subquery(),
    ).where(MARKET.c.territory_id == bindparam("territory"))
)
Key = tuple[int, frozenset[int]]
State = tuple[int, ...]


class RememberedChecks:
    """The latest answers, by territory and sheets. Staff of one territory read the same."""

    def __init__(self) -> None:
        self._known: OrderedDict[Key, tuple[State, Mapping[int, SheetCheck]]] = OrderedDict()
        self._lock = Lock()

    def of(self, session: Session, actor: Actor, sheet_ids: Collection[int]) -> Mapping[int, SheetCheck]:
        """Those of these sheets that wait for a decision, with what is odd about each."""
        if not sheet_ids or not actor.is_staff:
            return {}
        key = (actor.territory_id, frozenset(sheet_ids))
        (state,) = STATE.rows(session, {"territory": actor.territory_id})
        with self._lock:
            known = self._known.get(key)
        if known is not None and known[0] == state:
            return known[1]
        found = checks_of(session, actor, sheet_ids)
        with self._lock:
            self._known[key] = (state, found)
            self._known.move_to_end(key)
            if len(self._known) > MOST:
                self._known.popitem(last=False)
        return found
