"""Pages that a link opens without an account: which act it allows, on what, and how often it may act."""

from collections.abc import Callable

from fastapi import Request

from api.house import house_of
from cases.actors import Actor
from cases.links import link_id_of
from cases.queries.links import OpenedLink, open_act
from cases.refusals import LinkExpired
from models.secret import secret_key
from models.vocabulary import LinkAct

READ = ["GET", "HEAD"]
"""Opening a link changes nothing: mail scanners open links too."""


def opened(act: LinkAct) -> Callable[[Request, str], OpenedLink]:
    """A dependency that gives the link behind a route's `token`. It raises LinkExpired."""

    def dependency(request: Request, token: str) -> OpenedLink:
        house = house_of(request)
        link_id = link_id_of(secret_key(house.settings), token)
        if link_id is None:
            raise LinkExpired
        with house.database.read() as session:
            found = open_act(session, link_id, act, now=house.clock())
        request.state.offered_locale = found.locale
        return found

    return dependency


def count_act(request: Request, actor: Actor) -> None:
    """Count an act of the link that names this actor. Raises TooManyAttempts."""
    assert actor.id is not None  # a link's own number
    house_of(request).throttle.act_by_link(actor.id)
