"""Pages that a link opens without an account: which act it allows, on what, and how often it may act."""

from collections.abc import Callable

from fastapi import Request

from api.house import house_of
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


def count_act(request: Request, link: OpenedLink) -> None:
    """Count an act of this link. Raises TooManyAttempts."""
    house_of(request).throttle.act_by_link(link.id)
