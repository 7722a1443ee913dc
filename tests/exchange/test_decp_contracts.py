"""Dirty contracts, one line each: what the file says -> what is kept, and which fields are doubted."""

import io
import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.imported import ImportedMarket, Rejection, SocialConsideration
from exchange.decp.reader import read
from models.vocabulary import CompanyRole, Lever

BUYER = "21440109300015"
COMPANY = "55204599900869"
CLEAN: dict[str, Any] = {
    "id": "2024-017",
    "acheteur": {"id": BUYER},
    "nature": "Marché",
    "objet": "Réfection de l'école imaginaire",
    "codeCPV": "45000000-7",
    "procedure": "Procédure adaptée",
    "lieuExecution": {"code": "44000", "typeCode": "Code postal"},
    "dureeMois": 12,
    "dateNotification": "2024-05-15",
    "datePublicationDonnees": "2024-05-25",
    "montant": 575000,
    "titulaires": [{"titulaire": {"id": COMPANY, "typeIdentifiant": "SIRET"}}],
    "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
}
ABSENT = object()


def read_one(changes: dict[str, Any]) -> ImportedMarket | Rejection:
    written = {key: value for key, value in (CLEAN | changes).items() if value is not ABSENT}
    document = json.dumps({"marches": {"marche": [written]}}).encode()
    (found,) = read(io.BytesIO(document), name="essai.json")
    return found


def market_of(changes: dict[str, Any]) -> ImportedMarket:
    found = read_one(changes)
    assert isinstance(found, ImportedMarket)
    return found


def doubts_of(market: ImportedMarket) -> list[tuple[str, str]]:
    return [(doubt.field, doubt.value) for doubt in market.warnings]


def test_a_clean_contract_is_read_whole_and_without_doubt() -> None:
    market = market_of({})

    assert doubts_of(market) == []
    assert (market.kind, market.market_id, market.place) == ("market", "2024-017", "marches.marche[1]")
    assert (market.buyer_siret, market.buyer_siret_valid) == (BUYER, True)
    assert (market.cpv, market.place_code, market.place_kind) == ("45000000-7", "44000", "Code postal")
    assert (market.amount_excl_tax, market.duration_months) == (Decimal("575000.00"), 12)
    assert (market.notified_on, market.published_on) == (date(2024, 5, 15), date(2024, 5, 25))
    assert [(one.identifier, one.role) for one in market.companies] == [(COMPANY, CompanyRole.LEAD)]


