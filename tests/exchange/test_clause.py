"""The clause text as files: every default template, with all values and with the fewest."""

import re
from datetime import date
from decimal import Decimal
from io import BytesIO

import pytest
from docx import Document
from pypdf import PdfReader

from cases.clauses import default_text
from cases.documents import ArticleText, ClauseTextFigures, CriterionWeight, LotHours, document_figures
from cases.rules.clause_values import ARTICLES, VALUES
from exchange.documents import file_of, files_attached
from exchange.documents.clause import LEVERS, filled_articles, plain_article, worded
from exchange.documents.formats import Format
from models.vocabulary import ClauseArticle, Lever


class Addresses:
    def ask_url(self, link_id: int) -> str:
        return f"https://jalon.example/q/{link_id}"


FULL = {
    "territory_name": "Pays de Fictiville",
    "facilitator_name": "Alice Exemple",
    "facilitator_email": "alice@fictiville.example",
    "facilitator_phone": "01 99 00 12 34",
    "market_title": "École Imaginaire",
    "market_reference": "2027-FICT-014",
    "buyer_name": "Ville de Fictiville",
    "pack_version": "2027-01",
    "frozen_on": date(2027, 3, 1),
    "version": 2,
    "required_hours": Decimal(2400),
    "qpv_hours": Decimal(120),
    "lots": (
        LotHours(number="1", title="Gros œuvre", hours=Decimal("1600.5")),
        LotHours(number="2", title="Peinture", hours=None),
    ),
    "duration_months": 14,
    "publication_planned_on": date(2027, 4, 1),
    "works_planned_on": date(2027, 9, 6),
    "sheet_due_working_day": 5,
    "penalty_hourly_rate": Decimal(40),
    "criteria": (CriterionWeight(label="Tutorat", weight=Decimal("0.15")),),
    "question_link_id": 34,
}
FEWEST = FULL | {
    "facilitator_email": "",
    "facilitator_phone": None,
    "qpv_hours": None,
    "lots": (),
    "duration_months": None,
    "publication_planned_on": None,
    "works_planned_on": None,
    "question_link_id": None,
    "version": 0,
}


def a_text(lever: Lever = Lever.CONDITION_AND_CRITERION, **facts: object) -> ClauseTextFigures:
    articles = tuple(
        ArticleText(article=article, template_version=0, template=default_text(lever, article))
        for article in ClauseArticle
    )
    return ClauseTextFigures.model_validate(FULL | {"lever": lever, "articles": articles} | facts)


def whole(figures: ClauseTextFigures) -> str:
    return "\n".join(plain_article(lines) for _, lines in filled_articles(figures, Addresses()))


@pytest.mark.parametrize("lever", Lever)
@pytest.mark.parametrize("facts", [FULL, FEWEST], ids=["full", "fewest"])
def test_every_default_template_is_filled_whole(lever: Lever, facts: dict[str, object]) -> None:
    figures = a_text(lever, **facts)
    text = whole(figures)
    assert figures.missing == ()
    assert not re.search(r"[{}\[\]]|None|\bsi heures|@ ", text)
    assert "2\u202f400\u00a0heures" in text
    assert ARTICLES[lever].replace(" ", "\u00a0") in text
    assert ("120\u00a0heures" in text) is (
        facts is FULL and "heures_qpv" in "".join(article.template for article in figures.articles)
    )
    assert ("lot 1, Gros œuvre\u00a0: 1\u202f600,5\u00a0heures" in text) is (facts is FULL)
    assert not re.search(r" [:;!?»%]", text)


@pytest.mark.parametrize("lever", Lever)
def test_every_contract_says_what_binds_the_company(lever: Lever) -> None:
    contract = default_text(lever, ClauseArticle.SPECIAL_CONDITIONS)
    for chapter in ("facilitateur", "echeance_fiche", "taux_penalite"):
        assert f"{{{{ {chapter} }}}}" in contract
    assert "2016/679" in contract and "(NIR) n’est ni demandé" in contract
    assert "{{ page_questions }}" in default_text(lever, ClauseArticle.TENDER_RULES)


