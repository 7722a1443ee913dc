"""What differs by kind of meeting, as data: who is invited, at which stages, for which task.

Proposing, moving, calling off, reminding and minuting are the same for all (cases/commands/meetings.py).
"""

from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from typing import Any

from sqlalchemy import or_, select

from cases.actors import STAFF
from cases.casework import Casework
from cases.correspondence import Correspondent
from cases.meetings import Host, in_order, parties_of
from cases.statements import table_of
from cases.territorywork import Territorywork
from models.tables import Account, HourLine, HourSheet, Party, WorkContract
from models.vocabulary import PARTNERS, MeetingKind, PartyKind, Stage, TaskKind

ACCOUNT, PARTY, CONTRACT = table_of(Account), table_of(Party), table_of(WorkContract)
SHEET, LINE = table_of(HourSheet), table_of(HourLine)
LONGEST_NAME = 250
Invited = dict[str, Any]
"""A row of `meeting_guest`, but for its meeting."""


@dataclass(frozen=True, slots=True)
class Arrangement:
    """One kind of meeting. `stages`: where a market proposes, moves and holds it; none for a territory."""

    kind: MeetingKind
    task: TaskKind
    stages: frozenset[Stage]
    invited: Callable[[Any], Iterator[Invited]]
    brings_obligations: bool = False


def as_guest(party: Correspondent) -> Invited:
    """A party as a guest: its contact, at the address that works."""
    name = f"{party.contact_name} ({party.name})" if party.contact_name else party.name
    return {
        "party_id": party.party_id,
        "account_id": None,
        "name": name[:LONGEST_NAME],
        "email": party.email,
        "locale": party.locale,
    }


def by_name(name: str, email: str | None, account_id: int | None = None, locale: str = "fr") -> Invited:
    """Someone who is no party: an account, or whoever was named with an address."""
    return {"party_id": None, "account_id": account_id, "locale": locale, "name": name, "email": email}


def invited_to(host: Host, kind: MeetingKind) -> Iterator[Invited]:
    """Who is invited without being named, in order."""
    return ARRANGEMENTS[kind].invited(host)


def _at_kickoff(case: Casework) -> Iterator[Invited]:
    """The companies, the buyer, the facilitator."""
    yield from map(as_guest, parties_of(case).values())
    yield from _facilitator(case)


def _at_site_meeting(case: Casework) -> Iterator[Invited]:
    """The companies, the buyer, the insertion structures that employ people there, the facilitator."""
    yield from map(as_guest, in_order(case.session, (*parties_of(case), *_employers(case))).values())
    yield from _facilitator(case)


def _facilitator(case: Casework) -> Iterator[Invited]:
    if case.letterhead.facilitator_email:
        head, referent = case.letterhead, case.market.referent_id
        query = select(ACCOUNT.c.locale).where(ACCOUNT.c.id == referent)
        language = case.session.connection().execute(query).scalar() or "fr"
        yield by_name(head.facilitator_name, head.facilitator_email, referent, language)


def _employers(case: Casework) -> list[int]:
    """The insertion structures whose contract with someone who worked on this market is not over."""
    query = (
        select(CONTRACT.c.employer_id)
        .join(PARTY, PARTY.c.id == CONTRACT.c.employer_id)
        .join(LINE, LINE.c.participant_id == CONTRACT.c.participant_id)
        .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
        .where(
            SHEET.c.market_id == case.market.id,
            SHEET.c.party_id == CONTRACT.c.company_id,
            PARTY.c.kind == PartyKind.INSERTION_STRUCTURE,
            or_(CONTRACT.c.ends_on.is_(None), CONTRACT.c.ends_on >= case.today),
        )
        .distinct()
        .order_by(CONTRACT.c.employer_id)
    )
    return list(case.session.connection().execute(query).scalars())


def _at_partners_meeting(work: Territorywork) -> Iterator[Invited]:
    """Every insertion structure and prescriber of the territory, and its staff."""
    here = PARTY.c.territory_id == work.territory_id
    query = select(PARTY.c.id).where(here, PARTY.c.kind.in_(PARTNERS)).order_by(PARTY.c.name, PARTY.c.id)
    partners = work.session.connection().execute(query).scalars()
    yield from map(as_guest, in_order(work.session, partners).values())
    people = select(ACCOUNT.c.name, ACCOUNT.c.email, ACCOUNT.c.id, ACCOUNT.c.locale).where(
        ACCOUNT.c.territory_id == work.territory_id, ACCOUNT.c.role.in_(STAFF), ACCOUNT.c.active
    )
    for row in work.session.connection().execute(people.order_by(ACCOUNT.c.id)):
        yield by_name(*row)


ARRANGEMENTS: Mapping[MeetingKind, Arrangement] = {
    each.kind: each
    for each in (
        Arrangement(
            MeetingKind.KICKOFF_MEETING,
            TaskKind.HOLD_KICKOFF,
            frozenset({Stage.KICKOFF}),
            _at_kickoff,
            brings_obligations=True,
        ),
        Arrangement(
            MeetingKind.SITE_MEETING,
            TaskKind.HOLD_SITE_MEETING,
            frozenset({Stage.FOLLOW_UP}),
            _at_site_meeting,
        ),
        Arrangement(
            MeetingKind.PARTNERS_MEETING,
            TaskKind.HOLD_PARTNERS_MEETING,
            frozenset(),
            _at_partners_meeting,
        ),
    )
}


def kind_at(stage: Stage) -> MeetingKind | None:
    """The kind of meeting that a market at this stage prepares; None where it prepares none."""
    return next((each.kind for each in ARRANGEMENTS.values() if stage in each.stages), None)