KEPT = [
    # amounts
    ({"montant": "575 000,00"}, "amount_excl_tax", Decimal("575000.00"), []),
    ({"montant": "575000.5"}, "amount_excl_tax", Decimal("575000.50"), []),
    ({"montant": "1.234.567,89 €"}, "amount_excl_tax", Decimal("1234567.89"), []),
    ({"montant": "1,234,567.89"}, "amount_excl_tax", Decimal("1234567.89"), []),
    ({"montant": 1234.567}, "amount_excl_tax", Decimal("1234.57"), []),
    ({"montant": "575.000"}, "amount_excl_tax", Decimal("575.00"), [("montant", "575.000")]),
    ({"montant": "NC"}, "amount_excl_tax", None, [("montant", "NC")]),
    ({"montant": ABSENT}, "amount_excl_tax", None, [("montant", "")]),
    ({"montant": -5000}, "amount_excl_tax", None, [("montant", "-5000")]),
    ({"montant": 1}, "amount_excl_tax", None, [("montant", "1")]),
    ({"montant": 999999999}, "amount_excl_tax", None, [("montant", "999999999")]),
    ({"montant": 10**15}, "amount_excl_tax", None, [("montant", str(10**15))]),
    ({"montant": "selon bordereau"}, "amount_excl_tax", None, [("montant", "selon bordereau")]),
    # durations
    ({"dureeMois": "48"}, "duration_months", 48, []),
    ({"dureeMois": "48 mois"}, "duration_months", 48, []),
    ({"dureeMois": "4 ans"}, "duration_months", 48, [("dureeMois", "4 ans")]),
    ({"dureeMois": 12.5}, "duration_months", 13, [("dureeMois", "12.5")]),
    ({"dureeMois": "NC"}, "duration_months", None, [("dureeMois", "NC")]),
    ({"dureeMois": None}, "duration_months", None, [("dureeMois", "")]),
    ({"dureeMois": 0}, "duration_months", None, [("dureeMois", "0")]),
    ({"dureeMois": -3}, "duration_months", None, [("dureeMois", "-3")]),
    ({"dureeMois": 999}, "duration_months", None, [("dureeMois", "999")]),
    ({"dureeMois": "365 jours"}, "duration_months", None, [("dureeMois", "365 jours")]),
    # dates
    ({"dateNotification": "2024-05-15T10:30:00"}, "notified_on", date(2024, 5, 15), []),
    ({"dateNotification": "2024-05-14T22:00:00.000Z"}, "notified_on", date(2024, 5, 15), []),
    ({"dateNotification": "2024-05-15+02:00"}, "notified_on", date(2024, 5, 15), []),
    ({"dateNotification": "15/05/2024"}, "notified_on", date(2024, 5, 15), []),
    ({"dateNotification": "20240515"}, "notified_on", date(2024, 5, 15), []),
    ({"dateNotification": "2024-02-30"}, "notified_on", None, [("dateNotification", "2024-02-30")]),
    ({"dateNotification": "0001-01-01"}, "notified_on", None, [("dateNotification", "0001-01-01")]),
    ({"dateNotification": ABSENT}, "notified_on", None, [("dateNotification", "")]),
    ({"datePublicationDonnees": "bientôt"}, "published_on", None, [("datePublicationDonnees", "bientôt")]),
    ({"datePublicationDonnees": ABSENT}, "published_on", None, []),
    # the buyer and the words
    ({"acheteur": {"id": "214 401 093 00015", "nom": "Ville d'Exemple"}}, "buyer_siret", BUYER, []),
    ({"acheteur": {"id": BUYER, "nom": "Ville d'Exemple"}}, "buyer_name", "Ville d'Exemple", []),
    ({"acheteur": BUYER}, "buyer_siret", BUYER, []),
    ({"acheteur": {"id": "35600000049837"}}, "buyer_siret_valid", True, []),
    ({"acheteur": {"id": "21750001630066"}}, "buyer_siret_valid", False, [("acheteur.id", "21750001630066")]),
    ({"acheteur": {"id": "214401093"}}, "buyer_siret_valid", False, [("acheteur.id", "214401093")]),
    (
        {"acheteur": {"id": 4567800000006}},
        "buyer_siret",
        "04567800000006",
        [("acheteur.id", "4567800000006")],
    ),
    ({"objet": "NC"}, "title", "Marché 2024-017", [("objet", "NC")]),
    ({"objet": " Toiture\u0000\n de\tl'école "}, "title", "Toiture de l'école", []),
    ({"id": 202417}, "market_id", "202417", []),
    ({"nature": "MARCHE DE PARTENARIAT"}, "nature", "Marché de partenariat", []),
    ({"procedure": "procedure adaptee"}, "procedure", "Procédure adaptée", []),
    ({"codeCPV": "45000000"}, "cpv", "45000000", []),
    ({"codeCPV": "travaux"}, "cpv", None, [("codeCPV", "travaux")]),
    ({"codeCPV": ABSENT}, "cpv", None, []),
    ({"lieuExecution": {"code": "44", "typeCode": "CODE DEPARTEMENT"}}, "place_kind", "Code département", []),
    ({"idAccordCadre": "AC-2023-4"}, "framework_id", "AC-2023-4", []),
]


@pytest.mark.parametrize(("changes", "attribute", "expected", "doubts"), KEPT)
def test_what_is_doubtful_but_usable_is_kept_with_its_doubt(
    changes: dict[str, Any], attribute: str, expected: object, doubts: list[tuple[str, str]]
) -> None:
    market = market_of(changes)

    assert getattr(market, attribute) == expected
    assert doubts_of(market) == doubts


CLAUSE, CRITERION = SocialConsideration.CLAUSE, SocialConsideration.CRITERION
RESERVED, NONE = SocialConsideration.RESERVED_MARKET, SocialConsideration.NONE
FIELD = "considerationsSociales"
CONSIDERATIONS = [
    ({"considerationSociale": "Clause sociale"}, (CLAUSE,), Lever.EXECUTION_CONDITION, []),
    ("Clause sociale", (CLAUSE,), Lever.EXECUTION_CONDITION, []),
    (["CLAUSE SOCIALE", "critere social"], (CLAUSE, CRITERION), Lever.CONDITION_AND_CRITERION, []),
    ("Critère social | Clause sociale", (CLAUSE, CRITERION), Lever.CONDITION_AND_CRITERION, []),
    ([{"considerationSociale": "Critère social"}], (CRITERION,), Lever.AWARD_CRITERION, []),
    ("Marché réservé", (RESERVED,), Lever.RESERVED_SIAE, [(FIELD, "Marché réservé")]),
    ("Pas de considération sociale", (NONE,), None, []),
    (
        ["Clause sociale", "Pas de considération sociale"],
        (CLAUSE, NONE),
        Lever.EXECUTION_CONDITION,
        [(FIELD, "Clause sociale, Pas de considération sociale")],
    ),
    (["Clause verte", "Clause sociale"], (CLAUSE,), Lever.EXECUTION_CONDITION, [(FIELD, "Clause verte")]),
    ([], (), None, [(FIELD, "")]),
    (ABSENT, (), None, [(FIELD, "")]),
    ("NC", (), None, [(FIELD, "NC")]),
]


