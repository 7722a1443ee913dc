"""Purchasing plans: rows become markets and lots, and everything wrong is named by its cell."""

import csv
import io
import zipfile
from collections.abc import Sequence
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
import time_machine
from hypothesis import given, settings
from hypothesis import strategies as st

from api.language import catalog
from api.words import TRADES as TRADE_WORDS
from cases.inputs import fields
from cases.purchasing import PlanReading
from exchange.plans.columns import COLUMNS, MOST_LENGTHS, TRADES
from exchange.plans.instructions import NOTES
from exchange.plans.reader import read_plan
from exchange.plans.rows import READERS
from exchange.plans.template import EXAMPLE, template_csv, template_workbook
from exchange.tables.reader import read_table
from models.vocabulary import Trade, UrbanRenewal
from tests.exchange.odd_files import SHEET, rebuilt, workbook

HEAD = ("Référence du marché", "Intitulé du marché", "Numéro du lot", "Intitulé du lot", "Montant HT (€)")
SCHOOL: list[dict[str, Any]] = [
    {
        "reference": "2027-TRX-014",
        "title": "Groupe scolaire Exemple",
        "operation_reference": "OP-3",
        "operation_title": "Quartier des Essais",
        "lot_number": "1",
        "lot_title": "Gros œuvre",
        "trade": "Gros œuvre",
        "cpv": "45223220",
        "amount_excl_tax": Decimal("1850000.50"),
        "duration_months": 14,
        "is_framework": "non",
        "urban_renewal": "travaux",
        "publication_planned_on": date(2027, 3, 1),
        "works_planned_on": date(2027, 9, 1),
        "description": "Sur deux sites.",
    },
    {
        "reference": "2027-TRX-014",
        "lot_number": "2",
        "lot_title": "Peinture",
        "trade": "Peinture",
        "cpv": "45442100",
        "amount_excl_tax": Decimal(120000),
        "duration_months": 4,
    },
    {
        "reference": "2027-SRV-002",
        "title": "Nettoyage des locaux",
        "trade": "Nettoyage",
        "is_framework": "oui",
    },
]


