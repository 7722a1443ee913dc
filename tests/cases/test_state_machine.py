"""Any sequence of commands and clocks: the territory stays whole, and what is refused writes nothing."""

import shutil
import tempfile
from collections.abc import Callable
from datetime import date, timedelta
from decimal import Decimal
from pathlib import Path
from typing import Any

from hypothesis import HealthCheck, settings
from hypothesis import strategies as st
from hypothesis.stateful import RuleBasedStateMachine, initialize, invariant, precondition, rule
from sqlalchemy import select
from sqlmodel import Session

from cases.commands import clause_text, drafting, interruptions, kickoff, moves, opinion, sheets, statement
from cases.inputs import (
    Abandonment,
    Award,
    ClauseSending,
    CompanyInput,
    Kickoff,
    LineInput,
    MarketDescription,
    OpinionInput,
    Publication,
    Reception,
    Rejection,
    Resumption,
    SheetAnswer,
    ShortfallChoice,
    SuspensionOrder,
    Termination,
)
from cases.refusals import Refusal
from cases.rules.default_pack import DEFAULT_PACK
from cases.simulation.invariants import count_violations
from cases.sweep import SweepCounts
from models.vocabulary import Advice, CompanyRole, Lever, SheetStatus, ShortfallDecision, Stage
from tests.cases.dump import dump
from tests.support.people import MARKET, SHEET, House, at, fresh_house

STARTS_ON = date(2027, 1, 4)
PICKS = st.integers(0, 50)
DAYS = st.integers(-5, 40)
BEFORE_WORKS = (Stage.DRAFTING, Stage.TENDER_ANALYSIS, Stage.ABANDONED, Stage.WITHOUT_CLAUSE)
Command = Callable[[Session], object]


