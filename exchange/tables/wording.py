"""What a person reads about one cell: what is wrong and how to write it, in French and English.

`{value}` is what the message names: the bound, the choices, or what was made of the cell.
"""

from exchange.tables.refusals import Wording
from exchange.typography import shown, typeset

MISREADINGS: dict[str, Wording] = {
    "missing": Wording("Remplissez cette cellule.", "Fill in this cell."),
    "merged_missing": Wording(
        "Cette cellule est fusionnée avec une autre. Défusionnez-les et écrivez la valeur sur chaque ligne.",
        "This cell is merged with another. Unmerge them and write the value on each row.",
    ),
    "formula_without_value": Wording(
        "Cette cellule est une formule dont le résultat n'est pas enregistré, et les formules ne sont pas"
        " calculées ici. Collez la valeur, ou enregistrez le fichier depuis votre tableur.",
        "This cell is a formula whose result is not saved, and formulas are not computed here. Paste the"
        " value, or save the file from your spreadsheet.",
    ),
    "error": Wording(
        "Le tableur affiche une erreur ({value}). Corrigez la formule ou écrivez la valeur.",
        "The spreadsheet shows an error ({value}). Correct the formula or write the value.",
    ),
    "too_long": Wording(
        "Raccourcissez ce texte : {value} caractères au plus.",
        "Shorten this text: at most {value} characters.",
    ),
    "text_is_date": Wording(
        "Le tableur a transformé ce texte en date ({value}). Mettez la colonne au format texte et écrivez-le"
        " à nouveau.",
        "The spreadsheet turned this text into a date ({value}). Format the column as text and write it"
        " again.",
    ),
    "not_a_number": Wording(
        "Écrivez un nombre, par exemple 1 850 000 ou 84,50.", "Write a number, for example 1850000 or 84.50."
    ),
    "number_is_date": Wording(
        "Le tableur a transformé ce nombre en date ({value}). Mettez la colonne au format nombre et"
        " écrivez-le à nouveau.",
        "The spreadsheet turned this number into a date ({value}). Format the column as a number and write it"
        " again.",
    ),
    "ambiguous_number": Wording(
        "« {value} » peut se lire avec des milliers ou avec trois décimales. Écrivez les milliers sans signe,"
        " par exemple 1850, ou deux décimales, par exemple 1,85.",
        '"{value}" may be read with thousands or with three decimals. Write thousands without a mark, for'
        " example 1850, or two decimals, for example 1.85.",
    ),
    "negative": Wording("Écrivez un montant positif.", "Write a positive amount."),
    "percent": Wording(
        "Un pourcentage ne convient pas : écrivez un nombre.", "A percentage does not fit: write a number."
    ),
    "unit": Wording(
        "Écrivez le montant en euros et en entier : 1 850 000, et non 1,85 M€.",
        "Write the amount in euros and in full: 1850000, not 1.85 M€.",
    ),
    "exponent": Wording(
        "Le tableur a abrégé ce nombre ({value}) et des chiffres sont perdus. Mettez la colonne au format"
        " texte et écrivez tous les chiffres.",
        "The spreadsheet shortened this number ({value}) and digits are lost. Format the column as text and"
        " write every digit.",
    ),
    "too_large": Wording("Écrivez un nombre d'au plus {value}.", "Write a number of at most {value}."),
    "not_whole": Wording("Écrivez un nombre entier.", "Write a whole number."),
    "out_of_range": Wording("Écrivez un nombre entier ({value}).", "Write a whole number ({value})."),
    "yes_no": Wording("Écrivez « oui » ou « non ».", 'Write "oui" or "non".'),
    "choice": Wording("Écrivez l'une de ces valeurs : {value}.", "Write one of these values: {value}."),
    "cpv": Wording(
        "Un code CPV a huit chiffres, par exemple 45214200 ou 45214200-2.",
        "A CPV code has eight digits, for example 45214200 or 45214200-2.",
    ),
    "not_a_day": Wording(
        "Écrivez une date, par exemple 31/12/2027.", "Write a date, for example 31/12/2027."
    ),
    "no_such_day": Wording(
        "Cette date n'existe pas. Écrivez jour/mois/année, par exemple 31/12/2027.",
        "There is no such date. Write day/month/year, for example 31/12/2027.",
    ),
    "day_out_of_range": Wording(
        "Écrivez une date entre 1990 et 2100.", "Write a date between 1990 and 2100."
    ),
}
DOUBTS: dict[str, Wording] = {
    "not_given": Wording("Lu comme une cellule vide.", "Read as an empty cell."),
    "rounded": Wording("Arrondi au centime : {value}.", "Rounded to the cent: {value}."),
    "first_day": Wording("Lu comme le {value}.", "Read as {value}."),
    "zero_put_back": Wording(
        "Lu « {value} » : le tableur avait retiré le zéro de tête.",
        'Read as "{value}": the spreadsheet had removed the leading zero.',
    ),
}
HEADING_FAULTS: dict[str, Wording] = {
    "beyond_headers": Wording(
        "Cette ligne a plus de cellules que les en-têtes : une valeur contient le séparateur. Mettez-la entre"
        " guillemets, ou séparez les colonnes par des points-virgules.",
        "This row has more cells than the headers: a value holds the separator. Put it in quotes, or separate"
        " the columns with semicolons.",
    ),
    "missing_column": Wording("La colonne « {value} » manque.", 'The column "{value}" is missing.'),
    "repeated_column": Wording(
        "Cette colonne figure deux fois : gardez-en une.", "This column is there twice: keep one."
    ),
}
HEADING_DOUBTS: dict[str, Wording] = {
    "unknown_column": Wording(
        "Cette colonne n'est pas lue : elle n'est pas du modèle.",
        "This column is not read: it is not one of the template’s.",
    ),
}


def worded(wording: Wording, value: object = "") -> Wording:
    """The message with what it names, in French typography."""
    said = shown(value, 400)
    return Wording(typeset(wording.fr).format(value=said), wording.en.format(value=said))
