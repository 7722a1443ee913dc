"""The analysis of the offers, read again from its PDF and its DOCX."""

from datetime import date
from decimal import Decimal
from io import BytesIO
from typing import Any

import pytest
from docx import Document
from pypdf import PdfReader

from cases.documents import CriterionLine, MarkLine, OfferAnalysisFigures, OfferLine
from exchange.documents import file_of
from exchange.documents.formats import Format
from models.vocabulary import Lever, Modality
from tests.exchange.test_documents import HEAD
from tests.notifications.messages import Links

GRID = (
    CriterionLine(code="promised_hours", label="Heures d’insertion promises", weight=Decimal("0.4")),
    CriterionLine(code="tutoring", label="Tutorat", weight=Decimal("0.325")),
    CriterionLine(code="own_1", label="Quartiers #prioritaires*", weight=Decimal("0.275")),
)


def a_line(name: str, hours: int, **changes: Any) -> OfferLine:
    values: dict[str, Any] = {
        "company_name": name,
        "company_siret": "73282932000074",
        "promised_hours": Decimal(hours),
        "modality": Modality.DIRECT_HIRE,
        "note": None,
        "received_on": date(2027, 2, 1),
        "marks": (MarkLine(criterion="tutoring", mark=Decimal("4.5"), comment="Un tuteur [nommé]."),),
    }
    return OfferLine.model_validate(values | changes)


def an_analysis(**changes: Any) -> OfferAnalysisFigures:
    offers = (
        a_line("Bâti Imaginaire SAS", 2500, rank=1, total=Decimal("92.50"), note="GEIQ déjà contacté"),
        a_line("Gros Œuvre Inventé", 2000, rank=2, total=Decimal("71.25"), is_tied=True),
        a_line("Trop Peu SARL", 150, missing_hours=Decimal(1850), company_siret=None, marks=()),
    )
    values: dict[str, Any] = HEAD | {
        "version": 2,
        "tender_round": 1,
        "lever": Lever.CONDITION_AND_CRITERION,
        "required_hours": Decimal(2000),
        "questions_count": 3,
        "answered_count": 2,
        "criteria": GRID,
        "offers": offers,
        "conclusion": "Bâti Imaginaire SAS est la plus engagée.",
    }
    return OfferAnalysisFigures.model_validate(values | changes)


def read(figures: OfferAnalysisFigures, wanted: Format) -> str:
    content = file_of(figures, wanted, Links()).content
    if wanted is Format.PDF:
        text = " ".join(page.extract_text() for page in PdfReader(BytesIO(content)).pages)
    else:
        document = Document(BytesIO(content))
        cells = [cell.text for table in document.tables for row in table.rows for cell in row.cells]
        text = " ".join([*(paragraph.text for paragraph in document.paragraphs), *cells])
    return " ".join(text.split())


@pytest.mark.parametrize("wanted", [Format.PDF, Format.DOCX])
def test_the_file_says_the_ranking_the_marks_and_what_is_irregular(wanted: Format) -> None:
    text = read(an_analysis(), wanted)
    for said in (
        "Analyse des offres au titre de l’insertion",
        "Condition d’exécution (L2112-2) et critère d’attribution (R2152-7)",
        "1 Bâti Imaginaire SAS 2 500 h 92,5",
        "2 ex æquo Gros Œuvre Inventé 2 000 h 71,25",
        "Trop Peu SARL promet 150 h pour 2 000 h requises : il manque 1 850 h.",
        "Tutorat 32,5 %",
        "Quartiers #prioritaires* 27,5 %",
        "Un tuteur [nommé].",
        "3, dont 2 avec une réponse publiée",
        "Bâti Imaginaire SAS est la plus engagée.",
        "GEIQ déjà contacté",
        "Le prix n’entre pas dans cette analyse.",
    ):
        assert said in text


def test_an_english_buyer_reads_it_in_english() -> None:
    text = read(an_analysis(locale="en"), Format.PDF)
    assert "Ranking" in text
    assert "Trop Peu SARL promises 150 h of the 2,000 h required: 1,850 h are missing." in text


def test_without_a_regular_offer_it_says_so() -> None:
    irregular = (a_line("Trop Peu SARL", 150, missing_hours=Decimal(1850), marks=()),)
    assert "Aucune offre régulière." in read(an_analysis(offers=irregular), Format.PDF)


def test_the_facts_of_an_offer_stay_together_on_one_page_of_the_pdf() -> None:
    offers = tuple(
        a_line(f"Offre Inventée {rank}", 2000, rank=rank, total=Decimal(70)) for rank in range(1, 21)
    )
    pages = PdfReader(BytesIO(file_of(an_analysis(offers=offers), Format.PDF, Links()).content)).pages
    texts = [page.extract_text().strip() for page in pages]
    assert len(texts) > 3
    assert not any(text.startswith("•") for text in texts)


def test_the_pdf_is_tagged_in_its_language_and_never_changes() -> None:
    first, again = (file_of(an_analysis(), Format.PDF, Links()).content for _ in range(2))
    assert first == again
    catalog = PdfReader(BytesIO(first)).trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert str(catalog["/Lang"]).lower().startswith("fr")
