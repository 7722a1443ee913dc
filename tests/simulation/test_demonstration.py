"""The demonstration: even on an evening that few years have, it shows everything and ends now."""

import json
from collections import Counter
from collections.abc import Iterator
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from sqlalchemy import select

from cases.actors import Actor, clock
from cases.commands.accounts import authenticate
from cases.integrity import check
from cases.opinions import planned_market
from cases.queries.clause import clause_page
from cases.queries.inbox import inbox
from cases.rules.default_pack import DEFAULT_PACK
from cases.rules.suggestion import suggest
from cases.simulation.demonstration import (
    DemonstrationInfo,
    build_demonstration,
    describe_demonstration,
)
from cases.simulation.invariants import count_violations
from cases.statements import JOURNAL, MAIL, MARKET, TASK, table_of
from models.database import Database
from models.tables import (
    Account,
    Calibration,
    Candidate,
    Document,
    HourLine,
    HourSheet,
    HoursReport,
    MarketPart,
    Meeting,
    Offer,
    Opinion,
    PurchasingPlan,
    Question,
    RecruitmentNeed,
    UnclausedMarket,
)
from models.vocabulary import (
    ActorKind,
    Advice,
    CandidateStatus,
    DocumentKind,
    HoursSource,
    MeetingStatus,
    NeedStatus,
    Origin,
    Role,
    Stage,
    TaskKind,
    TaskStatus,
)
from tests.simulation.lived import READ_HOURS, empty_database, keeping

ACCOUNT, REGISTER, PLAN, PART = (
    table_of(model) for model in (Account, UnclausedMarket, PurchasingPlan, MarketPart)
)
NEED, CANDIDATE, OPINION, CALIBRATION = (
    table_of(model) for model in (RecruitmentNeed, Candidate, Opinion, Calibration)
)
QUESTION, OFFER, DOCUMENT = table_of(Question), table_of(Offer), table_of(Document)
MEETING, REPORT = table_of(Meeting), table_of(HoursReport)
SHEET, LINE = table_of(HourSheet), table_of(HourLine)
LEAP_EVENING = datetime(2028, 2, 29, 21, 15, tzinfo=UTC)
Built = tuple[Database, DemonstrationInfo, datetime]


