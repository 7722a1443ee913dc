"""Sheet requests: one message to a company for all the sheets it owes that day, however many clocks fired."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime
from typing import Any

from sqlalchemy import Row, select, update
from sqlmodel import Session

from cases.correspondence import Correspondent, Letterhead
from cases.decisions import Entry, NewMail
from cases.messages import MailKind, SheetLine, SheetRequest, parse_message
from cases.rules.policy import RulePack
from cases.statements import MAIL, MAIL_SHEET, table_of
from models.tables import Party
from models.vocabulary import MailStatus

PARTY = table_of(Party)
REQUEST = (MAIL.c.id, MAIL.c.unique_key, MAIL.c.status, MAIL.c.kind, MAIL.c.payload)


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
        cc_email=_copy(message),
        party_id=company.party_id,
        sheets=((line.sheet_id, line.step),),
    )


def _copy(message: SheetRequest) -> str | None:
    """The facilitator reads along from the second chase on (DOMAIN.md rule 5)."""
    return message.facilitator_email or None if message.kind is MailKind.SHEET_SECOND_CHASE else None


@dataclass(slots=True)
class _Waiting:
    """A request still in the outbox that more lines may join, or the reason for a second one that day."""

    mail_id: int
    unique_key: str
    status: MailStatus
    message: SheetRequest


def gather_requests(session: Session, entries: Sequence[Entry]) -> list[Entry]:
    """The same entries, in which each company is written to once a day.

    Requests of one company join the first of them; when today's message still waits in the outbox they
    join that one; when it has already left, a second message carries what is new.
    """
    by_key: dict[str, list[tuple[int, NewMail]]] = {}
    for index, entry in enumerate(entries):
        for mail in entry.decision.says:
            if isinstance(mail.message, SheetRequest):
                by_key.setdefault(mail.unique_key, []).append((index, mail))
    if not by_key:
        return list(entries)
    parties = {mail.party_id for found in by_key.values() for _, mail in found if mail.party_id is not None}
    waiting = _waiting(session, by_key, parties)
    said: dict[int, list[NewMail]] = {
        index: [mail for mail in entry.decision.says if not isinstance(mail.message, SheetRequest)]
        for index, entry in enumerate(entries)
    }
    for key, found in by_key.items():
        joined = _joined([mail for _, mail in found])
        if (earlier := waiting.get(key)) is not None:
            joined = _join_earlier(session, earlier, joined)
        said[found[0][0]].append(joined)
    return [
        entry
        if tuple(said[index]) == entry.decision.says
        else replace(entry, decision=replace(entry.decision, says=tuple(said[index])))
        for index, entry in enumerate(entries)
    ]


def _joined(mails: list[NewMail]) -> NewMail:
    first = mails[0]
    if len(mails) == 1:
        return first
    lines = tuple(line for mail in mails for line in _request(mail).lines)
    message = _request(first).model_copy(update={"lines": lines})
    sheets = tuple(pair for mail in mails for pair in mail.sheets)
    return replace(first, kind=message.kind, message=message, cc_email=_copy(message), sheets=sheets)


def _request(mail: NewMail) -> SheetRequest:
    assert isinstance(mail.message, SheetRequest)
    return mail.message


def _waiting(session: Session, keys: Iterable[str], parties: Collection[int]) -> dict[str, _Waiting]:
    connection = session.connection()
    # Two sweeps may write to one company at once: the second waits here and joins the first's message.
    # FOR NO KEY UPDATE, because both may have added sheets that refer to that company already.
    one_at_a_time = select(PARTY.c.id).where(PARTY.c.id.in_(parties)).order_by(PARTY.c.id)
    connection.execute(one_at_a_time.with_for_update(key_share=True))
    query = select(*REQUEST).where(MAIL.c.unique_key.in_(list(keys))).with_for_update()
    return {row.unique_key: _request_row(row) for row in connection.execute(query)}


def _request_row(row: Row[Any]) -> _Waiting:
    message = parse_message(MailKind(row.kind), row.payload)
    assert isinstance(message, SheetRequest)
    return _Waiting(row.id, row.unique_key, row.status, message)


def _join_earlier(session: Session, earlier: _Waiting, mail: NewMail) -> NewMail:
    if earlier.status is not MailStatus.PENDING:
        if (later := _later(session, earlier.unique_key)) is None:
            # The day's message has left: what is new needs one of its own, named by its first sheet.
            sheet_id, step = mail.sheets[0]
            return replace(mail, unique_key=f"{mail.unique_key}:{sheet_id}-{step}")
        earlier = later
    known = {line.sheet_id for line in _request(mail).lines}
    kept = tuple(line for line in earlier.message.lines if line.sheet_id not in known)
    message = _request(mail).model_copy(update={"lines": kept + _request(mail).lines})
    values = {"payload": message.model_dump_json(), "kind": message.kind, "cc_email": _copy(message)}
    session.connection().execute(update(MAIL).where(MAIL.c.id == earlier.mail_id).values(**values))
    # The row exists: its insert is passed over by its key, and only its sheets are added.
    return replace(mail, kind=message.kind, message=message, unique_key=earlier.unique_key)


def _later(session: Session, key: str) -> _Waiting | None:
    """The day's second message, while it still waits."""
    # A range, which the index of keys answers: every key that goes on after `key` and a colon.
    followers = MAIL.c.unique_key.between(f"{key}:", f"{key};")
    query = select(*REQUEST).where(followers, MAIL.c.status == MailStatus.PENDING)
    row = session.connection().execute(query.order_by(MAIL.c.id).limit(1).with_for_update()).first()
    return None if row is None else _request_row(row)


def withdraw_requests(session: Session, sheet_id: int) -> int:
    """Take a sheet that has been answered out of the messages that have not left; the count of those changed.

    A message about nothing else is withdrawn: the ladder stops at once (DOMAIN.md rule 5).
    """
    speaking_of_it = select(MAIL_SHEET.c.mail_id).where(MAIL_SHEET.c.sheet_id == sheet_id)
    query = select(MAIL.c.id, MAIL.c.kind, MAIL.c.payload).where(
        MAIL.c.id.in_(speaking_of_it), MAIL.c.status == MailStatus.PENDING
    )
    changed = 0
    # Locked, because a sweep may be adding another sheet to the same message.
    for row in session.connection().execute(query.order_by(MAIL.c.id).with_for_update()).all():
        message = parse_message(MailKind(row.kind), row.payload)
        if not isinstance(message, SheetRequest):
            continue
        lines = tuple(line for line in message.lines if line.sheet_id != sheet_id)
        session.connection().execute(
            update(MAIL).where(MAIL.c.id == row.id).values(**_without(message, lines))
        )
        changed += 1
    return changed


def _without(message: SheetRequest, lines: tuple[SheetLine, ...]) -> dict[str, object]:
    if not lines:
        return {"status": MailStatus.WITHDRAWN}
    rest = message.model_copy(update={"lines": lines})
    return {"payload": rest.model_dump_json(), "kind": rest.kind, "cc_email": _copy(rest)}
