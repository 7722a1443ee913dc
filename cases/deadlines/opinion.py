"""The opinion on a planned market did not come in time: its buyer is told, once, with a new day."""

from collections.abc import Mapping, Sequence
from datetime import date

from cases.correspondence import Correspondent, Letterhead, correspondents, letterheads
from cases.deadlines.due import Desk, Due, Outcome
from cases.deadlines.opening import missing_contact
from cases.decisions import Decision, NewMail
from cases.messages import LateStudy, MailKind, OpinionLate
from models.vocabulary import Stage


def tell_late_opinions(desk: Desk, dues: Sequence[Due]) -> list[Outcome]:
    """Tell each buyer of its late opinions, in one message a facilitator; moot once the opinion is given."""
    late = [due for due in dues if _is_awaited(desk, due)]
    heads = letterheads(desk.session, {due.market_id for due in late})
    people = correspondents(desk.session, {desk.markets[due.market_id].buyer_id for due in late})
    told = _messages(desk, late, heads, people)
    return [_outcome(desk, due, people, told) if due in late else Outcome(due) for due in dues]


def _is_awaited(desk: Desk, due: Due) -> bool:
    market = desk.markets[due.market_id]
    return market.stage is Stage.DRAFTING and market.advice is None


def _promised_on(desk: Desk, due: Due) -> date:
    pack = desk.packs[due.territory_id]
    return pack.calendar.shift(desk.today(due), pack.opinion_extra_days)


def _messages(
    desk: Desk,
    late: Sequence[Due],
    heads: Mapping[int, Letterhead],
    people: Mapping[int, Correspondent],
) -> Mapping[int, NewMail]:
    """One mail for the studies of one buyer and one facilitator, under the first of them."""
    together: dict[tuple[int, Letterhead], list[Due]] = {}
    for due in late:
        buyer_id = desk.markets[due.market_id].buyer_id
        together.setdefault((buyer_id, heads[due.market_id]), []).append(due)
    return {
        dues[0].id: _message(desk, dues, head, people[buyer_id])
        for (buyer_id, head), dues in together.items()
        if people[buyer_id].email is not None
    }


def _message(desk: Desk, dues: Sequence[Due], head: Letterhead, buyer: Correspondent) -> NewMail:
    assert buyer.email is not None
    pack, first = desk.packs[dues[0].territory_id], dues[0]
    studies = tuple(_study(desk, due) for due in dues)
    return NewMail(
        kind=MailKind.OPINION_LATE,
        to_email=buyer.email,
        to_name=buyer.contact_name or buyer.name,
        message=OpinionLate(**head.fields(), buyer_name=buyer.name, studies=studies),
        unique_key=f"opinion_late:{first.market_id}:{first.period}",
        release_at=pack.calendar.next_sending_instant(desk.now, pack.mail_opens_at, pack.mail_closes_at),
        locale=buyer.locale,
        party_id=buyer.party_id,
    )


def _study(desk: Desk, due: Due) -> LateStudy:
    market = desk.markets[due.market_id]
    return LateStudy(
        market_id=market.id,
        market_title=market.title,
        market_reference=market.reference,
        due_on=date.fromisoformat(due.period),
        promised_on=_promised_on(desk, due),
    )


def _outcome(
    desk: Desk, due: Due, people: Mapping[int, Correspondent], told: Mapping[int, NewMail]
) -> Outcome:
    buyer = people[desk.markets[due.market_id].buyer_id]
    if buyer.email is None:
        task = missing_contact(buyer, desk.packs[due.territory_id], desk.today(due))
        decision = Decision("contact_missing", {"party": buyer.party_id}, opens=(task,))
        return Outcome(due, (desk.entry(due, decision),))
    promised_on = _promised_on(desk, due)
    decision = Decision(
        "opinion_late_told",
        {"due_on": due.period, "promised_on": promised_on},
        changes={"study_due_on": promised_on},
        says=(told[due.id],) if due.id in told else (),
    )
    return Outcome(due, (desk.entry(due, decision),))
