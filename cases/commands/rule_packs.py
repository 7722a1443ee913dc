"""Adopting a new version of a territory's rule pack."""

from datetime import datetime

from sqlalchemy import insert, select
from sqlmodel import Session

from cases.actors import Actor
from cases.compared_again import compare_from
from cases.packs import PACK, pack_at
from cases.recounting import recount_from
from cases.refusals import InvalidInput, NotAllowed, Place
from cases.rules.months import month_of
from cases.rules.policy import RulePack
from models.vocabulary import ActorKind, Role


def adopt_pack(session: Session, actor: Actor, pack: RulePack, *, now: datetime) -> None:
    """Keep a version that decides from its `valid_from` on; earlier decisions keep the version they name.

    Hours already counted of the months that it decides are counted again, and what others said of them is
    compared again, as each market's journal tells.
    Raises what `check_pack` raises.
    """
    check_pack(session, actor, pack, now=now)
    values = {
        "territory_id": actor.territory_id,
        "version": pack.version,
        "valid_from": pack.valid_from,
        "content": pack.model_dump_json(),
        "adopted_at": now,
    }
    session.connection().execute(insert(PACK).values(**values))
    recount_from(session, actor, month_of(pack.valid_from), why="pack", now=now)
    compare_from(session, actor, month_of(pack.valid_from), now=now)


def check_pack(session: Session, actor: Actor, pack: RulePack, *, now: datetime) -> None:
    """Whether this version could be adopted now.

    Raises NotAllowed for others than a director, InvalidInput for a version that exists or a day past.
    """
    if actor.role is not Role.DIRECTOR and actor.kind is not ActorKind.CONSOLE:
        raise NotAllowed
    today = pack_at(session, actor.territory_id, now).calendar.local_date(now)
    if pack.valid_from < today:
        raise InvalidInput(
            Place(
                "valid_from",
                "Une version ne peut pas s’appliquer à des jours passés.",
                "A version cannot apply to days past.",
            )
        )
    same = select(PACK.c.id).where(PACK.c.territory_id == actor.territory_id, PACK.c.version == pack.version)
    if session.connection().execute(same).first() is not None:
        raise InvalidInput(
            Place(
                "version",
                f"La version « {pack.version} » existe déjà.",
                f'The version "{pack.version}" already exists.',
            )
        )
