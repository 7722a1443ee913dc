"""Files of hours that are wrong, hostile or odd: each is refused in these very words, at this very place."""

import subprocess
import sys
import time
from pathlib import Path

import pytest

from exchange.sheets.reader import read_sheets
from exchange.tables.refusals import FileNotReadable
from exchange.typography import typeset
from tests.exchange.hour_corpus import CORPUS
from tests.exchange.hour_files import SECRET

FILE = "file"
Said = list[tuple[str, str]]
"""(cell, French message) of each refusal, typed with plain spaces and apostrophes."""


EMPTY = "Le fichier est vide."
OLD = (
    "C'est un ancien classeur Excel (.xls), qui n'est pas lu ici. Enregistrez-le au format « Classeur"
    " Excel (.xlsx) » ou CSV, puis envoyez-le à nouveau."
)
MACROS = (
    "Ce classeur contient des macros (.xlsm), refusées par sécurité. Enregistrez-le au format « "
    "Classeur Excel (.xlsx) » ou CSV, puis envoyez-le à nouveau."
)
PICTURE = "C'est une image. Envoyez le tableau lui-même, en .xlsx ou en CSV."
ARCHIVE = "C'est une archive compressée. Décompressez-la et envoyez le fichier .xlsx ou .csv trouvé dedans."
DAMAGED = (
    "Ce classeur est abîmé ou incomplet. Ouvrez-le dans votre tableur, enregistrez-le au format .xlsx"
    " et envoyez-le à nouveau."
)
TOO_LONG = "Le tableau dépasse 4000 lignes : envoyez-le en plusieurs fois."
KEY = (
    "La feuille cachée « Jalon » a été modifiée : le fichier ne dit plus pour qui il est fait. "
    "Téléchargez à nouveau le modèle et reportez-y vos heures."
)
FORMULA = "Cette cellule est une formule : son résultat n'est pas repris. Écrivez la valeur à la place."
BEYOND = (
    "Cette ligne a plus de cellules que les en-têtes : une valeur contient le séparateur. Mettez-la entre "
    "guillemets, ou séparez les colonnes par des points-virgules."
)
HOURS = "Écrivez des heures, par exemple 84,5 ou 84:30."
TOO_MANY = "Un mois compte au plus 744 heures : écrivez les heures d'une seule personne, pour un seul mois."
NEGATIVE = "Les heures ne peuvent pas être négatives."
MISSING = "Remplissez cette cellule."
MONTH = "Écrivez un mois, par exemple 03/2026 ou mars 2026."
DAY = "Écrivez une date, par exemple 31/12/2027."
SIRET = "Un SIRET a quatorze chiffres. Mettez la colonne au format texte et écrivez-les tous."
EXPECTED: dict[str, Said] = {
    "nothing": [(FILE, EMPTY)],
    "blanks": [(FILE, EMPTY)],
    "a large file": [(FILE, "Le fichier dépasse 5 Mo : envoyez-en un plus petit, ou en plusieurs fois.")],
    "an old workbook": [(FILE, OLD)],
    "an old workbook under .xlsx": [(FILE, OLD)],
    "a password": [
        (
            FILE,
            ("Ce classeur est protégé par un mot de passe. Retirez la protection et envoyez-le à nouveau."),
        )
    ],
    "LibreOffice": [
        (
            FILE,
            (
                "C'est un classeur LibreOffice (.ods), qui n'est pas lu ici. Enregistrez-le au format « "
                "Classeur Excel (.xlsx) » ou CSV, puis envoyez-le à nouveau."
            ),
        )
    ],
    "a binary workbook": [
        (
            FILE,
            (
                "C'est un classeur binaire (.xlsb), qui n'est pas lu ici. Enregistrez-le au format « "
                "Classeur Excel (.xlsx) » ou CSV, puis envoyez-le à nouveau."
            ),
        )
    ],
    "macros": [(FILE, MACROS)],
    "macros under .xlsx": [(FILE, MACROS)],
    "a letter": [
        (
            FILE,
            (
                "C'est un document de bureautique, mais pas un classeur. Envoyez le tableau en .xlsx ou "
                "en CSV."
            ),
        )
    ],
    "PDF under .xlsx": [(FILE, "C'est un document PDF. Envoyez le tableau lui-même, en .xlsx ou en CSV.")],
    "a picture": [(FILE, PICTURE)],
    "a photograph under .xlsx": [(FILE, PICTURE)],
    "a page under .xlsx": [
        (
            FILE,
            (
                "C'est une page web ou du XML, pas un tableau. Certains logiciels les nomment .xls ou "
                ".xlsx : ouvrez le fichier dans votre tableur, enregistrez-le au format .xlsx et envoyez-"
                "le à nouveau."
            ),
        )
    ],
    "text under .xlsx": [
        (
            FILE,
            (
                "Ce fichier s'appelle .xlsx mais n'est pas un classeur. Si c'est un texte, renommez-le en"
                " .csv."
            ),
        )
    ],
    "a workbook under .csv": [
        (FILE, "Ce fichier s'appelle « h.csv » mais c'est un classeur Excel. Renommez-le en .xlsx.")
    ],
    "an archive": [(FILE, ARCHIVE)],
    "an archive under .xlsx": [(FILE, ARCHIVE)],
    "another name": [
        (FILE, ("Le nom du fichier ne dit pas ce qu'il est (« h.docx »). Envoyez un fichier .xlsx ou .csv."))
    ],
    "a cut workbook": [(FILE, DAMAGED)],
    "a generated workbook cut": [(FILE, DAMAGED)],
    "a workbook in a workbook": [
        (
            FILE,
            (
                "Ce classeur contient un autre fichier (« xl/embeddings/a.xlsx ») : retirez-le et "
                "envoyez-le à nouveau."
            ),
        )
    ],
    "an archive under a picture's name": [
        (
            FILE,
            (
                "Ce classeur contient un autre fichier (« xl/media/a.png ») : retirez-le et envoyez-le à "
                "nouveau."
            ),
        )
    ],
    "a bomb": [(FILE, "Ce classeur se décompresse en un contenu démesuré : il est refusé par sécurité.")],
    "a bomb that hides its size": [(FILE, DAMAGED)],
    "an entity bomb": [(FILE, "Ce classeur contient une déclaration DOCTYPE : il est refusé par sécurité.")],
    "a thousand files": [
        (
            FILE,
            (
                "Ce classeur contient trop de fichiers (1010). Ouvrez-le dans votre tableur, enregistrez-"
                "le au format .xlsx et envoyez-le à nouveau."
            ),
        )
    ],
    "a value at the end of the world": [(FILE, TOO_LONG)],
    "too many rows": [(FILE, TOO_LONG)],
    "five million separators": [
        (FILE, "Le tableau dépasse 100 colonnes : retirez celles qui ne servent pas.")
    ],
    "NUL": [
        (FILE, ("Ce fichier n'est pas du texte : il contient des octets nuls. Enregistrez-le au format CSV."))
    ],
    "a quote never closed": [
        (
            FILE,
            (
                "Les guillemets de la ligne 2 ne se ferment pas comme il faut. Dans un CSV, doublez ceux "
                "qui sont dans une cellule."
            ),
        )
    ],
    "a table of something else": [
        (
            FILE,
            (
                "Aucune ligne d'en-têtes reconnue. Partez du modèle, ou donnez au moins ces colonnes : "
                "Référence du marché, Nom, Prénom, Heures du mois."
            ),
        )
    ],
    "no column of hours": [("1", "La colonne « Heures du mois » manque.")],
    "no names": [("1", "La colonne « Nom » manque."), ("1", "La colonne « Prénom » manque.")],
    "no month": [
        ("1", ("La colonne « Mois » manque : ajoutez-la, avec le mois travaillé sur chaque ligne (03/2026)."))
    ],
    "hours twice": [("F1", "Cette colonne figure deux fois : gardez-en une.")],
    "no row": [("1", "Aucune ligne sous les en-têtes : écrivez une ligne par personne.")],
    "another's number in the key": [(FILE, KEY)],
    "another month in the key": [(FILE, KEY)],
    "a key of tomorrow": [(FILE, KEY)],
    "a key under another secret": [(FILE, KEY)],
    "a hidden sheet of one's own": [(FILE, KEY)],
    "a formula with a value": [("E2", FORMULA)],
    "a formula with a text": [("E2", FORMULA)],
    "a formula without a value": [("E2", FORMULA)],
    "one formula for two cells": [("E2", FORMULA), ("E3", FORMULA)],
    "a formula shared down the column": [("E2", FORMULA), ("E3", FORMULA)],
    "a link to another file": [("E2", FORMULA)],
    "an error of the spreadsheet": [
        ("E2", "Le tableur affiche une erreur (#DIV/0!). Corrigez la formule ou écrivez la valeur.")
    ],
    "a formula for a name": [("C2", FORMULA)],
    "a formula in a CSV": [("E2", FORMULA)],
    "a command in a CSV": [("C2", FORMULA)],
    "hours in words": [("E2", HOURS)],
    "hours of a day too many": [("E2", TOO_MANY)],
    "negative hours": [("E2", NEGATIVE)],
    "hours as a share": [("E2", HOURS)],
    "hours that became a date": [
        (
            "E2",
            (
                "Le tableur a transformé ces heures en date (08/05/2026). Mettez la colonne au format "
                "nombre et écrivez-les à nouveau."
            ),
        )
    ],
    "hours with three decimals or thousands": [
        (
            "E2",
            (
                "« 1.240 » peut se lire avec des milliers ou avec trois décimales. Écrivez deux décimales"
                " au plus, par exemple 84,5."
            ),
        )
    ],
    "a decimal comma between commas": [("F2", BEYOND)],
    "a decimal comma that fills the next column": [("G2", BEYOND)],
    "a remark with the separator": [("J3", BEYOND)],
    "sixty minutes": [("E2", HOURS)],
    "days for hours": [("E2", HOURS)],
    "true hours": [("E2", HOURS)],
    "a duration of more than a month": [("E2", TOO_MANY)],
    "more training than hours": [
        ("G2", "Les heures de formation dépassent les heures du mois (84,5), dont elles font partie.")
    ],
    "training without hours": [("E2", "Écrivez les heures du mois, ou videz le reste de la ligne.")],
    "hours without a name": [("C2", MISSING), ("D2", MISSING)],
    "hours without a first name": [("D2", MISSING)],
    "a name that says nothing": [("D2", MISSING)],
    "a name too long": [("C2", "Raccourcissez ce texte : 80 caractères au plus.")],
    "a name that became a date": [
        (
            "C2",
            (
                "Le tableur a transformé ce texte en date (01/03/2026). Mettez la colonne au format texte"
                " et écrivez-le à nouveau."
            ),
        )
    ],
    "the same person twice": [
        (
            "C3",
            ("Cette personne est déjà à la ligne 2 pour ce marché : mettez toutes ses heures sur une ligne."),
        )
    ],
    "a market left out": [("A2", MISSING)],
    "a month left out": [("B2", MISSING)],
    "a month in no language": [("B2", MONTH)],
    "a thirteenth month": [("B2", MONTH)],
    "a quarter": [("B2", MONTH)],
    "a birth in the future": [("F2", "Écrivez une date de naissance entre 1920 et 2030.")],
    "a birth that is no day": [
        ("F2", "Cette date n'existe pas. Écrivez jour/mois/année, par exemple 31/12/2027.")
    ],
    "a birth that is a month": [("F2", DAY)],
    "a SIRET too short": [("F2", SIRET)],
    "a SIRET shortened": [("F2", SIRET)],
    "a column of social security numbers": [
        ("F1", "Retirez cette colonne : le numéro de sécurité sociale ne doit jamais être envoyé.")
    ],
    "a social security number in a remark": [
        ("I2", "Cette cellule semble contenir un numéro de sécurité sociale : retirez ces chiffres.")
    ],
    "a contract of no known kind": [
        (
            "F2",
            (
                "Écrivez l'une de ces valeurs : CDI, CDD, intérim (CTT), CDD d'insertion (CDDI), contrat de "
                "professionnalisation, apprentissage, CDI intérimaire."
            ),
        )
    ],
    "a contract without its first day": [
        ("G2", "Écrivez le premier jour du contrat, ou videz le reste du contrat.")
    ],
    "a contract without its kind": [
        ("F2", "Choisissez le type de contrat, ou videz le reste du contrat."),
        ("G2", "Écrivez le premier jour du contrat, ou videz le reste du contrat."),
    ],
    "a contract that ends before it starts": [("H2", "Le contrat ne peut pas finir avant de commencer.")],
    "a contract that starts on no day": [
        ("G2", "Cette date n'existe pas. Écrivez jour/mois/année, par exemple 31/12/2027.")
    ],
    "a formula for a criterion": [("J2", FORMULA)],
    "a social security number for a criterion": [
        ("J2", "Cette cellule semble contenir un numéro de sécurité sociale : retirez ces chiffres.")
    ],
    "nobody, and hours": [
        (
            "H2",
            (
                "« Personne ce mois-ci » contredit les heures de la ligne 2 du même marché : gardez l'un "
                "ou l'autre."
            ),
        )
    ],
    "neither yes nor no": [("H2", "Écrivez « oui » ou « non ».")],
    "a remark without end": [("I2", "Raccourcissez ce texte : 2000 caractères au plus.")],
    "a wrong total": [
        (
            "E3",
            (
                "Ce total n'est pas la somme des lignes au-dessus (84,5 h) : corrigez les heures, ou "
                "retirez la ligne de total."
            ),
        )
    ],
    "five hundred and one people": [
        ("E502", "Une fiche a au plus 500 personnes : contactez votre facilitateur.")
    ],
    "everything at once": [("B2", MONTH), ("E2", HOURS), ("F2", DAY), ("E3", NEGATIVE)],
}


