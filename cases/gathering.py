"""One message to a company for all the sheets it owes, however many clocks fired and whatever still waits.

A request that has not left is taken up by the next one: after an outage of the clocks or of the relay, a
company reads one message, which says for each sheet the step that is right now.
"""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass, replace

from sqlalchemy import insert, or_, select, update
from sqlmodel import Session

from cases.decisions import Entry, NewMail
from cases.messages import SHEET_REQUESTS, MailKind, SheetLine, SheetRequest, parse_message
from cases.requests import copy_for
from cases.statements import MAIL, table_of
from cases.whom_to_call import called_about
from models.tables import AccessLink, HourSheet, Party
from models.vocabulary import LinkAct, MailStatus

PARTY, LINK, SHEET = table_of(Party), table_of(AccessLink), table_of(HourSheet)


@dataclass(frozen=True, slots=True)
class _Earlier:
    """A request already in the outbox: one that waits, or one that left under the day's key."""

    id: int
    party_id: int
    unique_key: str
    status: MailStatus
    kind: str
    payload: str

    @property
    def message(self) -> SheetRequest:
        message = parse_message(MailKind(self.kind), self.payload)
        assert isinstance(message, SheetRequest)
        return message


def gather_requests(session: Session, entries: Sequence[Entry]) -> list[Entry]:
    """The same entries, in which each company is written to once.

    Requests of one company join the first of them, together with those that still wait in the outbox. When
    the day's message has already left, a second one carries what is new.
    """
    by_key: dict[str, list[tuple[int, NewMail]]] = {}
    for index, entry in enumerate(entries):
        for mail in entry.decision.says:
            if isinstance(mail.message, SheetRequest):
                by_key.setdefault(mail.unique_key, []).append((index, mail))
    if not by_key:
        return list(entries)
    parties = {found[0][1].party_id for found in by_key.values()}
    earlier = _earlier(session, by_key, {party for party in parties if party is not None})
    if not earlier and all(len(found) == 1 for found in by_key.values()):
        return list(entries)  # the usual sweep: one sheet for each company, and nothing that waits
    said = {index: _other_mails(entry) for index, entry in enumerate(entries)}
    for found in by_key.values():
        mails = [mail for _, mail in found]
        said[found[0][0]].append(_one_message(session, mails, earlier.get(mails[0].party_id, [])))
    return [
        replace(entry, decision=replace(entry.decision, says=tuple(said[index])))
        for index, entry in enumerate(entries)
    ]


def _other_mails(entry: Entry) -> list[NewMail]:
    return [mail for mail in entry.decision.says if not isinstance(mail.message, SheetRequest)]


def _earlier(
    session: Session, keys: Iterable[str], parties: Collection[int]
) -> dict[int | None, list[_Earlier]]:
    """By company: what waits for it, and what left under the day's key."""
    connection = session.connection()
    # Two sweeps may write to one company at once: the second waits here and joins the first's message.
    # FOR NO KEY UPDATE, because both may have added sheets that refer to that company already.
    one_at_a_time = select(PARTY.c.id).where(PARTY.c.id.in_(parties)).order_by(PARTY.c.id)
    connection.execute(one_at_a_time.with_for_update(key_share=True))
    columns = (MAIL.c[name] for name in _Earlier.__slots__)
    waits = (MAIL.c.status == MailStatus.PENDING) & MAIL.c.party_id.in_(parties)
    query = select(*columns).where(
        or_(waits & MAIL.c.kind.in_(SHEET_REQUESTS), MAIL.c.unique_key.in_(list(keys)))
    )
    found: dict[int | None, list[_Earlier]] = {}
    for row in connection.execute(query.order_by(MAIL.c.id).with_for_update()):
        found.setdefault(row.party_id, []).append(_Earlier(*row))
    return found


def _one_message(session: Session, mails: Sequence[NewMail], related: Sequence[_Earlier]) -> NewMail:
    """The one request that says all; those that waited give their lines to it."""
    first, key = mails[0], mails[0].unique_key
    waiting = [each for each in related if each.status is MailStatus.PENDING]
    lines = _lines([each.message for each in waiting] + [_request(mail) for mail in mails])
    several = company_link(session, lines) if len(lines) > 1 else None
    message = _request(first).model_copy(update={"lines": lines, "company_link_id": several})
    if several is not None:
        message = message.model_copy(update=called_about(session, message.sheet_ids))
    joined = replace(
        first,
        kind=message.kind,
        message=message,
        cc_email=copy_for(message),
        sheets=tuple((line.sheet_id, line.step) for line in lines),
    )
    if waiting:
        base = next((each for each in waiting if each.unique_key == key), waiting[0])
        _take_up(session, base, waiting, joined)
        # The row exists: its insert is passed over by its key, and only its sheets are added.
        return replace(joined, unique_key=base.unique_key)
    if related:
        # The day's message has left: what is new needs one of its own, named by its first sheet.
        sheet_id, step = joined.sheets[0]
        return replace(joined, unique_key=f"{key}:{sheet_id}-{step}")
    return joined


def company_link(session: Session, lines: Sequence[SheetLine]) -> int:
    """A link that opens all the sheets of these lines' company on one page, for as long as any of theirs."""
    connection = session.connection()
    theirs = (
        select(LINK.c.territory_id, SHEET.c.party_id, LINK.c.expires_at, LINK.c.created_at)
        .join(SHEET, SHEET.c.id == LINK.c.sheet_id)
        .where(LINK.c.id.in_([line.link_id for line in lines]))
        .order_by(LINK.c.expires_at.desc())
    )
    newest = connection.execute(theirs.limit(1)).one()
    kept = select(LINK.c.id).where(
        LINK.c.act == LinkAct.COMPANY_SHEETS,
        LINK.c.party_id == newest.party_id,
        LINK.c.revoked_at.is_(None),
        LINK.c.expires_at >= newest.expires_at,
    )
    found = connection.execute(kept.limit(1)).scalar()
    if found is None:
        row = {**newest._mapping, "act": LinkAct.COMPANY_SHEETS}
        found = connection.execute(insert(LINK).values(**row).returning(LINK.c.id)).scalar_one()
    return int(found)


def _request(mail: NewMail) -> SheetRequest:
    assert isinstance(mail.message, SheetRequest)
    return mail.message


def _lines(messages: Iterable[SheetRequest]) -> tuple[SheetLine, ...]:
    """Each sheet once, as the latest message has it."""
    latest: dict[int, SheetLine] = {}
    for message in messages:
        latest |= {line.sheet_id: line for line in message.lines}
    return tuple(latest.values())


def _take_up(session: Session, base: _Earlier, waiting: Sequence[_Earlier], joined: NewMail) -> None:
    """Have the first that waits say all of it, and withdraw the others."""
    connection = session.connection()
    values = {
        "payload": joined.message.model_dump_json(),
        "kind": joined.kind,
        "cc_email": joined.cc_email,
        "release_at": joined.release_at,
    }
    connection.execute(update(MAIL).where(MAIL.c.id == base.id).values(**values))
    others = [each.id for each in waiting if each.id != base.id]
    if others:
        withdrawn = update(MAIL).where(MAIL.c.id.in_(others))
        connection.execute(withdrawn.values(status=MailStatus.WITHDRAWN))
