"""The journal in words: what happened, when, by whom."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal, InvalidOperation

from api.formats import Formats, formats
from api.language import Catalog, catalog
from api.words import ACTORS, BY_LINK, EVENTS, PART_KINDS, SHORTFALL_DECISIONS, STAGES, TASKS
from cases.queries.market_page import Happening
from models.vocabulary import ActorKind


@dataclass(frozen=True, slots=True)
class Moment:
    """One line of the timeline, ready to be read."""

    what: str
    at: datetime
    who: str
    details: tuple[str, ...]


def timeline(journal: list[Happening], locale: str) -> list[Moment]:
    """The journal's entries, in the same order, in the reader's language."""
    said, written = catalog(locale), formats(locale)
    return [
        Moment(
            said.gettext(EVENTS.get(happening.event, happening.event)),
            happening.at,
            happening.actor or said.gettext(_actor(happening)),
            tuple(_details(happening, said, written)),
        )
        for happening in journal
    ]


def _actor(happening: Happening) -> str:
    if happening.actor_kind is ActorKind.LINK:
        return BY_LINK.get(happening.event, ACTORS[ActorKind.LINK])
    return ACTORS[happening.actor_kind]


def _details(happening: Happening, said: Catalog, written: Formats) -> Iterator[str]:
    payload = happening.payload
    if month := payload.get("month"):
        yield written.month_of(month)
    if (hours := payload.get("declared_hours") or payload.get("counted_hours")) is not None:
        yield said.gettext("Nobody this month") if payload.get("nil") else _hours(hours, written)
    if isinstance(required := payload.get("required_hours"), dict):
        yield f"{_hours(required['before'], written)} → {_hours(required['after'], written)}"
    elif "calibration" in payload:
        yield _hours(payload["hours"], written)
    if source := payload.get("from"):
        target = payload.get("to")
        yield f"{said.gettext(STAGES[source])} → {said.gettext(STAGES[target])}" if target else ""
    if (kind := payload.get("kind")) in TASKS:
        yield said.gettext(TASKS[kind])
    if (decision := payload.get("decision")) in SHORTFALL_DECISIONS:
        yield said.gettext(SHORTFALL_DECISIONS[decision])
    if (part := payload.get("kind_of_part")) in PART_KINDS:
        yield f"{said.gettext(PART_KINDS[part])} {payload.get('number', '')}"
    if promised_on := payload.get("promised_on"):
        yield said.gettext("opinion by {day}", day=written.day(date.fromisoformat(promised_on)))
    if reason := payload.get("reason"):
        yield str(reason)


def _hours(value: object, written: Formats) -> str:
    if value is None:
        return written.hours(None)
    try:
        return written.hours(Decimal(str(value)))
    except InvalidOperation:
        return str(value)
