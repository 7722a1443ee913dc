"""What stands before every route."""

import pytest
from fastapi import APIRouter, Request
from fastapi.responses import PlainTextResponse

from api.dependencies import Writing
from api.permissions import PUBLIC, UndeclaredRoute, route_roles
from api.walls.headers import CONTENT_POLICY
from cases.refusals import NotAllowed
from models.settings import Settings
from models.tables import Setting
from models.vocabulary import Role
from tests.api.town import BASE_URL, Town

OTHER = "https://ailleurs.example"


@pytest.mark.parametrize(
    "headers",
    [
        {"origin": OTHER},
        {"origin": "null"},
        {"origin": BASE_URL, "sec-fetch-site": "cross-site"},
        {"origin": BASE_URL, "sec-fetch-site": "same-site"},
        {"origin": ""},
    ],
)
def test_an_unsafe_request_of_another_origin_is_refused(town: Town, headers: dict[str, str]) -> None:
    assert town.alice(**headers).post("/deconnexion").status_code == 403
    assert town.alice().get("/compte").status_code == 200


def test_an_unsafe_request_that_does_not_say_its_origin_is_refused(town: Town) -> None:
    browser = town.alice()
    del browser.headers["origin"]

    assert browser.post("/deconnexion").status_code == 403


def test_our_own_forms_pass(town: Town) -> None:
    assert town.alice(**{"sec-fetch-site": "same-origin", "origin": "null"}).post("/deconnexion").is_redirect


def test_every_answer_carries_the_content_policy_and_its_companions(town: Town) -> None:
    for path in ("/connexion", "/nulle-part", "/healthz", "/static/jalon.css"):
        headers = town.browser().get(path).headers
        assert headers["content-security-policy"] == CONTENT_POLICY
        assert headers["x-content-type-options"] == "nosniff"
        assert "unsafe" not in headers["content-security-policy"]


def test_pages_are_not_kept_and_versioned_files_are(town: Town) -> None:
    assert town.alice().get("/compte").headers["cache-control"] == "no-store"
    assert "immutable" in town.browser().get("/static/jalon.css?v=abc").headers["cache-control"]


def test_https_is_insisted_on_in_production(town: Town) -> None:
    production = Settings(base_url="https://jalon.example", production=True, secret_key="k" * 40)
    town.app = town.build(production)

    answer = town.browser(host="jalon.example").get("/connexion")

    assert answer.headers["strict-transport-security"].startswith("max-age=")


def test_another_host_name_is_refused_but_probes_pass(town: Town) -> None:
    assert town.browser(host="ailleurs.example").get("/connexion").status_code == 400
    assert town.browser(host="ailleurs.example").get("/healthz").status_code == 200


def test_a_body_larger_than_the_limit_is_refused_announced_or_not(town: Town) -> None:
    big = b"x=" + b"y" * 1_100_000
    kind = {"content-type": "application/x-www-form-urlencoded"}

    announced = town.browser().post("/connexion", content=big, headers=kind)
    streamed = town.browser().post("/connexion", content=iter([big]), headers=kind)

    assert (announced.status_code, streamed.status_code) == (413, 413)
    assert "1\u00a0Mo" in announced.text or "1 Mo" in announced.text


def test_a_write_is_committed_before_the_answer_is_sent(town: Town) -> None:
    """Another connection sees the row at the very moment when the answer's first byte leaves."""
    router = APIRouter()
    seen: list[object] = []

    @router.post("/essai", dependencies=[PUBLIC])
    def write(session: Writing) -> PlainTextResponse:
        session.add(Setting(name="essai", value="écrit"))
        session.flush()

        class Watching(PlainTextResponse):
            async def __call__(self, scope, receive, send):  # type: ignore[no-untyped-def]
                with town.house.database.read() as other:
                    seen.append(other.get(Setting, "essai"))
                await super().__call__(scope, receive, send)

        return Watching("ok")

    town.app.include_router(router)

    assert town.browser().post("/essai").text == "ok"
    assert seen[0] is not None
    assert town.wakes == 1


def test_a_refused_write_leaves_nothing_and_wakes_nobody(town: Town) -> None:
    router = APIRouter()

    @router.post("/essai", dependencies=[PUBLIC])
    def write(session: Writing) -> None:
        session.add(Setting(name="essai", value="écrit"))
        session.flush()
        raise NotAllowed

    town.app.include_router(router)

    assert town.browser().post("/essai").status_code == 403
    with town.house.database.read() as session:
        assert session.get(Setting, "essai") is None
    assert town.wakes == 0


def test_a_route_that_declares_nobody_is_refused(town: Town) -> None:
    router = APIRouter()

    @router.get("/oubliee")
    def forgotten() -> None: ...

    town.app.include_router(router)

    with pytest.raises(UndeclaredRoute, match="/oubliee"):
        route_roles(town.app)


def test_an_error_nobody_foresaw_shows_its_number_and_no_traceback(town: Town) -> None:
    router = APIRouter()

    def fail(request: Request) -> None:
        raise RuntimeError("un détail du dedans")

    for path in ("/panne", "/api/v1/panne"):
        router.add_api_route(path, fail, dependencies=[PUBLIC])
    town.app.include_router(router)

    page, problem = town.browser().get("/panne"), town.browser().get("/api/v1/panne")

    assert page.status_code == problem.status_code == 500
    assert "un détail" not in page.text and "Traceback" not in page.text
    assert page.headers["x-request-id"][:12] in page.text
    assert page.headers["content-security-policy"] == CONTENT_POLICY
    assert problem.headers["content-type"] == "application/problem+json"
    assert problem.json()["status"] == 500


def test_a_page_that_does_not_exist_says_so_in_the_readers_language(town: Town) -> None:
    french = town.browser().get("/nulle-part")
    english = town.browser(**{"accept-language": "en"}).get("/nulle-part")

    assert french.status_code == english.status_code == 404
    assert "Page introuvable" in french.text
    assert "Page not found" in english.text


def test_under_the_api_an_error_is_a_problem(town: Town) -> None:
    problem = town.browser().get("/api/v1/nulle-part")

    assert problem.headers["content-type"] == "application/problem+json"
    assert {"type", "title", "status", "detail", "instance"} <= set(problem.json())


def test_a_page_without_a_session_leads_to_the_sign_in_and_back(town: Town) -> None:
    assert town.browser().get("/compte").headers["location"] == "/connexion?suite=/compte"


def test_probes_answer_and_metrics_are_for_this_machine(town: Town) -> None:
    assert town.browser().get("/healthz").text == "ok"
    assert town.browser().get("/readyz").json() == {"ready": True}
    assert town.browser().get("/metrics").is_redirect


def test_metrics_count_routes_by_their_pattern(town: Town) -> None:
    director = town.someone(Role.DIRECTOR)
    director.post("/compte/cles/999/revoquer")

    said = director.get("/metrics").text

    assert (
        'jalon_requests_total{method="POST",route="/compte/cles/{key_id}/revoquer",status="404"} 1.0' in said
    )
    assert "jalon_tasks_open 0.0" in said
