"""The PDFs say the frozen figures, run no text as code, and never change."""

from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from pypdf import PdfReader

from cases.documents import (
    CertificateFigures,
    CompanyLine,
    MonthLine,
    Penalty,
    SetAsideLine,
    ShortfallFigures,
    StatementFigures,
    Waiver,
    document_figures,
)
from exchange.documents import render
from exchange.documents.wording import day, hours, of_month, percent
from models.vocabulary import CompanyRole

HEAD = {
    "territory_name": "Territoire d’essai de Fictiville",
    "facilitator_name": "Alice Exemple",
    "facilitator_email": "alice@fictiville.example",
    "facilitator_phone": "01 99 00 12 34",
    "market_title": "École Imaginaire",
    "market_reference": "2027-FICT-014",
    "buyer_name": "Ville de Fictiville",
    "pack_version": "2027-01 v3",
    "frozen_on": date(2027, 11, 5),
}
COMPANY = {
    "company_name": "Bâti Imaginaire SAS",
    "role": CompanyRole.LEAD,
    "started_on": date(2027, 1, 4),
    "received_on": date(2027, 10, 29),
    "required_hours": Decimal(1500),
}


def a_statement(**changes: object) -> StatementFigures:
    values: dict[str, object] = HEAD | {
        "received_on": date(2027, 10, 29),
        "required_hours": Decimal(2000),
        "committed_hours": Decimal(2100),
        "declared_hours": Decimal("1300.5"),
        "counted_hours": Decimal(1240),
        "people_count": 7,
        "companies": (
            CompanyLine(
                company_name="Bâti Imaginaire SAS",
                role=CompanyRole.LEAD,
                required_hours=Decimal(2000),
                committed_hours=None,
                declared_hours=Decimal("1300.5"),
                counted_hours=Decimal(1240),
            ),
        ),
        "months": (
            MonthLine(month=date(2027, 4, 1), declared_hours=Decimal("1300.5"), counted_hours=Decimal(1240)),
        ),
        "set_aside": (
            SetAsideLine(
                month=date(2027, 4, 1),
                company_name="Bâti Imaginaire SAS",
                hours=Decimal("60.5"),
                reason="Validité dépassée",
            ),
        ),
        "outcome": "shortfall",
    }
    return StatementFigures.model_validate(values | changes)


def a_certificate(**changes: object) -> CertificateFigures:
    values = HEAD | COMPANY | {"counted_hours": Decimal(1612), "people_count": 5}
    return CertificateFigures.model_validate(values | changes)


def a_shortfall(**changes: object) -> ShortfallFigures:
    values = HEAD | COMPANY | {"counted_hours": Decimal(960), "missing_hours": Decimal(540)}
    decision = {"decision": Penalty(amount=Decimal(5400), hourly_rate=Decimal(10))}
    return ShortfallFigures.model_validate(values | decision | changes)


def text_of(pdf: bytes) -> str:
    """The text of all pages, every kind of space made plain."""
    pages = PdfReader(BytesIO(pdf)).pages
    return " ".join(" ".join(page.extract_text() for page in pages).split())


def test_the_statement_opens_with_its_headline_and_lists_companies_months_and_set_aside_hours() -> None:
    text = text_of(render(a_statement()))
    assert "1 240 h sur 2 000 h (62 %)" in text
    assert "Bâti Imaginaire SAS titulaire 2 000 h 2 100 h 1 300,5 h 1 240 h" in text
    assert "avril 2027 1 300,5 h 1 240 h" in text
    assert "avril 2027 Bâti Imaginaire SAS Validité dépassée 60,5 h" in text
    assert "Chiffres arrêtés au 5 novembre 2027. Règles du territoire, version 2027-01 v3." in text
    assert "Alice Exemple, alice@fictiville.example, 01 99 00 12 34" in text


def test_a_company_that_is_alone_owes_the_whole_and_one_of_several_only_what_it_was_given() -> None:
    alone = a_statement().companies[0].model_copy(update={"required_hours": None})
    partner = alone.model_copy(update={"company_name": "Toits Inventés", "role": CompanyRole.CO_CONTRACTOR})
    assert "SAS titulaire 2 000 h 2 100 h" in text_of(render(a_statement(companies=(alone,))))
    assert "SAS titulaire – –" in text_of(render(a_statement(companies=(alone, partner))))


