"""Whether Prefect's server answers: asked by what must wait for it, never by the web."""

import asyncio
import urllib.error
import urllib.request

ROUND = 0.3  # seconds between two questions


def is_ready(api_url: str, *, seconds: float = 2.0) -> bool:
    """Whether the server at `api_url` answers within `seconds`, and its database with it."""
    try:
        with urllib.request.urlopen(f"{api_url}/ready", timeout=seconds) as answer:  # noqa: S310  our own address
            return bool(answer.status == 200)
    except (urllib.error.URLError, OSError):
        return False


async def wait_until_ready(api_url: str) -> None:
    """Return once the server answers; the supervisor, not this, decides when to give up."""
    while not await asyncio.to_thread(is_ready, api_url):
        await asyncio.sleep(ROUND)
