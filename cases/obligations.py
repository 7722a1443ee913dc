"""The sheet of obligations: what the clause asks of a market's companies, frozen for each who receives it."""

from datetime import date

from sqlalchemy import select
from sqlmodel import Session

from cases.casework import Casework
from cases.correspondence import Correspondent, correspondents, letterhead_of
from cases.documents import ObligationsFigures, OwedLine, document_figures
from cases.meetings import members_of
from cases.papers import freeze
from cases.rules.market_state import MarketState
from cases.rules.policy import RulePack
from cases.statements import table_of
from models.tables import Document
from models.vocabulary import DocumentKind

DOCUMENT = table_of(Document)


def obligations_sheet(
    session: Session, market: MarketState, pack: RulePack, on: date, locale: str
) -> ObligationsFigures:
    """What the clause asks of the market's companies that day."""
    members = members_of(session, market.id)
    people = correspondents(session, [market.buyer_id, *(member.party_id for member in members)])
    return ObligationsFigures(
        locale="en" if locale == "en" else "fr",
        **letterhead_of(session, market.id).fields(),
        market_title=market.title,
        market_reference=market.reference,
        buyer_name=people[market.buyer_id].name,
        pack_version=pack.version,
        frozen_on=on,
        awarded_on=market.awarded_on,
        lever=market.lever,
        required_hours=market.required_hours,
        committed_hours=market.committed_hours,
        companies=tuple(
            OwedLine(
                company_name=people[member.party_id].name,
                role=member.role,
                committed_hours=market.committed_hours if len(members) == 1 else member.committed_hours,
            )
            for member in members
        ),
        sheet_due_working_day=pack.sheet_due_working_day,
        penalty_hourly_rate=pack.penalty_hourly_rate,
    )


def freeze_obligations(case: Casework, party: Correspondent) -> int:
    """The number of the sheet for this party: the one it already has, while nothing in it has changed."""
    figures = obligations_sheet(case.session, case.market, case.pack, case.today, party.locale)
    query = (
        select(DOCUMENT.c.id, DOCUMENT.c.figures)
        .where(
            DOCUMENT.c.market_id == case.market.id,
            DOCUMENT.c.party_id == party.party_id,
            DOCUMENT.c.kind == DocumentKind.OBLIGATIONS,
        )
        .order_by(DOCUMENT.c.id.desc())
    )
    last = case.session.connection().execute(query).first()
    if last is not None:
        known = document_figures.validate_json(last.figures)
        if known.model_copy(update={"frozen_on": figures.frozen_on}) == figures:
            return int(last.id)
    return freeze(case, party, figures)
