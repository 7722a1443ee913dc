"""The minutes of a kickoff, written to everyone invited, and to the companies and the buyer in any case."""

from collections.abc import Sequence
from datetime import date

from cases.casework import Casework
from cases.deadlines.opening import missing_contact
from cases.decisions import NewMail, NewTask
from cases.inputs import Kickoff
from cases.meetings import Proposed, members_of, parties_of
from cases.messages import AgreedCompany, KickoffMinutes, MailKind, PlanLine
from cases.minutes import attendance_of, letters, readers_of
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
    parties = parties_of(case)
    message = _message(case, kickoff, meeting, plan, planned_end)
    readers = readers_of(case, meeting, parties.values())
    mails = letters(case, MailKind.KICKOFF_MINUTES, readers, message, f"kickoff-minutes:{case.market.id}")
    silent = [party for party in parties.values() if party.email is None]
    return mails, [missing_contact(party, case.pack, case.today) for party in silent]


def _message(
    case: Casework,
    kickoff: Kickoff,
    meeting: Proposed | None,
    plan: Sequence[MonthHours],
    planned_end: date | None,
) -> KickoffMinutes:
    market, parties = case.market, parties_of(case)
    return KickoffMinutes(
        **case.letterhead.fields(),
        market_title=market.title,
        market_reference=market.reference,
        buyer_name=parties[market.buyer_id].name,
        held_on=kickoff.held_on,
        starts_on=kickoff.starts_on,
        planned_end_on=planned_end,
        minutes=kickoff.minutes,
        **attendance_of(case, meeting),
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
