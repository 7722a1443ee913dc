"""A company's recruitment need: recorded, sent to the partners of its trade, closed."""

from datetime import date, datetime

from sqlalchemy import insert, select, update
from sqlmodel import Session

from cases.access import add_link
from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.correspondence import Correspondent, correspondents
from cases.deadlines.opening import missing_contact
from cases.decisions import Decision, NewDeadline, NewMail
from cases.inputs.recruitment import NeedClosing, NeedInput, NeedSending
from cases.messages import MailKind, NeedClosedMail, RecruitmentNeedMail
from cases.needwork import ASKED, NEED, NeedState, end_need, need_mail, take_up_open_need
from cases.refusals import InvalidInput, NeedNotPossible, NotAllowed, NotFound, Place
from cases.statements import table_of
from models.tables import Candidate, MarketParty, Party
from models.vocabulary import (
    PARTNERS,
    CandidateStatus,
    DeadlineRule,
    LinkAct,
    NeedStatus,
    Role,
    Stage,
)

PARTY, MEMBER, CANDIDATE = table_of(Party), table_of(MarketParty), table_of(Candidate)
ASKS_PEOPLE = (Stage.KICKOFF, Stage.FOLLOW_UP)


def record_need(session: Session, actor: Actor, market_id: int, need: NeedInput, *, now: datetime) -> int:
    """Keep what a company of the market looks for; the need's number.

    A company records its own needs only. Raises NotFound, NotAllowed, NeedNotPossible, InvalidInput.
    """
    if not (actor.is_staff or actor.role is Role.COMPANY):
        raise NotAllowed
    if not actor.is_staff and need.party_id != actor.party_id:
        raise NotFound
    case = take_up(session, actor, market_id, now)
    if case.market.stage not in ASKS_PEOPLE:
        raise NeedNotPossible
    _refuse_stranger(session, market_id, need.party_id)
    values = {"market_id": market_id, "status": NeedStatus.OPEN, "created_at": now, **need.model_dump()}
    added = session.connection().execute(insert(NEED).values(**values).returning(NEED.c.id))
    need_id = int(added.scalar_one())
    payload = {"need": need_id, "trade": need.trade, "positions": need.positions}
    case.decide(Decision("need_recorded", payload))
    return need_id


def _refuse_stranger(session: Session, market_id: int, party_id: int) -> None:
    members = select(MEMBER.c.id).where(MEMBER.c.market_id == market_id, MEMBER.c.party_id == party_id)
    if session.connection().execute(members).first() is None:
        raise InvalidInput(
            Place(
                "party_id",
                "Choisissez une entreprise de ce marché.",
                "Choose a company of this market.",
            )
        )


def send_need(session: Session, actor: Actor, need_id: int, sending: NeedSending, *, now: datetime) -> None:
    """Send the need to these partners, each with its link; those who have it already are left in peace.

    Raises NotFound, NotAllowed, NeedClosed, and InvalidInput for a party that is no partner here.
    """
    if not actor.is_staff:
        raise NotAllowed
    case, need = take_up_open_need(session, actor, need_id, now)
    partners = _partners(session, actor, sending.partners)
    asked = select(ASKED.c.party_id).where(ASKED.c.need_id == need_id)
    already = set(session.connection().execute(asked).scalars())
    new = [partner for partner in partners if partner.party_id not in already]
    if not new:
        return
    rows = [{"need_id": need_id, "party_id": partner.party_id, "sent_at": now} for partner in new]
    session.connection().execute(insert(ASKED), rows)
    session.connection().execute(update(NEED).where(NEED.c.id == need_id).values(sent_at=now))
    answer_by = case.pack.calendar.shift(case.today, case.pack.need_answer_days)
    company = correspondents(session, (need.party_id,))[need.party_id]
    reached = [partner for partner in new if partner.email is not None]
    case.decide(
        Decision(
            "need_sent",
            {"need": need_id, "partners": [partner.party_id for partner in new]},
            opens=tuple(
                missing_contact(partner, case.pack, case.today) for partner in new if partner.email is None
            ),
            sets=(_answer_deadline(case, need_id, answer_by),),
            says=tuple(_sent(case, need, company, partner, answer_by) for partner in reached),
        )
    )


