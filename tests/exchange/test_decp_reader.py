"""Whole files as they come: both forms, every wrapping, broken, given by mistake, and very large."""

import gzip
import io
import json
import subprocess
import sys
import zipfile
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from benchmarks import large_file
from cases.imported import ImportedMarket, Rejection
from exchange.decp.reader import read
from models.vocabulary import CompanyRole, Lever

HERE = Path(__file__).parent
PROJECT = HERE.parents[1]
OFFICIAL = PROJECT.parent / "shared" / "data"
BUYER = "21440109300015"


def outcome(document: bytes | str) -> list[tuple[str | None, str]]:
    """(market id, place) of all that is found; rejected ones are marked by an exclamation mark."""
    raw = document.encode() if isinstance(document, str) else document
    return [
        (found.market_id, found.place if isinstance(found, ImportedMarket) else f"! {found.place}")
        for found in read(io.BytesIO(raw), name="essai")
    ]


def rejection_of(document: bytes | str) -> Rejection:
    raw = document.encode() if isinstance(document, str) else document
    *_, last = read(io.BytesIO(raw), name="essai")
    assert isinstance(last, Rejection)
    return last


def one(market_id: str) -> dict[str, Any]:
    return {"id": market_id, "acheteur": {"id": BUYER}}


A, B = json.dumps(one("A")), json.dumps(one("B"))
CONCESSION = json.dumps({"id": "C", "autoriteConcedante": {"id": BUYER}})
XML_A = f"<marche><id>A</id><acheteur><id>{BUYER}</id></acheteur></marche>"
XML_B = XML_A.replace(">A<", ">B<")

WRAPPINGS = [
    (f'{{"marches": [{A}, {B}]}}', [("A", "marches[1]"), ("B", "marches[2]")]),
    (f'{{"marches": {{"marche": [{A}, {B}]}}}}', [("A", "marches.marche[1]"), ("B", "marches.marche[2]")]),
    (f'{{"marches": {{"marche": {A}}}}}', [("A", "marches.marche[1]")]),
    (f'{{"marches": {A}}}', [("A", "marches[1]")]),
    (f'{{"ns:marches": {{"ns:marche": [{A}]}}}}', [("A", "marches.marche[1]")]),
    (f'{{"{{urn:decp}}Marches": {{"{{urn:decp}}Marche": [{A}]}}}}', [("A", "marches.marche[1]")]),
    (f'{{"marches": [{{"marche": {A}}}]}}', [("A", "marches[1].marche")]),
    (f'{{"marche": [{A}]}}', [("A", "marche[1]")]),
    (f"[{A}, {B}]", [("A", "[1]"), ("B", "[2]")]),
    (A, [("A", "[1]")]),
    (f"{A}\n{B}\n", [("A", "[1]"), ("B", "[2]")]),
    (f'\ufeff \n{{"marches": [{A}]}}', [("A", "marches[1]")]),
    (f'{{"marches": [{A}]}}'.encode("utf-16"), [("A", "marches[1]")]),
    (
        f'{{"marches": {{"contrat-concession": [{CONCESSION}], "marche": {A}}}}}',
        [("C", "marches.contrat-concession[1]"), ("A", "marches.marche[1]")],
    ),
    (f'{{"version": {{"a": [1]}}, "marches": [{A}], "fin": [[]]}}', [("A", "marches[1]")]),
    ('{"marches": []}', []),
    ('{"marches": {"marche": null}}', []),
    (f"<marches>{XML_A}{XML_B}</marches>", [("A", "marches.marche[1]"), ("B", "marches.marche[2]")]),
    (f'\ufeff\n<?xml version="1.0"?><marches>{XML_A}</marches>', [("A", "marches.marche[1]")]),
    (f"<d:marches xmlns:d='urn:x'><meta><id>9</id></meta>{XML_A}</d:marches>", [("A", "marches.marche[1]")]),
    (XML_A, [("A", "marche[1]")]),
    ("<marches/>", []),
]


