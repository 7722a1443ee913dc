"""Operations: their list, one with its markets, and their making."""

from typing import Annotated, Any

from fastapi import APIRouter, Query, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.permissions import Staff
from api.rendering import page, see_other
from api.rest.documentation import NumberAsked
from cases.actors import Actor
from cases.commands.operations import change_operation, create_operation
from cases.inputs import OperationChange, OperationInput
from cases.queries.markets import MarketFilter, list_markets
from cases.queries.operations import list_operations, operation
from cases.queries.paging import Slice

router = APIRouter(prefix="/operations", include_in_schema=False)
Words = Annotated[str, Query(max_length=200)]
PageNumber = Annotated[int, Query(ge=1, le=10_000)]
FORM = "operation"


@router.get("")
def operations_page(
    request: Request, actor: Staff, session: Reading, q: Words = "", avant: NumberAsked = None
) -> Response:
    """The operations, latest first, those that bear the words."""
    return _list(request, session, actor, FormState(FORM), q, avant)


@router.post("")
def add_operation(
    request: Request, actor: Staff, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Make an operation."""
    on_refusal(request, FORM, lambda form: _list_again(request, actor, form))
    number = create_operation(session, actor, submission.read(OperationInput), now=now)
    return see_other(request, f"/operations/{number}?fait=operation")


@router.get("/{operation_id}")
def one_operation(
    request: Request, actor: Staff, session: Reading, operation_id: int, page: PageNumber = 1
) -> Response:
    """An operation with its markets."""
    return _one(request, session, actor, operation_id, FormState(FORM), page)


@router.post("/{operation_id}")
def rename_operation(
    request: Request, actor: Staff, operation_id: int, submission: Submitted, session: Writing
) -> Response:
    """Correct its title or its reference."""
    on_refusal(request, FORM, lambda form: _one_again(request, actor, operation_id, form))
    change_operation(session, actor, operation_id, submission.read(OperationChange))
    return see_other(request, f"/operations/{operation_id}?fait=operation")


def _list_again(request: Request, actor: Actor, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _list(request, session, actor, form, "", None)


def _one_again(request: Request, actor: Actor, operation_id: int, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _one(request, session, actor, operation_id, form, 1)


def _list(
    request: Request, session: Session, actor: Actor, form: FormState, words: str, before: int | None
) -> Response:
    found = list_operations(session, actor, words, Slice(before))
    context: dict[str, Any] = {"operations": found.items, "next_after": found.next_after}
    return page(request, "operations.html", form=form, words_asked=words, **context)


def _one(
    request: Request, session: Session, actor: Actor, operation_id: int, form: FormState, number: int
) -> Response:
    shown = operation(session, actor, operation_id)
    found = list_markets(session, actor, MarketFilter(operation_id=operation_id, page=number))
    return page(request, "operation.html", operation=shown, found=found, number=number, form=form)
