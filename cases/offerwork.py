"""The offers of a tender's round with their grid, marks and ranking, as commands and pages read them."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from sqlalchemy import select
from sqlmodel import Session

from cases.rules.policy import RulePack
from cases.rules.scoring import Candidate, Criterion, Ranking, rank
from cases.statements import table_of
from models.tables import Offer, OfferCriterion, OfferMark, Party
from models.vocabulary import Modality

OFFER, CRITERION, MARK, PARTY = (table_of(model) for model in (Offer, OfferCriterion, OfferMark, Party))
GRID_LOCALE = "fr"
"""The grid is a text of the tender: its labels are in the language of the tender's documents."""


@dataclass(frozen=True, slots=True)
class GivenMark:
    """A mark that a person gave, and why."""

    mark: Decimal
    comment: str | None


@dataclass(frozen=True, slots=True)
class OfferSeen:
    """An offer with its company and the marks given to it, by criterion."""

    id: int
    party_id: int
    company_name: str
    siret: str | None
    promised_hours: Decimal
    modality: Modality
    note: str | None
    received_on: date
    marks: Mapping[str, GivenMark]


@dataclass(frozen=True, slots=True)
class OfferTable:
    """A round's offers in the order of their recording, under its grid, ranked."""

    grid: tuple[Criterion, ...]
    offers: tuple[OfferSeen, ...]
    ranking: Ranking

    @property
    def by_id(self) -> Mapping[int, OfferSeen]:
        return {offer.id: offer for offer in self.offers}


def offer_table(
    session: Session, market_id: int, tender_round: int, required: Decimal | None, pack: RulePack
) -> OfferTable:
    """The offers of one round; callers have seen to the walls."""
    grid = grid_of(session, market_id, tender_round, pack)
    offers = offers_of(session, market_id, tender_round)
    candidates = [
        Candidate(offer.id, offer.promised_hours, {code: given.mark for code, given in offer.marks.items()})
        for offer in offers
    ]
    return OfferTable(grid, offers, rank(grid, candidates, required))


def grid_of(session: Session, market_id: int, tender_round: int, pack: RulePack) -> tuple[Criterion, ...]:
    """The round's own grid, or the pack's until it has one."""
    query = select(CRITERION.c.code, CRITERION.c.label, CRITERION.c.weight).where(
        CRITERION.c.market_id == market_id, CRITERION.c.tender_round == tender_round
    )
    rows = session.connection().execute(query.order_by(CRITERION.c.position, CRITERION.c.id)).all()
    if rows:
        return tuple(Criterion(*row) for row in rows)
    return tuple(Criterion(each.code, each.label(GRID_LOCALE), each.weight) for each in pack.scoring_criteria)


def offers_of(session: Session, market_id: int, tender_round: int) -> tuple[OfferSeen, ...]:
    """The round's offers with the marks given so far."""
    columns = (
        OFFER.c.id,
        OFFER.c.party_id,
        PARTY.c.name.label("company_name"),
        PARTY.c.siret,
        OFFER.c.promised_hours,
        OFFER.c.modality,
        OFFER.c.note,
        OFFER.c.received_on,
    )
    here = (OFFER.c.market_id == market_id, OFFER.c.tender_round == tender_round)
    query = select(*columns).join(PARTY, PARTY.c.id == OFFER.c.party_id).where(*here).order_by(OFFER.c.id)
    given = (
        select(MARK.c.offer_id, CRITERION.c.code, MARK.c.mark, MARK.c.comment)
        .join(CRITERION, CRITERION.c.id == MARK.c.criterion_id)
        .join(OFFER, OFFER.c.id == MARK.c.offer_id)
        .where(*here)
    )
    marks: dict[int, dict[str, GivenMark]] = {}
    for row in session.connection().execute(given):
        marks.setdefault(row.offer_id, {})[row.code] = GivenMark(row.mark, row.comment)
    rows = session.connection().execute(query).mappings()
    return tuple(OfferSeen(**row, marks=marks.get(row["id"], {})) for row in rows)
