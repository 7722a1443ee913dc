"""The guests of a meeting: those of its kind (cases/arrangements.py), and whoever else is named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from sqlalchemy import delete, insert, update
from sqlmodel import Session

from cases.arrangements import Invited, as_guest, by_name, invited_to
from cases.correspondence import Correspondent
from cases.inputs import GuestInput
from cases.meetings import GUEST, Guest, Host, Proposed, guests_of
from models.vocabulary import MeetingKind


@dataclass(frozen=True, slots=True)
class GuestList:
    """Who is invited now, and who no longer is."""

    guests: list[Guest]
    gone: list[Guest]


def bring_up_to_date(host: Host, meeting: Proposed, more: Sequence[GuestInput] | None) -> GuestList:
    """Make the guests those of the market or territory as it is now.

    `more` replaces those invited by name, unless None.
    """
    before = guests_of(host.session, meeting.id)
    if more is None:
        more = [GuestInput(name=g.name, email=g.email) for g in before if _is_named(g) and g.email]
    wanted = _once(host, meeting.kind, more)
    known = {_identity(guest.party_id, guest.account_id, guest.email): guest for guest in before}
    for values in wanted:
        identity = _identity(values["party_id"], values["account_id"], values["email"])
        _keep(host, meeting, known.pop(identity, None), values)
    if gone := list(known.values()):
        left = delete(GUEST).where(GUEST.c.id.in_([guest.id for guest in gone]))
        host.session.connection().execute(left)
    return GuestList(guests_of(host.session, meeting.id), gone)


def who_is_invited(host: Host, kind: MeetingKind) -> list[Invited]:
    """Those whom a meeting of this kind would invite now, without anyone named."""
    return _once(host, kind, ())


def are_others(session: Session, meeting_id: int, more: Sequence[GuestInput] | None) -> bool:
    """Whether these are not the people already invited by name."""
    if more is None:
        return False
    known = {(guest.name, guest.email) for guest in guests_of(session, meeting_id) if _is_named(guest)}
    return known != {(guest.name, guest.email.lower()) for guest in more}


def follow_contact(host: Host, meeting: Proposed, party: Correspondent) -> None:
    """A guest's address and name follow its party's."""
    same = update(GUEST).where(GUEST.c.meeting_id == meeting.id, GUEST.c.party_id == party.party_id)
    host.session.connection().execute(same.values(**as_guest(party)))


def _once(host: Host, kind: MeetingKind, more: Iterable[GuestInput]) -> list[Invited]:
    """The guests in order, no address twice."""
    named = (by_name(guest.name, guest.email.lower()) for guest in more)
    wanted = [*invited_to(host, kind), *named]
    seen: set[str] = set()
    found = []
    for values in wanted:
        if values["email"] is None or values["email"] not in seen:
            found.append(values)
        seen.add(values["email"] or "")
    return found


def _identity(party_id: int | None, account_id: int | None, email: str | None) -> tuple[str, object]:
    """The same guest keeps its place when its address or its contact changes."""
    if party_id is not None:
        return "party", party_id
    return ("named", email) if account_id is None else ("account", account_id)


def _is_named(guest: Guest) -> bool:
    return guest.party_id is None and guest.account_id is None


def _keep(host: Host, meeting: Proposed, known: Guest | None, values: Invited) -> None:
    connection = host.session.connection()
    if known is None:
        connection.execute(insert(GUEST).values(meeting_id=meeting.id, **values))
    elif (known.name, known.email, known.locale) != (values["name"], values["email"], values["locale"]):
        connection.execute(update(GUEST).where(GUEST.c.id == known.id).values(**values))
