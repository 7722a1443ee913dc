"""Sending a market's clause text to its buyer: frozen, numbered, mailed with its files."""

from datetime import datetime

from sqlmodel import Session

from cases.access import can_sign_in
from cases.actors import Actor
from cases.ask_links import ensure_ask_link
from cases.casework import Casework, take_up
from cases.clause_drafting import SENT_IN, draft_clause, texts_sent
from cases.correspondence import Correspondent, correspondents
from cases.decisions import Decision, NewMail
from cases.documents import ClauseTextFigures
from cases.inputs import ClauseSending
from cases.messages import ClauseTextMail, MailKind
from cases.papers import freeze
from cases.refusals import BuyerUnreachable, ClauseTextIncomplete, ClauseTextOver, NotAllowed


def send_clause_text(
    session: Session, actor: Actor, market_id: int, input: ClauseSending, *, now: datetime
) -> int:
    """Freeze the text as it reads now and send it to the buyer; the document's number.

    The tender's question page opens with the first sending, and its address is written in the text. Raises
    ClauseTextOver once the market is awarded, ClauseTextIncomplete with all that is missing, and
    BuyerUnreachable.
    """
    if not actor.is_staff:
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    if case.market.stage not in SENT_IN:
        raise ClauseTextOver
    draft = _complete_draft(case)
    buyer = correspondents(session, [case.market.buyer_id])[case.market.buyer_id]
    if buyer.email is None:
        raise BuyerUnreachable
    figures = draft.model_copy(update=_numbered(case))
    document_id = freeze(case, buyer, figures)
    case.decide(
        Decision(
            "clause_sent",
            {"document": document_id, "version": figures.version},
            changes={"clause_text_sent_on": case.today},
            says=(_mail(case, buyer, figures, document_id, input.note or None),),
        )
    )
    return document_id


def _complete_draft(case: Casework) -> ClauseTextFigures:
    draft = draft_clause(case.session, case.market, case.pack, case.now)
    if draft is None:
        raise ClauseTextIncomplete(("levier",))
    if draft.missing:
        raise ClauseTextIncomplete(draft.missing)
    return draft


def _numbered(case: Casework) -> dict[str, int]:
    """The version that this sending makes, and the link of the page that it prints."""
    link_id = ensure_ask_link(case.session, case.market, case.now)
    version = len(texts_sent(case.session, case.market.id)) + 1
    return {"version": version, "question_link_id": link_id}


def _mail(
    case: Casework, buyer: Correspondent, figures: ClauseTextFigures, document_id: int, note: str | None
) -> NewMail:
    assert buyer.email is not None and figures.question_link_id is not None
    assert figures.required_hours is not None
    message = ClauseTextMail(
        **case.letterhead.fields(),
        buyer_name=buyer.name,
        market_title=figures.market_title,
        market_reference=figures.market_reference,
        version=figures.version,
        is_first=figures.version == 1,
        sent_on=case.today,
        required_hours=figures.required_hours,
        question_link_id=figures.question_link_id,
        note=note,
        market_id=case.market.id if can_sign_in(case.session, buyer.party_id) else None,
    )
    return NewMail(
        kind=MailKind.CLAUSE_TEXT,
        to_email=buyer.email,
        to_name=buyer.contact_name or buyer.name,
        message=message,
        unique_key=f"clause_text:{case.market.id}:{document_id}",
        release_at=case.release_at,
        locale=buyer.locale,
        party_id=buyer.party_id,
        document_id=document_id,
    )
