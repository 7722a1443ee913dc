"""A document of running text says the same as PDF, DOCX and plain text, and never changes."""

from dataclasses import replace
from datetime import date, datetime
from io import BytesIO
from zipfile import ZipFile

import pytest
from docx import Document
from pypdf import PdfReader

from exchange.documents.blocks import Bullets, Heading, Layout, Paragraph, Table
from exchange.documents.docx import docx_of
from exchange.documents.formats import PAPERS
from exchange.documents.plain import text_of
from exchange.documents.rendering import WRITERS, pdf_of
from models.vocabulary import DocumentKind

HOSTILE = '#import "x": *gras* <w:t>&amp; {{ nom }} \\ é œ € «\u00a0»'
LAYOUT = Layout(
    locale="fr",
    title="Analyse des offres",
    author="Territoire d’essai de Fictiville",
    subject="École Imaginaire (2027-FICT-014)",
    issued_on=date(2027, 3, 5),
    blocks=(
        Heading("Classement"),
        Paragraph("Deux offres sont recevables.\nUne est irrégulière."),
        Heading("Par critère", 2),
        Bullets(("Tutorat\u00a0: 15\u00a0%", HOSTILE)),
        Table(("Entreprise", "Heures"), (("Bâti Imaginaire SAS", "1\u202f240\u00a0h"), ("Gros Œuvre", "–"))),
        Paragraph("Fait à Fictiville", is_strong=True),
    ),
    foot="Version 2",
    mark="Projet",
)


def test_plain_text_reads_from_top_to_bottom() -> None:
    assert text_of(LAYOUT).decode().splitlines() == [
        "[Projet]",
        "",
        "Territoire d’essai de Fictiville",
        "",
        "Analyse des offres",
        "==================",
        "",
        "École Imaginaire (2027-FICT-014)",
        "",
        "",
        "Classement",
        "==========",
        "",
        "Deux offres sont recevables.",
        "Une est irrégulière.",
        "",
        "",
        "Par critère",
        "-----------",
        "",
        "- Tutorat\u00a0: 15\u00a0%",
        f"- {HOSTILE}",
        "",
        "- Bâti Imaginaire SAS; Heures: 1\u202f240\u00a0h",
        "- Gros Œuvre; Heures: –",
        "",
        "Fait à Fictiville",
        "",
        "-- ",
        "",
        "Version 2",
    ]


def test_a_docx_has_styles_a_table_numbered_pages_and_its_language() -> None:
    docx = Document(BytesIO(docx_of(LAYOUT)))
    styled = [(paragraph.style.name, paragraph.text) for paragraph in docx.paragraphs if paragraph.text]  # type: ignore[union-attr]
    assert ("Title", "Analyse des offres") in styled
    assert ("Heading 1", "Classement") in styled
    assert ("Heading 2", "Par critère") in styled
    assert ("List Bullet", HOSTILE) in styled
    assert styled[0] == ("Normal", "Projet")
    assert [[cell.text for cell in row.cells] for row in docx.tables[0].rows] == [
        ["Entreprise", "Heures"],
        ["Bâti Imaginaire SAS", "1\u202f240\u00a0h"],
        ["Gros Œuvre", "–"],
    ]
    foot = docx.sections[0].footer._element.xml
    assert "Version 2" in foot and 'w:instr="PAGE"' in foot and 'w:instr="NUMPAGES"' in foot
    assert 'w:lang w:val="fr-FR"' in docx.styles.element.xml


def test_a_docx_names_the_territory_and_nobody() -> None:
    said = Document(BytesIO(docx_of(LAYOUT))).core_properties
    assert (said.title, said.author, said.last_modified_by) == (LAYOUT.title, LAYOUT.author, LAYOUT.author)
    assert (said.language, said.comments) == ("fr-FR", "")
    assert said.created == said.modified == datetime.fromisoformat("2027-03-05T00:00:00+00:00")
    names = ZipFile(BytesIO(docx_of(LAYOUT))).namelist()
    assert not [name for name in names if "thumbnail" in name]


def test_a_pdf_of_running_text_is_tagged_and_shows_what_was_written() -> None:
    reader = PdfReader(BytesIO(pdf_of(LAYOUT)))
    text = " ".join(" ".join(page.extract_text() for page in reader.pages).split())
    assert "Projet" in text and "Deux offres sont recevables." in text and "Version 2" in text
    assert "Bâti Imaginaire SAS 1 240 h" in text
    assert '#import "x": *gras* <w:t>&amp; {{ nom }}' in text
    assert reader.trailer["/Root"]["/MarkInfo"]["/Marked"]


@pytest.mark.parametrize("write", WRITERS.values(), ids=list(WRITERS))
def test_the_same_layout_gives_the_same_bytes(write) -> None:  # type: ignore[no-untyped-def]
    assert write(LAYOUT) == write(replace(LAYOUT))
    assert write(LAYOUT) != write(replace(LAYOUT, foot="Version 3"))


def test_what_xml_cannot_hold_does_not_stop_a_docx() -> None:
    odd = replace(LAYOUT, title="Titre\x0b\x1f", blocks=(Paragraph("a\x00b"), Bullets(("c\x08",))))
    assert [p.text for p in Document(BytesIO(docx_of(odd))).paragraphs][-2:] == ["a b", "c "]


def test_every_kind_of_document_is_offered_and_attached_in_formats_it_has() -> None:
    assert set(PAPERS) == set(DocumentKind)
    for kind in PAPERS.values():
        assert kind.offered and set(kind.attached) <= set(kind.offered)
