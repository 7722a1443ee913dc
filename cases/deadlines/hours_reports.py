"""Asking others than the company for the month's hours: once, then one reminder, then nothing more.

It is done the working day after the sheet is both answered and due: the figures of most companies are in by
then, so that a structure reads one mail a month, and a person has a figure to confirm. Silence is no fault
and makes no task: a company’s hours stand by themselves. A structure without an address does make one.
"""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import select

from cases.access import add_link, open_link
from cases.asked_hours import (
    LINE,
    PERSON,
    SHEET,
    ReportedPerson,
    asks_somebody,
    attested_hours,
    employers_for,
    reported_people,
)
from cases.casework import Casework
from cases.correspondence import Correspondent, Letterhead, correspondents, letterheads
from cases.deadlines.due import Desk, Due, Outcome
from cases.deadlines.opening import missing_contact
from cases.decisions import Decision, NewDeadline, NewMail, NewTask
from cases.hour_facts import ROOT
from cases.hours_requests import ASK, REMINDER, is_silent, request_key, structure_request, was_asked_late
from cases.messages import AttestationRequest, AttestedLine, MailKind
from cases.rules.policy import RulePack
from cases.sheetwork import SheetState
from cases.statements import MARKET
from models.vocabulary import DeadlineRule, LinkAct

REMINDER_DAYS = 5
"""Working days between the request and its one reminder."""


def hours_deadline(case: Casework, sheet: SheetState) -> tuple[NewDeadline, ...]:
    """When others are asked about the hours of a sheet that was just answered; nothing if nobody is."""
    if not asks_somebody(case.session, sheet.market_id, sheet.party_id, sheet.month):
        return ()
    on = case.pack.calendar.shift(max(case.today, sheet.due_on), 1)
    return (_deadline(sheet.id, ASK, sheet.month, case.pack, on),)


def _deadline(sheet_id: int, step: str, month: date, pack: RulePack, on: date) -> NewDeadline:
    due_at = pack.calendar.at(on, pack.mail_opens_at)
    return NewDeadline(DeadlineRule.HOURS_REPORT, sheet_id, step, month.isoformat(), due_at)


Reported = dict[tuple[int, date], list[ReportedPerson]]
"""By structure and month, whom it may report."""


@dataclass(frozen=True, slots=True)
class _Asking:
    """One deadline being fired: the sheet that it is about, and who writes."""

    desk: Desk
    due: Due
    company_id: int
    month: date
    letterhead: Letterhead
    reported: Reported

    def employed_by(self, structure_id: int) -> list[ReportedPerson]:
        """Whom a structure may report, read once for all the sheets of the month that ask it."""
        key = (structure_id, self.month)
        if key not in self.reported:
            territory_id = self.due.territory_id
            self.reported[key] = reported_people(self.desk.session, territory_id, structure_id, self.month)
        return self.reported[key]

    @property
    def pack(self) -> RulePack:
        return self.desk.packs[self.due.territory_id]

    @property
    def is_reminder(self) -> bool:
        return self.due.step == REMINDER

    @property
    def release_at(self) -> datetime:
        """When the mails may leave."""
        pack = self.pack
        return pack.calendar.next_sending_instant(self.desk.now, pack.mail_opens_at, pack.mail_closes_at)


