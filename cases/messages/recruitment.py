"""What partners and companies are written about needs and candidates."""

from datetime import date

from pydantic import Field

from cases.documents import Frozen, Hours
from cases.messages.kinds import Message
from models.vocabulary import ContractKind, Trade


class RecruitmentNeedMail(Message):
    """A partner learns of a need and answers by its link; `answer_by` is the last day."""

    partner_name: str
    company_name: str
    market_title: str
    link_id: int
    trade: Trade
    positions: int = Field(ge=1)
    contract_kind: ContractKind
    hours: Hours | None = None
    starts_on: date
    place: str | None = None
    profile: str
    answer_by: date


class NeedClosedMail(Message):
    """A partner that was asked learns that nobody more is looked for."""

    partner_name: str
    company_name: str
    trade: Trade
    is_filled: bool


class PresentedCandidate(Frozen):
    """Someone presented to the company, and the partner to call about them."""

    name: str
    phone: str | None = None
    note: str | None = None
    partner_name: str
    partner_contact: str | None = None
    partner_email: str | None = None
    partner_phone: str | None = None


class CandidatesPresented(Message):
    """The company learns who is proposed for its need."""

    company_name: str
    market_title: str
    trade: Trade
    candidates: tuple[PresentedCandidate, ...] = Field(min_length=1)


class CandidateOutcome(Message):
    """A partner learns what became of those it proposed, all of one decision together."""

    partner_name: str
    company_name: str
    trade: Trade
    hired: tuple[str, ...] = ()
    declined: tuple[str, ...] = ()
