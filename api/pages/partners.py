"""The territory's partners: who they are, how to reach them, and for which trades they are told of needs."""

from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.language import catalog
from api.permissions import Staff
from api.rendering import page, see_other
from api.rest.documentation import Number
from api.visits import locale_of
from api.words import PARTY_KINDS, STRUCTURE_KINDS, TRADES
from cases.actors import Actor
from cases.commands.partners import add_partner, change_partner
from cases.inputs.recruitment import PartnerInput
from cases.queries.partners import Partner, list_partners, partner
from models.vocabulary import PARTNERS, Trade

router = APIRouter(prefix="/partenaires", include_in_schema=False)
FORM = "partner"


@router.get("")
def partners_page(request: Request, actor: Staff, session: Reading, metier: str = "") -> Response:
    """Every partner, or those told of a trade; and the form that adds one."""
    return _list(request, session, actor, FormState(FORM), metier)


@router.post("")
def add(request: Request, actor: Staff, submission: Submitted, session: Writing, now: Now) -> Response:
    """Add a partner."""
    on_refusal(request, FORM, lambda form: _list_again(request, actor, form))
    add_partner(session, actor, submission.read(PartnerInput), now=now)
    return see_other(request, "/partenaires?fait=partenaire")


@router.get("/{party_id}")
def partner_page(request: Request, actor: Staff, party_id: Number, session: Reading) -> Response:
    """One partner, to be corrected."""
    return _one(request, session, actor, party_id, FormState(FORM))


@router.post("/{party_id}")
def change(
    request: Request, actor: Staff, party_id: Number, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Replace what is known of it."""
    on_refusal(request, FORM, lambda form: _one_again(request, actor, party_id, form))
    change_partner(session, actor, party_id, submission.read(PartnerInput), now=now)
    return see_other(request, "/partenaires?fait=partenaire")


def _list(request: Request, session: Session, actor: Actor, form: FormState, metier: str = "") -> Response:
    trade = Trade(metier) if metier in set(Trade) else None
    found = list_partners(session, actor, trade)
    return page(request, "partners.html", partners=found, trade=trade, form=form, **_choices(request, None))


def _list_again(request: Request, actor: Actor, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _list(request, session, actor, form)


def _one(request: Request, session: Session, actor: Actor, party_id: int, form: FormState) -> Response:
    known = partner(session, actor, party_id)
    return page(request, "partner.html", known=known, form=form, **_choices(request, known))


def _one_again(request: Request, actor: Actor, party_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _one(request, session, actor, party_id, form)


def _choices(request: Request, known: Partner | None) -> dict[str, Any]:
    gettext = catalog(locale_of(request)).gettext
    return {
        "kinds": [(kind.value, gettext(PARTY_KINDS[kind])) for kind in PARTNERS],
        "structure_kinds": [(kind.value, gettext(said)) for kind, said in STRUCTURE_KINDS.items()],
        "trades": [(trade.value, gettext(said)) for trade, said in TRADES.items()],
        "linked": {trade.value for trade in known.trades} if known else set(),
    }
