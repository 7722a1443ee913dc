"""The pages of one market: its case, and one for each part of the work that needs room of its own."""

from dataclasses import dataclass
from typing import Any

from fastapi import Request
from fastapi.responses import Response
from sqlmodel import Session

from api.rendering import page
from cases.actors import Actor
from cases.queries.market_head import market_head


@dataclass(frozen=True, slots=True)
class Section:
    """A page of the market: its address under the market's, and its name (a message id)."""

    slug: str
    label: str

    def path(self, market_id: int) -> str:
        """Its address."""
        return f"/marches/{market_id}/{self.slug}".rstrip("/")


SECTIONS = (
    Section("", "Case"),
    Section("composition", "Composition"),
    Section("avis", "Opinion"),
    Section("calibrage", "Calibration"),
    Section("clause", "Clause"),
    Section("consultation", "Tender"),
    Section("offres", "Offers"),
    Section("lancement", "Kickoff"),
    Section("besoins", "Needs"),
    Section("changements", "Changes"),
    Section("heures", "Hours"),
    Section("reunions", "Site meetings"),
)
"""In the order of the market's life; staff see all of them in the market's navigation."""


def section(
    request: Request, session: Session, actor: Actor, market_id: int, template: str, **context: Any
) -> Response:
    """A page of the market, under its head and navigation (`market_base.html`).

    Raises NotFound outside the actor's walls.
    """
    head = market_head(session, actor, market_id)
    return page(request, template, head=head, market=head.market, sections=SECTIONS, **context)
