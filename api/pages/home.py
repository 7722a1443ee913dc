"""The first page: each role's own."""

from fastapi import APIRouter, Request
from fastapi.responses import RedirectResponse, Response

from api.permissions import SignedInActor
from models.vocabulary import Role

router = APIRouter(include_in_schema=False)


@router.get("/")
def home(request: Request, actor: SignedInActor) -> Response:
    """Staff start with their tasks, companies with their sheets, partners with needs, buyers with markets."""
    if actor.is_staff:
        return RedirectResponse("/taches", status_code=303)
    if actor.role is Role.COMPANY:
        return RedirectResponse("/mes-fiches", status_code=303)
    if actor.role is Role.PARTNER and actor.party_id:
        return RedirectResponse("/mes-besoins", status_code=303)
    return RedirectResponse("/marches" if actor.party_id else "/compte", status_code=303)
