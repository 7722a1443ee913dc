"""People whose proof was seen, for tests that are about something else."""

from datetime import UTC, date, datetime
from decimal import Decimal

from sqlalchemy import insert, select, update
from sqlmodel import Session

from cases.inputs import LineInput
from cases.statements import TASK, table_of
from models.tables import Eligibility, Participant
from models.vocabulary import EligibilityStatus, TaskKind, TaskStatus

TEAM = ("Dino", "Dina", "Dany", "Doris")
A_MONTH = Decimal(200)
PERSON, CLAIM = table_of(Participant), table_of(Eligibility)


def lines_of(hours: Decimal, family: str = "Fictif") -> tuple[LineInput, ...]:
    """Those hours by as many people of a family as it takes for nobody to work more than a month holds."""
    lines: list[LineInput] = []
    for name in TEAM:
        part = min(hours, A_MONTH)
        if part > 0:
            lines.append(LineInput(first_name=name, last_name=family, hours=part))
        hours -= part
    assert hours <= 0, "more hours than the team can work"
    return tuple(lines)


def confirm_everyone(session: Session) -> None:
    """Everyone known so far meets a criterion, confirmed for years: their hours count once validated."""
    connection = session.connection()
    unknown = select(PERSON.c.id).where(PERSON.c.id.not_in(select(CLAIM.c.participant_id)))
    rows = [
        {
            "participant_id": person,
            "criterion": "rsa",
            "status": EligibilityStatus.CONFIRMED,
            "proof_seen_on": date(2025, 1, 2),
            "valid_from": date(2025, 1, 2),
            "valid_until": date(2045, 1, 1),
            "pack_version": "default-1",
            "claimed_at": datetime(2025, 1, 2, 9, tzinfo=UTC),
        }
        for person in connection.execute(unknown).scalars().all()
    ]
    if rows:
        connection.execute(insert(CLAIM), rows)
    asked = update(TASK).where(TASK.c.kind == TaskKind.CONFIRM_ELIGIBILITY, TASK.c.status == TaskStatus.OPEN)
    connection.execute(asked.values(status=TaskStatus.DONE))
