"""Invented names, obviously so, for the people, companies and buyers of virtual territories."""

from random import Random

FIRST_NAMES = (
    "Alix",
    "Basile",
    "Camélia",
    "Dino",
    "Elvire",
    "Firmin",
    "Gaëlle",
    "Hippolyte",
    "Inès",
    "Joachim",
    "Kenza",
    "Lubin",
    "Maïa",
    "Nestor",
    "Ombeline",
    "Prosper",
)
LAST_NAMES = ("Fictif", "Exemple", "Inventé", "Imaginaire", "Modèle", "Factice", "Supposé", "Chimère")
FACILITATORS = ("Alice Exemple", "Bruno Fictif", "Chloé Modèle", "David Inventé", "Emma Factice")
TRADES = (
    "Bâtiment",
    "Maçonnerie",
    "Couverture",
    "Peinture",
    "Voirie",
    "Espaces verts",
    "Nettoyage",
    "Électricité",
    "Plomberie",
    "Menuiserie",
    "Terrassement",
    "Démolition",
)
BUYERS = (
    "Ville de Fictiville",
    "Métropole d’Illusie",
    "Département de l’Exemple",
    "Office public de l’habitat du Modèle",
    "Région Chimère",
    "Centre hospitalier de Fictiville",
    "Syndicat des eaux d’Illusie",
    "Université de l’Exemple",
)
WORKS = (
    "Réhabilitation",
    "Construction",
    "Extension",
    "Rénovation énergétique",
    "Entretien",
    "Démolition partielle",
    "Réfection",
    "Aménagement",
)
PLACES = (
    "du groupe scolaire Jules-Imaginaire",
    "de la médiathèque Ada-Fictive",
    "du gymnase des Chimères",
    "de l’avenue du Modèle",
    "de 84 logements aux Hauts-de-Fictiville",
    "du centre technique de l’Exemple",
    "de la piscine d’Illusie",
    "des espaces verts du parc Supposé",
    "de la crèche Petit-Exemple",
    "du réseau d’eau de Valfictif",
)


def siret(number: int) -> str:
    """A SIRET whose two checksums hold, for an establishment that does not exist."""
    siren = _with_luhn(f"9{number:07d}")
    return _with_luhn(f"{siren}0001")


def _with_luhn(digits: str) -> str:
    """The digits and the one that makes their Luhn sum a multiple of ten (ISO/IEC 7812-1)."""
    doubled = [int(digit) * (2 if rank % 2 == 0 else 1) for rank, digit in enumerate(reversed(digits))]
    return f"{digits}{-sum(sum(divmod(value, 10)) for value in doubled) % 10}"


def title(chance: Random) -> str:
    """What a market is about."""
    return f"{chance.choice(WORKS)} {chance.choice(PLACES)}"


def company(number: int) -> str:
    """A company's name, one for each number."""
    trade = TRADES[number % len(TRADES)]
    suffix = LAST_NAMES[number // len(TRADES) % len(LAST_NAMES)]
    series = number // (len(TRADES) * len(LAST_NAMES))
    return f"{trade} {suffix}" + (f" {series + 1}" if series else "")


def buyer(number: int) -> str:
    """A buyer's name, one for each number."""
    series = number // len(BUYERS)
    return BUYERS[number % len(BUYERS)] + (f" {series + 1}" if series else "")


def person(number: int) -> tuple[str, str]:
    """First and last name of a company's n-th participant."""
    return FIRST_NAMES[number % len(FIRST_NAMES)], LAST_NAMES[number // len(FIRST_NAMES) % len(LAST_NAMES)]
