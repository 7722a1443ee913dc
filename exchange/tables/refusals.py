"""Why a file as a whole is not read: each reason with the way out, in French and English."""

from typing import NamedTuple

from cases.refusals import InvalidInput, Place
from exchange.typography import shown, typeset


class Wording(NamedTuple):
    fr: str
    en: str


_SAVE_AS = Wording(
    " Enregistrez-le au format « Classeur Excel (.xlsx) » ou CSV, puis envoyez-le à nouveau.",
    ' Save it as "Excel workbook (.xlsx)" or CSV, and send it again.',
)
_AGAIN = Wording(
    " Ouvrez-le dans votre tableur, enregistrez-le au format .xlsx et envoyez-le à nouveau.",
    " Open it in your spreadsheet, save it as .xlsx and send it again.",
)


def _saved(fr: str, en: str) -> Wording:
    return Wording(fr + _SAVE_AS.fr, en + _SAVE_AS.en)


def _reopened(fr: str, en: str) -> Wording:
    return Wording(fr + _AGAIN.fr, en + _AGAIN.en)


REASONS: dict[str, Wording] = {
    "empty": Wording("Le fichier est vide.", "The file is empty."),
    "too_big": Wording(
        "Le fichier dépasse {value} Mo : envoyez-en un plus petit, ou en plusieurs fois.",
        "The file is larger than {value} MB: send a smaller one, or in several parts.",
    ),
    "xls": _saved(
        "C'est un ancien classeur Excel (.xls), qui n'est pas lu ici.",
        "This is an old Excel workbook (.xls), which is not read here.",
    ),
    "xlsm": _saved(
        "Ce classeur contient des macros (.xlsm), refusées par sécurité.",
        "This workbook holds macros (.xlsm), refused for safety.",
    ),
    "xlsb": _saved(
        "C'est un classeur binaire (.xlsb), qui n'est pas lu ici.",
        "This is a binary workbook (.xlsb), which is not read here.",
    ),
    "ods": _saved(
        "C'est un classeur LibreOffice (.ods), qui n'est pas lu ici.",
        "This is a LibreOffice workbook (.ods), which is not read here.",
    ),
    "encrypted": Wording(
        "Ce classeur est protégé par un mot de passe. Retirez la protection et envoyez-le à nouveau.",
        "This workbook is protected by a password. Remove the protection and send it again.",
    ),
    "zip": Wording(
        "C'est une archive compressée. Décompressez-la et envoyez le fichier .xlsx ou .csv trouvé dedans.",
        "This is a compressed archive. Unpack it and send the .xlsx or .csv file inside.",
    ),
    "pdf": Wording(
        "C'est un document PDF. Envoyez le tableau lui-même, en .xlsx ou en CSV.",
        "This is a PDF document. Send the table itself, as .xlsx or CSV.",
    ),
    "picture": Wording(
        "C'est une image. Envoyez le tableau lui-même, en .xlsx ou en CSV.",
        "This is a picture. Send the table itself, as .xlsx or CSV.",
    ),
    "office": Wording(
        "C'est un document de bureautique, mais pas un classeur. Envoyez le tableau en .xlsx ou en CSV.",
        "This is an office document, but no workbook. Send the table as .xlsx or CSV.",
    ),
    "web_page": Wording(
        "C'est une page web ou du XML, pas un tableau. Certains logiciels les nomment .xls ou .xlsx : ouvrez"
        " le fichier dans votre tableur, enregistrez-le au format .xlsx et envoyez-le à nouveau.",
        "This is a web page or XML, not a table. Some programs name them .xls or .xlsx: open the file in your"
        " spreadsheet, save it as .xlsx and send it again.",
    ),
    "unknown_name": Wording(
        "Le nom du fichier ne dit pas ce qu'il est (« {value} »). Envoyez un fichier .xlsx ou .csv.",
        'The name of the file does not say what it is ("{value}"). Send a .xlsx or .csv file.',
    ),
    "not_a_workbook": Wording(
        "Ce fichier s'appelle .xlsx mais n'est pas un classeur. Si c'est un texte, renommez-le en .csv.",
        "This file is called .xlsx but is no workbook. If it is text, rename it .csv.",
    ),
    "workbook_not_text": Wording(
        "Ce fichier s'appelle « {value} » mais c'est un classeur Excel. Renommez-le en .xlsx.",
        'This file is called "{value}" but is an Excel workbook. Rename it .xlsx.',
    ),
    "not_text": Wording(
        "Ce fichier n'est pas du texte : il contient des octets nuls. Enregistrez-le au format CSV.",
        "This file is no text: it holds NUL bytes. Save it as CSV.",
    ),
    "damaged": _reopened("Ce classeur est abîmé ou incomplet.", "This workbook is damaged or incomplete."),
    "too_many_entries": _reopened(
        "Ce classeur contient trop de fichiers ({value}).", "This workbook holds too many files ({value})."
    ),
    "bomb": Wording(
        "Ce classeur se décompresse en un contenu démesuré : il est refusé par sécurité.",
        "This workbook unpacks to an outsized content: it is refused for safety.",
    ),
    "nested": Wording(
        "Ce classeur contient un autre fichier (« {value} ») : retirez-le et envoyez-le à nouveau.",
        'This workbook holds another file ("{value}"): remove it and send it again.',
    ),
    "doctype": Wording(
        "Ce classeur contient une déclaration DOCTYPE : il est refusé par sécurité.",
        "This workbook holds a DOCTYPE declaration: it is refused for safety.",
    ),
    "too_many_sheets": Wording(
        "Ce classeur a plus de {value} feuilles : gardez celle du tableau.",
        "This workbook has more than {value} sheets: keep the one of the table.",
    ),
    "too_many_rows": Wording(
        "Le tableau dépasse {value} lignes : envoyez-le en plusieurs fois.",
        "The table has more than {value} rows: send it in several parts.",
    ),
    "too_many_columns": Wording(
        "Le tableau dépasse {value} colonnes : retirez celles qui ne servent pas.",
        "The table has more than {value} columns: remove those that are not needed.",
    ),
    "too_many_cells": Wording(
        "Le tableau dépasse {value} cellules remplies : envoyez-le en plusieurs fois.",
        "The table has more than {value} filled cells: send it in several parts.",
    ),
    "cell_too_long": Wording(
        "La cellule {value} est trop longue : raccourcissez-la.",
        "The cell {value} is too long: shorten it.",
    ),
    "time_too_long": Wording(
        "La ligne {value} contient une durée impossible : corrigez la cellule qui est au format d'heures.",
        "The row {value} holds an impossible duration: correct the cell that is formatted as hours.",
    ),
    "too_much_text": Wording(
        "Le tableau contient trop de texte : envoyez-le en plusieurs fois.",
        "The table holds too much text: send it in several parts.",
    ),
    "quotes": Wording(
        "Les guillemets de la ligne {value} ne se ferment pas comme il faut. Dans un CSV, doublez ceux qui"
        " sont dans une cellule.",
        "The quotes of row {value} do not close as they should. In a CSV, double those inside a cell.",
    ),
    "too_heavy": Wording(
        "La lecture de ce classeur demande trop de temps ou de mémoire : il est refusé par sécurité."
        " Copiez le tableau seul dans un classeur neuf et envoyez-le.",
        "Reading this workbook takes too much time or memory: it is refused for safety. Copy the table alone"
        " into a new workbook and send that.",
    ),
    "busy": Wording(
        "D'autres classeurs sont en cours de lecture et rien de celui-ci n'a été enregistré. Envoyez-le à"
        " nouveau dans une minute.",
        "Other workbooks are being read, and nothing of this one was recorded. Send it again in a minute.",
    ),
    "no_sheet": Wording("Ce classeur n'a aucune feuille de tableau.", "This workbook has no sheet."),
    "nothing": Wording("Le fichier ne contient aucune ligne.", "The file holds no row."),
}


class FileNotReadable(InvalidInput):
    """The file as a whole cannot be read; `why` names the reason for programs."""

    def __init__(self, why: str, value: object = "") -> None:
        wording, said = REASONS[why], shown(value)
        self.why = why
        super().__init__(Place("file", typeset(wording.fr).format(value=said), wording.en.format(value=said)))


class ReadersBusy(FileNotReadable):
    """Nothing is wrong with the file: its turn did not come in time."""

    status = 503
    retry_after = 60

    def __init__(self) -> None:
        super().__init__("busy")
