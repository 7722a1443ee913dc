"""What must hold of a territory, whatever it lived through: each invariant with its violations counted.

The journal's chain and its seals are cases/integrity's to verify; here is what people were promised.
"""

import json
from collections import Counter
from collections.abc import Callable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import Connection, select

from cases.integrity import check
from cases.messages import MailKind
from cases.packs import pack_at
from cases.rules.policy import RulePack
from cases.simulation import hour_invariants, sheet_promises
from cases.simulation.change_invariants import changes_apart, curves_not_adding_up, lots_not_adding_up
from cases.simulation.launch_promises import guests_uninvited, plans_not_adding_up
from cases.simulation.meeting_promises import partners_forgotten, site_meetings_forgotten
from cases.simulation.people_promises import (
    agreements_not_whole,
    confirmed_while_asked,
    merges_astray,
    newcomers_nobody_asked_about,
    people_shared_twice,
)
from cases.simulation.study_invariants import (
    declined_without_reason,
    published_without_clause_text,
    published_without_opinion,
)
from cases.statements import JOURNAL, MAIL, MARKET, TASK, table_of
from models.database import Database
from models.tables import (
    Candidate,
    Document,
    HourLine,
    HourSheet,
    MarketParty,
    NeedPartner,
    PurchasingPlan,
    Question,
    RecruitmentNeed,
    Suspension,
)
from models.vocabulary import (
    CandidateStatus,
    DocumentKind,
    MailStatus,
    NeedStatus,
    Stage,
    TaskKind,
    TaskStatus,
)

SHEET, LINE, MEMBER, STOP, DOCUMENT = (
    table_of(model) for model in (HourSheet, HourLine, MarketParty, Suspension, Document)
)
PLAN = table_of(PurchasingPlan)
NEED, ASKED, CANDIDATE = (table_of(model) for model in (RecruitmentNeed, NeedPartner, Candidate))
QUESTION = table_of(Question)
REQUESTS = (
    MailKind.SHEET_OPENED,
    MailKind.SHEET_REMINDER,
    MailKind.SHEET_FIRST_CHASE,
    MailKind.SHEET_SECOND_CHASE,
)
WAITING = (MailStatus.PENDING, MailStatus.SENDING, MailStatus.IN_DOUBT)
LADDER_AGAIN = ("sheet_rejected", "correction_granted")
STEPS = ("sheet_reminded", "sheet_chased", "company_call_asked", "buyer_informed")


@dataclass(frozen=True, slots=True)
class Looked:
    """A territory read at one instant, under the pack in force."""

    connection: Connection
    territory_id: int
    pack: RulePack
    now: datetime

    def rows(self, *columns: Any) -> Iterator[Any]:
        """Rows of the first column's table and its market, in the order of their numbers."""
        table = columns[0].table
        query = select(*columns).order_by(table.c.id)
        if table is MARKET:
            query = query.where(MARKET.c.territory_id == self.territory_id)
        else:
            query = query.join(MARKET, MARKET.c.id == table.c.market_id)
            query = query.where(MARKET.c.territory_id == self.territory_id)
        return iter(self.connection.execute(query).all())

    def journal(self) -> Iterator[tuple[int, str, Mapping[str, Any]]]:
        """Market, event and payload of every line."""
        for row in self.rows(JOURNAL.c.market_id, JOURNAL.c.event, JOURNAL.c.payload):
            yield row.market_id, row.event, json.loads(row.payload)


def count_violations(database: Database, territory_id: int, *, now: datetime) -> dict[str, int]:
    """Each invariant's name with the number of its violations."""
    with database.read() as session:
        pack = pack_at(session, territory_id, now)
        looked = Looked(session.connection(), territory_id, pack, now)
        counts = {name: find(looked) for name, find in INVARIANTS.items()}
    return {**check(database, now=now).counts, **counts}


def steps_twice(looked: Looked) -> int:
    """Steps of a ladder that were taken more than once; a sheet sent back or reopened starts another."""
    ladders: Counter[int] = Counter()
    taken: Counter[tuple[int, int, str]] = Counter()
    for _, event, payload in looked.journal():
        if event in LADDER_AGAIN:
            ladders[payload["sheet"]] += 1
        elif event in STEPS:
            taken[payload["sheet"], ladders[payload["sheet"]], payload["step"]] += 1
    return sum(times - 1 for times in taken.values())