def said(content: bytes, name: str) -> Said:
    """What keeps something of the file out, in French."""
    try:
        reading = read_sheets(content, name=name, secret=SECRET)
    except FileNotReadable as refused:
        return [(place.field, place.message_fr) for place in refused.places]
    return [(found.place.cell or FILE, found.reason_fr) for found in reading.findings if found.is_rejection]


@pytest.mark.parametrize("named", CORPUS)
def test_every_fault_is_told_at_its_place_in_these_words(named: str) -> None:
    began = time.monotonic()
    assert said(*CORPUS[named]) == [(cell, typeset(message)) for cell, message in EXPECTED[named]]
    assert time.monotonic() - began < 5


def test_the_corpus_is_large_and_each_of_its_files_has_its_words() -> None:
    assert len(CORPUS) >= 60
    assert CORPUS.keys() == EXPECTED.keys()


@pytest.mark.parametrize("named", CORPUS)
def test_nothing_of_a_sheet_at_fault_is_kept(named: str) -> None:
    content, name = CORPUS[named]
    if EXPECTED[named][0][0] == FILE:
        return
    assert read_sheets(content, name=name, secret=SECRET).sheets == ()


ENGLISH = {
    "an old workbook": (
        'This is an old Excel workbook (.xls), which is not read here. Save it as "Excel workbook (.xlsx)" or'
        " CSV, and send it again."
    ),
    "a formula with a value": ("This cell is a formula: its result is not taken. Write the value instead."),
    "another month in the key": (
        'The hidden sheet "Jalon" was changed: the file no longer says whom it is for. Download the template'
        " again and put your hours in it."
    ),
    "a wrong total": (
        "This total is not the sum of the rows above (84,5 h): correct the hours, or remove the row of the"
        " total."
    ),
    "nobody, and hours": (
        '"Nobody this month" contradicts the hours of row 2 of the same market: keep one or the other.'
    ),
    "hours of a day too many": "A month has at most 744 hours: write the hours of one person, for one month.",
}


