"""Who may use a route, declared on the route itself; one that declares nothing stops the application.

`actor: Staff` gives the route its actor; `dependencies=[PUBLIC]` or `[BY_LINK]` opens it without an account.
"""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Annotated, Any, TypedDict

from fastapi import Depends, FastAPI, Request
from fastapi.dependencies.models import Dependant
from fastapi.routing import iter_route_contexts
from starlette.concurrency import run_in_threadpool
from starlette.routing import Mount

from api.house import house_of
from api.visits import visit_of
from cases.actors import Actor
from cases.refusals import NotAllowed, Refusal
from models.vocabulary import Role


class SignInNeeded(Refusal):
    """Nobody is signed in, or the key is not valid."""

    status = 401

    def __init__(self) -> None:
        super().__init__("Connectez-vous pour continuer.", "Sign in to continue.")


class RouteRoles(TypedDict):
    """Who may use a route; `path` is its pattern."""

    path: str
    methods: list[str]
    roles: list[str]


class UndeclaredRoute(RuntimeError):
    """A route says nothing of who may use it."""


@dataclass(frozen=True, slots=True)
class Allow:
    """Signed-in people of these roles; gives the route its actor."""

    roles: tuple[Role, ...]

    @property
    def names(self) -> tuple[str, ...]:
        return tuple(role.value for role in self.roles)

    async def __call__(self, request: Request) -> Actor:
        # On SQLite looking someone up is a read of 0.1 ms that waits for nothing: less than taking a thread.
        if house_of(request).database.is_sqlite:
            visit = visit_of(request)
        else:
            visit = await run_in_threadpool(visit_of, request)
        if visit is None:
            raise SignInNeeded
        if visit.actor.role not in self.roles:
            raise NotAllowed
        return visit.actor


@dataclass(frozen=True, slots=True)
class Open:
    """A route without an account: open to all, to the holder of a link, or to this machine."""

    names: tuple[str, ...]

    async def __call__(self) -> None:
        return None


def allow(*roles: Role) -> Any:
    """A dependency that lets these roles in, for `Annotated[Actor, allow(...)]`."""
    return Depends(Allow(roles))


Staff = Annotated[Actor, allow(Role.FACILITATOR, Role.DIRECTOR)]
Director = Annotated[Actor, allow(Role.DIRECTOR)]
SignedInActor = Annotated[Actor, allow(*Role)]
MarketReader = Annotated[Actor, allow(Role.FACILITATOR, Role.DIRECTOR, Role.BUYER, Role.COMPANY)]
Purchaser = Annotated[Actor, allow(Role.FACILITATOR, Role.DIRECTOR, Role.BUYER)]
PUBLIC = Depends(Open(("public",)))
BY_LINK = Depends(Open(("link",)))
BY_MACHINE = Depends(Open(("loopback", "director")))


def route_roles(app: FastAPI) -> list[RouteRoles]:
    """Every route with who may use it: roles, "public", "link". Raises UndeclaredRoute."""
    found: list[RouteRoles] = []
    for route in iter_route_contexts(app.router.routes):
        path, methods = route.path or "", sorted(route.methods or ())
        if isinstance(route.original_route, Mount):
            found.append({"path": f"{path}/{{path}}", "methods": ["GET"], "roles": ["public"]})
            continue
        roles = list(dict.fromkeys(_declared(getattr(route, "dependant", None))))
        if not roles:
            raise UndeclaredRoute(f"{methods} {path} says nothing of who may use it")
        found.append({"path": path, "methods": methods, "roles": roles})
    return found


def _declared(dependant: Dependant | None) -> Iterator[str]:
    for needed in _all_needed(dependant):
        if isinstance(needed, Allow | Open):
            yield from needed.names


def _all_needed(dependant: Dependant | None) -> Iterable[Any]:
    if dependant is None:
        return
    for inner in dependant.dependencies:
        yield inner.call
        yield from _all_needed(inner)