@pytest.mark.parametrize(("document", "expected"), WRAPPINGS)
def test_contracts_are_found_in_every_wrapping(
    document: bytes | str, expected: list[tuple[str, str]]
) -> None:
    assert outcome(document) == expected


FIRST = ("A", "marches.marche[1]")
BROKEN = [
    (f'{{"marches": [{A},\n{{"id": "B", "x": [1', [("A", "marches[1]"), ("B", "! marches[2]")], "ligne 2"),
    (f'{{"marches": [{A},\n\n{{"id": "B",, }}]}}', [("A", "marches[1]"), ("B", "! marches[2]")], "ligne 3"),
    (f'{{"marches": [{A}, {{"montant": NaN}}]}}', [("A", "marches[1]"), (None, "! marches[2]")], "ligne 1"),
    (f'{{"marches": [{A}]}} et voilà', [("A", "marches[1]"), (None, "! essai")], "ligne 1"),
    ('{"marches": [' + "9" * 5000 + "]}", [(None, "! essai")], "ligne 1"),
    (
        f"<marches>{XML_A}\n<marche><id>B</id>",
        [("A", "marches.marche[1]"), ("B", "! marches.marche[2]")],
        "ligne 2",
    ),
    (
        f"<marches>{XML_A}\n<marche></x>",
        [("A", "marches.marche[1]"), (None, "! marches.marche[2]")],
        "ligne 2",
    ),
    (f"<marches>{XML_A}</marches>\n<encore/>", [("A", "marches.marche[1]"), (None, "! essai")], "ligne 2"),
    ("<marches>" + "<x>" * 20_000, [(None, "! essai")], "ligne 1"),
    ("<marche a='" + "x" * 5_000_000, [(None, "! essai")], "ligne 1"),
    ('<?xml version="1.0" encoding="klingon"?><marches/>', [(None, "! essai")], "ligne 1"),
]


@pytest.mark.parametrize(("document", "expected", "where"), BROKEN)
def test_what_comes_before_a_break_is_kept_and_the_break_is_located(
    document: str, expected: list[tuple[str | None, str]], where: str
) -> None:
    assert outcome(document) == expected
    assert where in rejection_of(document).reason_fr


def zipped(name: str) -> bytes:
    written = io.BytesIO()
    with zipfile.ZipFile(written, "w") as archive:
        archive.writestr(name, "x")
    return written.getvalue()


MISTAKES = [
    (b"", "vide"),
    (b" \n\t", "vide"),
    (zipped("decp.json"), "archive"),
    (zipped("xl/workbook.xml"), "tableur"),
    (b"\xd0\xcf\x11\xe0" + bytes(600), "tableur"),
    (gzip.compress(A.encode(), mtime=0), "gzip"),
    (b"%PDF-1.7", "PDF"),
    (b"PAR1....", "Parquet"),
    (b"<!DOCTYPE html><html><body>404", "page web"),
    (b"id;acheteur;objet\n1;2;3\n", "ni du JSON ni du XML"),
    (b'"marches"', "ni du JSON ni du XML"),
    (b'{"results": [{"id": 1}]}', "marches"),
    (b"<catalogue><fiche/></catalogue>", "marches"),
    (b"<!DOCTYPE m [<!ENTITY a 'b'>]><marches><marche><id>&a;</id></marche></marches>", "DOCTYPE"),
]


@pytest.mark.parametrize(("document", "word"), MISTAKES)
def test_a_file_given_by_mistake_is_named_for_what_it_is(document: bytes, word: str) -> None:
    assert outcome(document) == [(None, "! essai")]
    assert word in rejection_of(document).reason_fr


@pytest.mark.parametrize("element", ["texte", 12, [], [one("A")], True, None])
def test_an_element_that_is_not_a_contract_is_rejected_and_the_next_is_read(element: object) -> None:
    document = json.dumps({"marches": {"marche": [element, one("B")]}})

    assert outcome(document) == [(None, "! marches.marche[1]"), ("B", "marches.marche[2]")]


