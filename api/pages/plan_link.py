"""A purchasing plan brought by a buyer's own link, without an account."""

from typing import Annotated, Any

from fastapi import APIRouter, Depends, File, Form, Request, UploadFile
from fastapi.responses import Response

from api.dependencies import Reading
from api.forms import FormState, on_refusal
from api.pages.by_link import READ, count_act, opened
from api.permissions import BY_LINK
from api.plan_desk import PlanDesk, findings_file, plan_shown
from api.rendering import page
from api.rest.documentation import Number
from cases.queries.links import OpenedLink
from cases.queries.purchasing_plans import plan_record
from models.vocabulary import LinkAct

router = APIRouter(prefix="/a/{token}/plan", include_in_schema=False, dependencies=[BY_LINK])
BuyersLink = Annotated[OpenedLink, Depends(opened(LinkAct.ANNOUNCE))]


@router.api_route("", methods=READ)
def plan_by_link(request: Request, token: str, link: BuyersLink) -> Response:
    """A plan to try."""
    return _page(request, token, FormState("plan"))


@router.post("")
def try_plan_by_link(
    request: Request, token: str, link: BuyersLink, file: Annotated[UploadFile | None, File()] = None
) -> Response:
    """Read a plan without writing anything, and say what would come of it."""
    count_act(request, link.actor)
    on_refusal(request, "plan", lambda form: _page(request, token, form))
    return _desk(request, token, link).try_file(file)


@router.post("/confirmer")
def confirm_plan_by_link(
    request: Request,
    token: str,
    link: BuyersLink,
    digest: Annotated[str, Form()],
    name: Annotated[str, Form()] = "",
    partial: Annotated[str, Form()] = "",
) -> Response:
    """Take in the plan that was tried."""
    count_act(request, link.actor)
    on_refusal(request, "plan", lambda form: _page(request, token, form))
    return _desk(request, token, link).confirm(digest, name, partial=partial == "oui")


@router.api_route("/essais/{buyer_id}/{digest}/constats.csv", methods=READ)
def trial_findings_by_link(
    request: Request, token: str, link: BuyersLink, buyer_id: Number, digest: str
) -> Response:
    """Every finding of a plan that was tried, as a file; whichever buyer is named, the link's own."""
    count_act(request, link.actor)
    return _desk(request, token, link).trial_findings(digest)


@router.api_route("/{plan_id}", methods=READ)
def one_plan_by_link(
    request: Request, token: str, link: BuyersLink, session: Reading, plan_id: Number
) -> Response:
    """What came of the buyer's plan: a receipt that can be read again."""
    plan = plan_record(session, link.actor, plan_id)
    shown = plan_shown(plan["markets"], plan["findings"])
    return page(request, "plan.html", plan=plan, base=_base(token), **shown)


@router.api_route("/{plan_id}/constats.csv", methods=READ)
def plan_findings_by_link(
    request: Request, token: str, link: BuyersLink, session: Reading, plan_id: Number
) -> Response:
    """Every finding of the buyer's plan, as a file."""
    return findings_file(request, f"plan-{plan_id}", plan_record(session, link.actor, plan_id)["findings"])


def _base(token: str) -> str:
    return f"/a/{token}/plan"


def _desk(request: Request, token: str, link: OpenedLink) -> PlanDesk:
    return PlanDesk(request, link.actor, link.party_id or 0, _base(token))


def _page(request: Request, token: str, form: FormState) -> Response:
    listed: dict[str, Any] = {"plans": [], "next_after": None, "buyers": []}
    return page(request, "plans.html", form=form, base=_base(token), **listed)
