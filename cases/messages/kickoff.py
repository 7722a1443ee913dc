"""What is written about a kickoff: that it is missing, and what was agreed once it was held."""

from datetime import date

from cases.documents import Frozen, Hours
from cases.messages.kinds import Message
from models.vocabulary import Modality


class KickoffChase(Message):
    """The lead is asked for a kickoff that was not held; `meeting_on` is the day of one that was proposed."""

    company_name: str
    market_title: str
    market_reference: str
    buyer_name: str
    awarded_on: date
    meeting_on: date | None = None


class KickoffMissingBuyer(Message):
    """The buyer learns that the kickoff is still missing; `market_id` opens the market for who signs in."""

    buyer_name: str
    company_name: str | None
    market_title: str
    market_reference: str
    awarded_on: date
    meeting_on: date | None = None
    market_id: int | None = None


class AgreedCompany(Frozen):
    """What was agreed with a company: how it recruits, and who answers its sheets."""

    company_name: str
    modality: Modality | None = None
    contact_name: str | None = None


class PlanLine(Frozen):
    """Hours expected in a month; `month` is its first day."""

    month: date
    hours: Hours


class KickoffMinutes(Message):
    """What was said and agreed at the kickoff, and what comes next.

    `present` and `absent` name those who were invited; `first_sheet_on` is when the first sheets open.
    """

    market_title: str
    market_reference: str
    buyer_name: str
    held_on: date
    starts_on: date
    planned_end_on: date | None
    minutes: str
    present: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    companies: tuple[AgreedCompany, ...]
    committed_hours: Hours
    plan: tuple[PlanLine, ...] = ()
    first_sheet_on: date