def test_a_text_without_end_rejects_its_contract_alone() -> None:
    long = "x" * 6_000_000

    assert outcome(f"<marches><marche><id>A</id><objet>{long}</objet></marche>{XML_B}</marches>") == [
        ("A", "! marches.marche[1]"),
        ("B", "marches.marche[2]"),
    ]


@pytest.mark.parametrize("depth", [61, 5000])
def test_a_contract_without_end_is_rejected_and_the_next_is_read(depth: int) -> None:
    deep = "[" * depth + "]" * depth
    nested = "<x>" * depth + "</x>" * depth

    assert outcome(f'{{"marches": [{{"id": "A", "x": {deep}}}, {B}]}}') == [
        ("A", "! marches[1]"),
        ("B", "marches[2]"),
    ]
    assert outcome(f"<marches><marche><id>A</id>{nested}</marche>{XML_B}</marches>") == [
        ("A", "! marches.marche[1]"),
        ("B", "marches.marche[2]"),
    ]


@pytest.mark.parametrize("declared", ["", "<?xml version='1.0' encoding='windows-1252'?>"])
def test_a_windows_file_keeps_its_accents(declared: str) -> None:
    with_title = XML_A.replace("<id>A", "<objet>Été à l’école</objet><id>A")
    (found,) = read(io.BytesIO(f"{declared}<marches>{with_title}</marches>".encode("cp1252")), name="essai")

    assert isinstance(found, ImportedMarket)
    assert found.title == "Été à l’école"
    assert any("UTF-8" in doubt.message_fr for doubt in found.warnings) is (declared == "")


def test_an_accent_cut_by_the_end_of_a_chunk_is_not_taken_for_a_mistake() -> None:
    markets = [one("A") | {"objet": "é" * 3000 + "x" * shift} for shift in range(60)]
    document = json.dumps({"marches": markets}, ensure_ascii=False).encode()

    found = list(read(io.BytesIO(document), name="essai"))

    assert [getattr(market, "title", None) for market in found] == [market["objet"] for market in markets]
    assert not any(
        "UTF-8" in doubt.message_fr for market in found for doubt in getattr(market, "warnings", ())
    )


def test_json_and_xml_forms_of_one_contract_mean_the_same() -> None:
    found = [
        next(read((HERE / "data" / name).open("rb"), name=name))
        for name in ("decp_invented.json", "decp_invented.xml")
    ]

    assert all(isinstance(market, ImportedMarket) for market in found)
    first, second = (market for market in found if isinstance(market, ImportedMarket))
    assert first.fingerprint == second.fingerprint
    assert [doubt.field for doubt in first.warnings] == [doubt.field for doubt in second.warnings] == []


def test_the_first_version_of_the_schema_is_read_with_its_concessions() -> None:
    with (HERE / "data" / "decp_version1.json").open("rb") as stream:
        market, concession = (found for found in read(stream, name="v1") if isinstance(found, ImportedMarket))

    assert (market.kind, market.place, market.nature) == ("market", "marches[1]", "Accord-cadre")
    assert (market.notified_on, market.duration_months) == (date(2019, 6, 28), 24)
    assert [(one.number, one.object, one.duration_months) for one in market.amendments] == [
        (1, "Prolongation", 30)
    ]
    assert [doubt.field for doubt in market.warnings] == ["considerationsSociales"]
    assert (concession.kind, concession.place) == ("concession", "marches[2]")
    assert (concession.amount_excl_tax, concession.duration_months) == (Decimal("2500000.00"), 240)
    assert (concession.notified_on, concession.lever) == (date(2020, 1, 15), Lever.RESERVED_SIAE)
    assert [(one.name, one.role) for one in concession.companies] == [("Bacs Fictifs", CompanyRole.LEAD)]
    assert [doubt.field for doubt in concession.warnings] == ["considerationsSociales"]


