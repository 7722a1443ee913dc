"""Many sheets validated at once: each in a transaction of its own, at the version that was looked at."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime

from cases.actors import Actor
from cases.commands.sheets import validate_sheet
from cases.refusals import NotAllowed, NotFound, Refusal
from models.database import Database


@dataclass(frozen=True, slots=True)
class SeenSheet:
    """A sheet as it was looked at."""

    id: int
    version: int


@dataclass(frozen=True, slots=True)
class BulkOutcome:
    """The numbers of the sheets that were validated, and of those that were no longer what was looked at."""

    validated: tuple[int, ...]
    changed: tuple[int, ...]


def validate_seen(
    database: Database, actor: Actor, seen: Sequence[SeenSheet], *, now: datetime
) -> BulkOutcome:
    """Validate each of them; one that changed in between, or was decided, is left as it is and told.

    Raises NotAllowed for others than staff, NotFound for a sheet outside the actor's walls: those before it
    stay validated.
    """
    validated, changed = [], []
    for sheet in dict.fromkeys(seen):
        try:
            with database.write() as session:
                validate_sheet(session, actor, sheet.id, sheet.version, now=now)
            validated.append(sheet.id)
        except (NotAllowed, NotFound):
            raise
        except Refusal:
            changed.append(sheet.id)
    return BulkOutcome(tuple(validated), tuple(changed))
