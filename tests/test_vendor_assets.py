import hashlib
import re
from pathlib import Path

import pytest

API = Path(__file__).parent.parent / "api"
VENDOR = API / "static" / "vendor"
LIBRARIES = sorted(folder for folder in VENDOR.iterdir() if folder.is_dir())
TEXT = {".html", ".jinja", ".j2", ".css", ".js", ".svg", ".webmanifest"}
LOADED_BY_ATTRIBUTE = r"""<(?:script|link|img|iframe|source|video|audio|embed|object|use|image)\b[^>]*?
                       \b(?:src|href|srcset|data|poster)\s*=\s*["']?\s*(?P<attribute>(?:https?:)?//[^\s"'>]+)"""
LOADED_BY_STYLE = r"""(?:url\(\s*["']?|@import\s+["'])\s*(?P<style>(?:https?:)?//[^\s"')]+)"""
LOADED_BY_CODE = r"""\b(?:fetch|import|importScripts|EventSource|WebSocket)\s*
                    \(\s*["'`](?P<code>(?:(?:http|ws)s?:)?//[^"'`]+)"""
OTHER_HOST = re.compile(
    "|".join((LOADED_BY_ATTRIBUTE, LOADED_BY_STYLE, LOADED_BY_CODE)), re.VERBOSE | re.IGNORECASE
)


def listed_digests() -> dict[str, str]:
    lines = (VENDOR / "SHA256SUMS").read_text().splitlines()
    return {name: digest for digest, name in (line.split(maxsplit=1) for line in lines)}


def actual_digests() -> dict[str, str]:
    files = [file for library in LIBRARIES for file in library.rglob("*") if file.is_file()]
    return {str(file.relative_to(VENDOR)): hashlib.sha256(file.read_bytes()).hexdigest() for file in files}


def addresses_loaded_from_elsewhere(text: str) -> list[str]:
    """What a browser would fetch from another host by itself; a link that a person follows is not that."""
    return [match[match.lastgroup or 0] for match in OTHER_HOST.finditer(text)]


def test_every_vendored_file_is_the_one_that_was_published() -> None:
    assert actual_digests() == listed_digests()


@pytest.mark.parametrize("library", LIBRARIES, ids=lambda folder: folder.name)
def test_every_vendored_library_comes_with_its_licence_and_is_presented(library: Path) -> None:
    assert (library / "LICENSE").read_text().strip()
    assert f"`{library.name}/LICENSE`" in (VENDOR / "README.md").read_text()


def test_no_page_style_or_script_is_loaded_from_another_host() -> None:
    files = [file for file in API.rglob("*") if file.suffix in TEXT]
    assert VENDOR / "htmx" / "htmx.min.js" in files
    found = {str(file.relative_to(API)): addresses_loaded_from_elsewhere(file.read_text()) for file in files}
    assert {name: addresses for name, addresses in found.items() if addresses} == {}


@pytest.mark.parametrize(
    "text",
    [
        '<script defer src="https://cdn.example/x.js"></script>',
        "<link rel=stylesheet href=//cdn.example/x.css>",
        '<link rel="preconnect" href="https://fonts.example">',
        '<img alt="" src="http://pixel.example/1.gif">',
        "body { background: url('https://cdn.example/x.png') }",
        '@import "https://cdn.example/x.css";',
        "fetch('https://api.example/cases')",
        "new EventSource(`//live.example/`)",
    ],
)
def test_an_address_on_another_host_is_noticed(text: str) -> None:
    assert len(addresses_loaded_from_elsewhere(text)) == 1


@pytest.mark.parametrize(
    "text",
    [
        '<a href="https://www.example.fr/guide">Le guide</a>',
        '<svg xmlns="http://www.w3.org/2000/svg"></svg>',
        '<link rel="stylesheet" href="/static/vendor/bootstrap/bootstrap.min.css">',
        "fetch('/cases')",
    ],
)
def test_a_link_to_follow_or_an_own_address_is_not(text: str) -> None:
    assert addresses_loaded_from_elsewhere(text) == []
