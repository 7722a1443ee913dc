"""What a link without an account opens."""

from dataclasses import dataclass
from datetime import date, datetime

from sqlalchemy import func, select
from sqlmodel import Session

from cases.actors import Actor
from cases.correspondence import letterheads
from cases.refusals import LinkExpired
from cases.statements import table_of
from models.tables import AccessLink, HourSheet, Participant, Party
from models.vocabulary import ActorKind, LinkAct, Role

LINK, PARTY, PERSON = table_of(AccessLink), table_of(Party), table_of(Participant)
SHEET = table_of(HourSheet)
ROLES = {LinkAct.ANNOUNCE: Role.BUYER, LinkAct.PROPOSE: Role.PARTNER, LinkAct.REPORT_HOURS: Role.PARTNER}
"""As whom the holder of a link acts; the holder of a tender's link is nobody in particular."""


@dataclass(frozen=True, slots=True)
class OpenedLink:
    """A link that is valid now: its subject, and the language of its party or its person."""

    id: int
    territory_id: int
    act: LinkAct
    market_id: int | None
    party_id: int | None
    need_id: int | None
    participant_id: int | None
    month: date | None
    locale: str | None

    @property
    def actor(self) -> Actor:
        """Who acts through it, within its walls."""
        role, market_id = ROLES.get(self.act), self.market_id
        return Actor(ActorKind.LINK, self.territory_id, self.id, role, self.party_id, market_id)


def open_act(session: Session, link_id: int, act: LinkAct, *, now: datetime) -> OpenedLink:
    """The link, for this act. Raises LinkExpired when it is unknown, for another act, over or revoked."""
    query = (
        select(
            LINK.c.id,
            LINK.c.territory_id,
            LINK.c.act,
            LINK.c.market_id,
            LINK.c.party_id,
            LINK.c.need_id,
            LINK.c.participant_id,
            LINK.c.month,
            func.coalesce(PARTY.c.locale, PERSON.c.locale),
            LINK.c.expires_at,
        )
        .outerjoin(PARTY, PARTY.c.id == LINK.c.party_id)
        .outerjoin(PERSON, PERSON.c.id == LINK.c.participant_id)
        .where(LINK.c.id == link_id, LINK.c.act == act, LINK.c.revoked_at.is_(None))
    )
    row = session.connection().execute(query).first()
    if row is None:
        raise LinkExpired
    if row.expires_at <= now:
        raise LinkExpired(whom_to_call(session, row.market_id or _latest_market(session, row.party_id)))
    return OpenedLink(*row[:-1])


def _latest_market(session: Session, party_id: int | None) -> int | None:
    """The market of the latest sheet of a company whose link is about all of its own."""
    mine = select(SHEET.c.market_id).where(SHEET.c.party_id == party_id)
    return session.connection().execute(mine.order_by(SHEET.c.month.desc(), SHEET.c.id).limit(1)).scalar()


def whom_to_call(session: Session, market_id: int | None) -> str:
    """The market's facilitator and how to reach them, for a link that is over; empty without a market."""
    if market_id is None:
        return ""
    head = letterheads(session, (market_id,))[market_id]
    return ", ".join(filter(None, (head.facilitator_name, head.facilitator_phone, head.facilitator_email)))
