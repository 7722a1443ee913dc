"""The award's form filled from an offer: one press from the ranking, everything still to be read and sent."""

from sqlmodel import Session

from api.forms import FormState
from cases.actors import Actor
from cases.queries.offers import tenderer


def award_of(session: Session, actor: Actor, market_id: int, offer_id: int) -> FormState:
    """The form as it would have been written for this offer. Raises NotFound."""
    company, offer = tenderer(session, actor, market_id, offer_id)
    values = {
        "committed_hours": f"{offer.promised_hours.normalize():f}".replace(".", ","),
        "companies.0.name": company.name,
        "companies.0.siret": company.siret or "",
        "companies.0.contact_name": company.contact_name or "",
        "companies.0.email": company.email or "",
        "companies.0.role": "lead",
    }
    return FormState("attribution", values)
