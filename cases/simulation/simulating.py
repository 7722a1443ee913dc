"""A territory from empty through some months: founded, cast from a seed, lived, and counted."""

from collections.abc import Callable, Iterable, Mapping, Sequence
from datetime import date, datetime, time, timedelta
from functools import partial
from time import perf_counter

from cases.commands.territories import add_territory
from cases.integrity import seal_territories
from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.months import add_months
from cases.simulation import (
    addresses,
    agencies,
    agreements,
    attesting,
    beginnings,
    casting,
    changes,
    checking,
    clause,
    companies,
    endings,
    follow_up,
    intake,
    launches,
    names,
    opinions,
    partners,
    recruitment,
    sheet_pages,
    tendering,
    workforce,
)
from cases.simulation.founding import hire
from cases.simulation.invariants import count_violations
from cases.simulation.open_data import file_days, read_file
from cases.simulation.plans import MarketPlan
from cases.simulation.purchasing import send_plans
from cases.simulation.result import SimulationResult, counted
from cases.simulation.world import Reaction, ReadHours, World
from models.database import Database

Deliver = Callable[[datetime], object]
CODE = "simulation"
FACILITATORS = 3
SEALS_EVERY_DAYS = 7
SEAL_TIME = time(23, 30)
REACTIONS: Mapping[str, Sequence[Reaction]] = {
    "announced": (opinions.advise, beginnings.study),
    "registered": (opinions.advise, beginnings.study),
    "declined": (opinions.reconsider,),
    "study_reopened": (opinions.advise, beginnings.study),
    "restarted": (opinions.advise, beginnings.study, clause.draft_again),
    "described": (clause.draft,),
    "opinion_given": (clause.draft,),
    "calibration_retained": (clause.draft,),
    "clause_sent": (clause.go_public,),
    "published": (beginnings.analyse, clause.drop_a_piece, tendering.open_tender),
    "question_asked": (tendering.take_question,),
    "awarded": (companies.learn_companies, launches.prepare_kickoff),
    "imported": (beginnings.complete_import, companies.learn_companies, launches.prepare_kickoff),
    "import_updated": (beginnings.verify_again,),
    "meeting_proposed": (launches.expect_meeting,),
    "meeting_moved": (launches.expect_meeting,),
    "meeting_cancelled": (launches.look_for_another_day,),
    "kickoff_held": (
        agreements.think_of_agreement,
        follow_up.expect_events,
        changes.expect_changes,
        recruitment.look_for_people,
    ),
    "people_added": (workforce.welcome_newcomers, attesting.ask_for_addresses),
    "same_person_asked": (workforce.compare_records,),
    "site_meeting_due": (launches.prepare_site_meeting,),
    "need_sent": (recruitment.receive_need, addresses.look_for_addresses),
    "candidate_proposed": (recruitment.take_candidate,),
    "need_unanswered": (recruitment.take_silence,),
    "sheets_opened": (
        companies.receive_sheets,
        sheet_pages.begin_drafts,
        agencies.receive_sheets,
    ),
    "sheet_reminded": (companies.receive_reminder,),
    "sheet_chased": (companies.receive_chase,),
    "company_call_asked": (follow_up.take_call,),
    "buyer_informed": (companies.receive_buyers_call,),
    "correction_asked": (sheet_pages.take_request,),
    "correction_granted": (companies.receive_rejection,),
    "sheet_validated": (sheet_pages.notice_mistakes,),
    "sheet_submitted": (checking.receive_answer,),
    "hours_report_asked": (
        checking.receive_request,
        attesting.receive_question,
        addresses.look_for_addresses,
    ),
    "hours_reported": (checking.receive_report,),
    "hours_attested": (checking.receive_report,),
    "sheet_rejected": (companies.receive_rejection,),
    "wrong_contact_reported": (follow_up.take_wrong_contact,),
    "contact_set": (companies.receive_right_contact,),
    "reception_ahead": (endings.plan_reception,),
    "received": (endings.plan_closing,),
    "terminated": (endings.plan_closing,),
    "outcome_asked": (follow_up.take_outcome,),
}
"""Who reacts to which event of the journal."""


