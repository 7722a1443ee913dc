"""The application of a town served for a browser, and people's browsers on it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from axe_playwright_python.base import AXE_SCRIPT
from playwright.sync_api import Browser, BrowserContext, Page

from models.settings import Settings
from tests.api.town import Town

PHONE, DESK = (390, 844), (1440, 900)
# Only names leave the browser: axe's whole report takes as long to fetch as to make. Contrast, half of
# the work, is measured once: neither another language nor another width has other colours.
BROKEN_RULES = """
contrast => axe.run({
  resultTypes: ['violations'],
  rules: {'color-contrast': {enabled: contrast && document.documentElement.lang === 'fr'}},
}).then(found => found.violations.map(rule => rule.id))
"""


@contextmanager
def served(town: Town, settings: Settings | None = None) -> Iterator[str]:
    """The address at which the town answers, on a port of its own."""
    app = town.build(settings) if settings else town.app
    server = uvicorn.Server(uvicorn.Config(app, port=0, log_level="error"))
    thread = threading.Thread(target=server.run, daemon=True)
    thread.start()
    while not server.started:
        time.sleep(0.02)
    yield f"http://127.0.0.1:{server.servers[0].sockets[0].getsockname()[1]}"
    server.should_exit = True
    thread.join(5)


@contextmanager
def visiting(
    browser: Browser, address: str, token: str = "", size: tuple[int, int] = PHONE
) -> Iterator[Page]:
    """A French browser of that size, signed in when it is given a session's token."""
    context: BrowserContext = browser.new_context(viewport={"width": size[0], "height": size[1]}, locale="fr")
    if token:
        context.add_cookies([{"name": "jalon", "value": token, "url": address}])
    yield context.new_page()
    context.close()


def violations(page: Page, *, contrast: bool = True) -> list[str]:
    """The rules that axe finds broken."""
    if not page.evaluate("'axe' in window"):
        page.evaluate(AXE_SCRIPT)
    found: list[str] = page.evaluate(BROKEN_RULES, contrast)
    return found


def faults(page: Page) -> dict[str, object]:
    """What axe finds and how far the page scrolls sideways, at both widths; empty when all is well."""
    found: dict[str, object] = {}
    before = page.viewport_size
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        found_by_axe = violations(page, contrast=width == PHONE[0])
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if found_by_axe or overflow > 0:
            found[f"{page.url} at {width}"] = (found_by_axe, overflow)
    if before is not None:
        page.set_viewport_size(before)
    return found
