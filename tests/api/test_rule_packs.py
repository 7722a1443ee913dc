"""A director prepares a version of the rules, looks it over and adopts it; all the staff reads them."""

import html
import re
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from fastapi.testclient import TestClient

from api.pages.rule_fields import rule_groups
from api.pages.rule_rows import PARAMETERS
from api.words.rules import DESCRIPTIONS_FR
from cases.packs import pack_at
from cases.rules.calendar import HolidayZone
from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.pack_parts import ScoringCriterion
from cases.rules.policy import RulePack
from models.vocabulary import Role, Trade
from tests.api.town import Town

HERE, FORM = "/territoire/regles", "/territoire/regles/nouvelle"
FIELD = re.compile(r'<input[^>]* name="([^"]+)"[^>]*?(?: value="([^"]*)")[^>]*>')
CHOICE = re.compile(r'<select[^>]* name="([^"]+)".*?<option value="([^"]*)" selected>', re.S)


@pytest.fixture
def director(town: Town) -> TestClient:
    return town.someone(Role.DIRECTOR)


def fields(page: str) -> dict[str, str]:
    """What the page's form would send as it stands."""
    main = page[page.index("<main") : page.index("</main>")]
    found = [*FIELD.findall(main), *CHOICE.findall(main)]
    return {name: html.unescape(value) for name, value in found}


def filled(director: TestClient, **changes: str) -> dict[str, str]:
    sent = fields(director.get(FORM).text) | {"version": "2026-b", "valid_from": "2026-03-10"}
    return sent | {name.replace("__", "."): value for name, value in changes.items()}


def pack_on(town: Town, day: int) -> RulePack:
    with town.house.database.read() as session:
        return pack_at(session, town.house.territory_id, town.now.replace(day=day))


def errors(answer: Any) -> dict[str, str]:
    """The messages beside the fields."""
    assert answer.status_code == 422
    found = re.findall(r'id="rules-([\w-]+)-error">.*?</span>(.*?)</p>', answer.text)
    return {name: html.unescape(said) for name, said in found}


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_every_parameter_has_its_field_with_words_of_its_own(locale: str) -> None:
    shown = [field for group in rule_groups(DEFAULT_PACK, locale, {}) for field in group.fields]

    assert {field.name for field in shown} == set(PARAMETERS)
    assert set(PARAMETERS) == set(RulePack.model_fields) - {"version", "valid_from"}
    assert all(field.label and field.hint for field in shown)
    assert all(field.value or field.rows for field in shown)
    assert set(DESCRIPTIONS_FR) == set(PARAMETERS)


def test_the_form_as_it_stands_is_the_pack_in_force(town: Town, director: TestClient) -> None:
    review = director.post(FORM, data=filled(director))

    assert "Aucune règle ne change" in review.text
    assert "Adopter cette version" not in review.text


CHANGES: list[tuple[dict[str, str], dict[str, Any], tuple[str, str]]] = [
    ({"first_chase_days": "3"}, {"first_chase_days": 3}, ("2 jours ouvrés", "3 jours ouvrés")),
    ({"insertion_rate": "7,5"}, {"insertion_rate": Decimal("0.075")}, ("7\u00a0%", "7,5\u00a0%")),
    ({"hourly_cost": "41,50"}, {"hourly_cost": Decimal("41.5")}, ("40\u00a0€", "41,50\u00a0€")),
    ({"outcome_months": "3, 6, 12"}, {"outcome_months": (3, 6, 12)}, ("3, 6", "3, 6, 12")),
    (
        {"holiday_zone": "alsace_moselle"},
        {"holiday_zone": HolidayZone.ALSACE_MOSELLE},
        ("France métropolitaine", "Alsace-Moselle"),
    ),
    ({"mail_closes_at": "19:30"}, {}, ("18:00", "19:30")),
    (
        {"labour_shares__roofing": "52"},
        {"labour_shares": DEFAULT_PACK.labour_shares | {Trade.ROOFING: Decimal("0.52")}},  # type: ignore[operator]
        ("45\u00a0%", "52\u00a0%"),
    ),
]


@pytest.mark.parametrize(("written", "kept", "said"), CHANGES, ids=lambda each: next(iter(each), ""))
def test_a_parameter_is_changed_shown_before_and_after_and_decides_from_its_day(
    town: Town, director: TestClient, written: dict[str, str], kept: dict[str, Any], said: tuple[str, str]
) -> None:
    review = director.post(FORM, data=filled(director, **written))

    table = html.unescape(review.text[review.text.index("<tbody") : review.text.index("</tbody>")])
    assert table.count("<tr") == 1
    assert all(value in table for value in said)
    assert pack_on(town, 10).version == "default-1", "nothing is kept yet"

    adopted = director.post(HERE, data=fields(review.text))
    assert adopted.headers["location"] == f"{HERE}?fait=regles"
    assert (pack_on(town, 9).version, pack_on(town, 10).version) == ("default-1", "2026-b")
    assert pack_on(town, 10).model_dump(include=set(kept)) == kept


def test_a_criterion_joins_the_grid_in_an_empty_row(town: Town, director: TestClient) -> None:
    row = len(DEFAULT_PACK.scoring_criteria)
    new = {"label_fr": "Mobilité", "label_en": "Mobility", "code": "mobility", "weight": "5"}
    sent = filled(director, scoring_criteria__0__weight="35") | {
        f"scoring_criteria.{row + 1}.{name}": value for name, value in new.items()
    }
    director.post(HERE, data=sent)

    criteria = pack_on(town, 10).scoring_criteria
    assert criteria[0].weight == Decimal("0.35")
    expected = ScoringCriterion(
        code="mobility", label_fr="Mobilité", label_en="Mobility", weight=Decimal("0.05")
    )
    assert criteria[row:] == (expected,)


