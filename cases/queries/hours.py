"""Why each hour of a market counts, or does not: its parts with their reason, their rule and their pack."""

from collections.abc import Sequence
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, Select, or_, select
from sqlmodel import Session

from cases.actors import Actor
from cases.queries.walls import PARTY, SHEET, own_party
from cases.refusals import NotFound
from cases.statements import MARKET, table_of
from models.tables import CountedHours, Globalisation, Participant
from models.vocabulary import CountingRule, Role, SetAside

PART, PERSON, AGREEMENT = table_of(CountedHours), table_of(Participant), table_of(Globalisation)
ZERO = Decimal(0)


@dataclass(frozen=True, slots=True)
class PartOfHours:
    """Hours of one person's month with one fate. `reason` is None when they count for `credited_to`.

    `name` is None for a buyer, who needs no name to read hours (GDPR art. 5.1.c). `declared_on` and
    `credited_to` differ when a globalisation agreement credits another market than the sheet's.
    """

    month: date
    sheet_id: int
    company_name: str
    participant_id: int
    name: str | None
    hours: Decimal
    reason: SetAside | None
    rule: CountingRule
    declared_on: int
    credited_to: int
    agreement: str | None
    in_priority_district: bool
    is_local: bool
    pack_version: str


@dataclass(frozen=True, slots=True)
class HoursPage:
    """A market's hours: what was declared on it, what counts for it, what is set aside and why.

    `counted_hours` may hold hours declared on other markets (`credited_from_elsewhere_hours`), and some
    declared here may count elsewhere (`credited_elsewhere_hours`). Figures are of the months asked for.
    """

    parts: tuple[PartOfHours, ...]
    market_id: int
    months: tuple[date, ...]
    qpv_hours_owed: Decimal | None
    local_hours_owed: Decimal | None
    local_commune: str | None

    @property
    def declared_hours(self) -> Decimal:
        """All that the sheets of this market say."""
        return _total(part for part in self.parts if part.declared_on == self.market_id)

    @property
    def counted(self) -> list[PartOfHours]:
        """The parts that this market is credited with."""
        return [part for part in self.parts if part.reason is None and part.credited_to == self.market_id]

    @property
    def counted_hours(self) -> Decimal:
        return _total(self.counted)

    @property
    def counted_qpv_hours(self) -> Decimal:
        """By residents of priority districts (DOMAIN.md rule 9)."""
        return _total(part for part in self.counted if part.in_priority_district)

    @property
    def counted_local_hours(self) -> Decimal:
        """By residents of the market's own commune."""
        return _total(part for part in self.counted if part.is_local)

    @property
    def credited_elsewhere_hours(self) -> Decimal:
        """Declared here, credited to other markets."""
        return _total(
            part for part in self.parts if part.reason is None and part.credited_to != self.market_id
        )

    @property
    def credited_from_elsewhere_hours(self) -> Decimal:
        """Declared on other markets, credited here."""
        return _total(part for part in self.counted if part.declared_on != self.market_id)

    @property
    def set_aside(self) -> list[tuple[SetAside, Decimal]]:
        """The hours declared here that do not count, by reason, most first."""
        found: dict[SetAside, Decimal] = {}
        for part in self.parts:
            if part.reason is not None:
                found[part.reason] = found.get(part.reason, ZERO) + part.hours
        return sorted(found.items(), key=lambda each: (-each[1], each[0]))


def _total(parts: Any) -> Decimal:
    return sum((part.hours for part in parts), ZERO)


def hours_page(session: Session, actor: Actor, market_id: int, month: date | None = None) -> HoursPage:
    """Every hour of the market that the actor may see, of one month or of all.

    Raises NotFound outside the walls.
    """
    targets = select(MARKET.c.qpv_hours, MARKET.c.local_hours, MARKET.c.local_commune)
    market = (
        session.connection().execute(targets.where(MARKET.c.id == market_id, actor.sees_market())).first()
    )
    if market is None:
        raise NotFound
    rows = session.connection().execute(_parts(actor, market_id)).all()
    parts = tuple(_part(row, actor) for row in rows if month is None or row.month == month)
    months = sorted({row.month for row in rows}, reverse=True)
    return HoursPage(parts, market_id, tuple(months), *market)


def _parts(actor: Actor, market_id: int) -> Select[Any]:
    """Declared on this market whatever became of them, or declared elsewhere and counted here."""
    credited = (PART.c.market_id == market_id) & PART.c.reason.is_(None)
    return (
        select(
            SHEET.c.month,
            SHEET.c.id.label("sheet_id"),
            PARTY.c.name.label("company_name"),
            PART.c.participant_id,
            PERSON.c.first_name,
            PERSON.c.last_name,
            PART.c.hours,
            PART.c.reason,
            PART.c.rule,
            SHEET.c.market_id.label("declared_on"),
            PART.c.market_id.label("credited_to"),
            AGREEMENT.c.name.label("agreement"),
            PART.c.in_priority_district,
            PART.c.is_local,
            PART.c.pack_version,
        )
        .join(SHEET, SHEET.c.id == PART.c.sheet_id)
        .join(PARTY, PARTY.c.id == SHEET.c.party_id)
        .join(PERSON, PERSON.c.id == PART.c.participant_id)
        .outerjoin(AGREEMENT, AGREEMENT.c.id == PART.c.agreement_id)
        .where(or_(SHEET.c.market_id == market_id, credited), own_party(actor, SHEET.c.party_id))
        .order_by(SHEET.c.month.desc(), PARTY.c.name, PERSON.c.last_name, PERSON.c.first_name, PART.c.id)
    )


def _part(row: Row[Any], actor: Actor) -> PartOfHours:
    values = dict(row._mapping)
    first, last = values.pop("first_name"), values.pop("last_name")
    name = None if actor.role is Role.BUYER else f"{first} {last}"
    return PartOfHours(name=name, **values)


def asks_attestation(session: Session, actor: Actor, market_id: int) -> bool:
    """Whether people are asked about their own hours on this market. Raises NotFound outside the walls."""
    query = select(MARKET.c.asks_attestation).where(MARKET.c.id == market_id, actor.sees_market())
    found = session.connection().execute(query).scalar()
    if found is None:
        raise NotFound
    return bool(found)


def hours_record(found: HoursPage) -> dict[str, Any]:
    """The page as REST gives it."""
    figures: Sequence[str] = (
        "declared_hours",
        "counted_hours",
        "counted_qpv_hours",
        "counted_local_hours",
        "credited_elsewhere_hours",
        "credited_from_elsewhere_hours",
        "qpv_hours_owed",
        "local_hours_owed",
        "local_commune",
    )
    return {
        **{name: getattr(found, name) for name in figures},
        "set_aside": [{"reason": reason, "hours": hours} for reason, hours in found.set_aside],
        "parts": [asdict(part) for part in found.parts],
    }
