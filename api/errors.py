"""The one place that turns what went wrong into an answer: a page in the reader's language, or RFC 9457.

A form that was refused is shown again with its values; a traceback reaches the log and no one else.
"""

from collections.abc import Mapping
from http import HTTPStatus
from typing import Any
from urllib.parse import quote

from fastapi import FastAPI, Request
from fastapi.exceptions import RequestValidationError
from fastapi.responses import JSONResponse, RedirectResponse, Response
from pydantic import ValidationError
from starlette.concurrency import run_in_threadpool
from starlette.exceptions import HTTPException

from api.forms import FormState, Problem, read_form
from api.language import catalog
from api.permissions import SignInNeeded
from api.problems import problems_of_refusal, problems_of_validation
from api.rendering import page
from api.visits import locale_of
from cases.refusals import Refusal

TITLES = {
    400: "This request is not valid",
    401: "Sign in to continue",
    403: "This is not open to you",
    404: "Page not found",
    405: "This cannot be done here",
    410: "This link is no longer valid",
    413: "This is too large",
    415: "This kind of file is not read here",
    422: "Something is to be corrected",
    429: "Too many attempts",
    500: "Something went wrong on our side",
    503: "The service is not ready yet",
}
REDIRECTING_METHODS = ("GET", "HEAD")
DOCUMENTS = "urn:jalon:problem:"


def install(app: FastAPI) -> None:
    """Have every error of the application answered here."""
    app.add_exception_handler(Refusal, _on_refusal)
    app.add_exception_handler(RequestValidationError, _on_validation)
    app.add_exception_handler(ValidationError, _on_validation)
    app.add_exception_handler(HTTPException, _on_http)


async def _on_refusal(request: Request, error: Exception) -> Response:
    assert isinstance(error, Refusal)
    locale = locale_of(request)
    if isinstance(error, SignInNeeded) and not is_program(request):
        return _to_sign_in(request)
    problems = problems_of_refusal(error, locale)
    headers = {"retry-after": str(error.retry_after)} if error.retry_after is not None else None
    return await _answer(request, error.status, error.code, error.message(locale), problems, headers)


async def _on_validation(request: Request, error: Exception) -> Response:
    assert isinstance(error, RequestValidationError | ValidationError)
    # A path or a query that does not parse leads nowhere; only a form or a body can be corrected.
    locations = {str(place["loc"][0]) for place in error.errors() if place["loc"]}
    if isinstance(error, RequestValidationError) and locations <= {"path"}:
        return await _on_http(request, HTTPException(404))
    problems = problems_of_validation(error.errors(), locale_of(request), to_program=is_program(request))
    detail = " ".join(problem.message for problem in problems)
    return await _answer(request, 422, "invalid-input", detail, problems)


async def _on_http(request: Request, error: Exception) -> Response:
    assert isinstance(error, HTTPException)
    title = catalog(locale_of(request)).gettext(_title(error.status_code))
    code = HTTPStatus(error.status_code).phrase.lower().replace(" ", "-")
    return await _answer(request, error.status_code, code, title, (), error.headers)


async def _answer(
    request: Request,
    status: int,
    code: str,
    detail: str,
    problems: tuple[Problem, ...],
    headers: Mapping[str, str] | None = None,
) -> Response:
    again = getattr(request.state, "form_again", None)
    if is_program(request):
        response: Response = problem_json(request, status, code, detail, problems)
    elif again is not None and status != 404:
        values = (await read_form(request)).values
        form = FormState(request.state.form_name, values, problems)
        response = await run_in_threadpool(again, form)
        response.status_code = status
    else:
        response = await run_in_threadpool(error_page, request, status, detail)
    response.headers.update(headers or {})
    return response


def problem_json(
    request: Request, status: int, code: str, detail: str, problems: tuple[Problem, ...] = ()
) -> JSONResponse:
    """A problem as RFC 9457 writes it, with `errors` naming each field."""
    body: dict[str, Any] = {
        "type": DOCUMENTS + code,
        "title": catalog(locale_of(request)).gettext(_title(status)),
        "status": status,
        "detail": detail,
        "instance": request.url.path,
    }
    if problems:
        body["errors"] = [{"field": problem.field, "detail": problem.message} for problem in problems]
    headers = {"www-authenticate": "Bearer"} if status == 401 else None
    return JSONResponse(body, status, headers, media_type="application/problem+json")


def error_page(request: Request, status: int, detail: str) -> Response:
    """A page that says what happened and where to go."""
    number = getattr(request.state, "request_id", "")
    return page(request, "error.html", status=status, title=_title(status), detail=detail, number=number)


def refuse(request: Request, refusal: Refusal) -> Response:
    """The answer of a wall, before any route: nobody is looked up."""
    locale = locale_of(request)
    if is_program(request):
        return problem_json(request, refusal.status, refusal.code, refusal.message(locale))
    return error_page(request, refusal.status, refusal.message(locale))


def is_program(request: Request) -> bool:
    """Whether a program asks, to be answered in JSON."""
    return request.url.path.startswith("/api/")


def _title(status: int) -> str:
    return TITLES.get(status) or TITLES[500 if status >= 500 else 400]


def _to_sign_in(request: Request) -> Response:
    back = request.url.path if request.method in REDIRECTING_METHODS else "/"
    path = "/connexion" if back == "/" else f"/connexion?suite={quote(back)}"
    if request.headers.get("hx-request") == "true":
        return Response(status_code=200, headers={"hx-redirect": path})
    return RedirectResponse(path, status_code=303)