WRONG: list[tuple[dict[str, str], dict[str, str]]] = [
    ({"version": ""}, {"version": "Remplissez ce champ."}),
    ({"version": "default-1", "valid_from": "2026-03-01"}, {"valid_from": "jours passés"}),
    ({"first_chase_days": ""}, {"first_chase_days": "Remplissez ce champ."}),
    ({"first_chase_days": "deux"}, {"first_chase_days": "nombre entier"}),
    (
        {"first_chase_days": "0", "hourly_cost": "0"},
        {"first_chase_days": "au moins 1", "hourly_cost": "supérieur à 0"},
    ),
    ({"second_chase_days": "2"}, {"second_chase_days": "«\u00a0Première relance\u00a0»"}),
    ({"mail_closes_at": "07:00"}, {"mail_closes_at": "Envoi des méls à partir de"}),
    (
        {"insertion_rate": "107", "first_chase_days": "9"},
        {"insertion_rate": "de 0 à 100", "second_chase_days": "«\u00a0Première relance\u00a0»"},
    ),
    ({"labour_shares.roofing": ""}, {"labour_shares-roofing": "Remplissez ce champ."}),
    ({"labour_shares.roofing": "beaucoup"}, {"labour_shares-roofing": "de 0 à 100"}),
    ({"scoring_criteria.0.weight": "35"}, {"scoring_criteria-0-weight": "pas 95\u00a0%"}),
    ({"scoring_criteria.1.code": "promised_hours"}, {"scoring_criteria-1-code": "déjà"}),
    ({"scoring_criteria.6.label_fr": "Mobilité"}, {"scoring_criteria-6-code": "Remplissez ce champ."}),
    ({"outcome_months": "6, 3"}, {"outcome_months": "croissants"}),
    ({"outcome_months": "trois"}, {"outcome_months": "nombre entier"}),
]


@pytest.mark.parametrize(("written", "expected"), WRONG, ids=lambda each: " ".join(each))
def test_what_is_wrong_is_said_beside_its_field_and_what_was_written_is_kept(
    town: Town, director: TestClient, written: dict[str, str], expected: dict[str, str]
) -> None:
    for where in (FORM, HERE):
        refused = director.post(where, data=filled(director) | written)

        said = errors(refused)
        assert set(said) >= set(expected)
        assert all(words in said[name] for name, words in expected.items())
        kept = fields(refused.text)
        assert all(kept.get(name, "") == value for name, value in written.items())
    assert pack_on(town, 10).version == "default-1"


def test_a_version_that_exists_is_refused_at_its_name(director: TestClient) -> None:
    sent = filled(director, first_chase_days="3")
    director.post(HERE, data=sent)

    assert "existe déjà" in errors(director.post(FORM, data=sent))["version"]


def test_one_goes_back_from_the_summary_with_everything_as_it_was(director: TestClient) -> None:
    review = director.post(FORM, data=filled(director, first_chase_days="3"))
    again = director.post(FORM, data=fields(review.text) | {"again": "1"})

    assert fields(again.text)["first_chase_days"] == "3"
    assert fields(again.text)["version"] == "2026-b"


def test_the_versions_are_listed_with_their_days_and_what_each_changed(
    town: Town, director: TestClient
) -> None:
    for version, day, days in (("a", "2026-03-10", "3"), ("b", "2026-03-10", "4"), ("c", "2026-04-01", "5")):
        director.post(HERE, data=filled(director, version=version, valid_from=day, first_chase_days=days))
    town.now = town.now.replace(day=12)
    said = html.unescape(town.alice().get(HERE).text)

    assert "Préparer une nouvelle version" not in said, "only a director adopts"
    listed = town.alice().get("/api/v1/rule-packs").json()
    assert [(each["version"], each["state"], each["until"]) for each in listed] == [
        ("c", "coming", None),
        ("b", "in_force", "2026-03-31"),
        ("a", "replaced", None),
        ("default-1", "past", "2026-03-09"),
    ]
    assert [each["changed"] for each in listed] == [["first_chase_days"]] * 3 + [[]]
    assert said.index("Version c") < said.index("Version b") < said.index("Version a")
    assert "Du 10\u00a0mars\u00a02026 au 31\u00a0mars\u00a02026." in said
    assert "4 jours ouvrés" in said and "Remplacée avant son premier jour" in said


def test_a_new_version_is_compared_with_the_one_it_takes_over_from(town: Town, director: TestClient) -> None:
    director.post(HERE, data=filled(director, version="a", first_chase_days="3"))
    later = filled(director, version="b", valid_from=date(2026, 4, 1).isoformat(), first_chase_days="3")

    assert "Aucune règle ne change" in director.post(FORM, data=later).text


def test_only_a_director_prepares_and_adopts(town: Town, director: TestClient) -> None:
    sent = filled(director, first_chase_days="3")
    alice = town.alice()

    assert [alice.get(FORM).status_code, alice.post(FORM, data=sent).status_code] == [403, 403]
    assert alice.post(HERE, data=sent).status_code == 403
    assert pack_on(town, 10).version == "default-1"
