"""The offers of a tender: recorded, marked on the grid, ranked, analysed. For staff alone."""

from typing import Annotated, Any

from fastapi import APIRouter, Response

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.shapes import DocumentRecord
from api.rest.tender_shapes import CriterionRecord, OfferRecord, RankingRecord
from cases.commands.analysis import record_analysis
from cases.commands.marks import mark_offers, set_grid
from cases.commands.offers import change_offer, record_offer, remove_offer
from cases.inputs import AnalysisInput, GridInput, MarksInput, OfferChange, OfferInput
from cases.queries.offer_records import grid_records, offer_record, offer_records, ranking_record
from cases.queries.work_records import document_record

router = APIRouter(
    prefix="/api/v1/markets/{market_id}", tags=["Tender"], generate_unique_id_function=operation_id
)
Record = dict[str, Any]
OFFER: dict[str, Any] = {"response_model": OfferRecord, "responses": WRITES}
RANKING: dict[str, Any] = {"response_model": RankingRecord, "responses": WRITES}


@router.get("/offers", summary="List the offers", response_model=list[OfferRecord], responses=READS)
def list_offers(session: Reading, actor: Staff, now: Now, market_id: Number) -> list[Record]:
    """Those of the current round, with their marks."""
    return offer_records(session, actor, market_id, now)


@router.post("/offers", summary="Record an offer", status_code=201, **OFFER)
def create_offer(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    offer: Annotated[OfferInput, body(examples.OFFER)],
) -> Record:
    """One for each company. A SIRET whose check digit is wrong is refused unless `siret_confirmed`."""
    offer_id = record_offer(session, actor, market_id, offer, now=now)
    return offer_record(session, actor, market_id, offer_id, now)


@router.get("/offers/{offer_id}", summary="Read an offer", response_model=OfferRecord, responses=READS)
def read_offer(session: Reading, actor: Staff, now: Now, market_id: Number, offer_id: Number) -> Record:
    """One offer with its marks."""
    return offer_record(session, actor, market_id, offer_id, now)


@router.put("/offers/{offer_id}", summary="Correct an offer", **OFFER)
def correct_offer(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    offer_id: Number,
    change: Annotated[OfferChange, body(examples.OFFER_CHANGE)],
) -> Record:
    """Its company does not change."""
    change_offer(session, actor, market_id, offer_id, change, now=now)
    return offer_record(session, actor, market_id, offer_id, now)


@router.delete(
    "/offers/{offer_id}",
    summary="Remove an offer",
    status_code=204,
    responses=WRITES,
    response_class=Response,
)
def delete_offer(session: Writing, actor: Staff, now: Now, market_id: Number, offer_id: Number) -> None:
    """With its marks; the analyses recorded before keep it."""
    remove_offer(session, actor, market_id, offer_id, now=now)


@router.get("/grid", summary="Read the grid", response_model=list[CriterionRecord], responses=READS)
def read_grid(session: Reading, actor: Staff, now: Now, market_id: Number) -> list[Record]:
    """The criteria with their weights: the rule pack's until the market has its own."""
    return grid_records(session, actor, market_id, now)


@router.put("/grid", summary="Set the grid", response_model=list[CriterionRecord], responses=WRITES)
def replace_grid(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    grid: Annotated[GridInput, body(examples.GRID)],
) -> list[Record]:
    """The whole grid; a criterion that is left out loses its marks."""
    set_grid(session, actor, market_id, grid, now=now)
    return grid_records(session, actor, market_id, now)


@router.put("/marks", summary="Mark the offers", **RANKING)
def keep_marks(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    marks: Annotated[MarksInput, body(examples.MARKS)],
) -> Record:
    """Marks from 0 to 5 by half points; those not named stay. The answer is the ranking."""
    mark_offers(session, actor, market_id, marks, now=now)
    return ranking_record(session, actor, market_id, now)


@router.get("/ranking", summary="Read the ranking", response_model=RankingRecord, responses=READS)
def read_ranking(session: Reading, actor: Staff, now: Now, market_id: Number) -> Record:
    """The regular offers, best first, or the marks that are missing; the irregular ones apart."""
    return ranking_record(session, actor, market_id, now)


@router.post(
    "/analysis",
    summary="Record the analysis",
    response_model=DocumentRecord,
    status_code=201,
    responses=WRITES,
)
def create_analysis(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    analysis: Annotated[AnalysisInput, body(examples.ANALYSIS)],
) -> Record:
    """Frozen as it stands and sent to the buyer; the answer is the document, to be read as PDF or DOCX."""
    document_id = record_analysis(session, actor, market_id, analysis, now=now)
    return document_record(session, actor, document_id)
