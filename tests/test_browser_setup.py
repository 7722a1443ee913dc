from pathlib import Path

import pytest
from playwright.sync_api import ConsoleMessage, Page, Route

pytestmark = pytest.mark.browser

VENDOR = Path(__file__).parent.parent / "api" / "static" / "vendor"
ORIGIN = "http://jalon.test"
STRICT_POLICY = (
    "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; connect-src 'self'"
)
PAGE = """<!doctype html><html lang="fr"><head><title>Essai</title>
<meta name="htmx-config" content='{"defaultSwap": "outerHTML"}'>
<link rel="stylesheet" href="/bootstrap.min.css"><script src="/htmx.min.js" defer></script></head>
<body><span class="htmx-indicator">…</span>
<form id="note" hx-post="/note" hx-target="#note"><input id="text" name="text"><button>Noter</button></form>
</body></html>"""
REFUSAL = """<form id="note" hx-post="/note" hx-target="#note"><p role="alert">Texte trop court.</p>
<input id="text" name="text"><button>Noter</button></form>"""


def answer(route: Route) -> None:
    """A site of four addresses under the strict content policy; its form always answers 422."""
    path = route.request.url.removeprefix(ORIGIN)
    headers = {"Content-Security-Policy": STRICT_POLICY}
    assets = {"/htmx.min.js": "htmx", "/bootstrap.min.css": "bootstrap"}
    if path in assets:
        route.fulfill(path=VENDOR / assets[path] / path[1:], headers=headers)
    elif path == "/note":
        route.fulfill(status=422, content_type="text/html; charset=utf-8", headers=headers, body=REFUSAL)
    else:
        route.fulfill(content_type="text/html; charset=utf-8", headers=headers, body=PAGE)


def test_chromium_shows_a_page(page: Page) -> None:
    page.goto("data:text/html;charset=utf-8,<title>Jalon</title><h1>Clause d’insertion</h1>")
    assert page.title() == "Jalon"
    assert page.get_by_role("heading").inner_text() == "Clause d’insertion"


def test_vendored_assets_work_under_a_policy_without_inline_code_or_eval(page: Page) -> None:
    complaints: list[str] = []

    def keep_policy_complaints(message: ConsoleMessage) -> None:
        if "Content Security Policy" in message.text:
            complaints.append(message.text)

    page.on("console", keep_policy_complaints)
    page.route("**/*", answer)
    page.goto(ORIGIN + "/")

    page.get_by_role("textbox").fill("court")
    page.get_by_role("textbox").press("Enter")

    assert page.get_by_role("alert").inner_text() == "Texte trop court."  # a 422 is swapped in
    assert page.evaluate("document.activeElement.id") == "text"  # the caret stays in the field
    assert page.locator(".htmx-indicator").evaluate("e => getComputedStyle(e).opacity") == "0"
    assert page.locator("body").evaluate("e => getComputedStyle(e).getPropertyValue('--bs-blue')") != ""
    assert complaints == []
