"""Purchasing plans, signed in: staff choose the buyer, a buyer brings its own."""

from typing import Annotated, Any

from fastapi import APIRouter, File, Form, Request, UploadFile
from fastapi.responses import Response

from api.dependencies import Reading
from api.forms import FormState, on_refusal
from api.house import house_of
from api.permissions import PUBLIC, Purchaser
from api.plan_desk import PlanDesk, findings_file, plan_shown, template_file
from api.rendering import page
from api.rest.documentation import LARGEST_NUMBER, Number, NumberAsked
from cases.actors import Actor
from cases.queries.buyers import buyer_choices
from cases.queries.paging import Slice
from cases.queries.purchasing_plans import list_plans, plan_record
from cases.refusals import InvalidInput, NotFound, Place

router = APIRouter(prefix="/plans-achats", include_in_schema=False)
BASE = "/plans-achats"
NO_BUYER = Place("buyer_id", "Choisissez un acheteur.", "Choose a buyer.")


@router.get("")
def plans_page(request: Request, actor: Purchaser, avant: NumberAsked = None) -> Response:
    """A plan to try, and those taken in so far."""
    return _page(request, actor, FormState("plan"), avant)


@router.post("")
def try_plan(
    request: Request,
    actor: Purchaser,
    file: Annotated[UploadFile | None, File()] = None,
    buyer_id: Annotated[str, Form()] = "",
) -> Response:
    """Read a plan without writing anything, and say what would come of it."""
    on_refusal(request, "plan", lambda form: _page(request, actor, form))
    return _desk(request, actor, buyer_id).try_file(file)


@router.post("/confirmer")
def confirm_plan(
    request: Request,
    actor: Purchaser,
    digest: Annotated[str, Form()],
    name: Annotated[str, Form()] = "",
    buyer_id: Annotated[str, Form()] = "",
    partial: Annotated[str, Form()] = "",
) -> Response:
    """Take in the plan that was tried: all of it, or the markets without a fault."""
    on_refusal(request, "plan", lambda form: _page(request, actor, form))
    return _desk(request, actor, buyer_id).confirm(digest, name, partial=partial == "oui")


@router.get("/modele.{kind}", dependencies=[PUBLIC])
def plan_template(kind: str) -> Response:
    """The template, as a workbook or as CSV: for anybody who plans markets."""
    if kind not in ("xlsx", "csv"):
        raise NotFound
    return template_file(kind)


@router.get("/essais/{buyer_id}/{digest}/constats.csv")
def trial_findings(request: Request, actor: Purchaser, buyer_id: Number, digest: str) -> Response:
    """Every finding of a plan that was tried, as a file."""
    return _desk(request, actor, str(buyer_id)).trial_findings(digest)


@router.get("/{plan_id}")
def one_plan(request: Request, actor: Purchaser, session: Reading, plan_id: Number) -> Response:
    """What came of a plan: its markets, and what was found."""
    plan = plan_record(session, actor, plan_id)
    shown = plan_shown(plan["markets"], plan["findings"])
    return page(request, "plan.html", plan=plan, base=BASE, **shown)


@router.get("/{plan_id}/constats.csv")
def plan_findings(request: Request, actor: Purchaser, session: Reading, plan_id: Number) -> Response:
    """Every finding of a plan, as a file."""
    return findings_file(request, f"plan-{plan_id}", plan_record(session, actor, plan_id)["findings"])


def _desk(request: Request, actor: Actor, buyer: str) -> PlanDesk:
    """For the buyer that staff chose, or the buyer itself. Raises InvalidInput when staff chose none."""
    if actor.is_staff:
        if not (buyer.isascii() and buyer.isdigit() and 0 < int(buyer[:12]) <= LARGEST_NUMBER):
            raise InvalidInput(NO_BUYER)
        return PlanDesk(request, actor, int(buyer), BASE)
    return PlanDesk(request, actor, actor.party_id or 0, BASE)


def _page(request: Request, actor: Actor, form: FormState, before: int | None = None) -> Response:
    with house_of(request).database.read() as session:
        plans = list_plans(session, actor, Slice(before, 20))
        buyers = buyer_choices(session, actor) if actor.is_staff else []
    listed: dict[str, Any] = {"plans": plans.items, "next_after": plans.next_after}
    return page(request, "plans.html", form=form, base=BASE, buyers=buyers, **listed)
