"""The mail that asks a structure for its people's hours of a month, in time or once it can be reached."""

from collections.abc import Collection
from datetime import date, datetime

from sqlalchemy import select
from sqlmodel import Session

from cases.access import LINK
from cases.asked_hours import ReportedPerson, reported_people
from cases.casework import Casework
from cases.correspondence import Correspondent, Letterhead, correspondents
from cases.decisions import NewMail
from cases.messages import HoursReportRequest, MailKind
from cases.statements import MAIL
from cases.territorywork import Territorywork
from models.vocabulary import LinkAct, MailStatus

ASK, REMINDER, LATE = "ask", "reminder", "late"
"""When the month is asked for, again, and once an address was found at last."""


def request_key(kind: MailKind, reader: int, month: date, step: str) -> str:
    """One mail for each step, reader and month, however many sheets ask."""
    return f"{kind}:{reader}:{month}:{step}"


def structure_request(
    letterhead: Letterhead,
    structure: Correspondent,
    people: Collection[ReportedPerson],
    link_id: int,
    month: date,
    *,
    step: str,
    release_at: datetime,
) -> NewMail:
    """The request of the month, or its reminder, to a structure whose `email` is known."""
    assert structure.email is not None
    message = HoursReportRequest(
        **letterhead.fields(),
        structure_name=structure.name,
        link_id=link_id,
        month=month,
        people_count=len({each.participant_id for each in people}),
        companies=tuple(sorted({each.company_name for each in people})),
        is_reminder=step == REMINDER,
    )
    return NewMail(
        kind=MailKind.HOURS_REPORT,
        to_email=structure.email,
        to_name=structure.contact_name or structure.name,
        message=message,
        unique_key=request_key(MailKind.HOURS_REPORT, structure.party_id, month, step),
        release_at=release_at,
        locale=structure.locale,
        party_id=structure.party_id,
    )


def is_silent(people: Collection[ReportedPerson]) -> bool:
    """Whether hours of somebody are still to be said."""
    return any(each.hours is None for each in people)


def requests_unsent(desk: Casework | Territorywork, structure_id: int) -> tuple[NewMail, ...]:
    """The requests of the months still open that never reached the structure, for want of an address.

    A month is open while the link made for its request is: that link says that the structure was to be asked.
    """
    structure = correspondents(desk.session, (structure_id,))[structure_id]
    if structure.email is None:
        return ()
    mails = []
    for month, link_id in _open_months(desk.session, structure_id, desk.now):
        people = reported_people(desk.session, desk.territory_id, structure_id, month)
        if is_silent(people) and not _is_written(desk.session, structure_id, month):
            step = f"{LATE}:{desk.today}"
            mails.append(
                structure_request(
                    desk.letterhead, structure, people, link_id, month, step=step, release_at=desk.release_at
                )
            )
    return tuple(mails)


def _open_months(session: Session, structure_id: int, now: datetime) -> list[tuple[date, int]]:
    query = (
        select(LINK.c.month, LINK.c.id)
        .where(
            LINK.c.act == LinkAct.REPORT_HOURS,
            LINK.c.party_id == structure_id,
            LINK.c.revoked_at.is_(None),
            LINK.c.expires_at > now,
        )
        .order_by(LINK.c.month, LINK.c.id)
    )
    return list({month: (month, number) for month, number in session.connection().execute(query)}.values())


def was_asked_late(session: Session, structure_id: int, month: date) -> bool:
    """Whether the request of the month left after its day: it is not followed by a reminder."""
    return _is_written(session, structure_id, month, LATE)


def _is_written(session: Session, structure_id: int, month: date, step: str = "") -> bool:
    """Whether the structure was written to about the month, and nothing says that it did not arrive."""
    kind = MailKind.HOURS_REPORT
    query = select(MAIL.c.id).where(
        MAIL.c.party_id == structure_id,
        MAIL.c.kind == kind,
        MAIL.c.unique_key.startswith(request_key(kind, structure_id, month, step), autoescape=True),
        MAIL.c.status.not_in((MailStatus.FAILED, MailStatus.WITHDRAWN)),
    )
    return session.connection().execute(query.limit(1)).first() is not None
