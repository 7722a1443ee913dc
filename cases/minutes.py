"""The minutes of a kickoff, written to everyone invited, and to the companies and the buyer in any case."""

from collections.abc import Iterable, Iterator, Sequence
from datetime import date

from sqlalchemy import select

from cases.casework import Casework
from cases.correspondence import Correspondent
from cases.deadlines.opening import missing_contact
from cases.decisions import NewMail, NewTask
from cases.inputs import Kickoff
from cases.meetings import GUEST, Guest, Proposed, guests_of, members_of, parties_of
from cases.messages import AgreedCompany, KickoffMinutes, MailKind, PlanLine
from cases.rules.curve import MonthHours
from cases.rules.months import next_month


def minutes_mails(
    case: Casework,
    kickoff: Kickoff,
    meeting: Proposed | None,
    plan: Sequence[MonthHours],
    planned_end: date | None,
) -> tuple[list[NewMail], list[NewTask]]:
    """One mail each, however many times someone is named; a task for a party that has no address."""
    guests = [] if meeting is None else guests_of(case.session, meeting.id)
    parties = parties_of(case)
    message = _message(case, kickoff, meeting, plan, planned_end)
    letters: dict[str, NewMail] = {}
    for name, email, locale, party_id in _readers(guests, parties.values()):
        if email in letters:
            continue
        letters[email] = NewMail(
            kind=MailKind.KICKOFF_MINUTES,
            to_email=email,
            to_name=name[:200],
            message=message,
            unique_key=f"kickoff-minutes:{case.market.id}:{len(letters)}",
            release_at=case.release_at,
            locale=locale,
            party_id=party_id,
        )
    silent = [party for party in parties.values() if party.email is None]
    return list(letters.values()), [missing_contact(party, case.pack, case.today) for party in silent]


def _readers(
    guests: Iterable[Guest], parties: Iterable[Correspondent]
) -> Iterator[tuple[str, str, str, int | None]]:
    for party in parties:
        if party.email is not None:
            yield party.contact_name or party.name, party.email, party.locale, party.party_id
    for guest in guests:
        if guest.party_id is None and guest.email is not None:
            yield guest.name, guest.email, guest.locale, None


def _message(
    case: Casework,
    kickoff: Kickoff,
    meeting: Proposed | None,
    plan: Sequence[MonthHours],
    planned_end: date | None,
) -> KickoffMinutes:
    market, parties = case.market, parties_of(case)
    present, absent = _attendance(case, meeting)
    return KickoffMinutes(
        **case.letterhead.fields(),
        market_title=market.title,
        market_reference=market.reference,
        buyer_name=parties[market.buyer_id].name,
        held_on=kickoff.held_on,
        starts_on=kickoff.starts_on,
        planned_end_on=planned_end,
        minutes=kickoff.minutes,
        present=present,
        absent=absent,
        companies=tuple(
            AgreedCompany(
                company_name=parties[member.party_id].name,
                modality=member.modality,
                contact_name=parties[member.party_id].contact_name,
            )
            for member in members_of(case.session, market.id)
        ),
        committed_hours=market.committed_hours or 0,
        plan=tuple(PlanLine(month=each.month, hours=each.hours) for each in plan),
        first_sheet_on=next_month(kickoff.starts_on),
    )


def _attendance(case: Casework, meeting: Proposed | None) -> tuple[tuple[str, ...], tuple[str, ...]]:
    """Who came and who did not, of those of whom it was said."""
    if meeting is None:
        return (), ()
    query = select(GUEST.c.name, GUEST.c.is_present).where(
        GUEST.c.meeting_id == meeting.id, GUEST.c.is_present.is_not(None)
    )
    rows = case.session.connection().execute(query.order_by(GUEST.c.id)).all()
    came = tuple(row.name for row in rows if row.is_present)
    return came, tuple(row.name for row in rows if not row.is_present)
