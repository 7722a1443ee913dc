"""The menu: which pages each role finds there."""

from dataclasses import dataclass
from functools import cache

from cases.actors import STAFF
from models.vocabulary import Role


@dataclass(frozen=True, slots=True)
class Entry:
    """One entry of the menu; `label` is a message id."""

    path: str
    label: str
    roles: tuple[Role, ...]
    in_production: bool = True


ENTRIES = (
    Entry("/taches", "Tasks", STAFF),
    Entry("/marches", "Markets", (*STAFF, Role.BUYER, Role.COMPANY)),
    Entry("/operations", "Operations", STAFF),
    Entry("/personnes", "People", (*STAFF, Role.COMPANY, Role.PARTNER)),
    Entry("/globalisations", "Globalisation", STAFF),
    Entry("/annonces/nouvelle", "Announce", (Role.BUYER,)),
    Entry("/acheteurs", "Buyers", STAFF),
    Entry("/mes-fiches", "My sheets", (Role.COMPANY,)),
    Entry("/mes-besoins", "Needs", (Role.PARTNER,)),
    Entry("/mes-reunions", "Meetings", (Role.PARTNER,)),
    Entry("/mes-heures", "My people’s hours", (Role.PARTNER,)),
    Entry("/heures/fichier", "Hours by a file", (Role.PARTNER,)),
    Entry("/documents", "Documents", (Role.BUYER, Role.COMPANY)),
    Entry("/plans-achats", "Purchasing plans", (Role.BUYER,)),
    Entry("/imports", "Imports", STAFF),
    Entry("/partenaires", "Partners", STAFF),
    Entry("/territoire", "Territory", STAFF),
    Entry("/dev/mails", "Mails", STAFF, in_production=False),
)


@cache
def menu(role: Role | None, production: bool) -> tuple[Entry, ...]:
    """The entries for a role."""
    return tuple(
        entry for entry in ENTRIES if role in entry.roles and (entry.in_production or not production)
    )