def missing_receipts(looked: Looked) -> int:
    """Answers, and hours of structures, of which the company was not told, and receipts for neither."""
    arrived = ("sheet_submitted", "hours_contributed")
    answers = Counter(payload["sheet"] for _, event, payload in looked.journal() if event in arrived)
    receipts: Counter[int] = Counter()
    for row in looked.rows(MAIL.c.kind, MAIL.c.payload):
        if row.kind == MailKind.SHEET_RECEIPT:
            receipts[json.loads(row.payload)["sheet_id"]] += 1
        elif row.kind == MailKind.SHEETS_RECEIPT:
            receipts.update(line["sheet_id"] for line in json.loads(row.payload)["lines"])
    return (answers - receipts).total() + (receipts - answers).total()


def plans_unacknowledged(looked: Looked) -> int:
    """Purchasing plans for which not exactly one acknowledgement was written."""
    plans = select(PLAN.c.id).where(PLAN.c.territory_id == looked.territory_id)
    told = select(MAIL.c.payload).where(
        MAIL.c.territory_id == looked.territory_id, MAIL.c.kind == MailKind.PLAN_RECEIPT
    )
    receipts = Counter(json.loads(text)["plan_id"] for text in looked.connection.execute(told).scalars())
    expected = Counter(looked.connection.execute(plans).scalars())
    return (expected - receipts).total() + (receipts - expected).total()


def missing_statements(looked: Looked) -> int:
    """Closed markets whose buyer was sent no statement, and frozen documents that nobody was sent."""
    mails = list(looked.rows(MAIL.c.market_id, MAIL.c.kind, MAIL.c.document_id))
    told = {row.market_id for row in mails if row.kind == MailKind.STATEMENT}
    closed = {row.id for row in looked.rows(MARKET.c.id, MARKET.c.stage) if row.stage is Stage.CLOSED}
    frozen = {row.id for row in looked.rows(DOCUMENT.c.id)}
    return len(closed - told) + len(frozen - {row.document_id for row in mails})


def mails_on_days_off(looked: Looked) -> int:
    """Mails dated on a weekend or a public holiday."""
    calendar = looked.pack.calendar
    return sum(
        row.status != MailStatus.WITHDRAWN
        and not calendar.is_working_day(calendar.local_date(row.finished_at or row.release_at))
        for row in looked.rows(MAIL.c.status, MAIL.c.finished_at, MAIL.c.release_at)
    )


def second_requests(looked: Looked) -> int:
    """Sheet requests to a company beyond the first of a day."""
    local_date = looked.pack.calendar.local_date
    columns = (MAIL.c.kind, MAIL.c.status, MAIL.c.party_id, MAIL.c.release_at, MAIL.c.finished_at)
    told = Counter(
        (row.party_id, local_date(row.finished_at or row.release_at))
        for row in looked.rows(*columns)
        if row.kind in REQUESTS and row.status != MailStatus.WITHDRAWN
    )
    return sum(times - 1 for times in told.values())


def candidates_unasked(looked: Looked) -> int:
    """Candidates of a partner that the need was not sent to, and needs with people to look at but no task."""
    joined = CANDIDATE.join(NEED, NEED.c.id == CANDIDATE.c.need_id).join(
        MARKET, MARKET.c.id == NEED.c.market_id
    )
    here = select(CANDIDATE.c.need_id, CANDIDATE.c.party_id, CANDIDATE.c.status, NEED.c.status)
    here = here.select_from(joined).where(MARKET.c.territory_id == looked.territory_id)
    asked = {tuple(row) for row in looked.connection.execute(select(ASKED.c.need_id, ASKED.c.party_id))}
    tasks = select(TASK.c.subject_id).where(
        TASK.c.kind == TaskKind.REVIEW_CANDIDATES, TASK.c.status == TaskStatus.OPEN
    )
    reviewed = set(looked.connection.execute(tasks).scalars())
    unasked, forgotten = 0, set()
    for need_id, party_id, status, need_status in looked.connection.execute(here):
        unasked += (need_id, party_id) not in asked
        if status is CandidateStatus.PROPOSED and need_status is NeedStatus.OPEN:
            forgotten.add(need_id)
    return unasked + len(forgotten - reviewed)


def questions_left(looked: Looked) -> int:
    """Questions of a tender that is over, neither answered nor set apart."""
    columns = (QUESTION.c.market_id, QUESTION.c.tender_round, QUESTION.c.answered_at, QUESTION.c.set_apart_at)
    running = {
        (row.id, row.tender_round)
        for row in looked.rows(MARKET.c.id, MARKET.c.tender_round, MARKET.c.stage)
        if row.stage in (Stage.DRAFTING, Stage.TENDER_ANALYSIS)
    }
    return sum(
        (row.market_id, row.tender_round) not in running
        and row.answered_at is None
        and row.set_apart_at is None
        for row in looked.rows(*columns)
    )


