"""Who comes to a kickoff: the companies, the buyer, the facilitator, and whoever else is named."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import Any

from sqlalchemy import delete, insert, update
from sqlmodel import Session

from cases.casework import Casework
from cases.correspondence import Correspondent
from cases.inputs import GuestInput
from cases.meetings import GUEST, Guest, Proposed, guests_of, parties_of

LONGEST_NAME = 250


@dataclass(frozen=True, slots=True)
class GuestList:
    """Who is invited now, and who no longer is."""

    guests: list[Guest]
    gone: list[Guest]


def bring_up_to_date(case: Casework, meeting: Proposed, more: Sequence[GuestInput] | None) -> GuestList:
    """Make the guests those of the market as it is; `more` replaces those invited by name, unless None."""
    before = guests_of(case.session, meeting.id)
    if more is None:
        more = [GuestInput(name=g.name, email=g.email) for g in before if _is_named(g) and g.email]
    wanted = _once(case, more)
    known = {_identity(guest.party_id, guest.account_id, guest.email): guest for guest in before}
    for values in wanted:
        identity = _identity(values["party_id"], values["account_id"], values["email"])
        _keep(case, meeting, known.pop(identity, None), values)
    if gone := list(known.values()):
        left = delete(GUEST).where(GUEST.c.id.in_([guest.id for guest in gone]))
        case.session.connection().execute(left)
    return GuestList(guests_of(case.session, meeting.id), gone)


def are_others(session: Session, meeting_id: int, more: Sequence[GuestInput] | None) -> bool:
    """Whether these are not the people already invited by name."""
    if more is None:
        return False
    known = {(guest.name, guest.email) for guest in guests_of(session, meeting_id) if _is_named(guest)}
    return known != {(guest.name, guest.email.lower()) for guest in more}


def follow_contact(case: Casework, meeting: Proposed, party: Correspondent) -> None:
    """A guest's address and name follow its party's."""
    same = update(GUEST).where(GUEST.c.meeting_id == meeting.id, GUEST.c.party_id == party.party_id)
    case.session.connection().execute(same.values(**as_guest(party)))


def as_guest(party: Correspondent) -> dict[str, Any]:
    """A party as a guest: its contact, at the address that works."""
    name = f"{party.contact_name} ({party.name})" if party.contact_name else party.name
    return {
        "party_id": party.party_id,
        "account_id": None,
        "name": name[:LONGEST_NAME],
        "email": party.email,
        "locale": party.locale,
    }


def _once(case: Casework, more: Iterable[GuestInput]) -> list[dict[str, Any]]:
    """The guests in order, no address twice."""
    head = case.letterhead
    wanted = [as_guest(party) for party in parties_of(case).values()]
    if head.facilitator_email:
        account = {"party_id": None, "account_id": case.market.referent_id, "locale": "fr"}
        wanted.append({**account, "name": head.facilitator_name, "email": head.facilitator_email})
    for guest in more:
        row = {"party_id": None, "account_id": None, "locale": "fr"}
        wanted.append({**row, "name": guest.name, "email": guest.email.lower()})
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


def _keep(case: Casework, meeting: Proposed, known: Guest | None, values: dict[str, Any]) -> None:
    connection = case.session.connection()
    if known is None:
        connection.execute(insert(GUEST).values(meeting_id=meeting.id, **values))
    elif (known.name, known.email) != (values["name"], values["email"]):
        connection.execute(update(GUEST).where(GUEST.c.id == known.id).values(**values))