class Territory(RuleBasedStateMachine):
    """One territory, a few markets, and everything that people and clocks may do, in any order."""

    @initialize()
    def found(self) -> None:
        self.folder = Path(tempfile.mkdtemp(prefix="jalon-machine-"))
        self.house: House = fresh_house(self.folder)
        self.day = STARTS_ON
        self.hour = 9
        self.markets = [self.house.under_way(self.day, "M-0", hours=60)]

    def teardown(self) -> None:
        if hasattr(self, "house"):
            self.house.database.dispose()
            shutil.rmtree(self.folder)

    @rule()
    @precondition(lambda self: len(self.markets) < 3)
    def register(self) -> None:
        number = len(self.markets)
        self.markets.append(self.house.register(self.day, f"M-{number}", hours=60))

    @rule(pick=PICKS, advice=st.sampled_from(Advice))
    def advise(self, pick: int, advice: Advice) -> None:
        lever = Lever.EXECUTION_CONDITION if advice is Advice.CLAUSE else None
        input = OpinionInput(advice=advice, lever=lever, reason="Étudié avec l’acheteur.")
        self.attempt(pick, opinion.give_opinion, input)

    @rule(pick=PICKS)
    def decline(self, pick: int) -> None:
        self.attempt(pick, opinion.decline)

    @rule(pick=PICKS)
    def reopen(self, pick: int) -> None:
        self.attempt(pick, opinion.reopen_study)

    @rule(pick=PICKS)
    def send_text(self, pick: int) -> None:
        self.attempt(pick, clause_text.send_clause_text, ClauseSending())

    @rule(pick=PICKS, back=st.integers(0, 20), is_sent_otherwise=st.booleans())
    def publish(self, pick: int, back: int, is_sent_otherwise: bool) -> None:
        on = self.day - timedelta(days=back)
        input = Publication(clause_text_sent_on=on if is_sent_otherwise else None, published_on=on)
        self.attempt(pick, moves.publish, input)

    @rule(pick=PICKS, companies=st.integers(1, 3))
    def award(self, pick: int, companies: int) -> None:
        roles = (CompanyRole.LEAD, CompanyRole.CO_CONTRACTOR, CompanyRole.SUBCONTRACTOR)
        named = tuple(
            CompanyInput(name=f"Entreprise {n}", siret=f"{n}", email=f"e{n}@exemple.example", role=roles[n])
            for n in range(companies)
        )
        input = Award(awarded_on=self.day, committed_hours=Decimal(60), companies=named)
        self.attempt(pick, moves.record_award, input)

    @rule(pick=PICKS, days=DAYS)
    def kick_off(self, pick: int, days: int) -> None:
        starts_on = self.day + timedelta(days=days)
        self.attempt(
            pick, kickoff.record_kickoff, Kickoff(held_on=self.day, minutes="Vu.", starts_on=starts_on)
        )

    @rule(pick=PICKS)
    def restart(self, pick: int) -> None:
        self.attempt(pick, moves.restart)

    @rule(pick=PICKS)
    def abandon(self, pick: int) -> None:
        self.attempt(pick, moves.abandon, Abandonment(reason="Sans suite."))

    @rule(pick=PICKS, days=DAYS)
    def suspend(self, pick: int, days: int) -> None:
        from_on = self.day - timedelta(days=days)
        self.attempt(pick, interruptions.suspend, SuspensionOrder(from_on=from_on, reason="Arrêt."))

    @rule(pick=PICKS, days=DAYS)
    def resume(self, pick: int, days: int) -> None:
        self.attempt(pick, interruptions.resume, Resumption(on=self.day - timedelta(days=days)))

    @rule(pick=PICKS, days=DAYS)
    def receive(self, pick: int, days: int) -> None:
        input = Reception(received_on=self.day - timedelta(days=days))
        self.attempt(pick, interruptions.record_reception, input)

    @rule(pick=PICKS, days=DAYS)
    def terminate(self, pick: int, days: int) -> None:
        input = Termination(on=self.day - timedelta(days=days), reason="Résilié.")
        self.attempt(pick, interruptions.terminate, input)

    @rule(pick=PICKS)
    def decide_shortfall(self, pick: int) -> None:
        choice = ShortfallChoice(decision=ShortfallDecision.WAIVER, reason="Accordée.")
        self.attempt(pick, statement.decide_shortfall, choice)

    @rule(pick=PICKS)
    def issue(self, pick: int) -> None:
        self.attempt(pick, statement.issue_statement)

    @rule(pick=PICKS, days=st.integers(-10, 120))
    def describe(self, pick: int, days: int) -> None:
        facts = MarketDescription(planned_end_on=self.day + timedelta(days=days))
        self.attempt(pick, drafting.describe_market, facts)

    @rule(days=st.integers(1, 35), hour=st.sampled_from((5, 8, 10, 19)))
    def tick(self, days: int, hour: int) -> None:
        self.day += timedelta(days=days)
        self.hour = hour
        self.go_round()

    @rule()
    def tick_again(self) -> None:
        self.go_round()
        assert self.go_round().claimed == 0

    @rule(pick=PICKS, hours=st.integers(0, 40))
    def answer(self, pick: int, hours: int) -> None:
        line = LineInput(first_name="Dino", last_name="Fictif", hours=Decimal(hours or 1))
        answer = SheetAnswer(nil=not hours, lines=(line,) if hours else ())
        self.decide_on_sheet(pick, lambda s, sheet, now: sheets.submit_sheet(s, *sheet[:2], answer, now=now))

    @rule(pick=PICKS)
    def validate(self, pick: int) -> None:
        self.decide_on_sheet(pick, lambda s, sheet, now: sheets.validate_sheet(s, *sheet, now=now))

    @rule(pick=PICKS)
    def reject(self, pick: int) -> None:
        why = Rejection(reason="À revoir.")
        self.decide_on_sheet(pick, lambda s, sheet, now: sheets.reject_sheet(s, *sheet, why, now=now))

    def go_round(self) -> SweepCounts:
        """Fire what is due; mail leaves only when it may, as the real delivery has it."""
        now, pack = at(self.day, self.hour), DEFAULT_PACK
        opens_at = pack.calendar.next_sending_instant(now, pack.mail_opens_at, pack.mail_closes_at)
        return self.house.tick(now, deliver=opens_at == now)

    def attempt(self, pick: int, command: Any, *inputs: Any) -> None:
        market = self.markets[pick % len(self.markets)]
        now = at(self.day, self.hour)
        self.do(lambda session: command(session, self.house.alice, market, *inputs, now=now))

    def decide_on_sheet(self, pick: int, command: Callable[[Session, tuple[Any, ...], Any], object]) -> None:
        query = select(SHEET.c.id, SHEET.c.version).order_by(SHEET.c.id)
        with self.house.database.read() as session:
            rows = session.connection().execute(query).all()
        if rows:
            sheet = (self.house.alice, *rows[pick % len(rows)])
            self.do(lambda session: command(session, sheet, at(self.day, self.hour)))

    def do(self, command: Command) -> None:
        """Carry it out; when it is refused, see that nothing was written."""
        before = dump(self.house.database)
        try:
            with self.house.database.write() as session:
                command(session)
        except Refusal:
            assert dump(self.house.database) == before

    @invariant()
    def territory_is_whole(self) -> None:
        if not self.markets:
            return
        now = at(self.day, self.hour)
        violations = count_violations(self.house.database, self.house.territory_id, now=now)
        # A second message on a day is meant when the first had left: commands here act at any hour.
        violations.pop("one_request_per_company_and_day")
        for name in LATE:  # the clock only goes round when it is told to
            violations.pop(name)
        assert {name: count for name, count in violations.items() if count} == {}

    @invariant()
    def no_state_is_impossible(self) -> None:
        with self.house.database.read() as session:
            markets = session.connection().execute(select(MARKET)).all()
            answered = session.connection().execute(
                select(MARKET.c.stage, SHEET.c.status).join(SHEET, SHEET.c.market_id == MARKET.c.id)
            )
            for stage, status in answered:
                if stage is Stage.CLOSED:
                    assert status in (SheetStatus.VALIDATED, SheetStatus.CANCELLED)
                assert stage not in BEFORE_WORKS
        for market in markets:
            if market.stage in (Stage.FOLLOW_UP, Stage.RECEPTION):
                assert market.kickoff_held_on is not None and market.starts_on is not None
            if market.stage is Stage.CLOSED:
                assert market.received_on or market.terminated_on


LATE = (
    "deadline_stuck",
    "mail_late",
    "every_followed_market_has_its_site_meeting",
    "every_quarter_has_its_partners_meeting",
)


Territory.TestCase.settings = settings(
    max_examples=12,
    stateful_step_count=25,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    derandomize=True,
    print_blob=True,
)
TestTerritory = Territory.TestCase
