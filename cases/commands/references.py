"""References made by us: short, in order, and free in the territory."""

from sqlalchemy import Table, select
from sqlmodel import Session

from cases.statements import table_of
from models.tables import Territory

TERRITORY = table_of(Territory)


def free_reference(session: Session, table: Table, territory_id: int, start: str) -> str:
    """The next `start` + number that no row of the territory bears: 2027-A-001, 2027-A-002...

    The territory's row is locked, so that two announcements at the same instant get two references.
    """
    connection = session.connection()
    locked = select(TERRITORY.c.id).where(TERRITORY.c.id == territory_id).with_for_update(key_share=True)
    connection.execute(locked).one()
    alike = select(table.c.reference).where(
        table.c.territory_id == territory_id, table.c.reference.startswith(start, autoescape=True)
    )
    ends = (reference.removeprefix(start) for reference in connection.execute(alike).scalars())
    last = max((int(end) for end in ends if end.isascii() and end.isdigit() and len(end) < 10), default=0)
    return f"{start}{last + 1:03d}"
