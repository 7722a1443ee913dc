"""A kickoff that is missing: the company is chased, then the buyer told."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from cases.correspondence import Correspondent, Letterhead, correspondents, letterheads
from cases.deadlines.due import Desk, Due, Outcome
from cases.deadlines.opening import missing_contact
from cases.decisions import Decision, NewDeadline, NewMail, NewTask
from cases.meetings import Proposed, live_meeting
from cases.messages import KickoffChase, KickoffMissingBuyer, MailKind
from cases.rules.kickoff import KickoffStep, next_step
from cases.statements import table_of
from models.tables import MarketParty
from models.vocabulary import CompanyRole, DeadlineRule, Stage, TaskKind

MEMBER = table_of(MarketParty)
TASK_DELAY_DAYS = 5


@dataclass(frozen=True, slots=True)
class _Missing:
    """A kickoff that was not held, and whom to write to about it."""

    due: Due
    lead: Correspondent | None
    buyer: Correspondent
    letterhead: Letterhead
    meeting: Proposed | None


def kickoff_overdue(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """Take the step of each kickoff that is still missing; moot where it was held or the market is over."""
    ours = {due.market_id for due in dues if desk.markets[due.market_id].stage is Stage.KICKOFF}
    leads = _leads(desk, ours)
    buyers = {desk.markets[market_id].buyer_id for market_id in ours}
    people = correspondents(desk.session, {*leads.values(), *buyers})
    heads = letterheads(desk.session, ours)
    outcomes = []
    for due in dues:
        if due.market_id not in ours:
            outcomes.append(Outcome(due))
            continue
        lead, buyer_id = leads.get(due.market_id), desk.markets[due.market_id].buyer_id
        missing = _Missing(
            due,
            None if lead is None else people[lead],
            people[buyer_id],
            heads[due.market_id],
            live_meeting(desk.session, due.market_id),
        )
        outcomes.append(Outcome(due, (desk.entry(due, _decide(desk, missing)),)))
    return outcomes


def _leads(desk: Desk, markets: set[int]) -> Mapping[int, int]:
    query = select(MEMBER.c.market_id, MEMBER.c.party_id).where(
        MEMBER.c.market_id.in_(markets), MEMBER.c.role == CompanyRole.LEAD
    )
    return {row.market_id: row.party_id for row in desk.session.connection().execute(query)}


def _decide(desk: Desk, missing: _Missing) -> Decision:
    due, step = missing.due, KickoffStep(missing.due.step)
    pack, today = desk.packs[due.territory_id], desk.today(due)
    if step is KickoffStep.OVERDUE:
        says, opens = _chase(desk, missing)
        event = "kickoff_chased" if says else "kickoff_overdue"
    else:
        says, opens = _tell_buyer(desk, missing)
        event = "kickoff_buyer_informed" if says else "contact_missing"
    following = next_step(step, today, pack)
    sets: tuple[NewDeadline, ...] = ()
    if following is not None:
        due_at = pack.calendar.at(following[1], pack.mail_opens_at)
        next_due = NewDeadline(DeadlineRule.KICKOFF_OVERDUE, due.subject_id, following[0], due.period, due_at)
        sets = (next_due,)
    return Decision(event, {"step": step}, opens=opens, sets=sets, says=says)


def _chase(desk: Desk, missing: _Missing) -> tuple[tuple[NewMail, ...], tuple[NewTask, ...]]:
    due, lead = missing.due, missing.lead
    pack, today = desk.packs[due.territory_id], desk.today(due)
    key, due_on = f"{due.step}:{due.period}", pack.calendar.shift(today, TASK_DELAY_DAYS)
    task = NewTask(TaskKind.KICKOFF_OVERDUE, due.subject_id, due_on, key, {"step": due.step})
    if lead is None:
        return (), (task,)
    if lead.email is None:
        return (), (task, missing_contact(lead, pack, today))
    market = desk.markets[due.market_id]
    message = KickoffChase(
        **missing.letterhead.fields(),
        company_name=lead.name,
        market_title=market.title,
        market_reference=market.reference,
        buyer_name=missing.buyer.name,
        awarded_on=market.awarded_on or pack.calendar.local_date(due.due_at),
        meeting_on=None if missing.meeting is None else missing.meeting.held_on(pack),
    )
    copy = missing.letterhead.facilitator_email or None
    return (_mail(desk, due, MailKind.KICKOFF_CHASE, lead, message, copy),), (task,)


def _tell_buyer(desk: Desk, missing: _Missing) -> tuple[tuple[NewMail, ...], tuple[NewTask, ...]]:
    due, buyer = missing.due, missing.buyer
    pack, market = desk.packs[due.territory_id], desk.markets[due.market_id]
    if buyer.email is None:
        return (), (missing_contact(buyer, pack, desk.today(due)),)
    message = KickoffMissingBuyer(
        **missing.letterhead.fields(),
        buyer_name=buyer.name,
        company_name=None if missing.lead is None else missing.lead.name,
        market_title=market.title,
        market_reference=market.reference,
        awarded_on=market.awarded_on or pack.calendar.local_date(due.due_at),
        meeting_on=None if missing.meeting is None else missing.meeting.held_on(pack),
        market_id=market.id,
    )
    return (_mail(desk, due, MailKind.KICKOFF_MISSING_BUYER, buyer, message),), ()


def _mail(
    desk: Desk,
    due: Due,
    kind: MailKind,
    to: Correspondent,
    message: KickoffChase | KickoffMissingBuyer,
    cc_email: str | None = None,
) -> NewMail:
    pack = desk.packs[due.territory_id]
    assert to.email is not None
    return NewMail(
        kind=kind,
        to_email=to.email,
        to_name=to.contact_name or to.name,
        message=message,
        unique_key=f"{kind}:{due.market_id}:{due.period}",
        release_at=pack.calendar.next_sending_instant(desk.now, pack.mail_opens_at, pack.mail_closes_at),
        locale=to.locale,
        cc_email=cc_email,
        party_id=to.party_id,
    )
