"""A new territory, with the default rule pack as its first version."""

import re
from datetime import datetime

from sqlalchemy import func, insert, select
from sqlmodel import Session

from cases.packs import PACK
from cases.refusals import InvalidInput, Place, Refusal
from cases.rules.default_pack import DEFAULT_PACK
from cases.statements import table_of
from models.tables import Territory

TERRITORY = table_of(Territory)
CODE = re.compile(r"[A-Za-z0-9](?:[A-Za-z0-9_-]{0,38}[A-Za-z0-9])?")
LONGEST_NAME = 200


class TerritoryAlreadyExists(Refusal):
    """The code names a territory already; capitals do not make another one of it."""

    def __init__(self, code: str) -> None:
        super().__init__(
            f"Le territoire « {code} » existe déjà.",
            f'The territory "{code}" already exists.',
        )


def add_territory(session: Session, code: str, name: str, *, now: datetime) -> int:
    """Add a territory; its number. It keeps the default pack of today until a director adopts another.

    Raises InvalidInput for a code or name that cannot serve, TerritoryAlreadyExists.
    """
    code, name = code.strip(), " ".join(name.split())
    if places := _wrong_places(code, name):
        raise InvalidInput(*places)
    connection = session.connection()
    same = select(TERRITORY.c.id).where(func.lower(TERRITORY.c.code) == code.lower())
    if connection.execute(same).first() is not None:
        raise TerritoryAlreadyExists(code)
    added = connection.execute(
        insert(TERRITORY).values(code=code, name=name, created_at=now).returning(TERRITORY.c.id)
    )
    territory_id = int(added.scalar_one())
    pack = {
        "territory_id": territory_id,
        "version": DEFAULT_PACK.version,
        "valid_from": DEFAULT_PACK.valid_from,
        "content": DEFAULT_PACK.model_dump_json(),
        "adopted_at": now,
    }
    connection.execute(insert(PACK).values(**pack))
    return territory_id


def _wrong_places(code: str, name: str) -> list[Place]:
    places = []
    if CODE.fullmatch(code) is None:
        places.append(
            Place(
                "code",
                "Le code compte de 1 à 40 lettres sans accent ou chiffres, traits d’union au milieu admis.",
                "The code has 1 to 40 unaccented letters or digits, with hyphens in between.",
            )
        )
    if not 1 <= len(name) <= LONGEST_NAME:
        places.append(
            Place(
                "name",
                f"Le nom compte de 1 à {LONGEST_NAME} caractères.",
                f"The name has 1 to {LONGEST_NAME} characters.",
            )
        )
    return places
