"""Building the web application: its pages, its REST routes and its walls."""

from collections.abc import Callable
from datetime import datetime

from fastapi import FastAPI

from api import errors
from api.house import ClockWatch, House
from api.pages import DEVELOPMENT_PAGES, PAGES
from api.permissions import route_roles
from api.rest import REST
from api.static_files import STATIC, KeptStaticFiles
from api.walls.body_limit import BodyLimit
from api.walls.headers import SecurityHeaders
from api.walls.hosts import TrustedHosts, trusted_hosts
from api.walls.request_log import RequestLog
from api.walls.same_origin import SameOrigin
from models.database import Database
from models.settings import Settings


def _nobody_waits() -> None:
    """Delivery is not in this process."""


def create_app(
    settings: Settings,
    database: Database,
    *,
    clock: Callable[[], datetime],
    wake_delivery: Callable[[], None] = _nobody_waits,
) -> FastAPI:
    """The web application. `wake_delivery` is called after each committed write.

    Raises UndeclaredRoute when a route says nothing of who may use it.
    """
    app = FastAPI(title="Jalon", version="1", docs_url=None, redoc_url=None, openapi_url=None)
    house = House(settings, database, clock, wake_delivery, ClockWatch(database))
    app.state.house = house
    errors.install(app)
    for router in (*PAGES, *REST, *(() if settings.production else DEVELOPMENT_PAGES)):
        # Their prefixes and dependencies are their own: including them would analyse every route again.
        app.router.routes.extend(router.routes)
    app.mount("/static", KeptStaticFiles(directory=STATIC), name="static")
    _build_walls(app, house)
    route_roles(app)
    return app


def _build_walls(app: FastAPI, house: House) -> None:
    """From the innermost to the outermost."""
    app.add_middleware(BodyLimit)
    app.add_middleware(SameOrigin)
    app.add_middleware(TrustedHosts, hosts=trusted_hosts(house.settings))
    app.add_middleware(RequestLog, house=house)
    app.add_middleware(SecurityHeaders, https_only=house.settings.production and house.is_https)