@pytest.mark.parametrize(("written", "said", "lever", "doubts"), CONSIDERATIONS)
def test_social_considerations_are_read_in_every_spelling(
    written: object, said: tuple[SocialConsideration, ...], lever: Lever | None, doubts: list[tuple[str, str]]
) -> None:
    market = market_of({FIELD: written})

    assert market.social_considerations == said
    assert market.lever == lever
    assert market.has_social_clause is (lever is not None)
    assert doubts_of(market) == doubts


LEAD, CO, SUB = CompanyRole.LEAD, CompanyRole.CO_CONTRACTOR, CompanyRole.SUBCONTRACTOR
OTHER = "38103128500491"
COMPANIES = [
    ([{"id": COMPANY, "typeIdentifiant": "SIRET"}], [(COMPANY, True, LEAD)], []),
    ({"titulaire": {"id": COMPANY}}, [(COMPANY, True, LEAD)], []),
    ({"titulaire": [{"id": COMPANY}, {"id": OTHER}]}, [(COMPANY, True, LEAD), (OTHER, True, CO)], []),
    ([{"titulaire": [{"id": COMPANY}, {"id": OTHER}]}], [(COMPANY, True, LEAD), (OTHER, True, CO)], []),
    ([{"id": COMPANY}, {"id": COMPANY}], [(COMPANY, True, LEAD)], []),
    (COMPANY, [(COMPANY, True, LEAD)], []),
    ([None, {}, {"id": COMPANY}], [(COMPANY, True, LEAD)], []),
    ([{"id": "5.5204599900869E+13"}], [(COMPANY, True, LEAD)], [("titulaires[1].id", "5.5204599900869E+13")]),
    (
        [{"id": "12345", "typeIdentifiant": "SIRET"}],
        [("12345", False, LEAD)],
        [("titulaires[1].id", "12345")],
    ),
    ([{"id": "DE123456789", "typeIdentifiant": "TVA"}], [("DE123456789", True, LEAD)], []),
    (
        [{"id": "FR00123456789", "typeIdentifiant": "TVA"}],
        [("FR00123456789", False, LEAD)],
        [("titulaires[1].id", "FR00123456789")],
    ),
    ([{"id": "A12345", "typeIdentifiant": "tahiti"}], [("A12345", True, LEAD)], []),
    (
        [{"id": "X1", "typeIdentifiant": "DUNS"}],
        [("X1", False, LEAD)],
        [("titulaires[1].typeIdentifiant", "DUNS")],
    ),
    ([{"denominationSociale": "Bâti Fictif"}], [("", False, LEAD)], [("titulaires[1].id", "")]),
    ([{"id": "NC"}], [], [("titulaires[1]", "{'id': 'NC'}"), ("titulaires", "")]),
    ([], [], [("titulaires", "")]),
    (ABSENT, [], [("titulaires", "")]),
]


@pytest.mark.parametrize(("written", "named", "doubts"), COMPANIES)
def test_awardees_are_read_in_every_wrapping(
    written: object, named: list[tuple[str, bool, CompanyRole]], doubts: list[tuple[str, str]]
) -> None:
    market = market_of({"titulaires": written})

    assert [(one.identifier, one.identifier_valid, one.role) for one in market.companies] == named
    assert doubts_of(market) == doubts


def test_a_subcontractor_with_two_acts_is_named_once_after_the_awardees() -> None:
    act = {"acteSousTraitance": {"id": 1, "sousTraitant": {"id": OTHER, "typeIdentifiant": "SIRET"}}}

    market = market_of({"actesSousTraitance": [act, act]})

    assert [(one.identifier, one.role) for one in market.companies] == [(COMPANY, LEAD), (OTHER, SUB)]


