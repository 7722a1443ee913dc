"""The language of clause templates: what it says, and what it refuses with its line and name."""

import pytest
from hypothesis import given
from hypothesis import strategies as st

from cases.rules.clause_text import (
    MOST_LINES,
    Fault,
    FilledLine,
    LineKind,
    Problem,
    TemplateFaulty,
    read_template,
)
from cases.rules.clause_values import LISTS, VALUES

KNOWN: dict[str, str | tuple[str, ...]] = {
    "heures": "1 240 heures",
    "titre_marche": "École Imaginaire",
    "lots": ("lot 1 : 800 heures", "lot 2 : 440 heures"),
}


def said(text: str) -> list[tuple[str, str]]:
    return [(line.kind.value, line.text) for line in read_template(text).fill(KNOWN)]


def faults(text: str) -> list[tuple[int, Fault, str]]:
    with pytest.raises(TemplateFaulty) as refused:
        read_template(text)
    return [(each.line, each.fault, each.about) for each in refused.value.problems]


def test_lines_are_titles_subtitles_items_and_paragraphs_and_empty_ones_are_free() -> None:
    assert said(
        "# Objet\n\n## Heures\r\nPour {{ titre_marche }}, {{heures}} au moins.\n\n- un\n- deux\n"
    ) == [
        ("title", "Objet"),
        ("subtitle", "Heures"),
        ("paragraph", "Pour École Imaginaire, 1 240 heures au moins."),
        ("item", "un"),
        ("item", "deux"),
    ]


def test_a_list_gives_an_item_for_each() -> None:
    assert said("Lots :\n- {{ lots }}") == [
        ("paragraph", "Lots :"),
        ("item", "lot 1 : 800 heures"),
        ("item", "lot 2 : 440 heures"),
    ]


def test_lines_under_a_condition_are_kept_only_when_the_value_is_known() -> None:
    text = "[si heures]\nAvec.\n[fin]\n[si heures_qpv]\nQPV : {{ heures_qpv }}\n[fin]\nToujours."
    assert said(text) == [("paragraph", "Avec."), ("paragraph", "Toujours.")]


def test_what_is_missing_is_told_once_in_order_and_never_from_lines_left_out() -> None:
    text = "{{ acheteur }} {{ duree }} {{ acheteur }}\n[si lots]\n- {{ lots }}\n[fin]\n"
    text += "[si heures_qpv]\n{{ date_demarrage }}\n[fin]\n{{ heures }}"
    assert read_template(text).missing(KNOWN) == ("acheteur", "duree")
    with pytest.raises(KeyError):
        read_template(text).fill(KNOWN)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("{{ inconnue }}", [(1, Fault.UNKNOWN_NAME, "inconnue")]),
        ("a\n\n{{ marche.titre }}", [(3, Fault.UNKNOWN_NAME, "marche.titre")]),
        ("{{ heures|upper }}", [(1, Fault.UNKNOWN_NAME, "heures|upper")]),
        ("{{ heures() }}", [(1, Fault.UNKNOWN_NAME, "heures()")]),
        ("{{ }}", [(1, Fault.UNKNOWN_NAME, "")]),
        ("{{ heures }", [(1, Fault.BRACES, "{{ heures }")]),
        ("a { b", [(1, Fault.BRACES, "a { b")]),
        ("{{ heures }} }}", [(1, Fault.BRACES, "}}")]),
        ("{% if heures %}", [(1, Fault.BRACES, "{% if heures %}")]),
        ("{{{ heures }}}", [(1, Fault.UNKNOWN_NAME, "{ heures"), (1, Fault.BRACES, "}")]),
        ("Lots : {{ lots }}", [(1, Fault.LIST_NOT_ALONE, "lots")]),
        ("{{ criteres }}", [(1, Fault.LIST_NOT_ALONE, "criteres")]),
        ("- {{ lots }}.", [(1, Fault.LIST_NOT_ALONE, "lots")]),
        ("[si age]\na\n[fin]", [(1, Fault.UNKNOWN_NAME, "age")]),
        ("[si heures]\na", [(1, Fault.NOT_CLOSED, "[si heures]")]),
        ("a\n[fin]", [(2, Fault.NOT_OPENED, "[fin]")]),
        ("[si heures]\n[si lots]\na\n[fin]", [(2, Fault.NESTED, "[si lots]")]),
        ("a [si heures] b", [(1, Fault.CONDITION, "a [si heures] b")]),
        ("[si heures] a [fin]", [(1, Fault.CONDITION, "[si heures] a [fin]")]),
        ("[fin si]", [(1, Fault.CONDITION, "[fin si]")]),
        ("[Si heures]\na\n[fin]", [(1, Fault.CONDITION, "[Si heures]"), (3, Fault.NOT_OPENED, "[fin]")]),
        ("", [(1, Fault.EMPTY, "")]),
        ("\n \n", [(1, Fault.EMPTY, "")]),
        ("a\n" * (MOST_LINES + 1), [(MOST_LINES + 1, Fault.TOO_LONG, "")]),
        ("{{ a }}\nb\n{ c", [(1, Fault.UNKNOWN_NAME, "a"), (3, Fault.BRACES, "{ c")]),
    ],
)
def test_a_fault_is_told_with_its_line_and_what_is_written_there(
    text: str, expected: list[tuple[int, Fault, str]]
) -> None:
    assert faults(text) == expected


@pytest.mark.parametrize("value", ["# Titre", "- item", "[si heures]", "{{ heures }}", "{% x %}", "$&{}"])
def test_values_are_text_and_are_never_read_again(value: str) -> None:
    filled = read_template("{{ acheteur }}").fill({"acheteur": value})
    assert filled == (FilledLine(LineKind.PARAGRAPH, value),)


def test_a_value_never_makes_a_line_of_its_own() -> None:
    (line,) = read_template("- {{ acheteur }} !").fill({"acheteur": "Ville\r\n# d’Essai\u2028\t\u00a0x"})
    assert line == FilledLine(LineKind.ITEM, "Ville # d’Essai \u00a0x !")


@given(st.text(alphabet="{}[]# -asifnlotheures_\n", max_size=60))
def test_whatever_is_written_is_a_template_or_is_refused_with_lines_that_exist(text: str) -> None:
    try:
        template = read_template(text)
    except TemplateFaulty as refused:
        lines = len(text.splitlines())
        assert refused.problems == tuple(sorted(refused.problems, key=lambda each: each.line))
        assert all(isinstance(each, Problem) and 1 <= each.line <= max(1, lines) for each in refused.problems)
    else:
        assert set(template.missing(())) <= set(VALUES)


def test_every_value_has_its_words_and_the_lists_are_among_them() -> None:
    assert all(value.label_fr and value.label_en for value in VALUES.values())
    assert {"lots", "criteres"} == LISTS
