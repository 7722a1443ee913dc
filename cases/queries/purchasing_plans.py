"""The purchasing plans that were taken in: each buyer reads its own, staff those of the territory."""

import json
from decimal import Decimal
from typing import Any

from sqlalchemy import ColumnElement, Select, and_, false, func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.queries.paging import Page, Row, Slice, take
from cases.refusals import NotFound
from cases.statements import table_of
from models.tables import Account, Party, PurchasingPlan
from models.vocabulary import PartyKind, Role

PLAN, PARTY, ACCOUNT = table_of(PurchasingPlan), table_of(Party), table_of(Account)
PLAN_LINE = ("id", "buyer_id", "account_id", "file_name", "file_sha256", "counts", "read_at")


def _seen(actor: Actor) -> ColumnElement[bool]:
    here = PLAN.c.territory_id == actor.territory_id
    if actor.is_staff:
        return here
    is_buyer = actor.role is Role.BUYER and actor.party_id is not None
    return and_(here, PLAN.c.buyer_id == actor.party_id) if is_buyer else false()


def _plans(actor: Actor, *more: Any) -> Select[Any]:
    columns = (
        *(PLAN.c[name] for name in PLAN_LINE),
        PARTY.c.name.label("buyer_name"),
        ACCOUNT.c.name.label("by"),
    )
    joined = PLAN.join(PARTY, PARTY.c.id == PLAN.c.buyer_id).outerjoin(
        ACCOUNT, ACCOUNT.c.id == PLAN.c.account_id
    )
    return select(*columns, *more).select_from(joined).where(_seen(actor))


def list_plans(session: Session, actor: Actor, part: Slice) -> Page:
    """The plans that the actor may see, with what came of each."""
    page = take(session, _plans(actor), PLAN.c.id, part)
    for item in page.items:
        item["counts"] = json.loads(item["counts"])
    return page


def plan_record(session: Session, actor: Actor, plan_id: int) -> Row:
    """One plan with its markets and findings. Raises NotFound."""
    query = _plans(actor, PLAN.c.markets, PLAN.c.findings).where(PLAN.c.id == plan_id)
    row = session.connection().execute(query).mappings().first()
    if row is None:
        raise NotFound
    read = {name: json.loads(row[name]) for name in ("counts", "markets", "findings")}
    for market in read["markets"]:
        amount = market["amount_excl_tax"]
        market["amount_excl_tax"] = None if amount is None else Decimal(amount)
    return {**row, **read}


def buyer_named(session: Session, territory_id: int, named: str) -> int | None:
    """The number of the territory's buyer of that SIRET or, for anything shorter, of that number."""
    bare = "".join(named.split())
    if not (bare.isascii() and bare.isdigit()):
        return None
    same = PARTY.c.siret == bare if len(bare) >= 9 else PARTY.c.id == int(bare)
    query = select(func.min(PARTY.c.id)).where(
        PARTY.c.territory_id == territory_id, PARTY.c.kind == PartyKind.BUYER, same
    )
    found = session.connection().execute(query).scalar()
    return None if found is None else int(found)