@pytest.mark.parametrize("named", ENGLISH)
def test_the_same_is_told_in_english(named: str) -> None:
    content, name = CORPUS[named]
    try:
        found = [finding.reason_en for finding in read_sheets(content, name=name, secret=SECRET).findings]
    except FileNotReadable as refused:
        found = [refused.message_en]
    assert found == [ENGLISH[named]]


WEIGHED = """
import sys, time
from exchange.sheets.reader import read_sheets
from exchange.tables.refusals import FileNotReadable
content = open(sys.argv[1], "rb").read()
try:
    read_sheets(content, name=sys.argv[2], secret=b"k")
except FileNotReadable:
    (peak,) = (line for line in open("/proc/self/status") if line.startswith("VmHWM"))
    print(peak.split()[1], time.process_time())
"""


def test_a_hundred_megabytes_are_refused_within_five_seconds_and_256_megabytes(tmp_path: Path) -> None:
    (tmp_path / "h").write_bytes(b"Nom;Heures\r\n" * 8_400_000)
    command = [sys.executable, "-c", WEIGHED, tmp_path / "h", "h.csv"]
    weighed = subprocess.run(command, capture_output=True, check=True)
    kibibytes, seconds = weighed.stdout.split()
    assert int(kibibytes) * 1024 < 256_000_000
    assert float(seconds) < 5  # of a processor: the clock depends on who else is at work


def test_a_social_security_number_is_not_repeated() -> None:
    content, name = CORPUS["a social security number in a remark"]
    (found,) = read_sheets(content, name=name, secret=SECRET).findings
    assert found.value is None
