"""The mail that brings an opinion to the buyer: at once, or as soon as an address of the buyer works."""

from sqlalchemy import select

from cases.access import can_sign_in
from cases.casework import Casework
from cases.correspondence import Correspondent, correspondents
from cases.deadlines.opening import missing_contact
from cases.decisions import NewMail, NewTask
from cases.inputs import OpinionInput
from cases.messages import MailKind, OpinionMail
from cases.opinions import OPINION
from cases.rules.levers import GUIDES
from cases.rules.social_obligation import GROUNDS
from models.vocabulary import Lever, RefusalGround, Stage

STUDIED = (Stage.DRAFTING, Stage.WITHOUT_CLAUSE)


def opinion_news(
    case: Casework, input: OpinionInput, number: int
) -> tuple[tuple[NewMail, ...], tuple[NewTask, ...]]:
    """The buyer's mail; or, when no address of the buyer works, the task of finding one."""
    buyer = correspondents(case.session, (case.market.buyer_id,))[case.market.buyer_id]
    if buyer.email is None:
        return (), (missing_contact(buyer, case.pack, case.today),)
    return (_mail(case, buyer, input, number),), ()


def opinion_unsent(case: Casework, party_id: int) -> tuple[NewMail, ...]:
    """The opinion in force, for a buyer whose address was just found; its key lets it leave once only."""
    if party_id != case.market.buyer_id or case.market.advice is None or case.market.stage not in STUDIED:
        return ()
    names = ("number", "advice", "lever", "ground", "reason")
    last = select(*(OPINION.c[name] for name in names)).where(OPINION.c.market_id == case.market.id)
    row = case.session.connection().execute(last.order_by(OPINION.c.number.desc()).limit(1)).first()
    if row is None:
        return ()
    number, *said = row
    concludes = case.market.stage is Stage.WITHOUT_CLAUSE
    input = OpinionInput(**dict(zip(names[1:], said, strict=True)), concludes=concludes)
    return opinion_news(case, input, number)[0]


def _mail(case: Casework, buyer: Correspondent, input: OpinionInput, number: int) -> NewMail:
    assert buyer.email is not None
    market = case.market
    message = OpinionMail(
        **case.letterhead.fields(),
        buyer_name=buyer.name,
        market_title=market.title,
        market_reference=market.reference,
        number=number,
        advice=input.advice,
        **_lever(input.lever, buyer.locale),
        ground=_ground(input.ground, buyer.locale),
        reason=input.reason,
        is_concluded=input.concludes,
        market_id=market.id if can_sign_in(case.session, buyer.party_id) else None,
    )
    return NewMail(
        kind=MailKind.OPINION,
        to_email=buyer.email,
        to_name=buyer.contact_name or buyer.name,
        message=message,
        unique_key=f"opinion:{market.id}:{number}",
        release_at=case.release_at,
        locale=buyer.locale,
        party_id=buyer.party_id,
    )


def _lever(lever: Lever | None, locale: str) -> dict[str, str]:
    if lever is None:
        return {}
    guide = GUIDES[lever]
    return {"lever": guide.name.text(locale), "articles": guide.cited.text(locale)}


def _ground(ground: RefusalGround | None, locale: str) -> str | None:
    return None if ground is None else GROUNDS[ground].text(locale)
