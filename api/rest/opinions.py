"""The study of a planned market: potential, levers, opinions, and the register of justifications."""

from typing import Annotated, Any

from fastapi import APIRouter, Query

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff
from api.rest import examples
from api.rest.documentation import READS, WRITES, After, Limit, Number, body, operation_id
from api.rest.opinion_shapes import JustificationRecord, LeverRecord, OpinionRecord, PotentialRecord
from api.rest.shapes import PageOf
from cases.commands.opinion import give_opinion
from cases.inputs import OpinionInput
from cases.opinions import said_of
from cases.queries.justifications import FIRST_YEAR, LAST_YEAR, list_justifications
from cases.queries.opinions import Study, opinions_of, study_of
from cases.queries.paging import Page, Slice
from cases.rules.levers import GUIDES

router = APIRouter(prefix="/api/v1", tags=["Opinions"], generate_unique_id_function=operation_id)
OF_MARKET = "/markets/{market_id}"


@router.get("/levers", summary="List the legal levers", response_model=list[LeverRecord], responses=READS)
def list_levers(actor: Staff) -> list[dict[str, Any]]:
    """Each with its articles, what it is, when it may be used and when not."""
    return [
        {
            "lever": guide.lever,
            "articles": guide.articles,
            "former_article": guide.former,
            **{name: said_of(getattr(guide, name)) for name in ("name", "what", "when", "when_not")},
        }
        for guide in GUIDES.values()
    ]


@router.get(
    f"{OF_MARKET}/potential",
    summary="Read a market’s insertion potential",
    response_model=PotentialRecord,
    responses=READS,
)
def read_potential(session: Reading, actor: Staff, now: Now, market_id: Number) -> dict[str, Any]:
    """The score with what makes it, the suggested advice and lever, and what speaks against each lever."""
    return _potential(study_of(session, actor, market_id, now))


@router.get(
    f"{OF_MARKET}/opinions",
    summary="List a market’s opinions",
    response_model=list[OpinionRecord],
    responses=READS,
)
def list_opinions(session: Reading, actor: Staff, market_id: Number) -> list[dict[str, Any]]:
    """The one in force first, each with what was suggested beside it."""
    return [_opinion(row) for row in opinions_of(session, actor, market_id)]


@router.post(
    f"{OF_MARKET}/opinions",
    summary="Give an opinion",
    response_model=OpinionRecord,
    status_code=201,
    responses=WRITES,
)
def give(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    opinion: Annotated[OpinionInput, body(examples.OPINION)],
) -> dict[str, Any]:
    """A clause with its lever, or none with its reason; the buyer receives it. `concludes` ends the study."""
    give_opinion(session, actor, market_id, opinion, now=now)
    return _opinion(opinions_of(session, actor, market_id)[0])


@router.get(
    "/justifications",
    summary="Read the register of justifications",
    response_model=PageOf[JustificationRecord],
    responses=READS,
)
def list_all_justifications(
    session: Reading,
    actor: Staff,
    now: Now,
    year: Annotated[int | None, Query(ge=FIRST_YEAR, le=LAST_YEAR, description="Of the opinion.")] = None,
    after: After = None,
    limit: Limit = 50,
) -> Page:
    """Markets studied here for which no clause is advised (loi Climat et résilience, art. 35)."""
    return list_justifications(session, actor, year, Slice(after, limit), now=now)


def _opinion(row: dict[str, Any]) -> dict[str, Any]:
    return {name: row[name] for name in OpinionRecord.model_fields}


def _potential(study: Study) -> dict[str, Any]:
    suggestion = study.suggestion
    return {
        "score": suggestion.potential.score,
        "contributions": [
            {"name": each.name, "points": each.points, "most": each.most, **said_of(each.said)}
            for each in suggestion.potential.contributions
        ],
        "expected_hours": study.expected_hours,
        "labour_share": study.labour_share,
        "european_threshold": study.facts.european_threshold,
        "is_obliged": suggestion.is_obliged,
        "suggested_advice": suggestion.advice,
        "suggested_lever": suggestion.lever,
        "why": [said_of(each) for each in suggestion.why],
        "levers": [
            {
                "lever": seen.guide.lever,
                "objections": [
                    {"is_blocking": each.is_blocking, **said_of(each.said)} for each in seen.objections
                ],
            }
            for seen in study.levers
        ],
    }