@pytest.mark.parametrize(
    "lever", [Lever.AWARD_CRITERION, Lever.CONDITION_AND_CRITERION, Lever.INSERTION_SERVICE]
)
def test_the_rules_of_a_criterion_list_its_weights(lever: Lever) -> None:
    assert "- Tutorat\u00a0: 15\u00a0%" in whole(a_text(lever))


def test_every_value_that_a_template_may_name_has_words() -> None:
    known = worded(a_text(), Addresses())
    assert set(known) == set(VALUES)
    assert known["echeance_fiche"] == "5e jour ouvré"
    assert known["taux_penalite"] == "40,00\u00a0€"
    assert known["date_publication"] == "1er\u00a0avril\u00a02027"
    assert known["duree"] == "14\u00a0mois"
    assert known["page_questions"] == "https://jalon.example/q/34"
    assert known["lots"] == (
        "lot 1, Gros œuvre\u00a0: 1\u202f600,5\u00a0heures",
        "lot 2, Peinture\u00a0: sans heures d’insertion",
    )
    assert set(LEVERS) == set(ARTICLES) == set(Lever)


def test_hours_that_are_zero_or_absent_are_missing() -> None:
    assert a_text(required_hours=None).missing == ("heures",)
    assert a_text(required_hours=Decimal(0)).missing == ("heures",)


def test_the_docx_is_ready_to_paste() -> None:
    docx = Document(BytesIO(file_of(a_text(), Format.DOCX, Addresses()).content))
    lines = [(paragraph.style.name, paragraph.text) for paragraph in docx.paragraphs]  # type: ignore[union-attr]
    assert ("Heading 1", "À insérer au règlement de la consultation (RC)") in lines
    assert ("Heading 2", "Publics éligibles") in lines
    assert ("Heading 3", "Habitants des quartiers prioritaires") in lines
    assert ("List Bullet", "lot 2, Peinture\u00a0: sans heures d’insertion") in lines
    assert any("https://jalon.example/q/34" in text for _, text in lines)
    assert "version 2" in docx.sections[0].footer.paragraphs[0].text
    assert not any("Projet" in text for _, text in lines)


def test_a_draft_says_that_it_is_one() -> None:
    draft = a_text(**FEWEST)
    text = file_of(draft, Format.TXT, Addresses()).content.decode()
    assert text.startswith("[Projet – ce texte n’a pas encore été envoyé à l’acheteur]")
    assert "(adresse donnée à l’envoi du texte)" in text
    assert text.rstrip().endswith("projet")
    docx = Document(BytesIO(file_of(draft, Format.DOCX, Addresses()).content))
    assert docx.paragraphs[0].text.startswith("Projet")


def test_the_mail_brings_docx_and_text_and_a_pdf_can_be_read() -> None:
    files = files_attached(a_text(), Addresses())
    assert [file.name for file in files] == ["Clause 2027-FICT-014 v2.docx", "Clause 2027-FICT-014 v2.txt"]
    pdf = file_of(a_text(), Format.PDF, Addresses())
    pages = PdfReader(BytesIO(pdf.content)).pages
    assert "Publics éligibles" in " ".join(page.extract_text() for page in pages)


def test_what_was_frozen_reads_the_same_after_a_stay_in_the_database() -> None:
    stored = document_figures.validate_json(a_text().model_dump_json())
    assert stored == a_text()
    assert file_of(stored, Format.TXT, Addresses()) == file_of(a_text(), Format.TXT, Addresses())


@pytest.mark.parametrize(
    ("fact", "value"),
    [
        ("required_hours", Decimal(2600)),
        ("qpv_hours", None),
        ("lots", ()),
        ("criteria", (CriterionWeight(label="Tutorat", weight=Decimal("0.2")),)),
        ("lever", Lever.EXECUTION_CONDITION),
    ],
)
def test_a_fact_that_binds_makes_an_earlier_text_out_of_date(fact: str, value: object) -> None:
    assert a_text(**{fact: value}).changes_since(a_text()) == (fact,)


def test_another_day_facilitator_or_template_does_not() -> None:
    later = a_text(frozen_on=date(2027, 6, 1), facilitator_name="Bruno Fictif", articles=())
    assert later.changes_since(a_text(required_hours=Decimal("2400.00"))) == ()
