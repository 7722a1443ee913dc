"""Every word of the pages exists in French, with French typography."""

import re
from collections import Counter

from api.language import LOCALES, catalog, preferred
from tests.api.wording import messages_used

FRENCH = catalog("fr").messages


def french_texts() -> list[str]:
    texts: list[str] = []
    for said in FRENCH.values():
        texts += [said] if isinstance(said, str) else said
    return texts


def test_every_message_has_its_french() -> None:
    assert sorted(message for message in messages_used() if not FRENCH.get(message)) == []


def test_no_message_is_translated_twice() -> None:
    catalogue = (LOCALES / "fr" / "LC_MESSAGES" / "messages.po").read_text()
    said = Counter(re.findall(r'^msgid "(.+)"$', catalogue, re.MULTILINE))
    assert [message for message, times in said.items() if times > 1] == []


def test_no_french_message_is_left_that_nothing_says() -> None:
    assert sorted(set(FRENCH) - messages_used()) == []


def test_double_punctuation_follows_a_no_break_space() -> None:
    wrong = re.compile(r"[^\u00a0\u202f\d/?!](?:[;!?»]|:(?!\d|//))|«(?!\u00a0)")
    said = [re.sub(r"\{.*?\}", "x", text) for text in french_texts()]
    assert [text for text in said if wrong.search(text)] == []


def test_placeholders_are_the_same_in_both_languages() -> None:
    for message, said in FRENCH.items():
        for text in (said,) if isinstance(said, str) else said:
            extra = set(re.findall(r"\{(\w+)\}", text)) - set(re.findall(r"\{(\w+)\}", message)) - {"count"}
            assert not extra, f"{message!r}"


def test_the_browsers_favourite_language_of_ours_is_chosen() -> None:
    assert preferred("de, en;q=0.7, fr;q=0.9") == "fr"
    assert preferred("en-GB,en;q=0.9") == "en"
    assert preferred("de") is None
    assert preferred("fr;q=beaucoup") is None
