"""The meetings that a partner is invited to, as it reads them: nothing of the others."""

from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlalchemy import Select, select
from sqlmodel import Session

from cases.actors import Actor
from cases.correspondence import TERRITORY
from cases.documents import PartnersPackFigures
from cases.meetings import GUEST, MEETING, KeptForCalendar, Proposed, guests_of
from cases.packs import pack_at
from cases.queries.meetings import MeetingSeen, read_meetings
from cases.refusals import NotFound
from cases.statements import MARKET, table_of
from models.tables import Document
from models.vocabulary import MeetingStatus

DOCUMENT = table_of(Document)


@dataclass(frozen=True, slots=True)
class OwnMeeting:
    """A meeting that the partner is invited to; `market_title` is None for the meeting of all partners."""

    meeting: MeetingSeen
    market_id: int | None
    market_title: str | None

    @property
    def has_pack(self) -> bool:
        """Whether the pack of the partners was made for it."""
        return self.meeting.document_id is not None


def own_meetings(session: Session, actor: Actor, now: datetime) -> list[OwnMeeting]:
    """Those ahead and those held, latest first; none for someone who stands for no party."""
    columns = (*(MEETING.c[name] for name in Proposed.__slots__), MEETING.c.minutes)
    title = MARKET.c.title.label("market_title")
    query = _invited(actor, *columns, MEETING.c.held_on.label("minuted_on"), title)
    rows = session.connection().execute(query.order_by(MEETING.c.starts_at.desc(), MEETING.c.id.desc())).all()
    found = read_meetings(session, actor, rows, {}, pack_at(session, actor.territory_id, now))
    return [
        OwnMeeting(meeting, row.market_id, row.market_title) for meeting, row in zip(found, rows, strict=True)
    ]


def own_meeting_to_keep(session: Session, actor: Actor, meeting_id: int, now: datetime) -> KeptForCalendar:
    """What a calendar takes of it. Raises NotFound when one is not invited."""
    names = tuple(MEETING.c[name] for name in Proposed.__slots__)
    query = _invited(actor, MARKET.c.title, TERRITORY.c.name, *names)
    query = query.join(TERRITORY, TERRITORY.c.id == MEETING.c.territory_id).where(MEETING.c.id == meeting_id)
    row = session.connection().execute(query).first()
    if row is None:
        raise NotFound
    market_title, territory_name, *values = row
    title, guests = market_title or territory_name, guests_of(session, meeting_id)
    pack = pack_at(session, actor.territory_id, now)
    return KeptForCalendar.of(Proposed(*values), guests, title, pack, now)


def own_pack(session: Session, actor: Actor, meeting_id: int) -> PartnersPackFigures:
    """The pack that was made for the meeting, as it was frozen.

    Raises NotFound when one is not invited, or while none was made.
    """
    query = _invited(actor, DOCUMENT.c.figures).join(DOCUMENT, DOCUMENT.c.id == MEETING.c.document_id)
    content = session.connection().execute(query.where(MEETING.c.id == meeting_id)).scalar()
    if content is None:
        raise NotFound
    return PartnersPackFigures.model_validate_json(content)


def _invited(actor: Actor, *columns: Any) -> Select[Any]:
    """A selection over the meetings, neither called off nor of others, that this party is a guest of."""
    guests = select(GUEST.c.meeting_id).where(GUEST.c.party_id == actor.party_id)
    return (
        select(*columns)
        .select_from(MEETING.outerjoin(MARKET, MARKET.c.id == MEETING.c.market_id))
        .where(
            MEETING.c.territory_id == actor.territory_id,
            MEETING.c.status != MeetingStatus.CANCELLED,
            MEETING.c.id.in_(guests),
        )
    )
