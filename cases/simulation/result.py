"""What a virtual territory came to: counts, and the invariants with their violations."""

import json
from collections import Counter
from dataclasses import asdict, dataclass, replace
from typing import Any

from sqlalchemy import ColumnElement, func, select

from cases.statements import DEADLINE, MAIL, MARKET, TASK
from models.database import Database
from models.vocabulary import DeadlineStatus


@dataclass(frozen=True, slots=True)
class SimulationResult:
    """The same for the same seed, but for `seconds`, which is the time it took to live it."""

    markets_by_stage: dict[str, int]
    mails_by_kind: dict[str, int]
    deadlines_fired_by_rule: dict[str, int]
    tasks_by_kind: dict[str, int]
    refusals_by_code: dict[str, int]
    invariants: dict[str, int]
    seconds: float = 0.0

    def as_json(self) -> dict[str, Any]:
        """As one JSON object."""
        return asdict(self)

    def text(self) -> str:
        """As the text of that object."""
        return json.dumps(self.as_json(), ensure_ascii=False, indent=2)

    def timed(self, seconds: float) -> "SimulationResult":
        """With the time it took; without, for 0."""
        return replace(self, seconds=seconds)


def counted(
    database: Database, territory_id: int, refusals: Counter[str], invariants: dict[str, int]
) -> SimulationResult:
    """Read the figures of the territory."""
    fired = DEADLINE.c.status == DeadlineStatus.FIRED
    return SimulationResult(
        markets_by_stage=_by(database, MARKET.c.stage, MARKET.c.territory_id == territory_id),
        mails_by_kind=_by(database, MAIL.c.kind, MAIL.c.territory_id == territory_id),
        deadlines_fired_by_rule=_by(
            database, DEADLINE.c.rule, DEADLINE.c.territory_id == territory_id, fired
        ),
        tasks_by_kind=_by(database, TASK.c.kind, TASK.c.territory_id == territory_id),
        refusals_by_code=dict(sorted(refusals.items())),
        invariants=invariants,
    )


def _by(database: Database, column: Any, *conditions: ColumnElement[bool]) -> dict[str, int]:
    query = select(column, func.count()).where(*conditions).group_by(column)
    with database.read() as session:
        rows = session.connection().execute(query).all()
    return {str(word): how_many for word, how_many in sorted((str(row[0]), row[1]) for row in rows)}
