"""Draws a territory's companies and the fate of its markets from a seed, each from chances of its own."""

from collections.abc import Mapping, Sequence
from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal
from random import Random
from typing import TypeVar

from cases.rules.months import add_months
from cases.simulation import names
from cases.simulation.plans import MarketPlan, MemberPlan, Organisation, Stop, Temperament
from cases.simulation.trades import amount_for, trade_of
from models.vocabulary import CompanyRole, Lever, Stage

Drawn = TypeVar("Drawn")
TEMPERAMENTS = {
    Temperament.PUNCTUAL: 48,
    Temperament.FORGETFUL: 12,
    Temperament.LATE: 16,
    Temperament.SILENT: 7,
    Temperament.MUTE: 3,
    Temperament.MISDIRECTED: 6,
    Temperament.CARELESS: 8,
}
LEVERS = {
    Lever.EXECUTION_CONDITION: 70,
    Lever.CONDITION_AND_CRITERION: 15,
    Lever.AWARD_CRITERION: 5,
    Lever.RESERVED_SIAE: 5,
    Lever.INSERTION_SERVICE: 5,
}
DURATIONS = {3: 15, 4: 15, 6: 30, 9: 20, 12: 15, 18: 5}
KICKOFF_DAYS = {4: 30, 6: 25, 8: 25, 14: 12, 24: 8}
GROUP_SIZES = {1: 62, 2: 22, 3: 12, 4: 4}
BUYER_NUMBERS = 5_000_000


def chance_of(seed: int, *about: object) -> Random:
    """Chances of their own for whatever is named: what else is drawn, and when, changes nothing of them."""
    return Random("/".join(map(str, (seed, *about))))


def _drawn(chance: Random, weighted: Mapping[Drawn, int]) -> Drawn:
    return chance.choices(list(weighted), list(weighted.values()))[0]


def cast_companies(seed: int, how_many: int) -> list[Organisation]:
    """The companies of a territory, each with its temperament."""
    found = []
    for number in range(how_many):
        temperament = _drawn(chance_of(seed, "company", number), TEMPERAMENTS)
        found.append(company(number, temperament))
    return found


def company(number: int, temperament: Temperament) -> Organisation:
    """The n-th company, as one that behaves so."""
    first, last = names.person(number * 7 + 3)
    email = f"insertion@entreprise-{number + 1}.example"
    return Organisation(names.company(number), names.siret(number), email, f"{first} {last}", temperament)


def buyer(number: int) -> Organisation:
    """The n-th buyer."""
    first, last = names.person(number * 5 + 1)
    email = f"marches@acheteur-{number + 1}.example"
    return Organisation(names.buyer(number), names.siret(BUYER_NUMBERS + number), email, f"{first} {last}")


def cast_markets(
    seed: int, how_many: int, starts_on: date, months: int, companies: Sequence[Organisation]
) -> list[MarketPlan]:
    """The markets of a territory: a third is there early, the others enter over its first three quarters."""
    buyers = [buyer(number) for number in range(max(2, how_many // 12))]
    last_day = max(1, (add_months(starts_on, months) - starts_on).days * 3 // 4)
    found = []
    for number in range(how_many):
        chance = chance_of(seed, "market", number)
        latest = min(45, last_day) if chance.random() < 0.34 else last_day
        enters_on = starts_on + timedelta(days=chance.randrange(latest))
        found.append(_market(chance, number, enters_on, chance.choice(buyers), companies))
    return found


def _market(
    chance: Random, number: int, enters_on: date, buyer: Organisation, companies: Sequence[Organisation]
) -> MarketPlan:
    duration = _drawn(chance, DURATIONS)
    required = Decimal(chance.randrange(40, 240) * duration)
    committed = (required * Decimal(chance.randrange(100, 121)) / 100).quantize(Decimal(1))
    title = names.title(chance)
    plan = MarketPlan(
        reference=f"{enters_on.year}-{number + 1:04d}",
        title=title,
        buyer=buyer,
        members=_members(chance, companies, committed),
        enters_on=enters_on,
        lever=_drawn(chance, LEVERS),
        amount=amount_for(required, trade_of(title)),
        duration_months=duration,
        required_hours=required,
        committed_hours=committed,
        pace=Decimal(chance.randrange(70, 145)) / 100,
        study_days=chance.randrange(3, 18),
        tender_days=chance.randrange(20, 50),
        kickoff_days=_drawn(chance, KICKOFF_DAYS),
        is_waived=chance.random() < 0.6,
    )
    return _with_origin(chance, _with_events(chance, plan))


def _with_events(chance: Random, plan: MarketPlan) -> MarketPlan:
    """What most markets are spared."""
    luck, half = chance.random(), plan.duration_months * 15
    if luck < 0.05:
        return replace(plan, abandoned_at=chance.choice((Stage.DRAFTING, Stage.TENDER_ANALYSIS)))
    if luck < 0.10:
        return replace(plan, restarts=True)
    if luck < 0.22:
        return replace(plan, stop=Stop(chance.randrange(10, half), chance.randrange(5, 75)))
    if luck < 0.28:
        return replace(plan, terminated_after_days=chance.randrange(20, half * 2))
    if luck < 0.30:
        stop = Stop(chance.randrange(10, half), 400)
        return replace(plan, stop=stop, terminated_after_days=stop.after_days + 30)
    if luck < 0.34:
        return replace(plan, declines=True, reopens=luck < 0.31)
    return plan


def _with_origin(chance: Random, plan: MarketPlan) -> MarketPlan:
    """Three in ten come from the open data, already awarded; a few of those are doubtful or amended."""
    stays_by_hand = plan.abandoned_at is not None or plan.restarts or plan.declines
    if stays_by_hand or chance.random() >= 0.3:
        return plan
    doubtful, amended = chance.random() < 0.3, chance.random() < 0.3
    return replace(plan, is_imported=True, is_doubtful=doubtful, is_amended=amended)


def _members(chance: Random, companies: Sequence[Organisation], committed: Decimal) -> tuple[MemberPlan, ...]:
    chosen = chance.sample(companies, min(_drawn(chance, GROUP_SIZES), len(companies)))
    others = (CompanyRole.CO_CONTRACTOR, CompanyRole.SUBCONTRACTOR)
    roles = [CompanyRole.LEAD, *(chance.choice(others) for _ in chosen[1:])]
    return members(chosen, roles, committed if chance.random() < 0.5 else None)


def members(
    companies: Sequence[Organisation], roles: Sequence[CompanyRole], committed: Decimal | None
) -> tuple[MemberPlan, ...]:
    """The group; `committed` hours are shared out evenly when given, the lead taking what is left over."""
    if committed is None:
        return tuple(MemberPlan(*pair) for pair in zip(companies, roles, strict=True))
    each = (committed / len(companies)).quantize(Decimal(1))
    first = committed - each * (len(companies) - 1)
    shares = [first, *(each for _ in companies[1:])]
    return tuple(MemberPlan(*fate) for fate in zip(companies, roles, shares, strict=True))
