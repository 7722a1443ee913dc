"""Links without an account: made for one act on one subject. What opens them is derived (cases/links.py)."""

from datetime import datetime, timedelta

from sqlalchemy import insert, update
from sqlmodel import Session

from cases.statements import table_of
from models.tables import AccessLink
from models.vocabulary import LinkAct

LINK = table_of(AccessLink)


def add_link(
    session: Session, territory_id: int, act: LinkAct, *, valid_days: int, now: datetime, **subject: int
) -> int:
    """Make a link; its number. `subject` names what the act is on: market_id, party_id, need_id, sheet_id."""
    values = {
        "territory_id": territory_id,
        "act": act,
        "expires_at": now + timedelta(days=valid_days),
        "created_at": now,
        **subject,
    }
    added = session.connection().execute(insert(LINK).values(**values).returning(LINK.c.id))
    return int(added.scalar_one())


def revoke_links(session: Session, act: LinkAct, *, now: datetime, **subject: int) -> None:
    """End the links of this act on this subject that are still open."""
    same = (LINK.c[name] == number for name, number in subject.items())
    still_open = update(LINK).where(LINK.c.act == act, LINK.c.revoked_at.is_(None), *same)
    session.connection().execute(still_open.values(revoked_at=now))