def _partners(session: Session, actor: Actor, numbers: tuple[int, ...]) -> list[Correspondent]:
    here = select(PARTY.c.id).where(
        PARTY.c.id.in_(numbers), PARTY.c.territory_id == actor.territory_id, PARTY.c.kind.in_(PARTNERS)
    )
    known = set(session.connection().execute(here).scalars())
    if unknown := sorted(set(numbers) - known):
        raise InvalidInput(
            Place(
                "partners",
                f"Ce partenaire n’est pas connu du territoire : {unknown[0]}.",
                f"The territory does not know this partner: {unknown[0]}.",
            )
        )
    found = correspondents(session, known)
    return [found[number] for number in sorted(known)]


def _answer_deadline(case: Casework, need_id: int, answer_by: date) -> NewDeadline:
    """The working day after the last one to answer: is anybody proposed?"""
    after = case.pack.calendar.shift(answer_by, 1)
    period = case.today.isoformat()
    return NewDeadline(DeadlineRule.NEED_ANSWER, need_id, "answers", period, case.deadline_at(after))


def _sent(
    case: Casework, need: NeedState, company: Correspondent, partner: Correspondent, answer_by: date
) -> NewMail:
    link_id = add_link(
        case.session,
        case.market.territory_id,
        LinkAct.PROPOSE,
        valid_days=case.pack.link_validity_days,
        now=case.now,
        need_id=need.id,
        party_id=partner.party_id,
    )
    message = RecruitmentNeedMail(
        **case.letterhead.fields(),
        partner_name=partner.name,
        company_name=company.name,
        market_title=case.market.title,
        link_id=link_id,
        trade=need.trade,
        positions=need.positions,
        contract_kind=need.contract_kind,
        hours=need.hours,
        starts_on=need.starts_on,
        place=need.place,
        profile=need.profile,
        answer_by=answer_by,
    )
    return need_mail(case, MailKind.RECRUITMENT_NEED, partner, message, f"{need.id}:{partner.party_id}")


def close_need(session: Session, actor: Actor, need_id: int, closing: NeedClosing, *, now: datetime) -> None:
    """End a need: links stop, partners who still wait are told once, names go after the retention delay.

    Raises NotFound, NotAllowed, NeedClosed.
    """
    if not actor.is_staff:
        raise NotAllowed
    case, need = take_up_open_need(session, actor, need_id, now)
    waiting, is_filled = _waiting(case, need_id), closing.status is NeedStatus.FILLED
    end = end_need(case, need_id, closing.status)
    case.decide(
        Decision(
            "need_closed",
            {"need": need_id, "status": closing.status},
            ends=end.ends,
            cancels=end.cancels,
            sets=end.sets,
            says=tuple(_closed(case, need, partner, is_filled) for partner in waiting),
        )
    )


def _waiting(case: Casework, need_id: int) -> list[Correspondent]:
    """Partners asked whose every candidate has not been decided on: the others know already."""
    told = select(CANDIDATE.c.party_id).where(
        CANDIDATE.c.need_id == need_id,
        CANDIDATE.c.status.in_((CandidateStatus.HIRED, CandidateStatus.DECLINED)),
    )
    pending = select(CANDIDATE.c.party_id).where(
        CANDIDATE.c.need_id == need_id,
        CANDIDATE.c.status.in_((CandidateStatus.PROPOSED, CandidateStatus.PRESENTED)),
    )
    asked = select(ASKED.c.party_id).where(
        ASKED.c.need_id == need_id, ASKED.c.party_id.not_in(told) | ASKED.c.party_id.in_(pending)
    )
    numbers = sorted(case.session.connection().execute(asked).scalars())
    found = correspondents(case.session, numbers)
    return [found[number] for number in numbers if found[number].email is not None]


def _closed(case: Casework, need: NeedState, partner: Correspondent, is_filled: bool) -> NewMail:
    company = correspondents(case.session, (need.party_id,))[need.party_id]
    message = NeedClosedMail(
        **case.letterhead.fields(),
        partner_name=partner.name,
        company_name=company.name,
        trade=need.trade,
        is_filled=is_filled,
    )
    return need_mail(case, MailKind.NEED_CLOSED, partner, message, f"{need.id}:{partner.party_id}")
