"""A contract or a criterion told of someone whom the company knows already: kept when none is recorded."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime
from enum import Enum, auto

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.compared_again import compare_again
from cases.hour_facts import CLAIM, CONTRACT, records_of
from cases.inputs import LineInput
from cases.newcomers import tell_claim
from cases.personwork import open_person
from models.vocabulary import EligibilityStatus

KNOWN_ALREADY = (
    "Cette personne a déjà un contrat ou un critère enregistré\u00a0: ce que vous écrivez ici ne le remplace"
    " pas, donnez-le à votre facilitateur.",
    "This person has a contract or a criterion recorded already: what you write here does not replace it,"
    " give it to your facilitator.",
)


class Fate(Enum):
    """What becomes of a contract, or of a criterion, that a line may tell."""

    UNTOLD = auto()
    KEPT = auto()
    KNOWN = auto()
    """It is the one that is recorded: there is nothing to do, nor to say."""
    LEFT_OUT = auto()
    """Another one is recorded, and stands."""


@dataclass(frozen=True, slots=True)
class ToldTerms:
    """What becomes of a line's contract and criterion."""

    contract: Fate = Fate.UNTOLD
    claim: Fate = Fate.UNTOLD

    @property
    def keeps_contract(self) -> bool:
        return self.contract is Fate.KEPT

    @property
    def keeps_claim(self) -> bool:
        return self.claim is Fate.KEPT

    @property
    def leaves_out(self) -> bool:
        return Fate.LEFT_OUT in (self.contract, self.claim)


@dataclass(frozen=True, slots=True)
class TermsAdded:
    """The contract and the claim that an answer added to someone known; None for none."""

    person: int
    contract: int | None
    claim: int | None


def terms_told(
    session: Session, person: int, company_id: int, line: LineInput, buyer_id: int | None
) -> ToldTerms:
    """`buyer_id`: the buyer whose own list the criterion is of, if any."""
    if line.contract_kind is None and line.criterion is None:
        return ToldTerms()
    records = [record.id for record in records_of(session, {person})]
    contract, claim = Fate.UNTOLD, Fate.UNTOLD
    if line.contract_kind is not None:
        contract = _fate_of_contract(session, records, company_id, line)
    if line.criterion is not None:
        claim = _fate_of_claim(session, records, (person, line.criterion, buyer_id))
    return ToldTerms(contract, claim)


def _fate_of_contract(session: Session, records: Collection[int], company_id: int, line: LineInput) -> Fate:
    query = select(CONTRACT.c.kind, CONTRACT.c.employer_id, CONTRACT.c.starts_on, CONTRACT.c.ends_on)
    mine = query.where(CONTRACT.c.participant_id.in_(records), CONTRACT.c.company_id == company_id)
    found = session.connection().execute(mine).all()
    told = (line.contract_kind, line.employer_id or company_id, line.starts_on)
    same = (each for each in found if (each.kind, each.employer_id, each.starts_on) == told)
    if any(line.ends_on in (None, each.ends_on) for each in same):
        return Fate.KNOWN
    return Fate.LEFT_OUT if found else Fate.KEPT


def _fate_of_claim(session: Session, records: Collection[int], told: tuple[int, str, int | None]) -> Fate:
    """`told`: whose record, which criterion, of whose list.

    Only one that waits is compared: trying tells nobody what was confirmed.
    """
    query = select(CLAIM.c.participant_id, CLAIM.c.criterion, CLAIM.c.buyer_id, CLAIM.c.status)
    found = session.connection().execute(query.where(CLAIM.c.participant_id.in_(records))).all()
    if (*told, EligibilityStatus.CLAIMED) in map(tuple, found):
        return Fate.KNOWN
    return Fate.LEFT_OUT if found else Fate.KEPT


def tell_terms(session: Session, actor: Actor, market_id: int, added: TermsAdded, *, now: datetime) -> None:
    """Journal what was added, have the criterion confirmed, count and compare the hours anew.

    Call it after the command's own decision.
    """
    case = open_person(session, actor, added.person, now, market_id)
    if added.contract is not None:
        case.decide("contract_added", {"participant": added.person, "contract": added.contract})
        compare_again(session, actor, case.records, now=now)
    if added.claim is not None:
        tell_claim(case, added.person, added.claim)
