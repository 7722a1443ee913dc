"""Whether a person's hours of a month may count for a market: works, contract, criterion, validity."""

from collections.abc import Iterable, Sequence
from datetime import date

from cases.rules.eligibility_criteria import EARLIER_RECORD
from cases.rules.months import add_months, is_month_owed
from cases.rules.person_month import Claim, Contract, PersonMonth, Works
from cases.rules.policy import RulePack
from models.vocabulary import ContractKind, CountingRule, EligibilityStatus, SetAside


def is_under_way(month: date, works: Works) -> bool:
    """Whether the market's works were under way on a day of the month."""
    return works.starts_on is not None and is_month_owed(month, works.starts_on, works.ends_on, works.stops)


def is_under_contract(company_id: int, known: PersonMonth) -> bool:
    """Whether a contract covers a day of the month; true while none with that company is known."""
    contracts = [each for each in known.contracts if each.company_id == company_id]
    last = known.last_day
    return not contracts or any(
        each.starts_on <= last and (each.ends_on is None or each.ends_on >= known.month) for each in contracts
    )


def eligible(known: PersonMonth, works: Works, pack: RulePack) -> tuple[SetAside | None, CountingRule]:
    """Why the person's hours do not count for this market, if so, and the rule that says it.

    A criterion is confirmed once its proof was seen; it holds from the first hire on, for the time written
    down with it. A permanent hire has a time of its own, which takes its place (DOMAIN.md rule 2).
    """
    claims = claims_for(known.claims, works)
    confirmed = [claim for claim in claims if claim.status is EligibilityStatus.CONFIRMED]
    if not confirmed:
        return why_unconfirmed(known.claims, claims), CountingRule.ELIGIBLE_AND_CONFIRMED
    hired_on = _permanently_hired_on(known.contracts, known.last_day)
    if hired_on is not None:
        is_over = known.month >= add_months(hired_on, pack.permanent_hire_months)
        reason = SetAside.PERMANENT_HIRE_OVER if is_over else None
        return reason, CountingRule.WITHIN_THE_PERMANENT_HIRE
    if any(_holds(claim, known.month, known.last_day) for claim in confirmed):
        return None, CountingRule.ELIGIBLE_AND_CONFIRMED
    is_early = all(claim.valid_from is not None and claim.valid_from > known.last_day for claim in confirmed)
    reason = SetAside.BEFORE_HIRE if is_early else SetAside.VALIDITY_OVER
    return reason, CountingRule.WITHIN_THE_VALIDITY


def claims_for(claims: Iterable[Claim], works: Works) -> list[Claim]:
    """Those that this buyer takes: of its own list when it has one, else of the rule pack."""
    list_of = works.buyer_id if works.buyer_has_own_list else None
    return [each for each in claims if each.buyer_id == list_of or each.criterion == EARLIER_RECORD]


def why_unconfirmed(all_claims: Sequence[Claim], claims: Sequence[Claim]) -> SetAside:
    """Why nobody confirmed a criterion that this buyer takes."""
    if any(claim.status is EligibilityStatus.CLAIMED for claim in claims):
        return SetAside.NOT_CONFIRMED
    if claims:
        return SetAside.NOT_ELIGIBLE
    elsewhere = any(claim.status is EligibilityStatus.CONFIRMED for claim in all_claims)
    return SetAside.NOT_ON_BUYERS_LIST if elsewhere else SetAside.NOT_CONFIRMED


def _permanently_hired_on(contracts: Iterable[Contract], last: date) -> date | None:
    """The first day of the first permanent contract, once it has begun."""
    permanent = (
        each.starts_on for each in contracts if each.kind is ContractKind.PERMANENT and each.starts_on <= last
    )
    return min(permanent, default=None)


def _holds(claim: Claim, first: date, last: date) -> bool:
    """Whether it holds on a day of the month: a month that it covers in part counts whole."""
    has_begun = claim.valid_from is None or claim.valid_from <= last
    return has_begun and (claim.valid_until is None or claim.valid_until >= first)