def simulate(
    database: Database,
    *,
    markets: int,
    months: int,
    seed: int,
    deliver: Deliver,
    progress: Callable[[float], object] | None = None,
    read_hours: ReadHours | None = None,
    starts_on: date = date(2025, 1, 1),
) -> SimulationResult:
    """Live a new territory of `database` through the months; `progress` hears of the months lived.

    `read_hours` reads the files that some companies send instead of filling in their form; none does without.
    The same arguments give the same result, but for `seconds`. Mail leaves through `deliver`, which is given
    the instant. The database has its schema and no territory of the same code.
    """
    began = perf_counter()
    first = DEFAULT_PACK.calendar.at(starts_on, time())
    last = DEFAULT_PACK.calendar.at(add_months(starts_on, months), time())
    world = _found_world(database, seed, first, deliver)
    world.read_hours = read_hours
    cast = casting.cast_companies(seed, max(4, markets // 2))
    populate(world, casting.cast_markets(seed, markets, starts_on, months, cast), months)
    seal_regularly(world, months, every_days=SEALS_EVERY_DAYS)
    partners.look_after_partners(world, months)
    world.live(last, partial(_report, progress, first, last, months) if progress else None)
    violations = count_violations(database, world.territory_id, now=last)
    result = counted(database, world.territory_id, world.refusals, violations)
    return result.timed(round(perf_counter() - began, 3))


def run(database: Database, *, markets: int, months: int, seed: int, deliver: Deliver) -> str:
    """Simulate, and give the result ready to print."""
    return simulate(database, markets=markets, months=months, seed=seed, deliver=deliver).text()


def _report(
    progress: Callable[[float], object], first: datetime, last: datetime, months: int, now: datetime
) -> None:
    progress((now - first) / (last - first) * months)


def _found_world(database: Database, seed: int, now: datetime, deliver: Deliver) -> World:
    with database.write() as session:
        territory_id = add_territory(session, CODE, "Territoire simulé", now=now)
        facilitators = [
            hire(session, territory_id, f"facilitateur-{number}@{CODE}.example", person, now=now)
            for number, person in enumerate(names.FACILITATORS[:FACILITATORS], start=1)
        ]
        recruitment.welcome_partners(session, facilitators[0], now=now)
    return World(database, territory_id, facilitators, seed, now, deliver, REACTIONS)


def populate(world: World, plans: Iterable[MarketPlan], months: int) -> None:
    """Have each market enter on its day: announced, by hand, by a buyer's plan, or with the open data."""
    plans = send_plans(world, plans)
    for number, plan in enumerate(plans):
        if not plan.is_imported:
            at = world.office_hours(world.chance("enters", plan.reference), plan.enters_on)
            by = world.facilitators[number % len(world.facilitators)]
            world.plan(at, partial(intake.enter, world, plan, by))
    imported = [plan for plan in plans if plan.is_imported]
    for number, day in enumerate(file_days(world.now, months)):
        at = world.office_hours(world.chance("file", number), world.calendar.local_date(day))
        world.schedule(at, partial(_read_file, world, imported, number))


def _read_file(world: World, imported: Sequence[MarketPlan], number: int) -> None:
    published = [plan for plan in imported if plan.enters_on <= world.today]
    by = world.facilitators[number % len(world.facilitators)]
    read_file(world, by, published, number)


def seal_regularly(world: World, months: int, *, every_days: int) -> None:
    """Seal the journals at the end of every so many days."""
    first = world.calendar.local_date(world.now)
    for rank in range(1, months * 31 // every_days + 1):
        day = first + timedelta(days=rank * every_days)
        world.schedule(world.calendar.at(day, SEAL_TIME), partial(_seal, world))


def _seal(world: World) -> None:
    seal_territories(world.database, now=world.now)
