"""What becomes of the candidates proposed for a need: presented to the company, hired or declined."""

from collections import defaultdict
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime

from sqlalchemy import select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.commands.candidates import still_waits
from cases.correspondence import correspondents
from cases.decisions import Decision, NewMail, TaskEnd
from cases.inputs.recruitment import CandidateDecisions
from cases.messages import CandidateOutcome, CandidatesPresented, MailKind, PresentedCandidate
from cases.needwork import NeedState, need_mail, take_up_need
from cases.refusals import CandidateAlreadyDecided, NotAllowed, NotFound
from cases.statements import table_of
from models.tables import Candidate, Party
from models.vocabulary import CandidateStatus, TaskKind

CANDIDATE, PARTY = table_of(Candidate), table_of(Party)
DECIDED = (CandidateStatus.HIRED, CandidateStatus.DECLINED)


@dataclass(frozen=True, slots=True)
class _Decided:
    id: int
    party_id: int
    name: str
    phone: str | None
    note: str | None
    status: CandidateStatus


def decide_candidates(
    session: Session, actor: Actor, need_id: int, decisions: CandidateDecisions, *, now: datetime
) -> None:
    """Present candidates to the company, or record who was hired or declined; each party gets one mail.

    Raises NotFound, NotAllowed for others than staff, CandidateAlreadyDecided.
    """
    if not actor.is_staff:
        raise NotAllowed
    case, need = take_up_need(session, actor, need_id, now)
    asked = {each.candidate_id: each.status for each in decisions.decisions}
    decided = [each for each in _known(session, need_id, asked) if each.status is not asked[each.id]]
    if any(each.status in DECIDED or asked[each.id] is CandidateStatus.PROPOSED for each in decided):
        raise CandidateAlreadyDecided
    if not decided:
        return
    for each in decided:
        change = update(CANDIDATE).where(CANDIDATE.c.id == each.id)
        session.connection().execute(change.values(status=asked[each.id], decided_at=now))
    ends = () if still_waits(session, need_id) else (TaskEnd(TaskKind.REVIEW_CANDIDATES, need_id),)
    payload = {"need": need_id, "decisions": {str(each.id): asked[each.id] for each in decided}}
    says = (*_presented(case, need, decided, asked), *_outcomes(case, need, decided, asked))
    case.decide(Decision("candidate_decided", payload, ends=ends, says=says))


def _known(session: Session, need_id: int, asked: dict[int, CandidateStatus]) -> list[_Decided]:
    columns = (CANDIDATE.c[name] for name in ("id", "party_id", "first_name", "last_name", "phone", "note"))
    query = select(*columns, CANDIDATE.c.status).where(
        CANDIDATE.c.need_id == need_id, CANDIDATE.c.id.in_(list(asked))
    )
    rows = session.connection().execute(query.order_by(CANDIDATE.c.id)).all()
    if len(rows) != len(asked):
        raise NotFound
    return [
        _Decided(row.id, row.party_id, f"{row.first_name} {row.last_name}", row.phone, row.note, row.status)
        for row in rows
    ]


def _presented(
    case: Casework, need: NeedState, decided: list[_Decided], asked: dict[int, CandidateStatus]
) -> Iterator[NewMail]:
    shown = [each for each in decided if asked[each.id] is CandidateStatus.PRESENTED]
    company = correspondents(case.session, (need.party_id,))[need.party_id]
    if not shown or company.email is None:
        return
    numbers = {each.party_id for each in shown}
    query = select(PARTY.c.id, PARTY.c.name, PARTY.c.contact_name, PARTY.c.email, PARTY.c.phone)
    partners = {
        row.id: row for row in case.session.connection().execute(query.where(PARTY.c.id.in_(numbers)))
    }
    message = CandidatesPresented(
        **case.letterhead.fields(),
        company_name=company.name,
        market_title=case.market.title,
        trade=need.trade,
        candidates=tuple(
            PresentedCandidate(
                name=each.name,
                phone=each.phone,
                note=each.note,
                partner_name=partners[each.party_id].name,
                partner_contact=partners[each.party_id].contact_name,
                partner_email=partners[each.party_id].email,
                partner_phone=partners[each.party_id].phone,
            )
            for each in shown
        ),
    )
    yield need_mail(
        case, MailKind.CANDIDATES_PRESENTED, company, message, f"{need.id}:v{case.market.version}"
    )


def _outcomes(
    case: Casework, need: NeedState, decided: list[_Decided], asked: dict[int, CandidateStatus]
) -> Iterator[NewMail]:
    told: dict[int, dict[CandidateStatus, list[str]]] = defaultdict(lambda: defaultdict(list))
    for each in decided:
        if asked[each.id] in DECIDED:
            told[each.party_id][asked[each.id]].append(each.name)
    people = correspondents(case.session, {need.party_id, *told})
    for party_id, names in told.items():
        if people[party_id].email is None:
            continue
        message = CandidateOutcome(
            **case.letterhead.fields(),
            partner_name=people[party_id].name,
            company_name=people[need.party_id].name,
            trade=need.trade,
            hired=tuple(names[CandidateStatus.HIRED]),
            declined=tuple(names[CandidateStatus.DECLINED]),
        )
        key = f"{need.id}:{party_id}:v{case.market.version}"
        yield need_mail(case, MailKind.CANDIDATE_OUTCOME, people[party_id], message, key)