def ask_hours(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """Ask the structures and the people of each due sheet, or remind those who have not said anything."""
    query = select(SHEET.c.id, SHEET.c.party_id, SHEET.c.month)
    numbers = [due.subject_id for due in dues]
    rows = desk.session.connection().execute(query.where(SHEET.c.id.in_(numbers)))
    sheets = {row.id: (row.party_id, row.month) for row in rows}
    heads = letterheads(desk.session, {due.market_id for due in dues})
    reported: Reported = {}
    return [
        _asked(_Asking(desk, due, *sheets[due.subject_id], heads[due.market_id], reported)) for due in dues
    ]


def _asked(asking: _Asking) -> Outcome:
    structures, unreachable = _to_structures(asking)
    people = _to_people(asking)
    says = (*structures, *people)
    if not says and not unreachable:
        return Outcome(asking.due)
    event = "hours_report_reminded" if asking.is_reminder else "hours_report_asked"
    payload = {
        "sheet": asking.due.subject_id,
        "month": asking.month,
        "structures": len(structures),
        "people": len(people),
        "unreachable": len(unreachable),
    }
    decision = Decision(event, payload, opens=unreachable, sets=_reminder(asking), says=says)
    return Outcome(asking.due, (asking.desk.entry(asking.due, decision),))


def _reminder(asking: _Asking) -> tuple[NewDeadline, ...]:
    if asking.is_reminder:
        return ()
    on = asking.pack.calendar.shift(asking.desk.today(asking.due), REMINDER_DAYS)
    return (_deadline(asking.due.subject_id, REMINDER, asking.month, asking.pack, on),)


def _to_structures(asking: _Asking) -> tuple[tuple[NewMail, ...], tuple[NewTask, ...]]:
    """The mails to those that are silent, and a task for each that cannot be written to."""
    session = asking.desk.session
    structures = employers_for(session, asking.company_id, asking.month)
    found = correspondents(session, structures)
    mails, tasks = [], []
    for number in sorted(structures):
        structure, people = found[number], asking.employed_by(number)
        link_id = _link(asking, LinkAct.REPORT_HOURS, party_id=number)
        if link_id is None or not is_silent(people):
            continue
        if structure.email is not None:
            if not (asking.is_reminder and was_asked_late(session, number, asking.month)):
                mails.append(_request(asking, structure, people, link_id))
        elif not asking.is_reminder:
            tasks.append(missing_contact(structure, asking.pack, asking.desk.today(asking.due)))
    return tuple(mails), tuple(tasks)


def _request(
    asking: _Asking, structure: Correspondent, people: Sequence[ReportedPerson], link_id: int
) -> NewMail:
    return structure_request(
        asking.letterhead,
        structure,
        people,
        link_id,
        asking.month,
        step=asking.due.step,
        release_at=asking.release_at,
    )


def _to_people(asking: _Asking) -> tuple[NewMail, ...]:
    session = asking.desk.session
    mails = []
    for number, first_name, last_name, email, locale in _addressed(asking):
        own = attested_hours(session, asking.due.territory_id, number, asking.month)
        if not any(each.hours is None for each in own):
            continue
        link_id = _link(asking, LinkAct.ATTEST_HOURS, participant_id=number)
        if link_id is None:
            continue
        lines = tuple(
            AttestedLine(
                market_title=each.market_title, company_name=each.company_name, hours=each.declared_hours
            )
            for each in own
        )
        message = AttestationRequest(
            **asking.letterhead.fields(),
            first_name=first_name,
            link_id=link_id,
            month=asking.month,
            lines=lines,
            is_reminder=asking.is_reminder,
        )
        mails.append(
            NewMail(
                kind=MailKind.ATTESTATION,
                to_email=email,
                to_name=f"{first_name} {last_name}",
                message=message,
                unique_key=request_key(MailKind.ATTESTATION, number, asking.month, asking.due.step),
                release_at=asking.release_at,
                locale=locale,
            )
        )
    return tuple(mails)


def _addressed(asking: _Asking) -> list[tuple[int, str, str, str, str]]:
    """The people of the sheet to write to, on a market that asks: number, names, address, language."""
    query = (
        select(ROOT, *(PERSON.c[name] for name in ("first_name", "last_name", "email", "locale")))
        .join(LINE, LINE.c.participant_id == PERSON.c.id)
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .join(MARKET, MARKET.c.id == SHEET.c.market_id)
        .where(
            LINE.c.sheet_id == asking.due.subject_id, PERSON.c.email.is_not(None), MARKET.c.asks_attestation
        )
        .order_by(PERSON.c.id)
    )
    rows = asking.desk.session.connection().execute(query)
    return list({row[0]: tuple(row) for row in rows}.values())


def _link(asking: _Asking, act: LinkAct, **subject: int) -> int | None:
    """A new link for the first request of the month, the same one for its reminder; None otherwise."""
    session, now = asking.desk.session, asking.desk.now
    known = open_link(session, act, now=now, month=asking.month, **subject)
    if asking.is_reminder:
        return known
    if known is not None:
        return None
    days = asking.pack.link_validity_days
    return add_link(
        session, asking.due.territory_id, act, valid_days=days, now=now, month=asking.month, **subject
    )
