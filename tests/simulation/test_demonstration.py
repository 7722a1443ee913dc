"""The demonstration: whatever the day, it shows everything and ends now."""

import json
from collections.abc import Iterator
from datetime import UTC, datetime
from typing import Any

import pytest
from sqlalchemy import select

from cases.actors import Actor, clock
from cases.commands.accounts import authenticate
from cases.integrity import check
from cases.queries.clause import clause_page
from cases.queries.inbox import inbox
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
    Document,
    MarketPart,
    Meeting,
    Offer,
    PurchasingPlan,
    Question,
    UnclausedMarket,
)
from models.vocabulary import (
    ActorKind,
    DocumentKind,
    MeetingStatus,
    Origin,
    Role,
    Stage,
    TaskKind,
    TaskStatus,
)
from tests.simulation.lived import empty_database, keeping

ACCOUNT, REGISTER, PLAN, PART = (
    table_of(model) for model in (Account, UnclausedMarket, PurchasingPlan, MarketPart)
)
QUESTION, OFFER, DOCUMENT = table_of(Question), table_of(Offer), table_of(Document)
MONDAY = datetime(2026, 11, 23, 8, 40, tzinfo=UTC)
MEETING = table_of(Meeting)
LEAP_EVENING = datetime(2028, 2, 29, 21, 15, tzinfo=UTC)
Built = tuple[Database, DemonstrationInfo, datetime]


@pytest.fixture(scope="module", params=[MONDAY, LEAP_EVENING], ids=["monday", "leap-evening"])
def built(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory) -> Iterator[Built]:
    database = empty_database(tmp_path_factory.mktemp("demonstration"))
    assert describe_demonstration(database) is None
    info = build_demonstration(database, now=request.param, deliver=keeping(database))
    yield database, info, request.param
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
