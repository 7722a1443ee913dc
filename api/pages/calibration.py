"""The calibration of a market: a calculator, scenarios side by side, the one that is retained."""

from typing import Any
from urllib.parse import urlencode

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.formats import formats
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.language import catalog
from api.pages.calibration_form import (
    TRADE_SHOWN,
    Answer,
    ScenarioForm,
    answer,
    first_values,
    follow_trade,
    read,
    values_of,
)
from api.pages.market_sections import section
from api.permissions import Staff
from api.rendering import is_fragment_wanted, page, see_other
from api.rest.documentation import NumberAsked
from api.visits import locale_of
from api.words import CALIBRATION_FIGURES, ROUNDINGS, TRADES, URBAN_RENEWALS
from cases.actors import Actor
from cases.commands.calibrations import add_scenario, remove_scenario, retain_scenario
from cases.packs import pack_at
from cases.queries.calibrations import CalibrationDesk, calibration_desk
from cases.rules.calibration import TAKES_STAFF_OVER
from cases.rules.policy import RulePack
from models.vocabulary import Trade

router = APIRouter(include_in_schema=False)
FORM = "calibrage"


@router.get("/marches/{market_id}/calibrage")
def calibration_page(
    request: Request,
    actor: Staff,
    market_id: int,
    session: Reading,
    now: Now,
    lot: NumberAsked = None,
    scenario: NumberAsked = None,
) -> Response:
    """The page; with figures in the address, their hours. To htmx, the hours alone. Nothing is changed."""
    desk, pack = calibration_desk(session, actor, market_id, lot), pack_at(session, actor.territory_id, now)
    asked = {name: value.strip() for name, value in request.query_params.items()}
    said = _answer(request, desk, pack, asked, scenario)
    if is_fragment_wanted(request):
        return page(request, "calibration_live.html", **_calculator(request, pack, said))
    return _show(request, session, actor, market_id, desk, pack, said)


@router.post("/marches/{market_id}/calibrage")
def keep_scenario(
    request: Request, actor: Staff, market_id: int, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Keep the figures as a scenario, under a name; the calculator stays on them."""
    on_refusal(request, FORM, lambda form: _again(request, actor, market_id, form))
    pack = pack_at(session, actor.territory_id, now)
    values = follow_trade(submission.values, pack, formats(locale_of(request)))
    scenario = read(ScenarioForm, {**values, "part_id": submission.get("lot")}).scenario()
    number = add_scenario(session, actor, market_id, scenario, now=now)
    return see_other(request, _address(market_id, submission, "scenario", scenario=number))


@router.post("/marches/{market_id}/calibrage/{calibration_id}/retenir")
def retain(
    request: Request,
    actor: Staff,
    market_id: int,
    calibration_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Its hours become those of the lot and of the market."""
    on_refusal(request, FORM, lambda form: _again(request, actor, market_id, form))
    retain_scenario(session, actor, market_id, calibration_id, now=now)
    return see_other(request, _address(market_id, submission, "calibrage-retenu"))


@router.post("/marches/{market_id}/calibrage/{calibration_id}/retirer")
def remove(
    request: Request,
    actor: Staff,
    market_id: int,
    calibration_id: int,
    submission: Submitted,
    session: Writing,
    now: Now,
) -> Response:
    """Forget a scenario that was never retained."""
    on_refusal(request, FORM, lambda form: _again(request, actor, market_id, form))
    remove_scenario(session, actor, market_id, calibration_id, now=now)
    return see_other(request, _address(market_id, submission, "scenario-retire"))


def _address(market_id: int, submission: Submission, done: str, **more: int) -> str:
    """The page of the lot that the form was about."""
    part = submission.get("lot")
    asked = {**({"lot": part} if part.isdecimal() else {}), **more, "fait": done}
    return f"/marches/{market_id}/calibrage?{urlencode(asked)}"


def _answer(
    request: Request, desk: CalibrationDesk, pack: RulePack, asked: dict[str, str], scenario: int | None
) -> Answer:
    """What was typed; else a scenario taken up again, or the market's own figures when they are enough."""
    written = formats(locale_of(request))
    if "trade" in asked:
        return answer(asked, pack, written)
    taken_up = desk.scenario(scenario)
    first = values_of(taken_up.inputs, written) if taken_up else first_values(desk.known, pack, written)
    said = answer({**first, TRADE_SHOWN: first.get("trade", "")}, pack, written)
    return Answer(said.values, said.calculation)


def _again(request: Request, actor: Actor, market_id: int, form: FormState) -> Response:
    part = form.value("lot")
    written = formats(locale_of(request))
    with house_of(request).database.read() as session:
        desk = calibration_desk(session, actor, market_id, int(part) if part.isdecimal() else None)
        pack = pack_at(session, actor.territory_id, house_of(request).clock())
        values = {name: value.strip() for name, value in form.values.items()}
        said = answer(values, pack, written) if "trade" in values else _answer(request, desk, pack, {}, None)
        refused = Answer(said.values, said.calculation, form.problems)
        return _show(request, session, actor, market_id, desk, pack, refused)


def _show(
    request: Request,
    session: Session,
    actor: Actor,
    market_id: int,
    desk: CalibrationDesk,
    pack: RulePack,
    said: Answer,
) -> Response:
    context = _calculator(request, pack, said)
    return section(request, session, actor, market_id, "calibration.html", desk=desk, **context)


def _calculator(request: Request, pack: RulePack, said: Answer) -> dict[str, Any]:
    gettext, trade = catalog(locale_of(request)).gettext, said.values.get("trade", "")
    return {
        "form": FormState(FORM, said.values, said.problems),
        "said": said,
        "pack": pack,
        "labels": {name: gettext(label) for name, label in CALIBRATION_FIGURES.items()},
        "usual_share": pack.labour_shares[Trade(trade)] if trade in set(Trade) else None,
        "takes_staff_over": trade in TAKES_STAFF_OVER,
        "trades": [(trade.value, gettext(TRADES[trade])) for trade in Trade],
        "operations": [(word.value, gettext(label)) for word, label in URBAN_RENEWALS.items()],
        "roundings": [(word.value, gettext(label)) for word, label in ROUNDINGS.items()],
    }
