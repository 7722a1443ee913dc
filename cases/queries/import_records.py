"""What came in as files: each run with its findings, and the register of markets without a clause."""

import json
from collections.abc import Iterator
from dataclasses import dataclass
from decimal import Decimal
from typing import Any

from sqlalchemy import Select, or_, select
from sqlmodel import Session

from cases.actors import Actor
from cases.queries.paging import Page, Row, Slice, take
from cases.refusals import NotAllowed, NotFound
from cases.statements import table_of
from models.tables import Account, ImportRun, UnclausedMarket

RUN, UNCLAUSED, ACCOUNT = table_of(ImportRun), table_of(UnclausedMarket), table_of(Account)
RUN_LINE = ("id", "account_id", "file_name", "file_format", "file_sha256", "counts", "read_at")
UNCLAUSED_LINE = (
    "id",
    "source_key",
    "title",
    "buyer_siret",
    "amount_excl_tax",
    "cpv",
    "notified_on",
    "imported_at",
)


def _runs(actor: Actor, *more: Any) -> Select[Any]:
    if not actor.is_staff:
        raise NotAllowed
    columns = (*(RUN.c[name] for name in RUN_LINE), ACCOUNT.c.name.label("by"), *more)
    query = select(*columns).outerjoin(ACCOUNT, ACCOUNT.c.id == RUN.c.account_id)
    return query.where(RUN.c.territory_id == actor.territory_id)


def list_imports(session: Session, actor: Actor, part: Slice) -> Page:
    """The files read by this territory, with what came of each. Raises NotAllowed for others than staff."""
    page = take(session, _runs(actor), RUN.c.id, part)
    for item in page.items:
        item["counts"] = json.loads(item["counts"])
    return page


def import_record(session: Session, actor: Actor, run_id: int) -> Row:
    """One file read, with every finding. Raises NotFound, NotAllowed."""
    row = (
        session.connection()
        .execute(_runs(actor, RUN.c.findings).where(RUN.c.id == run_id))
        .mappings()
        .first()
    )
    if row is None:
        raise NotFound
    return {**row, "counts": json.loads(row["counts"]), "findings": json.loads(row["findings"])}


@dataclass(frozen=True, slots=True)
class UnclausedFilter:
    """Which markets of the register: words of the title, SIRET or number; an amount from which to look."""

    words: str = ""
    amount_from: Decimal | None = None


def _unclaused(actor: Actor, wanted: UnclausedFilter) -> Select[Any]:
    if not actor.is_staff:
        raise NotAllowed
    query = select(*(UNCLAUSED.c[name] for name in UNCLAUSED_LINE)).where(
        UNCLAUSED.c.territory_id == actor.territory_id
    )
    for word in wanted.words.split():
        query = query.where(
            or_(
                *(
                    UNCLAUSED.c[name].icontains(word, autoescape=True)
                    for name in ("title", "buyer_siret", "source_key")
                )
            )
        )
    if wanted.amount_from is not None:
        query = query.where(UNCLAUSED.c.amount_excl_tax >= wanted.amount_from)
    return query


def list_unclaused(session: Session, actor: Actor, wanted: UnclausedFilter, part: Slice) -> Page:
    """The register of markets without a clause (loi Climat et résilience, art. 35)."""
    return take(session, _unclaused(actor, wanted), UNCLAUSED.c.id, part)


def every_unclaused(session: Session, actor: Actor, wanted: UnclausedFilter) -> Iterator[Row]:
    """The whole register, for a file."""
    query = _unclaused(actor, wanted).order_by(UNCLAUSED.c.notified_on.desc(), UNCLAUSED.c.id)
    for row in session.connection().execute(query).mappings():
        yield dict(row)
