"""The territory's page, and the words of its vocabulary."""

from typing import Any

import pytest

from api import words
from cases.messages import MailKind
from cases.rules.calendar import HolidayZone
from models import vocabulary as v
from models.vocabulary import Role
from tests.api.town import PASSWORD, Town

NEW = {"name": "Bob Inventé", "email": "Bob@essai.example", "role": "facilitator", "password": PASSWORD}


def test_the_rules_in_force_are_shown_with_their_labels_and_sources(town: Town) -> None:
    said = town.alice().get("/territoire").text

    assert "Première relance" in said and "2 jours ouvrés" in said
    assert "Code du travail, art. L3133-1" in said
    assert "50\u00a0€\u00a0/\u00a0h" in said
    assert "Ajouter une personne" not in said, "only a director adds people"


def test_a_director_adds_a_person_who_can_sign_in(town: Town) -> None:
    answer = town.someone(Role.DIRECTOR).post("/territoire/personnes", data=NEW)

    assert answer.headers["location"] == "/territoire?fait=personne"
    signed = town.browser().post("/connexion", data={"email": "bob@essai.example", "password": PASSWORD})
    assert signed.headers["location"] == "/"


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"password": "trop court"}, "password"),
        ({"role": "buyer"}, "party_id"),
        ({"party_id": "999"}, "party_id"),
        ({"email": "pas une adresse"}, "email"),
    ],
)
def test_a_person_that_does_not_fit_is_refused_at_its_field(
    town: Town, change: dict[str, str], field: str
) -> None:
    answer = town.someone(Role.DIRECTOR).post("/territoire/personnes", data=NEW | change)

    assert answer.status_code == 422
    assert f'href="#person-{field}"' in answer.text or f"person-{field}-error" in answer.text
    assert "trop court" not in answer.text


def test_an_address_that_has_an_account_is_refused(town: Town) -> None:
    director = town.someone(Role.DIRECTOR)
    director.post("/territoire/personnes", data=NEW)

    assert "Cette adresse a déjà un compte." in director.post("/territoire/personnes", data=NEW).text


@pytest.mark.parametrize(
    ("table", "vocabulary"),
    [
        (words.STAGES, v.Stage),
        (words.ROLES, v.Role),
        (words.LEVERS, v.Lever),
        (words.COMPANY_ROLES, v.CompanyRole),
        (words.PARTY_KINDS, v.PartyKind),
        (words.SHEETS, v.SheetStatus),
        (words.SHORTFALL_DECISIONS, v.ShortfallDecision),
        (words.TASKS, v.TaskKind),
        (words.DEADLINES, v.DeadlineRule),
        (words.DEADLINE_STATES, v.DeadlineStatus),
        (words.MAILS, MailKind),
        (words.MAIL_STATES, v.MailStatus),
        (words.DOCUMENTS, v.DocumentKind),
        (words.ACTORS, v.ActorKind),
        (words.HOLIDAY_ZONES, HolidayZone),
    ],
)
def test_every_word_of_the_vocabulary_can_be_said(table: dict[Any, str], vocabulary: Any) -> None:
    assert set(table) == set(vocabulary)