def test_the_statement_says_that_nothing_was_set_aside_and_that_a_certificate_follows() -> None:
    text = text_of(render(a_statement(set_aside=(), outcome="certificate")))
    assert "toutes les heures déclarées sont retenues" in text
    assert "Une attestation est remise" in text


def test_the_certificate_names_the_company_and_its_hours() -> None:
    text = text_of(render(a_certificate()))
    assert "Attestation de réalisation" in text
    assert "Bâti Imaginaire SAS a rempli" in text
    assert "1 612 h d’insertion retenues pour 1 500 h exigées" in text


def test_the_notice_says_the_penalty_or_the_reason_of_the_waiver() -> None:
    penalty = text_of(render(a_shortfall()))
    assert "il manque 540 h d’insertion" in penalty
    assert "pénalité de 5 400,00 € est appliquée, au taux de 10,00 € par heure" in penalty
    waiver = text_of(render(a_shortfall(decision=Waiver(reason="Chantier arrêté trois mois"))))
    assert "La pénalité n’est pas appliquée. Motif : Chantier arrêté trois mois" in waiver


def test_english_documents_have_english_words_and_figures() -> None:
    text = text_of(render(a_shortfall(locale="en")))
    assert "960 h of 1,500 h (64%)" in text
    assert "A penalty of €5,400.00 applies" in text


HOSTILE = '#import "x": * $a^2$ *gras* _i_ <tag> @ref #read("/etc/passwd") \\ // `c` = T'


@pytest.mark.parametrize(
    "field", ["market_title", "buyer_name", "territory_name", "facilitator_name", "pack_version"]
)
def test_what_users_write_is_shown_as_written_never_run(field: str) -> None:
    assert HOSTILE in text_of(render(a_certificate(**{field: HOSTILE})))


def test_a_reason_is_shown_as_written_never_run() -> None:
    assert HOSTILE in text_of(render(a_shortfall(decision=Waiver(reason=HOSTILE))))


@pytest.mark.parametrize("make", [a_statement, a_certificate, a_shortfall])
def test_the_same_figures_give_the_same_bytes_even_after_a_stay_in_the_database(make) -> None:  # type: ignore[no-untyped-def]
    figures = make()
    stored = document_figures.validate_json(figures.model_dump_json())
    assert stored == figures
    assert render(stored) == render(figures)
    assert render(make(pack_version="another")) != render(figures)


def test_documents_are_tagged_titled_and_say_their_language() -> None:
    reader = PdfReader(BytesIO(render(a_statement())))
    catalog = reader.trailer["/Root"]
    assert catalog["/MarkInfo"]["/Marked"]
    assert catalog["/Lang"] == "fr-FR"
    assert reader.metadata is not None
    assert reader.metadata.title == "Bilan de la clause d’insertion – École Imaginaire"
    xmp = catalog["/Metadata"].get_data().decode()
    assert "<pdfuaid:part>1</pdfuaid:part>" in xmp
    assert "<pdfaid:part>2</pdfaid:part>" in xmp


def test_figures_are_worded_as_each_language_wants() -> None:
    assert hours(Decimal("84.50"), "fr") == "84,5\u00a0h"
    assert hours(Decimal(1240), "fr") == "1\u202f240\u00a0h"
    assert hours(Decimal(1240), "en") == "1,240\u00a0h"
    assert day(date(2027, 4, 1), "fr") == "1er\u00a0avril\u00a02027"
    assert day(date(2027, 4, 11), "fr", year=False) == "11\u00a0avril"
    assert of_month(date(2027, 10, 1), "fr") == "d’octobre\u00a02027"
    assert of_month(date(2027, 3, 1), "fr", year=False) == "de\u00a0mars"


def test_a_rate_is_rounded_down_so_that_missing_hours_are_never_100_percent() -> None:
    assert percent(Decimal("1999.5"), Decimal(2000), "fr") == "99\u00a0%"
    assert percent(Decimal(5), Decimal(0), "fr") is None