@pytest.fixture(scope="module")
def built(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    database = empty_database(tmp_path_factory.mktemp("demonstration"))
    assert describe_demonstration(database) is None
    info = build_demonstration(database, now=LEAP_EVENING, deliver=keeping(database), read_hours=READ_HOURS)
    yield database, info, LEAP_EVENING
    database.dispose()


def all_of(database: Database, *columns: Any, **where: Any) -> list[Any]:
    table = columns[0].table
    query = select(*columns).where(*(table.c[name] == value for name, value in where.items()))
    with database.read() as session:
        return list(session.connection().execute(query).all())


def test_every_stage_can_be_seen(built: Built) -> None:
    stages = {row.stage for row in all_of(built[0], MARKET.c.stage)}
    assert stages == set(Stage)
    assert 35 <= len(all_of(built[0], MARKET.c.id)) <= 40


def test_each_facilitator_finds_work_in_all_three_groups(built: Built) -> None:
    database, _, now = built
    for account in all_of(database, ACCOUNT.c.id, ACCOUNT.c.territory_id, role=Role.FACILITATOR):
        me = Actor(ActorKind.ACCOUNT, account.territory_id, account.id, Role.FACILITATOR)
        with database.read() as session:
            mine = inbox(session, me, now.date(), mine=True)
        assert mine.late >= 1
        assert mine.this_week >= 1
        assert mine.later >= 1


def test_a_kickoff_is_ahead_and_another_is_late(built: Built) -> None:
    database, _, now = built
    proposed = all_of(database, MEETING.c.starts_at, status=MeetingStatus.PROPOSED)
    assert [row for row in proposed if row.starts_at > now]
    assert all_of(database, TASK.c.id, kind=TaskKind.KICKOFF_OVERDUE, status=TaskStatus.OPEN)
    kinds = {row.kind for row in all_of(database, MAIL.c.kind)}
    assert {"meeting_invitation", "meeting_reminder", "kickoff_chase", "kickoff_minutes"} <= kinds


def test_it_ends_now_and_not_a_moment_later(built: Built) -> None:
    database, _, now = built
    last = max(row.at for row in all_of(database, JOURNAL.c.at))
    assert last <= now
    assert (now - last).days < 5


def test_nothing_is_violated(built: Built) -> None:
    database, _, now = built
    assert check(database, now=now).problems == []
    violations = count_violations(database, 1, now=now)
    assert {name: count for name, count in violations.items() if count} == {}


def test_sheets_people_and_hours_that_differ_are_left_to_whoever_visits(built: Built) -> None:
    left = {row.kind for row in all_of(built[0], TASK.c.kind, status=TaskStatus.OPEN)}
    about_people = {TaskKind.CONFIRM_ELIGIBILITY, TaskKind.SAME_PERSON}
    assert about_people | {TaskKind.MATCH_HOURS, TaskKind.REVIEW_SHEET} <= left


def test_everyone_signs_in_with_the_same_password(built: Built) -> None:
    database, info, _ = built
    assert [account.role for account in info.accounts] == [
        Role.DIRECTOR,
        Role.FACILITATOR,
        Role.FACILITATOR,
        Role.PARTNER,
        Role.BUYER,
        Role.COMPANY,
    ]
    with database.read() as session:
        for account in (info.accounts[0], info.accounts[-1]):
            assert authenticate(session, account.email, info.password) is not None
    assert describe_demonstration(database) == info


def test_statements_left_and_a_shortfall_was_decided(built: Built) -> None:
    kinds = {row.kind for row in all_of(built[0], MAIL.c.kind)}
    assert {"statement", "certificate", "shortfall_notice", "sheet_missing_buyer"} <= kinds
    decisions = {row.shortfall_decision for row in all_of(built[0], MARKET.c.shortfall_decision)}
    assert {"penalty", "waiver"} <= decisions


def test_clause_texts_were_sent_again_and_one_is_out_of_date(built: Built) -> None:
    with built[0].read() as session:
        rows = session.connection().execute(select(MARKET.c.id, MARKET.c.territory_id)).all()
        pages = [clause_page(session, clock(row.territory_id), row.id, built[2]) for row in rows]
    assert any(len(page.sent) > 1 and not page.changed for page in pages)
    assert any(page.sent and page.changed for page in pages)


def test_an_imported_market_has_doubts_and_the_register_holds_lines(built: Built) -> None:
    database = built[0]
    assert len(all_of(database, MARKET.c.id, origin=Origin.IMPORT)) >= 4
    assert all_of(database, TASK.c.id, kind=TaskKind.VERIFY_IMPORT, status=TaskStatus.OPEN)
    assert len(all_of(database, REGISTER.c.id)) >= 3


def test_the_buyer_who_signs_in_sent_a_purchasing_plan_and_got_one_acknowledgement_for_it(
    built: Built,
) -> None:
    database = built[0]
    plans = all_of(database, PLAN.c.buyer_id, PLAN.c.counts)
    assert plans
    assert all(json.loads(plan.counts)["lots"] >= 2 for plan in plans)
    assert len(all_of(database, MAIL.c.id, kind="plan_receipt")) == len(plans)
    [account] = all_of(database, ACCOUNT.c.party_id, role=Role.BUYER)
    assert {plan.buyer_id for plan in plans} == {account.party_id}


def test_a_reception_is_near(built: Built) -> None:
    ahead = [
        (row.planned_end_on - built[2].date()).days
        for row in all_of(built[0], MARKET.c.planned_end_on, stage=Stage.FOLLOW_UP)
    ]
    assert any(0 <= days <= 35 for days in ahead)


def test_a_tender_shows_a_question_that_waits_offers_and_an_analysis(built: Built) -> None:
    database = built[0]
    waiting = all_of(database, QUESTION.c.id, answered_at=None, set_apart_at=None)
    assert waiting
    assert any(row.answer for row in all_of(database, QUESTION.c.answer))
    piscine = "Réhabilitation de la piscine d’Illusie"
    (market,) = all_of(database, MARKET.c.id, MARKET.c.required_hours, title=piscine)
    offers = all_of(database, OFFER.c.promised_hours, market_id=market.id)
    assert {row.promised_hours < market.required_hours for row in offers} == {True, False}
    assert all_of(database, DOCUMENT.c.id, market_id=market.id, kind=DocumentKind.OFFER_ANALYSIS)


def test_people_attested_their_hours_and_some_count_otherwise(built: Built) -> None:
    attested = all_of(built[0], REPORT.c.market_id, REPORT.c.hours, source=HoursSource.PARTICIPANT)
    asking = {row.id for row in all_of(built[0], MARKET.c.id, asks_attestation=True)}
    assert attested and {row.market_id for row in attested} <= asking
    assert all_of(built[0], TASK.c.id, kind=TaskKind.MATCH_HOURS, status=TaskStatus.DONE)


def test_somebody_trains_in_the_latest_month_of_the_company_that_signs_in(built: Built) -> None:
    (company,) = all_of(built[0], ACCOUNT.c.party_id, role=Role.COMPANY)
    sheets = all_of(built[0], SHEET.c.id, SHEET.c.month, party_id=company.party_id)
    latest = {sheet.id for sheet in sheets if sheet.month == max(each.month for each in sheets)}
    trained = all_of(built[0], LINE.c.sheet_id, LINE.c.hours, LINE.c.training_hours)
    assert [line for line in trained if line.sheet_id in latest and 0 < line.training_hours < line.hours]


def test_a_buyer_announced_a_market_in_lots(built: Built) -> None:
    announced = {row.market_id for row in all_of(built[0], JOURNAL.c.market_id, event="announced")}
    assert announced & {row.market_id for row in all_of(built[0], PART.c.market_id)}


def test_an_operation_groups_several_markets(built: Built) -> None:
    rows = all_of(built[0], MARKET.c.operation_id)
    sizes = Counter(row.operation_id for row in rows if row.operation_id is not None)
    assert max(sizes.values()) > 1


def test_studies_are_late_due_this_week_and_later(built: Built) -> None:
    due = all_of(built[0], TASK.c.due_on, kind=TaskKind.STUDY_MARKET, status=TaskStatus.OPEN)
    today = DEFAULT_PACK.calendar.local_date(built[2])
    days = [(row.due_on - today).days for row in due]
    assert min(days) < 0 < max(days)
    assert any(0 <= ahead < 7 for ahead in days)


def test_each_open_study_suggests_a_clause(built: Built) -> None:
    studied = all_of(built[0], MARKET.c.id, stage=Stage.DRAFTING)
    with built[0].read() as session:
        found = [suggest(planned_market(session, row.id, built[2].date()), DEFAULT_PACK) for row in studied]
    assert {each.advice for each in found} == {Advice.CLAUSE}


def test_open_studies_compare_scenarios(built: Built) -> None:
    studied = {row.id for row in all_of(built[0], MARKET.c.id, stage=Stage.DRAFTING)}
    kept = Counter(row.market_id for row in all_of(built[0], CALIBRATION.c.market_id))
    assert sum(kept[market] > 1 for market in studied) >= 2


def test_a_market_was_declined_with_its_reason(built: Built) -> None:
    (declined,) = all_of(built[0], MARKET.c.id, stage=Stage.WITHOUT_CLAUSE)
    (said,) = all_of(built[0], OPINION.c.reason, market_id=declined.id, advice=Advice.NO_CLAUSE)
    assert said.reason


def test_opinions_mostly_follow_what_is_suggested(built: Built) -> None:
    given = all_of(built[0], OPINION.c.advice, OPINION.c.suggested_advice)
    assert sum(row.advice is row.suggested_advice for row in given) >= 0.9 * len(given)


def test_an_open_need_has_candidates_to_look_at(built: Built) -> None:
    waiting = {row.need_id for row in all_of(built[0], CANDIDATE.c.need_id, status=CandidateStatus.PROPOSED)}
    assert waiting & {row.id for row in all_of(built[0], NEED.c.id, status=NeedStatus.OPEN)}
    assert all_of(built[0], TASK.c.id, kind=TaskKind.REVIEW_CANDIDATES, status=TaskStatus.OPEN)


def test_a_need_is_filled(built: Built) -> None:
    filled = {row.id for row in all_of(built[0], NEED.c.id, status=NeedStatus.FILLED)}
    hired = {row.need_id for row in all_of(built[0], CANDIDATE.c.need_id, status=CandidateStatus.HIRED)}
    assert filled and filled <= hired


def test_no_market_waits_in_drafting_but_those_to_study(built: Built) -> None:
    drafting = {row.id for row in all_of(built[0], MARKET.c.id, stage=Stage.DRAFTING)}
    tasks = all_of(
        built[0], TASK.c.market_id, TASK.c.due_on, kind=TaskKind.STUDY_MARKET, status=TaskStatus.OPEN
    )
    assert {row.market_id for row in tasks} == drafting
    assert min(row.due_on for row in tasks) > built[2].date() - timedelta(days=10)
