"""Sheet requests: what asks a company for its sheets, and what takes a request back once it is answered."""

from collections.abc import Sequence
from datetime import datetime

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from cases.contributions import Contribution
from cases.correspondence import Correspondent, Letterhead
from cases.decisions import NewMail
from cases.messages import MailKind, ReceivedHours, SheetLine, SheetRequest, parse_message
from cases.rules.policy import RulePack
from cases.statements import MAIL, MAIL_SHEET
from cases.whom_to_call import called_about
from models.prepared import Prepared
from models.vocabulary import MailStatus

# Locked, because a sweep may be adding another sheet to the same message.
SPEAKING_OF_IT = Prepared(
    select(MAIL.c.id, MAIL.c.kind, MAIL.c.payload)
    .where(
        MAIL.c.id.in_(select(MAIL_SHEET.c.mail_id).where(MAIL_SHEET.c.sheet_id == bindparam("sheet"))),
        MAIL.c.status == MailStatus.PENDING,
    )
    .order_by(MAIL.c.id)
    .with_for_update()
)


def sheet_request(
    line: SheetLine, company: Correspondent, letterhead: Letterhead, pack: RulePack, now: datetime
) -> NewMail:
    """A request about one sheet; `gather_requests` joins it with the company's others of the day."""
    assert company.email is not None  # callers open a task instead when there is no address
    release_at = pack.calendar.next_sending_instant(now, pack.mail_opens_at, pack.mail_closes_at)
    message = SheetRequest(**letterhead.fields(), company_name=company.name, lines=(line,))
    return NewMail(
        kind=message.kind,
        to_email=company.email,
        to_name=company.contact_name or company.name,
        message=message,
        unique_key=f"sheets:{company.party_id}:{pack.calendar.local_date(release_at)}",
        release_at=release_at,
        locale=company.locale,
        cc_email=copy_for(message),
        party_id=company.party_id,
        sheets=((line.sheet_id, line.step),),
    )


def copy_for(message: SheetRequest) -> str | None:
    """The facilitator reads along from the second chase on (DOMAIN.md rule 5)."""
    return message.facilitator_email or None if message.kind is MailKind.SHEET_SECOND_CHASE else None


def withdraw_requests(session: Session, sheet_id: int) -> int:
    """Take a sheet that has been answered out of the messages that have not left; the count of those changed.

    A message about nothing else is withdrawn: the ladder stops at once (DOMAIN.md rule 5).
    """
    changed = 0
    for mail_id, kind, payload in SPEAKING_OF_IT.rows(session, {"sheet": sheet_id}):
        message = parse_message(MailKind(kind), payload)
        if not isinstance(message, SheetRequest):
            continue
        lines = tuple(line for line in message.lines if line.sheet_id != sheet_id)
        session.connection().execute(
            update(MAIL).where(MAIL.c.id == mail_id).values(**_without(session, message, lines))
        )
        changed += 1
    return changed


def tell_received(session: Session, sheet_id: int, contributed: Sequence[Contribution]) -> None:
    """Say, in the messages that have not left, which hours of the sheet structures have declared since."""
    for mail_id, kind, payload in SPEAKING_OF_IT.rows(session, {"sheet": sheet_id}):
        message = parse_message(MailKind(kind), payload)
        if isinstance(message, SheetRequest):
            received = received_of(contributed)
            lines = tuple(
                line.model_copy(update={"received": received}) if line.sheet_id == sheet_id else line
                for line in message.lines
            )
            rest = message.model_copy(update={"lines": lines})
            change = update(MAIL).where(MAIL.c.id == mail_id).values(payload=rest.model_dump_json())
            session.connection().execute(change)


def received_of(contributed: Sequence[Contribution]) -> tuple[ReceivedHours, ...]:
    """By structure, the hours that it declared and for how many people; a mail names nobody."""
    found: dict[str, ReceivedHours] = {}
    for each in contributed:
        before = found.get(each.declared_by)
        found[each.declared_by] = ReceivedHours(
            declared_by=each.declared_by,
            hours=each.hours + (before.hours if before else 0),
            people_count=1 + (before.people_count if before else 0),
        )
    return tuple(found.values())


def _without(session: Session, message: SheetRequest, lines: tuple[SheetLine, ...]) -> dict[str, object]:
    if not lines:
        return {"status": MailStatus.WITHDRAWN}
    rest = message.model_copy(update={"lines": lines})
    rest = rest.model_copy(update=called_about(session, rest.sheet_ids))
    return {"payload": rest.model_dump_json(), "kind": rest.kind, "cc_email": copy_for(rest)}
