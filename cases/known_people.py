"""The people of one company, found by their names as people write them."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date

from sqlalchemy import bindparam, select, update
from sqlmodel import Session

from cases.known_terms import TermsAdded
from cases.rules.labels import plain
from cases.rules.same_person import Identity, is_nearly
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import Participant

PERSON = table_of(Participant)
PEOPLE = Prepared(
    select(PERSON.c.id, PERSON.c.last_name, PERSON.c.first_name, PERSON.c.birth_date, PERSON.c.merged_into_id)
    .where(PERSON.c.party_id == bindparam("party_id"))
    .order_by(PERSON.c.id)
)


class SeveralPeople(Exception):
    """Two people of the company have these names: only a date of birth tells them apart."""


@dataclass(frozen=True, slots=True)
class Known:
    """One record of the company."""

    id: int
    last_name: str
    first_name: str
    birth_date: date | None
    merged_into_id: int | None

    @property
    def root(self) -> int:
        """The same for records that are one person."""
        return self.merged_into_id or self.id


class KnownPeople:
    """The records of one company, with those added meanwhile (`meet`) or whose birth date was learned."""

    def __init__(self, session: Session, party_id: int) -> None:
        self._session = session
        self._people = [Known(*row) for row in PEOPLE.rows(session, {"party_id": party_id})]
        self.ids = {person.id for person in self._people}
        self.newcomers: list[int] = []
        self.better_known: list[int] = []
        self.terms_added: list[TermsAdded] = []

    def meet(self, person: Known) -> None:
        """Someone was added."""
        self._people.append(person)
        self.ids.add(person.id)
        self.newcomers.append(person.id)

    def find(self, last_name: str, first_name: str, birth_date: date | None = None) -> Known | None:
        """Whoever has these names, without case nor accents, and no other date of birth.

        Raises SeveralPeople when more than one person may be meant.
        """
        names = _compared(last_name), _compared(first_name)
        found = [
            one for one in self._people if (_compared(one.last_name), _compared(one.first_name)) == names
        ]
        if birth_date is not None:
            born_then = [one for one in found if one.birth_date == birth_date]
            found = born_then or [one for one in found if one.birth_date is None]
        return _one_of(found)

    def nearly(self, last_name: str, first_name: str, birth_date: date | None = None) -> Known | None:
        """Whoever was known before and may be meant by these names that nobody has; None for someone new."""
        meant = Identity(first_name, last_name, birth_date)
        for one in self._people:
            if one.id not in self.newcomers and is_nearly(
                meant, Identity(one.first_name, one.last_name, one.birth_date)
            ):
                return one
        return None

    def learn_birth(self, person: Known, birth_date: date | None) -> None:
        """Write down a date of birth that nobody had given."""
        if birth_date is None or person.birth_date is not None:
            return
        learned = update(PERSON).where(PERSON.c.id == person.id, PERSON.c.birth_date.is_(None))
        self._session.connection().execute(learned.values(birth_date=birth_date))
        self.better_known.append(person.id)


def _compared(name: str) -> str:
    return plain(name) or name.casefold().strip()


def _one_of(found: Sequence[Known]) -> Known | None:
    if len({one.root for one in found}) > 1:
        raise SeveralPeople
    return found[0] if found else None
