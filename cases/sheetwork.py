"""One sheet on the desk with its market: what its commands read, change and write to the company."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal
from functools import lru_cache
from typing import Any

from sqlalchemy import bindparam, delete, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.correspondence import Correspondent, correspondents
from cases.decisions import NewMail
from cases.messages import MailKind, Message
from cases.refusals import NotFound
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import AccessLink, HourSheet, SheetDraft
from models.vocabulary import SheetStatus

SHEET, LINK = table_of(HourSheet), table_of(AccessLink)


@dataclass(frozen=True, slots=True)
class SheetState:
    """A sheet as its commands see it, locked with its market."""

    id: int
    market_id: int
    party_id: int
    month: date
    status: SheetStatus
    due_on: date
    declared_hours: Decimal
    version: int


STATE = Prepared(
    select(*(SHEET.c[name] for name in SheetState.__slots__)).where(SHEET.c.id == bindparam("number"))
)
MARKET_OF = Prepared(select(SHEET.c.market_id).where(SHEET.c.id == bindparam("number")))
LATEST_LINK = Prepared(
    select(LINK.c.id).where(LINK.c.sheet_id == bindparam("sheet")).order_by(LINK.c.id.desc()).limit(1)
)
DRAFT = table_of(SheetDraft)
FORGET_DRAFT = Prepared(delete(DRAFT).where(DRAFT.c.sheet_id == bindparam("sheet")))


def take_up_sheet(
    session: Session, actor: Actor, sheet_id: int, now: datetime
) -> tuple[Casework, SheetState]:
    """The sheet and its market on the desk; the market is locked first, always in that order."""
    found = MARKET_OF.first(session, {"number": sheet_id})
    if found is None:
        raise NotFound
    case = take_up(session, actor, found[0], now)
    (state,) = STATE.rows(session, {"number": sheet_id})
    return case, SheetState(*state)


def change_sheet(session: Session, sheet: SheetState, **values: Any) -> int:
    """Change the sheet; its new version. What its company had typed and not sent has become of no use."""
    FORGET_DRAFT.write(session, [{"sheet": sheet.id}])
    row = {"version": sheet.version + 1, **values}
    row = {"of_id": sheet.id, **{f"to_{name}": value for name, value in row.items()}}
    _change(("version", *values)).write(session, [row])
    return sheet.version + 1


@lru_cache(maxsize=32)
def _change(columns: Sequence[str]) -> Prepared:
    """The update of a sheet for these columns."""
    values: dict[str, Any] = {name: bindparam(f"to_{name}") for name in columns}
    return Prepared(update(SHEET).where(SHEET.c.id == bindparam("of_id")).values(**values))


def company_of(case: Casework, sheet: SheetState) -> Correspondent:
    return correspondents(case.session, (sheet.party_id,))[sheet.party_id]


def latest_link(session: Session, sheet_id: int) -> int:
    ((number,),) = LATEST_LINK.rows(session, {"sheet": sheet_id})
    return int(number)


def buyer_name(case: Casework) -> str:
    return correspondents(case.session, (case.market.buyer_id,))[case.market.buyer_id].name


def about_sheet(case: Casework, sheet: SheetState, company: Correspondent) -> dict[str, Any]:
    """What every mail to a company says of one of its sheets, as the fields of a message."""
    return {
        **case.letterhead.fields(),
        "company_name": company.name,
        "sheet_id": sheet.id,
        "link_id": latest_link(case.session, sheet.id),
        "market_title": case.market.title,
        "buyer_name": buyer_name(case),
        "month": sheet.month,
    }


def letter(
    case: Casework,
    sheet: SheetState,
    kind: MailKind,
    company: Correspondent,
    message: Message,
    version: int,
    step: str,
) -> NewMail:
    assert company.email is not None
    return NewMail(
        kind=kind,
        to_email=company.email,
        to_name=company.contact_name or company.name,
        message=message,
        unique_key=f"{step}:{sheet.id}:v{version}",
        release_at=case.release_at,
        locale=company.locale,
        party_id=company.party_id,
        sheets=((sheet.id, step),),
    )
