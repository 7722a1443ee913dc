"""What is decided beforehand in a virtual territory: who its companies are, and what befalls each market."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum

from cases.simulation.trades import trade_of, urban_renewal_of
from models.vocabulary import CompanyRole, Lever, Stage, Trade, UrbanRenewal


class Temperament(StrEnum):
    """How a company answers its monthly sheets."""

    PUNCTUAL = "punctual"
    FORGETFUL = "forgetful"
    LATE = "late"
    SILENT = "silent"
    MUTE = "mute"
    MISDIRECTED = "misdirected"
    CARELESS = "careless"


@dataclass(frozen=True, slots=True)
class Organisation:
    """A buyer or a company, with the contact who answers for it."""

    name: str
    siret: str
    email: str
    contact_name: str
    temperament: Temperament = Temperament.PUNCTUAL


@dataclass(frozen=True, slots=True)
class MemberPlan:
    """A company on a market, and its share of the hours where shares are agreed."""

    company: Organisation
    role: CompanyRole
    share: Decimal | None = None


@dataclass(frozen=True, slots=True)
class Stop:
    """A stop order: so many days after the start, for so many days."""

    after_days: int
    length_days: int


class Recruiting(StrEnum):
    """What becomes of a company's need for people when it is not left to chance."""

    FILLED = "filled"
    WAITING = "waiting"


@dataclass(frozen=True, slots=True)
class MarketPlan:
    """One market's fate. Delays are in working days unless named otherwise.

    `pace`: hours done for each hour committed. `stays_at`: the stage that nobody moves it on from;
    `meets_after_days`: when a meeting is proposed for, on a market that stays at kickoff.
    `recruiting`: what becomes of its company's need for people; None leaves that, and whether there is one,
    to chance. `declines`: its study concludes without a clause; `reopens`: until it is opened again.
    """

    reference: str
    title: str
    buyer: Organisation
    members: tuple[MemberPlan, ...]
    enters_on: date
    lever: Lever
    amount: Decimal
    duration_months: int
    required_hours: Decimal
    committed_hours: Decimal
    pace: Decimal
    study_days: int
    tender_days: int
    kickoff_days: int
    is_imported: bool = False
    is_doubtful: bool = False
    is_amended: bool = False
    restarts: bool = False
    declines: bool = False
    reopens: bool = False
    abandoned_at: Stage | None = None
    stop: Stop | None = None
    terminated_after_days: int | None = None
    is_waived: bool = True
    stays_at: Stage | None = None
    meets_after_days: int | None = None
    recruiting: Recruiting | None = None

    def stays(self, stage: Stage) -> bool:
        """Whether nobody moves the market on from this stage."""
        return self.stays_at is stage

    @property
    def trade(self) -> Trade:
        """What its title says that it is about."""
        return trade_of(self.title)

    @property
    def urban_renewal(self) -> UrbanRenewal:
        """Whether it belongs to the territory's ANRU operation."""
        return urban_renewal_of(self.title)

    @property
    def members_by_siret(self) -> Mapping[str, MemberPlan]:
        return {member.company.siret: member for member in self.members}

    @property
    def monthly_hours(self) -> Decimal:
        """What all companies together do in an ordinary month."""
        return self.committed_hours * self.pace / self.duration_months
