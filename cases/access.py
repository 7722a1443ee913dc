"""Links without an account: made for one act on one subject. What opens them is derived (cases/links.py)."""

from datetime import date, datetime, timedelta

from sqlalchemy import func, insert, select, update
from sqlmodel import Session

from cases.statements import table_of
from models.tables import AccessLink, Account
from models.vocabulary import LinkAct

LINK, ACCOUNT = table_of(AccessLink), table_of(Account)


def add_link(
    session: Session,
    territory_id: int,
    act: LinkAct,
    *,
    valid_days: int,
    now: datetime,
    **subject: int | date,
) -> int:
    """Make a link; its number. `subject` names what the act is on: market_id, party_id, sheet_id, month..."""
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


def open_link(session: Session, act: LinkAct, *, now: datetime, **subject: int | date) -> int | None:
    """The latest link for this act on this subject that is valid at `now`."""
    same = (LINK.c[name] == number for name, number in subject.items())
    query = select(func.max(LINK.c.id)).where(
        LINK.c.act == act, LINK.c.revoked_at.is_(None), LINK.c.expires_at > now, *same
    )
    found = session.connection().execute(query).scalar()
    return None if found is None else int(found)


def can_sign_in(session: Session, party_id: int) -> bool:
    """Whether someone of this organisation has an account."""
    query = select(ACCOUNT.c.id).where(ACCOUNT.c.party_id == party_id, ACCOUNT.c.active).limit(1)
    return session.connection().execute(query).first() is not None