def irregular_offers_ranked(looked: Looked) -> int:
    """Offers of an analysis that have a rank while they promise fewer hours than required."""
    ranked = 0
    for row in looked.rows(DOCUMENT.c.kind, DOCUMENT.c.figures):
        if row.kind is DocumentKind.OFFER_ANALYSIS:
            figures = json.loads(row.figures)
            required = Decimal(figures["required_hours"] or 0)
            ranked += sum(
                offer["rank"] is not None and Decimal(offer["promised_hours"]) < required
                for offer in figures["offers"]
            )
    return ranked


def hours_from_nowhere(looked: Looked) -> int:
    """Calibrated markets whose required hours are not those last retained, or changed since with an entry."""
    told: dict[int, str | None] = {}
    for row in looked.rows(JOURNAL.c.market_id, JOURNAL.c.event, JOURNAL.c.payload):
        if row.event == "calibration_retained":
            told.setdefault(row.market_id, None)
        if row.market_id in told and isinstance(
            change := json.loads(row.payload).get("required_hours"), dict
        ):
            told[row.market_id] = change["after"]
    hours = {row.id: row.required_hours for row in looked.rows(MARKET.c.id, MARKET.c.required_hours)}
    return sum(after is None or Decimal(after) != hours[market] for market, after in told.items())


def announcements_unacknowledged(looked: Looked) -> int:
    """Markets announced one by one that were not acknowledged exactly once, and receipts for others."""
    announced = Counter(
        market_id
        for market_id, event, payload in looked.journal()
        if event == "announced" and payload["acknowledged"]
    )
    receipts = Counter(
        row.market_id
        for row in looked.rows(MAIL.c.market_id, MAIL.c.kind)
        if row.kind == MailKind.ANNOUNCEMENT_RECEIPT
    )
    return (announced - receipts).total() + (receipts - announced).total()


INVARIANTS: Mapping[str, Callable[[Looked], int]] = {
    "no_step_twice": steps_twice,
    "every_answer_has_its_receipt": missing_receipts,
    "every_announced_market_is_acknowledged_once": announcements_unacknowledged,
    "every_plan_is_acknowledged_once": plans_unacknowledged,
    "every_closed_market_has_its_statement": missing_statements,
    "every_published_market_has_its_clause_text": published_without_clause_text,
    "no_mail_on_a_day_off": mails_on_days_off,
    "one_request_per_company_and_day": second_requests,
    "declared_hours_all_accounted_for": hour_invariants.hours_unaccounted,
    "hours_counted_the_same_again": hour_invariants.counts_not_repeated,
    "every_record_leads_to_its_person": merges_astray,
    "every_newcomer_is_asked_about": newcomers_nobody_asked_about,
    "nobody_confirmed_is_still_asked_about": confirmed_while_asked,
    "shares_of_an_agreement_make_one": agreements_not_whole,
    "nobodys_hours_are_spread_twice": people_shared_twice,
    "every_difference_has_its_task": hour_invariants.differences_astray,
    "whoever_attests_was_asked": hour_invariants.attested_unasked,
    "every_publication_had_its_opinion": published_without_opinion,
    "every_market_without_clause_has_its_reason": declined_without_reason,
    "calibrated_hours_are_those_retained": hours_from_nowhere,
    "every_candidate_was_asked_for_and_is_looked_at": candidates_unasked,
    "every_question_is_answered_or_set_apart": questions_left,
    "no_irregular_offer_is_ranked": irregular_offers_ranked,
    "every_guest_of_a_kickoff_was_invited": guests_uninvited,
    "no_draft_outlives_its_sheet": sheet_promises.drafts_left,
    "every_correction_is_answered": sheet_promises.corrections_unanswered,
    "no_company_is_let_go_for_a_structures_hours": sheet_promises.companies_let_go,
    "every_sheet_with_a_structures_hours_is_still_asked_for": sheet_promises.unanswered_without_ladder,
    "each_change_begins_where_the_last_ended": changes_apart,
    "every_curve_adds_up_to_the_promise": curves_not_adding_up,
    "every_market_owes_the_hours_of_its_lots": lots_not_adding_up,
    "every_followed_market_has_its_site_meeting": site_meetings_forgotten,
    "every_quarter_has_its_partners_meeting": partners_forgotten,
    "plans_add_up_to_the_commitment": plans_not_adding_up,
}