def test_the_same_contract_twice_is_yielded_twice() -> None:
    assert outcome(f"[{A}, {A}]") == [("A", "[1]"), ("A", "[2]")]


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official examples are not beside the project")
@pytest.mark.parametrize(
    ("name", "ids"),
    [
        ("decp_example_markets.json", ["TEST2022", "TEST2022Bis"]),
        ("decp_example_market.xml", ["TEST2022", "TEST2022"]),
        (
            "decp_example_markets_and_concessions.json",
            ["0612202306122024", "0612202306122023", "TEST2022", "TEST2022Bis"],
        ),
    ],
)
def test_the_official_examples_are_read_whole(name: str, ids: list[str]) -> None:
    with (OFFICIAL / name).open("rb") as stream:
        found = list(read(stream, name=name))

    assert [market.market_id for market in found] == ids
    assert all(isinstance(market, ImportedMarket) and market.has_social_clause for market in found)


@pytest.mark.skipif(not OFFICIAL.is_dir(), reason="the official examples are not beside the project")
def test_the_official_example_is_doubted_where_it_breaks_the_rules() -> None:
    with (OFFICIAL / "decp_example_markets.json").open("rb") as stream:
        first = next(read(stream, name="x"))

    assert isinstance(first, ImportedMarket)
    assert [(doubt.field, doubt.value) for doubt in first.warnings] == [
        ("acheteur.id", "21750001630066"),
        ("actesSousTraitance[1].sousTraitant.id", "214356"),
        ("modifications[1].titulaires[1].id", "868768687576575"),
        ("modifications[1]", "2022-10-18"),
    ]


GROWTH = """
import json, resource, sys
from exchange.decp.reader import read

class Endless:
    def __init__(self, opening, one, closing, times):
        self.parts = iter([opening, *[one] * times, closing])
        self.rest = b""
    def read(self, size):
        given, self.rest = self.rest or next(self.parts, b""), b""
        given, self.rest = given[:size], given[size:]
        return given

opening, one, closing = (part.encode() for part in json.loads(sys.argv[1]))
times = 10_000_000 // len(one)
peak = lambda: resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
before = peak()
found = sum(1 for _ in read(Endless(opening, one, closing, times), name="x"))
print(json.dumps([times, found, peak() - before]))
"""
FILLER = "x" * 3000
LARGE = [
    ('{"marches": [', json.dumps(one("A") | {"objet": FILLER}) + ",", B + "]}"),
    ("<marches>", XML_A.replace("<id>A", f"<objet>{FILLER}</objet><id>A"), f"{XML_B}</marches>"),
    ('{"marches": [], "x": [', json.dumps(one("A") | {"objet": FILLER}) + ",", f'0], "marche": {B}}}'),
]


@pytest.mark.parametrize("parts", LARGE, ids=["json", "xml", "json to pass over"])
def test_memory_follows_one_contract_and_not_the_file(parts: tuple[str, str, str]) -> None:
    done = subprocess.run(
        [sys.executable, "-c", GROWTH, json.dumps(parts)],
        cwd=PROJECT,
        capture_output=True,
        text=True,
        check=True,
    )
    times, found, growth_kib = json.loads(done.stdout)

    assert found == (1 if '"x"' in parts[0] else times + 1)
    assert growth_kib < 6 * 1024


@pytest.mark.parametrize("form", large_file.Form)
def test_the_large_file_of_the_benchmark_is_read_whole(tmp_path: Path, form: large_file.Form) -> None:
    file = tmp_path / "grand"
    held = large_file.write_file(file, form, 1)
    with file.open("rb") as stream:
        found = [market for market in read(stream, name="grand") if isinstance(market, ImportedMarket)]

    assert len({market.market_id for market in found}) == held
    assert sum(market.has_social_clause for market in found) == held // large_file.WITH_A_CLAUSE
