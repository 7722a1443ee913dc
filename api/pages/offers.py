"""The offers of a tender for staff: recorded, marked on the grid, ranked, analysed."""

from collections.abc import Mapping
from dataclasses import replace

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.language import catalog
from api.pages.market_sections import section
from api.permissions import Staff
from api.rendering import see_other
from api.visits import locale_of
from api.words import MODALITIES
from cases.actors import Actor
from cases.commands.analysis import record_analysis
from cases.commands.marks import mark_offers, set_grid
from cases.commands.offers import change_offer, record_offer, remove_offer
from cases.inputs import AnalysisInput, GridInput, MarksInput, OfferChange, OfferInput
from cases.queries.offers import tender_offers
from cases.rules.scoring import MARK_STEP, TOP_MARK
from cases.rules.tender import needs_analysis, takes_offers

router = APIRouter(prefix="/marches/{market_id}/offres", include_in_schema=False)
MARKS = tuple(MARK_STEP * step for step in range(int(TOP_MARK / MARK_STEP) + 1))
EMPTY_ROWS = 3


@router.get("")
def offers(request: Request, actor: Staff, market_id: int, session: Reading) -> Response:
    """The offers with their ranking, or with what it still misses."""
    return _show(request, session, actor, market_id, FormState())


@router.post("")
def record(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """What a company offers for the clause."""
    on_refusal(request, "offre", lambda form: _again(request, actor, market_id, form))
    record_offer(session, actor, market_id, submission.read(OfferInput), now=now)
    return see_other(request, f"/marches/{market_id}/offres?fait=offre")


@router.post("/grille")
def grid(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """The criteria with their weights; an empty row is left out."""
    on_refusal(request, "grille", lambda form: _again(request, actor, market_id, _packed_form(form)))
    set_grid(session, actor, market_id, _packed(submission).read(GridInput), now=now)
    return see_other(request, f"/marches/{market_id}/offres?fait=grille")


@router.post("/analyse")
def analyse(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Freeze the analysis and send it to the buyer."""
    on_refusal(request, "analyse", lambda form: _again(request, actor, market_id, form))
    record_analysis(session, actor, market_id, submission.read(AnalysisInput), now=now)
    return see_other(request, f"/marches/{market_id}/offres?fait=analyse")


@router.post("/{offer_id}")
def change(
    request: Request,
    actor: Staff,
    market_id: int,
    offer_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Correct what an offer says."""
    on_refusal(request, f"offre-{offer_id}", lambda form: _again(request, actor, market_id, form))
    change_offer(session, actor, market_id, offer_id, submission.read(OfferChange), now=now)
    return see_other(request, f"/marches/{market_id}/offres?fait=offre-corrigee")


@router.post("/{offer_id}/retirer")
def remove(
    request: Request, actor: Staff, market_id: int, offer_id: int, session: Writing, now: Now
) -> Response:
    """Take an offer out, with its marks."""
    on_refusal(request, f"offre-{offer_id}", lambda form: _again(request, actor, market_id, form))
    remove_offer(session, actor, market_id, offer_id, now=now)
    return see_other(request, f"/marches/{market_id}/offres?fait=offre-retiree")


@router.post("/{offer_id}/notes")
def mark(
    request: Request,
    actor: Staff,
    market_id: int,
    offer_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """The marks of one offer with their comments."""
    on_refusal(request, f"notes-{offer_id}", lambda form: _again(request, actor, market_id, form))
    mark_offers(session, actor, market_id, submission.read(MarksInput), now=now)
    return see_other(request, f"/marches/{market_id}/offres?fait=notes")


def _packed(submission: Submission) -> Submission:
    """The grid without its empty rows, renumbered, so that a problem is shown at its own row."""
    return Submission(type(submission.data)(_without_empty_rows(submission.values)))


def _packed_form(form: FormState) -> FormState:
    return replace(form, values=_without_empty_rows(form.values))


def _without_empty_rows(values: Mapping[str, str]) -> dict[str, str]:
    rows: dict[int, dict[str, str]] = {}
    for name, value in values.items():
        _, _, rest = name.partition("criteria.")
        number, _, field = rest.partition(".")
        if number.isdigit() and field:
            rows.setdefault(int(number), {})[field] = value
    in_order = (row for _, row in sorted(rows.items()))
    kept = [row for row in in_order if row.get("label", "").strip() or row.get("percent", "").strip()]
    return {
        f"criteria.{number}.{field}": value for number, row in enumerate(kept) for field, value in row.items()
    }


def _again(request: Request, actor: Actor, market_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _show(request, session, actor, market_id, form)


def _show(request: Request, session: Session, actor: Actor, market_id: int, form: FormState) -> Response:
    gettext = catalog(locale_of(request)).gettext
    found = tender_offers(session, actor, market_id, house_of(request).clock())
    return section(
        request,
        session,
        actor,
        market_id,
        "offers.html",
        found=found,
        table=found.table,
        ranking=found.table.ranking,
        irregular={each.offer_id: each.missing_hours for each in found.table.ranking.irregular},
        judged=[each for each in found.table.grid if not each.is_computed],
        labels={each.code: each.label for each in found.table.grid},
        is_open=takes_offers(found.market),
        needs_analysis=needs_analysis(found.market),
        modalities=[(word.value, gettext(said)) for word, said in MODALITIES.items()],
        marks=MARKS,
        empty_rows=EMPTY_ROWS,
        form=form,
        form_for=lambda name: form if form.name == name else FormState(name),
    )
