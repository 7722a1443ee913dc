"""Files of hours, made in code: as companies fill them in, as they get them wrong, as nobody should."""

import csv
import io
from collections.abc import Sequence
from datetime import date, timedelta
from decimal import Decimal
from typing import Any

from xlsxwriter import Workbook

from cases.declarations import FileKey, FilePerson, FileSheet, SheetFile

SECRET = b"a key of the tests"
MARCH = date(2026, 3, 1)
SIRET = "12345678901234"
HEAD = ("Référence du marché", "Mois", "Nom", "Prénom", "Heures du mois")
ALICE = ("M-1", "03/2026", "Exemple", "Alice", "84,5")
FULL_HEAD = (*HEAD, "Date de naissance", "Dont formation (h)", "Personne ce mois-ci", "Remarque")
TERMS_HEAD = ("Type de contrat", "Début du contrat", "Fin du contrat", "Employeur", "Critère d’éligibilité")
SCHOOL = FileSheet(
    "Bâtir Exemple",
    SIRET,
    "M-1",
    "École des Essais",
    (
        FilePerson("Exemple", "Alice", date(1987, 5, 1), Decimal("84.5"), Decimal(7), Decimal(70)),
        FilePerson("Inventé", "Bob", last_hours=Decimal(35)),
    ),
)
NURSERY = FileSheet("Bâtir Exemple", SIRET, "M-2", "Crèche des Essais", nil=True, remark="Chantier à l’arrêt")
COMPANY_FILE = SheetFile(
    FileKey(1, 2, MARCH),
    "Bâtir Exemple",
    (SCHOOL, NURSERY),
    ("Intérim Exemple", "GEIQ & Cie « Essais »"),
    ("Bénéficiaire du RSA", "Demandeur d’emploi de longue durée"),
)


def in_csv(*rows: Sequence[Any], head: Sequence[str] = HEAD, separator: str = ";") -> bytes:
    """A CSV in UTF-8 with its mark."""
    text = io.StringIO()
    csv.writer(text, delimiter=separator, lineterminator="\r\n").writerows([head, *rows])
    return text.getvalue().encode("utf-8-sig")


def in_workbook(*rows: Sequence[Any], head: Sequence[str] = HEAD, name: str = "Heures") -> bytes:
    """A workbook; a duration is formatted as such, a formula (`=A1`) is written as one."""
    written = io.BytesIO()
    book = Workbook(written, {"in_memory": True, "default_date_format": "dd/mm/yyyy"})
    sheet = book.add_worksheet(name)
    clock = book.add_format({"num_format": "[h]:mm"})
    for number, row in enumerate([head, *rows]):
        for column, value in enumerate(row):
            if isinstance(value, timedelta):
                sheet.write_number(number, column, value / timedelta(days=1), clock)
            elif value is not None:
                sheet.write(number, column, value)
    book.close()
    return written.getvalue()
