"""Content nobody would write: the reader answers with markets and rejections, and never raises."""

import codecs
import io
import json
from pathlib import Path
from typing import Any

from hypothesis import given, settings
from hypothesis import strategies as st

from cases.imported import ImportedMarket
from exchange.decp.reader import read

DATA = Path(__file__).parent / "data"
IDENTIFIED: dict[str, Any] = {"id": "A", "acheteur": {"id": "21440109300015"}}
FIELDS = (
    "montant",
    "dureeMois",
    "objet",
    "codeCPV",
    "dateNotification",
    "datePublicationDonnees",
    "titulaires",
    "nature",
    "considerationsSociales",
    "modifications",
    "lieuExecution",
    "actesSousTraitance",
)
INNER_FIELDS = (
    "id",
    "titulaire",
    "typeIdentifiant",
    "considerationSociale",
    "modification",
    "dateNotificationModification",
    "acteSousTraitance",
    "sousTraitant",
    "code",
    "marche",
    "contrat-concession",
    "#text",
)
ODD = (
    "NC",
    "1e400",
    "-0",
    "2024-13-01",
    "9" * 40,
    "1E-400",
    "٣",
    "²",
    "Infinity",
    "sNaN",
    "9999-12-31T23:59:59-12:00",
)
NUMBERS = st.integers() | st.floats(allow_nan=False, allow_infinity=False)
LEAVES = st.none() | st.booleans() | NUMBERS | st.text() | st.sampled_from(ODD)
TREES = st.recursive(
    LEAVES,
    lambda inner: (
        st.lists(inner, max_size=4)
        | st.dictionaries(st.sampled_from(FIELDS + INNER_FIELDS), inner, max_size=6)
    ),
    max_leaves=30,
)
STARTS = (b"", b"{", b"[", b'{"marches": [', b"<marches>", b"<?xml", codecs.BOM_UTF16_LE)


def assert_foreseen(document: bytes) -> None:
    for found in read(io.BytesIO(document), name="essai"):
        if isinstance(found, ImportedMarket):
            assert len(found.fingerprint) == 64
            str(found).encode()
        else:
            assert "This contract could not be read" not in found.reason_en


@settings(max_examples=100, deadline=None)
@given(TREES)
def test_no_json_value_is_unforeseen_wherever_it_stands(value: object) -> None:
    everywhere = dict.fromkeys(FIELDS, value) | IDENTIFIED
    as_buyer = {"id": "A", "acheteur": value}
    document = {"marches": {"marche": [value, everywhere, as_buyer], "contrat-concession": value}}

    assert_foreseen(json.dumps(document).encode())


@settings(max_examples=100, deadline=None)
@given(st.dictionaries(st.sampled_from(FIELDS), TREES))
def test_no_mix_of_json_values_is_unforeseen(fields: dict[str, object]) -> None:
    assert_foreseen(json.dumps([fields | IDENTIFIED]).encode())


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(STARTS), st.binary())
def test_no_bytes_make_the_reader_raise(start: bytes, rest: bytes) -> None:
    assert_foreseen(start + rest)


@settings(max_examples=200, deadline=None)
@given(st.sampled_from(["decp_invented.json", "decp_invented.xml"]), st.data())
def test_a_file_damaged_anywhere_never_makes_the_reader_raise(name: str, data: st.DataObject) -> None:
    whole = (DATA / name).read_bytes()
    start = data.draw(st.integers(0, len(whole)))
    end = data.draw(st.integers(start, min(len(whole), start + 40)))

    assert_foreseen(whole[:start] + data.draw(st.binary(max_size=4)) + whole[end:])
