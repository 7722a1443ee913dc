"""The application of a town served for a browser, and people's browsers on it."""

import threading
import time
from collections.abc import Iterator
from contextlib import contextmanager

import uvicorn
from axe_playwright_python.sync_playwright import Axe
from playwright.sync_api import Browser, BrowserContext, Page

from tests.api.town import Town

PHONE, DESK = (390, 844), (1440, 900)


@contextmanager
def served(town: Town) -> Iterator[str]:
    """The address at which the town answers, on a port of its own."""
    server = uvicorn.Server(uvicorn.Config(town.app, port=0, log_level="error"))
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


def faults(page: Page) -> dict[str, object]:
    """What axe finds and how far the page scrolls sideways, at both widths; empty when all is well."""
    found: dict[str, object] = {}
    before = page.viewport_size
    for width, height in (PHONE, DESK):
        page.set_viewport_size({"width": width, "height": height})
        violations = [violation["id"] for violation in Axe().run(page).response["violations"]]
        overflow = page.evaluate("document.documentElement.scrollWidth - window.innerWidth")
        if violations or overflow > 0:
            found[f"{page.url} at {width}"] = (violations, overflow)
    if before is not None:
        page.set_viewport_size(before)
    return found
