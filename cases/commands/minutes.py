"""A site or partners' meeting as it was held: attendance, minutes sent to all, and what comes next."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime

from sqlalchemy import select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.arrangements import ARRANGEMENTS
from cases.casework import Casework
from cases.commands.meetings import live_numbered, take_up_host
from cases.decisions import DeadlineEnd, Decision, NewMail, TaskEnd
from cases.inputs import Attendance, MinutesInput, WrittenMinutes
from cases.meetings import MEETING, Host, Proposed, parties_of, told_of
from cases.messages import AgreedAction, KeptMinutes, MailKind, MeetingMinutes
from cases.minutes import attendance_of, letters, note_held, readers_of
from cases.partners_clock import open_period
from cases.partners_pack import pack_presented
from cases.refusals import MeetingStillAhead, NoMeetingAhead, in_the_future
from cases.rules.meetings import SiteMeetingStep
from cases.site_clock import next_site_meeting
from cases.site_figures import site_figures
from cases.territorywork import Territorywork
from models.vocabulary import DeadlineRule, MeetingKind, MeetingStatus


def record_minutes(
    session: Session,
    actor: Actor,
    market_id: int | None,
    meeting_id: int,
    input: MinutesInput,
    *,
    now: datetime,
) -> None:
    """The meeting was held: its minutes leave for all who were invited, its task ends, the next is set.

    `market_id` is None for the partners' meeting, whose pack is frozen if it is not yet, and goes with the
    minutes. Raises NotAllowed, NotFound, NoMeetingAhead (a kickoff has its own record), MeetingOver,
    MeetingStillAhead, or InvalidInput.
    """
    host, kind = take_up_host(session, actor, market_id, now)
    if kind is MeetingKind.KICKOFF_MEETING:
        raise NoMeetingAhead
    meeting = live_numbered(host, meeting_id)
    _refuse_days(host, meeting, input)
    keep_minutes(host, meeting, input, input.attendance)


def keep_minutes(
    host: Host, meeting: Proposed, input: WrittenMinutes, attendance: Sequence[Attendance]
) -> None:
    """Write that this meeting was held, with who came; its minutes leave. Raises InvalidInput."""
    note_held(host, meeting, attendance)
    document_id = pack_presented(host, meeting) if isinstance(host, Territorywork) else None
    kept = _kept(host, input)
    values = {"held_on": input.held_on, "minutes": kept.model_dump_json(), "document_id": document_id}
    host.session.connection().execute(update(MEETING).where(MEETING.c.id == meeting.id).values(**values))
    payload = {"meeting": meeting.id, "kind": meeting.kind, "on": input.held_on}
    payload |= {"actions": len(kept.actions)}
    mails = _mails(host, replace(meeting, document_id=document_id), input.held_on, kept)
    decision = Decision("meeting_held", payload, says=mails)
    if not _is_overtaken(host, meeting, input.held_on):
        decision = _with_next(host, meeting, decision)
    host.decide(decision)


def _is_overtaken(host: Host, meeting: Proposed, held_on: date) -> bool:
    """Whether nobody waits for this one any more: another was held since, or the next period asks for one."""
    if isinstance(host, Territorywork):
        asked = open_period(host.session, host.territory_id)
        return asked is not None and meeting.quarter is not None and meeting.quarter < asked
    later = select(MEETING.c.id).where(
        MEETING.c.market_id == host.market.id,
        MEETING.c.kind == meeting.kind,
        MEETING.c.status == MeetingStatus.HELD,
        MEETING.c.held_on > held_on,
    )
    return host.session.connection().execute(later.limit(1)).first() is not None


def _mails(host: Host, meeting: Proposed, held_on: date, kept: KeptMinutes) -> tuple[NewMail, ...]:
    """To everyone who was invited, and to the market's companies and buyer in any case."""
    message = MeetingMinutes(
        **host.letterhead.fields(),
        **told_of(host),
        meeting_kind=meeting.kind,
        held_on=held_on,
        minutes=kept,
        **attendance_of(host, meeting),
        brings_pack=meeting.document_id is not None,
    )
    parties = tuple(parties_of(host).values()) if isinstance(host, Casework) else ()
    readers, key = readers_of(host, meeting, parties), f"minutes:{meeting.id}"
    return tuple(letters(host, MailKind.MEETING_MINUTES, readers, message, key, meeting.document_id))


def _refuse_days(host: Host, meeting: Proposed, input: MinutesInput) -> None:
    if meeting.held_on(host.pack) > host.today:
        raise MeetingStillAhead
    if input.held_on > host.today:
        raise in_the_future("held_on")


def _kept(host: Host, input: WrittenMinutes) -> KeptMinutes:
    actions = tuple(AgreedAction(what=each.what, who=each.who, by_on=each.by_on) for each in input.actions)
    figures = None
    if isinstance(host, Casework):
        figures = site_figures(host.session, host.market, input.held_on)
    return KeptMinutes(text=input.minutes, difficulties=input.difficulties, actions=actions, figures=figures)


def _with_next(host: Host, meeting: Proposed, decision: Decision) -> Decision:
    """Nobody is asked for it any more, and the next site meeting is counted from this one.

    A territory's round looks after its own.
    """
    subject_id = host.territory_id if host.market_id is None else host.market_id
    decision = replace(decision, ends=(TaskEnd(ARRANGEMENTS[meeting.kind].task, subject_id),))
    if isinstance(host, Territorywork):
        return decision
    market_id, held_on = host.market.id, decision.payload["on"]
    ends = (
        DeadlineEnd(DeadlineRule.SITE_MEETING, market_id),
        DeadlineEnd(DeadlineRule.MEETING_REMINDER, meeting.id),
    )
    following = next_site_meeting(market_id, SiteMeetingStep.HELD, held_on, meeting.id, host.pack)
    return replace(decision, cancels=ends, sets=(following,))
