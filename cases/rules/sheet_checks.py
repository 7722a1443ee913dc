"""What is asked before a sheet is sent: hours that nobody works, days outside a contract, a month not over.

Each cause raises one question: hours in a month without a contract are not compared with its days too.

A month that is not over is an error; the rest are questions, which whoever sends may answer "it is right".
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal
from enum import StrEnum

from cases.rules.calendar import WorkingCalendar
from cases.rules.months import last_day, next_month
from cases.rules.person_month import Claim, Contract
from cases.rules.policy import RulePack
from models.vocabulary import EligibilityStatus

ZERO = Decimal(0)


class Doubt(StrEnum):
    """What may be wrong with someone's hours."""

    OVER_MONTHLY_CAP = "over_monthly_cap"
    OVER_DAILY_CAP = "over_daily_cap"
    OVER_CONTRACT_DAYS = "over_contract_days"
    PERSON_GONE = "person_gone"
    OUTSIDE_CONTRACT = "outside_contract"
    ELIGIBILITY_OVER = "eligibility_over"


@dataclass(frozen=True, slots=True)
class DeclaredMonth:
    """Someone's hours on a sheet, with what is known: `elsewhere` are those on the company's other sheets
    of the month, `contracts` those for this company.
    """

    hours: Decimal
    elsewhere: Decimal = ZERO
    contracts: tuple[Contract, ...] = ()
    claims: tuple[Claim, ...] = ()


@dataclass(frozen=True, slots=True)
class Question:
    """One doubt, with the figures or the day that it is about: `limit` hours, a day's or the month's;
    the `hours` of the month, and its `working_days` on which they may have been worked.
    """

    doubt: Doubt
    limit: Decimal | None = None
    day: date | None = None
    hours: Decimal = ZERO
    working_days: int = 0


def is_month_over(month: date, ends_on: date | None, today: date) -> bool:
    """Whether the last day of work of the month is here; `ends_on` when the market ended within it."""
    last = last_day(month)
    return today >= (last if ends_on is None else min(last, ends_on))


def working_days(month: date, calendar: WorkingCalendar, contracts: tuple[Contract, ...] = ()) -> int:
    """Days of the month on which people usually work; within one of the contracts, when there are any."""
    days = (month + timedelta(days=rank) for rank in range((next_month(month) - month).days))
    return sum(
        calendar.is_working_day(day) and (not contracts or any(_is_within(each, day) for each in contracts))
        for day in days
    )


def _is_within(contract: Contract, day: date) -> bool:
    return contract.starts_on <= day and (contract.ends_on is None or day <= contract.ends_on)


def questions_about(person: DeclaredMonth, month: date, pack: RulePack) -> Iterator[Question]:
    """The doubts about one person's hours, the gravest first. A month's cap hides a day's."""
    hours = person.hours + person.elsewhere
    absent = _contract_question(person.contracts, month)
    if hours > pack.monthly_cap_hours:
        yield Question(Doubt.OVER_MONTHLY_CAP, limit=pack.monthly_cap_hours)
    elif absent is None:
        yield from _daily(hours, person.contracts, month, pack)
    if absent is not None:
        yield absent
    ends = _eligible_until(person.claims)
    if ends is not None and ends < month:
        yield Question(Doubt.ELIGIBILITY_OVER, day=ends)


def _daily(
    hours: Decimal, contracts: tuple[Contract, ...], month: date, pack: RulePack
) -> Iterator[Question]:
    """Whether the hours are too many for the days on which the person could have worked."""
    days = working_days(month, pack.calendar, contracts)
    if hours > pack.daily_cap_hours * days:
        doubt = Doubt.OVER_CONTRACT_DAYS if contracts else Doubt.OVER_DAILY_CAP
        yield Question(doubt, limit=pack.daily_cap_hours, hours=hours, working_days=days)


def _contract_question(contracts: tuple[Contract, ...], month: date) -> Question | None:
    """Contracts are known, but none for this month."""
    after = next_month(month)
    if not contracts or any(
        each.starts_on < after and (each.ends_on is None or each.ends_on >= month) for each in contracts
    ):
        return None
    ended = [each.ends_on for each in contracts if each.ends_on is not None and each.ends_on < month]
    if len(ended) == len(contracts):
        return Question(Doubt.PERSON_GONE, day=max(ended))
    later = min(each.starts_on for each in contracts if each.starts_on >= after)
    return Question(Doubt.OUTSIDE_CONTRACT, day=later)


def _eligible_until(claims: tuple[Claim, ...]) -> date | None:
    """The last day of the latest validity; None when nothing is confirmed, or some validity has no end."""
    confirmed = [claim.valid_until for claim in claims if claim.status is EligibilityStatus.CONFIRMED]
    if not confirmed or None in confirmed:
        return None
    return max(day for day in confirmed if day is not None)
