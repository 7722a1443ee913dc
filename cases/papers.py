"""The papers of a market: their figures frozen, and the mail that brings each to its party."""

from decimal import Decimal
from hashlib import sha256

from sqlalchemy import insert, select

from cases.casework import Casework
from cases.correspondence import Correspondent, correspondents
from cases.decisions import NewMail
from cases.documents import (
    CertificateFigures,
    DocumentFigures,
    OfferAnalysisFigures,
    ShortfallFigures,
    StatementFigures,
    document_figures,
)
from cases.messages import (
    CertificateMail,
    MailKind,
    Message,
    OfferAnalysisMail,
    ShortfallNotice,
    StatementMail,
)
from cases.statements import MAIL, table_of
from cases.territorywork import Territorywork
from models.tables import Document
from models.vocabulary import DocumentKind

DOCUMENT = table_of(Document)
PaperFigures = OfferAnalysisFigures | StatementFigures | CertificateFigures | ShortfallFigures
"""The papers whose mail may wait for an address; other documents are only frozen with their mail."""


def freeze(host: Casework | Territorywork, party: Correspondent | None, figures: DocumentFigures) -> int:
    """Keep the figures of a document addressed to this party, or to all partners; its number."""
    content = figures.model_dump_json()
    values = {
        "territory_id": host.territory_id,
        "market_id": host.market_id,
        "party_id": None if party is None else party.party_id,
        "kind": DocumentKind(figures.kind),
        "figures": content,
        "figures_sha256": sha256(content.encode()).hexdigest(),
        "created_at": host.now,
    }
    added = host.session.connection().execute(insert(DOCUMENT).values(**values).returning(DOCUMENT.c.id))
    return int(added.scalar_one())


def paper_mail(case: Casework, party: Correspondent, figures: PaperFigures, document_id: int) -> NewMail:
    assert party.email is not None
    return NewMail(
        kind=MailKind(figures.kind),
        to_email=party.email,
        to_name=party.contact_name or party.name,
        message=_words(case, party, figures),
        unique_key=f"{figures.kind}:{case.market.id}:{document_id}",
        release_at=case.release_at,
        locale=party.locale,
        party_id=party.party_id,
        document_id=document_id,
    )


def _words(case: Casework, party: Correspondent, figures: PaperFigures) -> Message:
    head = case.letterhead.fields()
    common = {"market_title": figures.market_title, "market_reference": figures.market_reference}
    if isinstance(figures, OfferAnalysisFigures):
        return _analysis(case, party, figures)
    if isinstance(figures, StatementFigures):
        return StatementMail(
            **head,
            **common,
            buyer_name=party.name,
            received_on=figures.received_on,
            required_hours=figures.required_hours,
            committed_hours=figures.committed_hours,
            counted_hours=figures.counted_hours,
            is_reached=figures.outcome == "certificate",
            market_id=case.market.id,
        )
    common |= {"company_name": party.name, "buyer_name": figures.buyer_name}
    hours: dict[str, Decimal] = {
        "required_hours": figures.required_hours,
        "counted_hours": figures.counted_hours,
    }
    if isinstance(figures, CertificateFigures):
        return CertificateMail(**head, **common, **hours)
    return ShortfallNotice(
        **head, **common, **hours, missing_hours=figures.missing_hours, decision=figures.decision
    )


def _analysis(case: Casework, buyer: Correspondent, figures: OfferAnalysisFigures) -> Message:
    ranked = [offer for offer in figures.offers if offer.rank is not None]
    return OfferAnalysisMail(
        **case.letterhead.fields(),
        buyer_name=buyer.name,
        market_title=figures.market_title,
        market_reference=figures.market_reference,
        version=figures.version,
        offers_count=len(figures.offers),
        irregular_count=len(figures.offers) - len(ranked),
        best_company=ranked[0].company_name if ranked and not ranked[0].is_tied else None,
        market_id=case.market.id,
    )


def papers_unsent(case: Casework, party_id: int) -> tuple[NewMail, ...]:
    """The mails of the market's papers for this party that could not be written for want of an address."""
    written = select(MAIL.c.document_id).where(
        MAIL.c.market_id == case.market.id, MAIL.c.document_id.is_not(None)
    )
    query = select(DOCUMENT.c.id, DOCUMENT.c.figures).where(
        DOCUMENT.c.market_id == case.market.id,
        DOCUMENT.c.party_id == party_id,
        DOCUMENT.c.id.not_in(written),
    )
    rows = case.session.connection().execute(query.order_by(DOCUMENT.c.id)).all()
    party = correspondents(case.session, (party_id,))[party_id]
    found = ((document_figures.validate_json(row.figures), row.id) for row in rows)
    return tuple(
        paper_mail(case, party, figures, number)
        for figures, number in found
        if isinstance(figures, PaperFigures)
    )