def in_csv(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> bytes:
    text = io.StringIO()
    csv.writer(text, delimiter=";", lineterminator="\r\n").writerows([head, *rows])
    return text.getvalue().encode("utf-8-sig")


def plan(*rows: Sequence[Any], head: Sequence[str] = HEAD) -> PlanReading:
    return read_plan(in_csv(*rows, head=head), name="plan.csv")


def faults(reading: PlanReading) -> list[tuple[str, str]]:
    """(cell, French reason) of what keeps a market out."""
    return [(found.place.cell, found.reason_fr) for found in reading.findings if found.is_rejection]


def doubts(reading: PlanReading) -> list[tuple[str, str]]:
    return [(found.place.cell, found.reason_fr) for found in reading.findings if not found.is_rejection]


def references(reading: PlanReading) -> list[str]:
    return [market.reference for market in reading.markets]


@pytest.mark.parametrize(
    ("content", "name"),
    [
        (template_workbook(SCHOOL), "plan.xlsx"),
        (template_csv(SCHOOL), "plan.csv"),
        (template_csv(SCHOOL).decode("utf-8-sig").encode("cp1252"), "plan.csv"),
        (template_csv(SCHOOL).decode("utf-8-sig").replace(";", "\t").encode("utf-16"), "plan.txt"),
    ],
    ids=["workbook", "csv", "windows-1252", "utf-16"],
)
def test_the_same_plan_gives_the_same_markets_whatever_its_file(content: bytes, name: str) -> None:
    reading = read_plan(content, name=name)

    assert reading.findings == ()
    school, cleaning = (market.announcement for market in reading.markets)
    assert (school.reference, school.title) == ("2027-TRX-014", "Groupe scolaire Exemple")
    assert (school.operation_reference, school.operation_title) == ("OP-3", "Quartier des Essais")
    assert (school.amount_excl_tax, school.duration_months) == (Decimal("1970000.50"), 14)
    assert (school.trade, school.cpv) == (None, None)  # the lots differ
    assert (school.is_framework, school.urban_renewal) == (False, UrbanRenewal.WORKS)
    assert school.publication_planned_on == date(2027, 3, 1)
    assert [(lot.number, lot.title, lot.trade, lot.cpv) for lot in school.parts] == [
        ("1", "Gros œuvre", Trade.STRUCTURAL_WORK, "45223220"),
        ("2", "Peinture", Trade.PAINTING, "45442100"),
    ]
    assert (cleaning.parts, cleaning.trade, cleaning.is_framework) == ((), Trade.CLEANING, True)
    assert cleaning.amount_excl_tax is None
    assert reading.markets[1].place.cell == "A4"


def test_headers_are_known_in_any_order_and_spelling_below_a_title() -> None:
    text = "Plan d’achats de la ville;;\r\n;;\r\nLOT;OBJET;reference du  marche *\r\n;Crèche;M-1\r\n"
    reading = read_plan(text.encode(), name="plan.csv")
    assert (references(reading), reading.findings) == (["M-1"], ())


def test_a_column_that_is_not_read_is_told() -> None:
    reading = plan(["M-1", "Crèche", "Alice"], head=("Référence", "Intitulé", "Responsable"))
    assert references(reading) == ["M-1"]
    assert doubts(reading) == [("C1", "Cette colonne n’est pas lue\u00a0: elle n’est pas du modèle.")]
    assert reading.findings[0].place.header == "Responsable"


def test_a_missing_or_repeated_column_leaves_nothing_to_read() -> None:
    missing = plan(["M-1", "2"], head=("Référence", "Lot"))
    assert faults(missing) == [("1", "La colonne «\u00a0Intitulé du marché\u00a0» manque.")]
    repeated = plan(["M-1", "a", "b"], head=("Référence", "Intitulé", "Objet"))
    assert faults(repeated) == [("C1", "Cette colonne figure deux fois\u00a0: gardez-en une.")]
    assert missing.markets == repeated.markets == ()


def test_a_file_without_headers_says_which_it_needs() -> None:
    [(cell, reason)] = faults(plan(["M-1", "Crèche"], head=("2027", "Ville")))
    assert cell == ""
    assert reason.startswith("Aucune ligne d’en-têtes reconnue.")
    assert reason.endswith("ces colonnes\u00a0: Référence du marché, Intitulé du marché.")


def test_a_decimal_comma_between_commas_keeps_its_market_out() -> None:
    text = "Référence,Intitulé,Montant HT,CPV\nM-1,Crèche,1000,50,\nM-2,École,2000,\n"
    reading = read_plan(text.encode(), name="plan.csv")
    [(cell, reason)] = faults(reading)
    assert (cell, references(reading)) == ("E2", ["M-2"])
    assert reason.startswith("Cette ligne a plus de cellules que les en-têtes")


def test_headers_without_rows_are_told() -> None:
    assert faults(plan()) == [("1", "Aucune ligne sous les en-têtes\u00a0: écrivez une ligne par lot.")]


FILL, MISSING_LOT = (
    "Remplissez cette cellule.",
    "Ce marché a plusieurs lots\u00a0: donnez un numéro à celui-ci.",
)
ROWS: dict[str, tuple[list[list[Any]], list[tuple[str, str]]]] = {
    "no reference": ([["", "Crèche"]], [("A2", FILL)]),
    "NC for a reference": ([["NC", "Crèche"]], [("A2", FILL)]),
    "no title": ([["M-1", ""]], [("B2", FILL)]),
    "no title on any row": ([["M-1", "", "1", "a"], ["M-1", "", "2", "b"]], [("B2", FILL)]),
    "a lot without a title": ([["M-1", "Crèche", "1", ""]], [("D2", FILL)]),
    "a lot without a number": (
        [["M-1", "Crèche", "1", "a"], ["M-1", "", "", "b"]],
        [("C3", MISSING_LOT)],
    ),
    "a lot twice": (
        [["M-1", "Crèche", "3A", "a"], ["M-1", "", "3a", "b"]],
        [("C3", "Le lot de la ligne 2 a déjà ce numéro\u00a0: donnez-en un autre.")],
    ),
    "a market twice": (
        [["M-1", "Crèche"], ["M-2", "École"], ["M-1", "Crèche"]],
        [
            (
                "A4",
                "Cette référence est déjà à la ligne 2. Donnez une autre référence ou, si ce sont des lots"
                " du même marché, un numéro de lot à chaque ligne.",
            )
        ],
    ),
    "two titles for a market": (
        [["M-1", "Crèche", "1", "a"], ["M-1", "École", "2", "b"]],
        [
            (
                "B3",
                "Cette valeur n’est pas celle de la ligne 2, pour le même marché. Écrivez la même, ou laissez"
                " la cellule vide.",
            )
        ],
    ),
    "a reference too long": (
        [["M" * 81, "Crèche"]],
        [("A2", "Raccourcissez ce texte\u00a0: 80 caractères au plus.")],
    ),
    "a title too long": (
        [["M-1", "C" * 501]],
        [("B2", "Raccourcissez ce texte\u00a0: 500 caractères au plus.")],
    ),
    "a negative amount": ([["M-1", "Crèche", "", "", "-5"]], [("E2", "Écrivez un montant positif.")]),
    "a percentage": (
        [["M-1", "Crèche", "", "", "5 %"]],
        [("E2", "Un pourcentage ne convient pas\u00a0: écrivez un nombre.")],
    ),
    "an amount in millions": (
        [["M-1", "Crèche", "", "", "1,8 M€"]],
        [("E2", "Écrivez le montant en euros et en entier\u00a0: 1 850 000, et non 1,85 M€.")],
    ),
    "an amount in words": (
        [["M-1", "Crèche", "", "", "beaucoup"]],
        [("E2", "Écrivez un nombre, par exemple 1 850 000 ou 84,50.")],
    ),
    "several faults of a row": (
        [["", "", "1", "", "x"]],
        [("A2", FILL), ("E2", "Écrivez un nombre, par exemple 1 850 000 ou 84,50.")],
    ),
}


@pytest.mark.parametrize(("rows", "expected"), ROWS.values(), ids=ROWS)
def test_a_fault_is_named_by_its_cell_with_the_way_to_write_it(
    rows: list[list[Any]], expected: list[tuple[str, str]]
) -> None:
    assert faults(plan(*rows)) == expected


OTHER_HEAD = (
    "Référence",
    "Intitulé",
    "Métier",
    "CPV",
    "Durée",
    "Accord-cadre",
    "ANRU",
    "Publication prévue",
    "Début prévu",
)
OTHERS: dict[str, tuple[list[Any], str, str]] = {
    "an unknown trade": (
        ["Astrologie"],
        "C2",
        "Écrivez l’une de ces valeurs\u00a0: Gros œuvre, Second œuvre,",
    ),
    "a CPV of four digits": (["", "4521"], "D2", "Un code CPV a huit chiffres, par exemple 45214200"),
    "a shortened CPV": (["", "4,52E+07"], "D2", "Le tableur a abrégé ce nombre (4,52E+07)"),
    "half a month": (["", "", "1,5"], "E2", "Écrivez un nombre entier."),
    "no month": (["", "", "0"], "E2", "Écrivez un nombre entier (1-600)."),
    "perhaps": (["", "", "", "peut-être"], "F2", "Écrivez «\u00a0oui\u00a0» ou «\u00a0non\u00a0»."),
    "an unknown ANRU": (
        ["", "", "", "", "oui"],
        "G2",
        "Écrivez l’une de ces valeurs\u00a0: non, travaux, gestion urbaine.",
    ),
    "an American date": (["", "", "", "", "", "12/31/2027"], "H2", "Cette date n’existe pas."),
    "a date in words": (["", "", "", "", "", "bientôt"], "H2", "Écrivez une date, par exemple 31/12/2027."),
    "works before the publication": (
        ["", "", "", "", "", "01/03/2027", "01/02/2027"],
        "I2",
        "Le début prévu vient avant la publication prévue (01/03/2027).",
    ),
}


@pytest.mark.parametrize(("given", "cell", "reason"), OTHERS.values(), ids=OTHERS)
def test_each_column_has_its_own_words(given: list[Any], cell: str, reason: str) -> None:
    reading = plan(["M-1", "Crèche", *given], ["M-2", "École"], head=OTHER_HEAD)
    [(found, said)] = faults(reading)
    assert (found, said[: len(reason)]) == (cell, reason)
    assert references(reading) == ["M-2"]
    assert reading.findings[0].market == "M-1"


def test_what_is_not_communicated_is_an_empty_cell_with_a_warning() -> None:
    reading = plan(["M-1", "Crèche", "", "", "NC"])
    assert doubts(reading) == [("E2", "Lu comme une cellule vide.")]
    assert reading.markets[0].announcement.amount_excl_tax is None


def test_the_sum_of_the_lots_is_unknown_as_long_as_one_is() -> None:
    reading = plan(["M-1", "Crèche", "1", "a", "10"], ["M-1", "", "2", "b", ""])
    assert reading.markets[0].announcement.amount_excl_tax is None


def test_a_market_has_at_most_a_hundred_lots() -> None:
    rows = [["M-1", "Crèche", str(number), "a"] for number in range(101)]
    assert faults(plan(*rows)) == [("102", "Un marché a au plus 100 lots\u00a0: répartissez les autres.")]


def test_a_faulty_market_leaves_the_others_alone() -> None:
    reading = plan(["M-1", "Crèche", "1", "a", "x"], ["M-1", "", "2", "b"], ["M-2", "École"])
    assert references(reading) == ["M-2"]


def test_formulas_errors_and_merges_of_a_workbook_are_named() -> None:
    def finish(book: Any, sheet: Any) -> None:
        sheet.write_formula("E2", "=2*3", None, "none")
        sheet.write_formula("E3", "=1/0", None, "#DIV/0!")
        sheet.merge_range("A4:A5", "M-3")

    rows = [HEAD, ["M-1", "Crèche"], ["M-2", "École"], [None, "Stade", "1", "a"], [None, "Stade", "2", "b"]]
    book = workbook(rows, finish)
    sheet = (
        zipfile.ZipFile(io.BytesIO(book)).read(SHEET).replace(b"<v>none</v>", b"").replace(b't="str"', b"")
    )
    reading = read_plan(rebuilt(book, {SHEET: sheet}), name="plan.xlsx")
    assert [(cell, reason.partition(".")[0]) for cell, reason in faults(reading)] == [
        (
            "E2",
            "Cette cellule est une formule dont le résultat n’est pas enregistré, et les formules ne sont pas"
            " calculées ici",
        ),
        ("E3", "Le tableur affiche une erreur (#DIV/0!)"),
        ("A5", "Cette cellule est fusionnée avec une autre"),
    ]
    assert reading.findings[0].place.sheet == "Plan"
    assert reading.findings[1].value == "#DIV/0!"


def test_a_reference_that_the_spreadsheet_turned_into_a_date_is_named() -> None:
    reading = read_plan(workbook([HEAD, [date(2027, 2, 1), "Crèche"]]), name="plan.xlsx")
    assert faults(reading)[0][1].startswith("Le tableur a transformé ce texte en date (01/02/2027).")


def test_a_plan_on_a_hidden_sheet_or_a_second_one_is_not_read_in_silence() -> None:
    def finish(book: Any, sheet: Any) -> None:
        for name in ("Cachée", "Autre"):
            other = book.add_worksheet(name)
            other.write_row(0, 0, HEAD[:2])
            other.write_row(1, 0, ["M-9", "Oublié"])
        book.get_worksheet_by_name("Cachée").hide()

    reading = read_plan(workbook([HEAD, ["M-1", "Crèche"]], finish), name="plan.xlsx")
    assert references(reading) == ["M-1"]
    assert [reason.partition(",")[0] for _, reason in doubts(reading)] == [
        "La feuille masquée «\u00a0Cachée\u00a0» porte un plan",
        "La feuille «\u00a0Autre\u00a0» porte aussi un plan",
    ]


def test_the_values_shown_are_short_and_printable() -> None:
    reading = plan(["M-1", "Crèche", "", "", "\u202ex" * 500])
    [found] = reading.findings
    assert len(found.value or "") <= 120
    assert "\u202e" not in (found.value or "")


def test_findings_are_in_the_order_of_the_file() -> None:
    reading = plan(["M-1", "", "", "", "x"], ["", "École", "", "", "NC"])
    assert [found.place.cell for found in reading.findings] == ["B2", "E2", "A3", "E3"]


def test_the_template_as_downloaded_announces_nothing() -> None:
    for content, name in ((template_workbook(), "modele.xlsx"), (template_csv(), "modele.csv")):
        reading = read_plan(content, name=name)
        assert reading.markets == ()
        assert doubts(reading) == [("A2", "La ligne d’exemple du modèle n’est pas lue.")]
        assert faults(reading) == []


def test_the_example_of_the_template_is_a_market_once_it_has_a_reference() -> None:
    reading = read_plan(template_workbook([{**EXAMPLE[0], "reference": "M-1"}]), name="modele.xlsx")
    assert (references(reading), reading.findings) == (["M-1"], ())


def test_the_template_explains_itself() -> None:
    names = [sheet.name for sheet in read_table(template_workbook(), "modele.xlsx")]
    assert names == ["Plan d'achats", "Mode d'emploi", "Listes"]
    with time_machine.travel("2026-05-04"):
        earlier = template_workbook()
    assert template_workbook() == earlier
    assert {column.key for column in COLUMNS} == set(NOTES) == set(READERS)


def test_trades_are_named_as_on_the_pages() -> None:
    french = catalog("fr").gettext
    assert list(TRADES.labels) == [french(TRADE_WORDS[trade]) for trade in Trade]


def test_lengths_are_those_of_the_commands() -> None:
    most = {"reference": fields.Name, "lot_number": fields.PartNumber, "title": fields.Text}
    for key, kind in most.items():
        assert (
            next(part.max_length for part in kind.__metadata__ if hasattr(part, "max_length"))
            == MOST_LENGTHS[key]
        )


SIGNS = st.text(st.sampled_from("éA1 ,.;-/%€=\"'\u00a0\u202fxX0"), max_size=12)


@given(rows=st.lists(st.lists(SIGNS, min_size=15, max_size=15), max_size=4))
@settings(max_examples=100, deadline=None)
def test_whatever_the_cells_each_row_becomes_a_market_or_a_finding(rows: list[list[str]]) -> None:
    reading = read_plan(in_csv(*rows, head=[column.header for column in COLUMNS]), name="plan.csv")
    told = {found.place.row for found in reading.findings}
    taken = {market.place.row for market in reading.markets}
    known = {market.reference for market in reading.markets}
    for number, row in enumerate(rows, start=2):
        is_empty = all(not cell.strip() for cell in row)
        assert is_empty or number in told | taken or " ".join(row[0].split()) in known
