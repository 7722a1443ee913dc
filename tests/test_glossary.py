"""docs/glossary.md explains every word of the vocabulary."""

import re
from enum import StrEnum
from pathlib import Path

import pytest

from models import vocabulary

GLOSSARY = (Path(__file__).parent.parent / "docs" / "glossary.md").read_text(encoding="utf-8")
ROWS = [line.split("|")[1:-1] for line in GLOSSARY.splitlines() if re.match(r"\| .+`", line)]
EXPLAINED = {name for row in ROWS for name in re.findall(r"`(\w+)`", row[1])}
VOCABULARIES = [
    each for each in vars(vocabulary).values() if isinstance(each, type) and issubclass(each, StrEnum)
]


@pytest.mark.parametrize(
    "words", [each for each in VOCABULARIES if each is not StrEnum], ids=lambda each: each.__name__
)
def test_every_word_is_explained(words: type[StrEnum]) -> None:
    assert {str(word) for word in words} - EXPLAINED == set()


def test_every_row_has_a_term_an_identifier_and_a_meaning() -> None:
    assert len(ROWS) > 90
    for row in ROWS:
        assert len(row) == 3, row
        assert all(cell.strip() for cell in row), row


def test_the_vocabularies_are_found() -> None:
    assert {vocabulary.Stage, vocabulary.MailPhase, vocabulary.ActorKind} <= set(VOCABULARIES)