def amended(*modifications: dict[str, Any] | None) -> dict[str, Any]:
    return {"modifications": [{"modification": given} for given in modifications]}


AMENDMENTS = [
    (
        amended(
            {"id": 1, "dateNotificationModification": "2024-06-01", "montant": 600000},
            {"id": 2, "dateNotificationModification": "2024-09-01", "dureeMois": 18},
        ),
        [(1, date(2024, 6, 1), Decimal("600000.00"), None), (2, date(2024, 9, 1), None, 18)],
        [],
    ),
    (
        amended(
            {"id": 2, "dateNotificationModification": "2024-09-01"},
            {"id": 1, "dateNotificationModification": "2024-06-01"},
        ),
        [(1, date(2024, 6, 1), None, None), (2, date(2024, 9, 1), None, None)],
        [("modifications", "n° 2 2024-09-01, n° 1 2024-06-01")],
    ),
    (
        amended(
            {"id": 1, "dateNotificationModification": "2024-06-01"},
            {"id": 1, "dateNotificationModification": "2024-09-01"},
        ),
        [(1, date(2024, 6, 1), None, None), (1, date(2024, 9, 1), None, None)],
        [("modifications", "n° 1 2024-06-01, n° 1 2024-09-01")],
    ),
    (
        amended({"id": 1, "dateNotificationModification": "2023-01-01"}),
        [(1, date(2023, 1, 1), None, None)],
        [("modifications[1]", "2023-01-01")],
    ),
    (
        {"modifications": [{"dateSignatureModification": "2024-06-01", "montant": "NC"}]},
        [(1, date(2024, 6, 1), None, None)],
        [],
    ),
    (
        amended({"id": 1, "montant": -20}),
        [(1, None, None, None)],
        [("modifications[1].dateNotificationModification", ""), ("modifications[1].montant", "-20")],
    ),
    ({"modifications": ["voir avenant"]}, [], [("modifications[1]", "voir avenant")]),
    ({"modifications": [{}]}, [], []),
    (amended(None), [], []),
]


@pytest.mark.parametrize(("changes", "kept", "doubts"), AMENDMENTS)
def test_amendments_are_sorted_by_date_and_doubted_when_they_do_not_follow(
    changes: dict[str, Any], kept: list[tuple[object, ...]], doubts: list[tuple[str, str]]
) -> None:
    market = market_of(changes)

    found = [
        (one.number, one.signed_on, one.amount_excl_tax, one.duration_months) for one in market.amendments
    ]
    assert found == kept
    assert doubts_of(market) == doubts


REJECTED = [
    ({"id": ABSENT}, None, "identifiant"),
    ({"id": ""}, None, "identifiant"),
    ({"id": "NC"}, None, "identifiant"),
    ({"acheteur": ABSENT}, "2024-017", "acheteur"),
    ({"acheteur": {}}, "2024-017", "acheteur"),
    ({"acheteur": {"id": None, "nom": "Ville d'Exemple"}}, "2024-017", "acheteur"),
    ({"objet": [0] * 200_001}, "2024-017", "volumineux"),
]


@pytest.mark.parametrize(("changes", "market_id", "word"), REJECTED)
def test_what_cannot_be_identified_is_rejected_with_its_place(
    changes: dict[str, Any], market_id: str | None, word: str
) -> None:
    found = read_one(changes)

    assert isinstance(found, Rejection)
    assert (found.market_id, found.place) == (market_id, "marches.marche[1]")
    assert word in found.reason_fr


def test_the_fingerprint_ignores_spelling_order_and_republication_but_not_meaning() -> None:
    reference = market_of({}).fingerprint
    shuffled = dict(reversed(list(CLEAN.items())))

    assert market_of(shuffled | {"montant": "575 000,00", "dureeMois": "12"}).fingerprint == reference
    assert market_of({"datePublicationDonnees": "2025-01-01"}).fingerprint == reference
    assert market_of({"montant": 575000.01}).fingerprint != reference
    assert market_of({"titulaires": [{"id": OTHER}]}).fingerprint != reference


def test_messages_are_written_for_a_french_reader_too() -> None:
    (doubt,) = market_of(amended({"id": 1, "dateNotificationModification": "2023-01-02"})).warnings

    assert "01/2023" in doubt.message_fr and "15/05/2024" in doubt.message_fr
    assert "2023-01-02" in doubt.message_en and "2024-05-15" in doubt.message_en
