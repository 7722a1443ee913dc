"""The analysis of the offers: frozen with its ranking, and sent to the buyer."""

from datetime import datetime

from sqlalchemy import func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.commands.offers import take_up_offers
from cases.commands.questions import QUESTION
from cases.correspondence import Correspondent, correspondents
from cases.deadlines.opening import missing_contact
from cases.decisions import Decision
from cases.documents import CriterionLine, MarkLine, OfferAnalysisFigures, OfferLine
from cases.inputs import AnalysisInput
from cases.offerwork import OfferSeen, OfferTable, offer_table
from cases.papers import DOCUMENT, freeze, paper_mail
from cases.refusals import MarksMissing, NoOffer
from cases.rules.scoring import Placing
from models.vocabulary import DocumentKind


def record_analysis(
    session: Session, actor: Actor, market_id: int, input: AnalysisInput, *, now: datetime
) -> int:
    """Freeze the analysis as it stands and send it to the buyer; its document's number.

    It may be recorded again: each time is another version. Raises NoOffer, MarksMissing.
    """
    case = take_up_offers(session, actor, market_id, now)
    market = case.market
    table = offer_table(session, market_id, market.tender_round, market.required_hours, case.pack)
    if not table.offers:
        raise NoOffer
    if table.ranking.missing:
        raise MarksMissing(tuple((gap.offer_id, gap.code) for gap in table.ranking.missing))
    buyer = correspondents(session, (market.buyer_id,))[market.buyer_id]
    figures = _figures(case, table, buyer, input.conclusion)
    document_id = freeze(case, buyer, figures)
    is_reachable = buyer.email is not None
    case.decide(
        Decision(
            "analysis_recorded",
            {
                "document": document_id,
                "version": figures.version,
                "offers": len(table.offers),
                "irregular": len(table.ranking.irregular),
            },
            changes={"offers_analysed_on": case.today},
            opens=() if is_reachable else (missing_contact(buyer, case.pack, case.today),),
            says=(paper_mail(case, buyer, figures, document_id),) if is_reachable else (),
        )
    )
    return document_id


def _figures(
    case: Casework, table: OfferTable, buyer: Correspondent, conclusion: str | None
) -> OfferAnalysisFigures:
    market = case.market
    asked, answered = _question_counts(case)
    return OfferAnalysisFigures(
        **case.letterhead.fields(),
        locale="en" if buyer.locale == "en" else "fr",
        market_title=market.title,
        market_reference=market.reference,
        buyer_name=buyer.name,
        pack_version=case.pack.version,
        frozen_on=case.today,
        version=_last_version(case) + 1,
        tender_round=market.tender_round,
        lever=market.lever,
        required_hours=market.required_hours,
        questions_count=asked,
        answered_count=answered,
        criteria=tuple(
            CriterionLine(code=each.code, label=each.label, weight=each.weight) for each in table.grid
        ),
        offers=_offer_lines(table),
        conclusion=conclusion,
    )


def _offer_lines(table: OfferTable) -> tuple[OfferLine, ...]:
    """The ranked offers, best first, then the irregular ones."""
    ranked = [_line(table, table.by_id[each.offer_id], each) for each in table.ranking.placings]
    missing = {each.offer_id: each.missing_hours for each in table.ranking.irregular}
    apart = [
        _line(table, offer).model_copy(update={"missing_hours": missing[offer.id]})
        for offer in table.offers
        if offer.id in missing
    ]
    return (*ranked, *apart)


def _line(table: OfferTable, offer: OfferSeen, placing: Placing | None = None) -> OfferLine:
    marks = placing.marks if placing else {code: given.mark for code, given in offer.marks.items()}
    return OfferLine(
        company_name=offer.company_name,
        company_siret=offer.siret,
        promised_hours=offer.promised_hours,
        modality=offer.modality,
        note=offer.note,
        received_on=offer.received_on,
        marks=tuple(
            MarkLine(
                criterion=each.code,
                mark=marks[each.code],
                comment=offer.marks[each.code].comment if each.code in offer.marks else None,
            )
            for each in table.grid
            if each.code in marks
        ),
        rank=placing.rank if placing else None,
        is_tied=placing.is_tied if placing else False,
        total=placing.total if placing else None,
    )


def _question_counts(case: Casework) -> tuple[int, int]:
    market = case.market
    query = select(func.count(), func.count(QUESTION.c.answered_at)).where(
        QUESTION.c.market_id == market.id, QUESTION.c.tender_round == market.tender_round
    )
    asked, answered = case.session.connection().execute(query).one()
    return asked, answered


def _last_version(case: Casework) -> int:
    """Versions go on from a round to the next, so that no two of a market have the same."""
    query = select(func.count()).where(
        DOCUMENT.c.market_id == case.market.id, DOCUMENT.c.kind == DocumentKind.OFFER_ANALYSIS
    )
    return int(case.session.connection().execute(query).scalar_one())
