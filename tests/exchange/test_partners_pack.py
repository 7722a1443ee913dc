"""The partners' pack as files, read back: the PDF to show, the workbook to work with."""

import hashlib
from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from pypdf import PdfReader
from python_calamine import CalamineWorkbook

from cases.documents import (
    PackChange,
    PackMarket,
    PackNeed,
    PackStop,
    PackTrade,
    PartnersPackFigures,
)
from exchange.documents import file_of, files_attached
from exchange.documents.formats import Format
from exchange.documents.pack_tables import period_words
from models.vocabulary import ChangeKind, ContractKind, Stage, Trade
from tests.notifications.messages import Links

MARKET = PackMarket(
    title="Groupe scolaire Imaginaire",
    reference="2027-FICT-014",
    buyer_name="Ville de Fictiville",
    company_names=("Bâti Imaginaire SAS", "Peinture Rêvée"),
    stage=Stage.FOLLOW_UP,
    trade=Trade.STRUCTURAL_WORK,
    required_hours=Decimal(1200),
    committed_hours=Decimal(1240),
    counted_hours=Decimal("310.5"),
    expected_hours=Decimal(400),
    ends_on=date(2027, 12, 31),
    coming_hours=(Decimal(120), Decimal(130), Decimal("84.5")),
)
PACK = PartnersPackFigures(
    territory_name="Territoire de Fictiville",
    facilitator_name="Alice Exemple",
    facilitator_email="alice@fictiville.example",
    pack_version="2027.1",
    frozen_on=date(2027, 4, 19),
    quarter=date(2027, 4, 1),
    period_months=3,
    since=date(2027, 1, 14),
    months=(date(2027, 5, 1), date(2027, 6, 1), date(2027, 7, 1)),
    markets=(MARKET,),
    trades=(PackTrade(trade=Trade.STRUCTURAL_WORK, coming_hours=MARKET.coming_hours),),
    needs=(
        PackNeed(
            trade=Trade.PAINTING,
            positions=2,
            contract_kind=ContractKind.FIXED_TERM,
            starts_on=date(2027, 5, 3),
            company_name="=HYPERLINK(1)",
            market_title="Groupe scolaire Imaginaire",
        ),
    ),
    changes=(
        PackChange(
            market_title="Groupe scolaire Imaginaire",
            kind=ChangeKind.AMENDMENT,
            effective_on=date(2027, 3, 1),
            hours_before=Decimal(1200),
            hours_after=Decimal(1240),
            end_before=None,
            end_after=date(2027, 12, 31),
        ),
        PackChange(
            market_title="Médiathèque Rêvée",
            kind=ChangeKind.AMENDMENT,
            effective_on=date(2027, 1, 4),
            hours_before=Decimal(500),
            hours_after=Decimal(400),
            end_before=None,
            end_after=None,
            is_cancelled=True,
        ),
    ),
    stops=(PackStop(market_title="Médiathèque Rêvée", since=date(2027, 2, 1)),),
)
EMPTY: dict[str, Any] = {"markets": (), "trades": (), "needs": (), "changes": (), "stops": ()}


def plain(content: bytes) -> str:
    return " ".join(" ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages).split())


def test_the_pdf_says_hours_needs_and_adjustments() -> None:
    said = plain(file_of(PACK, Format.PDF, Links()).content)
    for words in (
        "Dossier de la réunion des partenaires",
        "2e trimestre 2027",
        "Marchés en cours : 1, reste à faire : 929,5 h",
        "Peinture Rêvée",
        "310,5 h",
        "Mai 2027",
        "84,5 h",
        "Peinture",
        "avenant (annulation)",
        "Ajustements enregistrés depuis le 14 janvier 2027",
        "Médiathèque Rêvée",
        "89,5 h",
        "Alice Exemple",
        "version 2027.1",
    ):
        assert words in said, (words, said)


def test_the_workbook_has_a_sheet_for_each_table_and_figures_as_numbers() -> None:
    book = CalamineWorkbook.from_filelike(BytesIO(file_of(PACK, Format.XLSX, Links()).content))
    assert book.sheet_names == [
        "Heures par marché",
        "Heures à venir",
        "Besoins ouverts",
        "Ajustements",
        "Marchés suspendus",
        "Retards",
    ]
    head, line = book.get_sheet_by_index(0).to_python()
    assert head[-3:] == ["Mai\u00a02027", "Juin\u00a02027", "Juillet\u00a02027"]
    assert line[4:] == [date(2027, 12, 31), 1200.0, 1240.0, 310.5, 400.0, 929.5, 120.0, 130.0, 84.5]
    needs = book.get_sheet_by_index(2).to_python()
    assert needs[1][2] == "=HYPERLINK(1)"  # what people wrote is text


@pytest.mark.parametrize("wanted", [Format.PDF, Format.XLSX])
def test_the_same_figures_give_the_same_bytes(wanted: Format) -> None:
    first, again = (file_of(PACK, wanted, Links()) for _ in range(2))
    assert hashlib.sha256(first.content).digest() == hashlib.sha256(again.content).digest()
    assert first.name == f"Partenaires 2027-04-01.{wanted}"


@pytest.mark.parametrize("locale", ["fr", "en"])
def test_an_empty_pack_says_that_there_is_nothing(locale: str) -> None:
    empty = PACK.model_copy(update=EMPTY | {"locale": locale})
    said = plain(file_of(empty, Format.PDF, Links()).content)
    assert ("Aucun besoin n’est ouvert." if locale == "fr" else "No need is open.") in said
    book = CalamineWorkbook.from_filelike(BytesIO(file_of(empty, Format.XLSX, Links()).content))
    assert len(book.get_sheet_by_index(0).to_python()) == 2


def test_its_mail_brings_both_files() -> None:
    assert [file.name.rpartition(".")[2] for file in files_attached(PACK, Links())] == ["pdf", "xlsx"]


@pytest.mark.parametrize(
    ("quarter", "months", "locale", "words"),
    [
        (date(2027, 1, 1), 3, "fr", "1er trimestre 2027"),
        (date(2027, 10, 1), 3, "fr", "4e trimestre 2027"),
        (date(2027, 4, 1), 3, "en", "Q2 2027"),
        (date(2027, 1, 1), 4, "fr", "janvier 2027 – avril 2027"),
        (date(2027, 2, 1), 1, "en", "February 2027"),
    ],
)
def test_a_period_in_words(quarter: date, months: int, locale: str, words: str) -> None:
    pack = PACK.model_copy(update={"quarter": quarter, "period_months": months, "locale": locale})
    assert period_words(pack).replace("\u00a0", " ") == words
