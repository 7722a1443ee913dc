"""The words of the pages: message ids are English, `api/locales/*/LC_MESSAGES/messages.po` translate them."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import Any

from babel.messages.pofile import read_po

LOCALES = Path(__file__).parent / "locales"
LANGUAGES = ("fr", "en")
DEFAULT = "fr"
Translate = Callable[..., str]


@dataclass(frozen=True, slots=True)
class Catalog:
    """One language's messages. A message without a translation is said in English."""

    locale: str
    messages: Mapping[str, str | tuple[str, ...]]

    def gettext(self, message: str, /, **values: Any) -> str:
        """The message in this language, its `{names}` filled in."""
        said = self.messages.get(message) or message
        assert isinstance(said, str), f"{message!r} has a plural: use ngettext"
        return said.format(**values) if values else said

    def ngettext(self, one: str, many: str, count: int, /, **values: Any) -> str:
        """The singular or the plural; `{count}` is the number. In French, zero is singular."""
        is_one = count < 2 if self.locale == "fr" else count == 1
        forms = self.messages.get(one) or (one, many)
        assert isinstance(forms, tuple), f"{one!r} has no plural"
        return forms[0 if is_one else 1].format(count=count, **values)


@cache
def catalog(locale: str) -> Catalog:
    """The catalog of a language, read once."""
    with (LOCALES / locale / "LC_MESSAGES" / "messages.po").open("rb") as file:
        read = read_po(file, locale=locale)
    return Catalog(locale, {_id(message.id): _text(message.string) for message in read if message.id})


def _id(message_id: Any) -> str:
    return str(message_id[0] if isinstance(message_id, list | tuple) else message_id)


def _text(string: Any) -> str | tuple[str, ...]:
    if isinstance(string, str):
        return string
    return tuple(string) if all(string) else ()


def preferred(accept_language: str) -> str | None:
    """The language of ours that the browser likes best; None when it names none of them."""
    wanted = []
    for part in accept_language.split(","):
        name, _, weight = part.partition(";q=")
        try:
            wanted.append((-float(weight or 1), name.strip()[:2].lower()))
        except ValueError:
            continue
    return next((name for _, name in sorted(wanted, key=lambda pair: pair[0]) if name in LANGUAGES), None)
