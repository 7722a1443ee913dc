"""The end of a market: shares, figures, papers, the outcome asked later; and facts put right on the way."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select, update

from cases.commands import drafting, parties, sheets
from cases.documents import ShortfallFigures, StatementFigures, document_figures
from cases.inputs import Award, CompanyInput, ContactInput, MarketDescription, SheetAnswer
from cases.refusals import InvalidInput, MarketOver, MoveForbidden, MoveIncomplete, NotFound
from cases.rules.lifecycle import Move
from cases.statements import DEADLINE, JOURNAL, MAIL, TASK, table_of
from models.tables import Account, Document
from models.vocabulary import (
    CompanyRole,
    DocumentKind,
    MailStatus,
    Role,
    ShortfallDecision,
    Stage,
    TaskKind,
    TaskStatus,
)
from tests.cases.dump import dump
from tests.cases.scenes import (
    JANUARY,
    PARTY,
    SHEET,
    START,
    acts,
    at_stage,
    deadlines,
    decide_shortfall,
    do,
    market_row,
    one,
    refuse_address,
    resume,
    rows,
    sheet_mails,
    stop,
    tasks,
)
from tests.support.eligible import confirm_everyone, lines_of
from tests.support.people import BUILDER_EMAIL, BUYER_EMAIL, House, at

DOCUMENT = table_of(Document)
END = date(2027, 1, 29)
GROUP = {
    "Mandataire d’Essai": (CompanyRole.LEAD, "200", "lead@essai.example"),
    "Cotraitante d’Essai": (CompanyRole.CO_CONTRACTOR, "60", "co@essai.example"),
    "Sous-traitante d’Essai": (CompanyRole.SUBCONTRACTOR, "40", "sub@essai.example"),
}


def group_at_reception(house: House, hours: dict[str, str | None]) -> int:
    """A group of three owes 300 h; each declares its January hours, all are validated, the works received."""
    market = house.register(START)
    house.publish(market, START)
    companies = tuple(
        CompanyInput(name=name, role=role, committed_hours=Decimal(share), email=email)
        for name, (role, share, email) in GROUP.items()
    )
    do(house, acts(START, companies=companies)[Move.RECORD_AWARD], market)
    house.kick_off(market, START)
    house.receive(market, END)
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    names = {row.id: row.name for row in rows(house, PARTY)}
    for sheet in rows(house, SHEET):
        _answer(house, sheet.id, hours[names[sheet.party_id]])
    return market


def _answer(house: House, sheet: int, hours: str | None) -> None:
    lines = lines_of(Decimal(hours or 0))
    with house.database.write() as session:
        answer = SheetAnswer(nil=hours is None, lines=lines)
        sheets.submit_sheet(session, house.alice, sheet, answer, now=at(date(2027, 2, 2)))
        confirm_everyone(session)
        version = (
            session.connection().execute(select(SHEET.c.version).where(SHEET.c.id == sheet)).scalar_one()
        )
        sheets.validate_sheet(session, house.alice, sheet, version, now=at(date(2027, 2, 2)))


def papers(house: House) -> dict[str, DocumentKind]:
    """Who got which paper."""
    names = {row.id: row.name for row in rows(house, PARTY)}
    return {names[row.party_id]: row.kind for row in rows(house, DOCUMENT)}


def test_a_group_that_did_its_hours_gets_a_certificate_each_and_the_buyer_its_statement(house: House) -> None:
    market = group_at_reception(house, dict(zip(GROUP, ("200", "60", "40"), strict=True)))
    house.issue(market, date(2027, 2, 3))
    assert papers(house) == {
        "Ville d’Essai": DocumentKind.STATEMENT,
        **dict.fromkeys(GROUP, DocumentKind.CERTIFICATE),
    }
    sent = {row.to_email: row.kind for row in rows(house, MAIL) if row.document_id}
    assert sent == {
        BUYER_EMAIL: "statement",
        "lead@essai.example": "certificate",
        "co@essai.example": "certificate",
        "sub@essai.example": "certificate",
    }


def test_when_hours_are_missing_the_lead_answers_for_the_group_and_who_did_its_share_is_certified(
    house: House,
) -> None:
    market = group_at_reception(house, dict(zip(GROUP, ("190", "60", None), strict=True)))
    decide_shortfall(house, market, ShortfallDecision.PENALTY, date(2027, 2, 3))
    house.issue(market, date(2027, 2, 3))
    assert papers(house) == {
        "Ville d’Essai": DocumentKind.STATEMENT,
        "Mandataire d’Essai": DocumentKind.SHORTFALL_NOTICE,
        "Cotraitante d’Essai": DocumentKind.CERTIFICATE,
    }


def test_the_statement_holds_each_company_s_share_and_each_month(house: House) -> None:
    market = group_at_reception(house, dict(zip(GROUP, ("190.25", "60", "39.50"), strict=True)))
    decide_shortfall(house, market, ShortfallDecision.WAIVER, date(2027, 2, 3))
    house.issue(market, date(2027, 2, 3))
    figures = document_figures.validate_json(one(house, DOCUMENT, kind=DocumentKind.STATEMENT).figures)
    assert isinstance(figures, StatementFigures)
    assert [
        (line.company_name, line.role, line.committed_hours, line.declared_hours, line.counted_hours)
        for line in figures.companies
    ] == [
        ("Mandataire d’Essai", "lead", Decimal(200), Decimal("190.25"), Decimal("190.25")),
        ("Cotraitante d’Essai", "co_contractor", Decimal(60), Decimal(60), Decimal(60)),
        ("Sous-traitante d’Essai", "subcontractor", Decimal(40), Decimal("39.50"), Decimal("39.50")),
    ]
    assert [(line.month, line.counted_hours) for line in figures.months] == [(JANUARY, Decimal("289.75"))]
    assert (figures.required_hours, figures.counted_hours, figures.people_count) == (
        300,
        Decimal("289.75"),
        3,
    )
    assert (figures.frozen_on, figures.pack_version) == (date(2027, 2, 3), "default-1")


def test_shares_that_do_not_add_up_are_refused_before_anything_happens() -> None:
    company = CompanyInput(name="Seule d’Essai", committed_hours=Decimal(299))
    with pytest.raises(ValueError, match="do not add up"):
        Award(awarded_on=START, committed_hours=Decimal(300), companies=(company,))


def received(house: House, done: str) -> int:
    """The builder owes 300 h and did these, all in January; the works are received."""
    market = house.under_way(START)
    house.receive(market, END)
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    house.answer(market, JANUARY, done, date(2027, 2, 2))
    house.validate(market, JANUARY, date(2027, 2, 2))
    return market


@pytest.mark.parametrize(
    ("done", "missing", "amount"),
    [("250", "50.00", "2500.00"), ("299.99", "0.01", "0.50"), ("0.50", "299.50", "14975.00")],
)
def test_a_penalty_is_the_missing_hours_at_the_rate_of_the_pack(
    house: House, done: str, missing: str, amount: str
) -> None:
    market = received(house, done)
    with pytest.raises(MoveIncomplete):
        house.issue(market, date(2027, 2, 3))
    decide_shortfall(house, market, ShortfallDecision.PENALTY, date(2027, 2, 3))
    house.issue(market, date(2027, 2, 4))
    notice = notice_of(house)
    assert (notice.missing_hours, notice.required_hours) == (Decimal(missing), Decimal(300))
    assert notice.decision.model_dump() == {
        "kind": "penalty",
        "amount": Decimal(amount),
        "hourly_rate": Decimal("50.00"),
    }


def notice_of(house: House) -> ShortfallFigures:
    notice = document_figures.validate_json(one(house, DOCUMENT, kind=DocumentKind.SHORTFALL_NOTICE).figures)
    assert isinstance(notice, ShortfallFigures)
    return notice


def test_a_waiver_says_why_and_asks_for_no_money(house: House) -> None:
    market = received(house, "250")
    decide_shortfall(house, market, ShortfallDecision.PENALTY, date(2027, 2, 3))
    decide_shortfall(house, market, ShortfallDecision.WAIVER, date(2027, 2, 3))
    house.issue(market, date(2027, 2, 4))
    assert notice_of(house).decision.model_dump() == {
        "kind": "waiver",
        "reason": "Pénurie de candidats constatée.",
    }


def test_more_hours_than_owed_need_no_decision(house: House) -> None:
    market = received(house, "300.01")
    house.issue(market, date(2027, 2, 3))
    assert papers(house)["Bâtisseur d’Essai"] is DocumentKind.CERTIFICATE


@pytest.mark.parametrize(
    "stage", [Stage.DRAFTING, Stage.KICKOFF, Stage.FOLLOW_UP, Stage.SUSPENDED, Stage.CLOSED]
)
def test_a_shortfall_is_decided_at_the_end_only(house: House, stage: Stage) -> None:
    market = at_stage(house, stage)
    before = dump(house.database)
    with pytest.raises(MoveForbidden):
        decide_shortfall(house, market, ShortfallDecision.WAIVER, date(2027, 3, 3))
    assert dump(house.database) == before


def test_the_papers_never_change_once_sent(house: House) -> None:
    market = received(house, "300")
    house.issue(market, date(2027, 2, 3))
    before = rows(house, DOCUMENT)
    with house.database.write() as session:
        session.connection().execute(update(PARTY).values(name="Renommée"))
    house.live(date(2027, 2, 4), date(2027, 2, 10))
    assert rows(house, DOCUMENT) == before


def test_the_participants_situation_is_asked_three_and_six_months_after_the_closing(house: House) -> None:
    market = received(house, "300")
    house.issue(market, date(2027, 2, 3))
    asked = [row[1:3] for row in deadlines(house, market) if row[0] == "outcome"]
    assert asked == [("+3", "2027-05-03"), ("+6", "2027-08-03")]
    house.tick(at(date(2027, 5, 2), 10))
    assert tasks(house, TaskKind.ASK_OUTCOME) == []
    house.tick(at(date(2027, 5, 3), 10))
    assert [json.loads(task.details)["step"] for task in tasks(house, TaskKind.ASK_OUTCOME)] == ["+3"]
    house.tick(at(date(2027, 8, 3), 10))
    assert [json.loads(task.details)["step"] for task in tasks(house, TaskKind.ASK_OUTCOME)] == ["+3", "+6"]
    house.tick(at(date(2028, 8, 3), 10))
    assert len(tasks(house, TaskKind.ASK_OUTCOME)) == 2


def test_a_kickoff_that_nobody_holds_becomes_an_overdue_task_once(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    (hold,) = tasks(house, TaskKind.HOLD_KICKOFF)
    assert hold.due_on == date(2027, 1, 11)
    house.live(date(2027, 1, 5), date(2027, 1, 17))
    assert tasks(house, TaskKind.KICKOFF_OVERDUE) == []
    house.live(date(2027, 1, 18), date(2027, 2, 28))
    assert len(tasks(house, TaskKind.KICKOFF_OVERDUE)) == 1
    house.kick_off(market, date(2027, 3, 1))
    assert house.open_tasks() == []


def test_a_kickoff_held_in_time_is_never_overdue(house: House) -> None:
    house.under_way(START)
    house.live(date(2027, 1, 5), date(2027, 1, 31))
    assert rows(house, TASK, kind=TaskKind.KICKOFF_OVERDUE) == []


def test_the_reception_is_to_be_planned_thirty_days_before_the_planned_end(house: House) -> None:
    market = house.under_way(START)  # six months: until 3 July 2027
    house.tick(at(date(2027, 6, 2), 10))
    assert tasks(house, TaskKind.PLAN_RECEPTION) == []
    house.tick(at(date(2027, 6, 3), 10))
    assert [task.market_id for task in tasks(house, TaskKind.PLAN_RECEPTION)] == [market]


def describe(house: House, market: int, **facts: Any) -> None:
    with house.database.write() as session:
        drafting.describe_market(
            session, house.alice, market, MarketDescription(**facts), now=at(date(2027, 1, 6))
        )


def test_a_description_journals_what_each_fact_was_and_became_and_nothing_that_stays(house: House) -> None:
    market = house.under_way(START)
    describe(
        house, market, title="Chantier renommé", required_hours=Decimal("280.50"), lever="execution_condition"
    )
    row = rows(house, JOURNAL)[-1]
    assert row.event == "described"
    assert json.loads(row.payload) == {
        "title": {"before": "Chantier M-1", "after": "Chantier renommé"},
        "required_hours": {"before": "300.00", "after": "280.50"},
        "change": 1,
    }
    before = dump(house.database)
    describe(house, market, title="Chantier renommé")
    assert dump(house.database) == before


def test_a_new_planned_end_moves_the_reminder_of_the_reception(house: House) -> None:
    market = house.under_way(START)
    describe(house, market, planned_end_on=date(2027, 10, 30))
    house.tick(at(date(2027, 9, 29), 10))
    assert tasks(house, TaskKind.PLAN_RECEPTION) == []
    house.tick(at(date(2027, 9, 30), 10))
    assert len(tasks(house, TaskKind.PLAN_RECEPTION)) == 1


def test_a_new_planned_end_given_during_a_stop_counts_once_work_resumes(house: House) -> None:
    market = house.under_way(START)
    stop(house, market, date(2027, 1, 5))
    describe(house, market, planned_end_on=date(2027, 10, 30))
    resume(house, market, date(2027, 1, 15))
    assert market_row(house, market).planned_end_on == date(2027, 11, 9)
    pending = [
        row[2] for row in deadlines(house, market) if row[0] == "reception_reminder" and row[3] == "pending"
    ]
    assert pending == ["2027-10-11"]


@pytest.mark.parametrize("stage", [Stage.CLOSED, Stage.ABANDONED, Stage.WITHOUT_CLAUSE])
def test_a_market_that_is_over_is_not_described_any_more(house: House, stage: Stage) -> None:
    market = at_stage(house, stage)
    with pytest.raises(MarketOver):
        describe(house, market, title="Trop tard")


def test_a_referent_is_of_the_staff_of_the_territory(house: House) -> None:
    market = house.under_way(START)
    with house.database.write() as session:
        account = table_of(Account)
        row = {"territory_id": house.territory_id, "email": "b@achats.example", "name": "Bea Exemple"}
        row |= {
            "role": Role.BUYER,
            "password_hash": "x",
            "locale": "fr",
            "active": True,
            "created_at": at(START),
        }
        stranger = session.connection().execute(account.insert().values(**row)).inserted_primary_key[0]
    for number in (stranger, 999):
        with pytest.raises(InvalidInput) as refusal:
            describe(house, market, referent_id=number)
        assert [place.field for place in refusal.value.places] == ["referent_id"]


def test_a_party_is_written_to_in_its_language_from_then_on_and_the_journal_says_so(house: House) -> None:
    market = house.under_way(START)
    builder = one(house, PARTY, email=BUILDER_EMAIL)
    contact = ContactInput(email=BUILDER_EMAIL, locale="en")
    with house.database.write() as session:
        parties.set_contact(session, house.alice, market, builder.id, contact, now=at(date(2027, 1, 20)))
    house.live(date(2027, 2, 1), date(2027, 2, 1))
    assert [row.locale for row in rows(house, MAIL, kind="sheet_opened")] == ["en"]
    payload = json.loads(rows(house, JOURNAL, event="contact_set")[-1].payload)
    assert payload["locale"] == {"before": "fr", "after": "en"}


def set_contact(house: House, market: int, party: int, email: str) -> None:
    with house.database.write() as session:
        contact = ContactInput(contact_name="Zoé Inventée", email=email)
        parties.set_contact(session, house.alice, market, party, contact, now=at(date(2027, 2, 4)))


def test_a_new_contact_reopens_an_address_that_was_refused_and_ends_its_tasks(house: House) -> None:
    market = house.under_way(START)
    builder = refuse_address(house, BUILDER_EMAIL)
    house.live(date(2027, 2, 1), date(2027, 2, 3))
    assert len(tasks(house, TaskKind.MISSING_CONTACT)) == 1  # asked at the opening, not again at the reminder
    set_contact(house, market, builder, "Zoe@Batisseur.example")
    assert tasks(house, TaskKind.MISSING_CONTACT) == []
    assert len(tasks(house, TaskKind.MISSING_CONTACT, TaskStatus.DONE)) == 1
    party = one(house, PARTY, id=builder)
    assert (party.email, party.email_refused_at) == ("zoe@batisseur.example", None)
    assert rows(house, JOURNAL)[-1].event == "contact_set"
    house.live(date(2027, 2, 4), date(2027, 2, 9))
    assert sheet_mails(house) == [("first_chase", "2027-02-09")]
    assert [row.to_email for row in rows(house, MAIL) if row.kind.startswith("sheet")] == [party.email]


def test_only_a_party_of_the_market_gets_its_contact_through_it(house: House) -> None:
    market = house.under_way(START)
    with pytest.raises(NotFound):
        set_contact(house, market, 999, "x@essai.example")
    buyer = market_row(house, market).buyer_id
    set_contact(house, market, buyer, "nouveau@ville.example")
    assert one(house, PARTY, id=buyer).email == "nouveau@ville.example"


def test_a_statement_does_not_leave_to_an_address_that_was_refused(house: House) -> None:
    market = received(house, "300")
    buyer = refuse_address(house, BUYER_EMAIL)
    with pytest.raises(MoveIncomplete) as refusal:
        house.issue(market, date(2027, 2, 3))
    assert [need.name for need in refusal.value.missing] == ["buyer_reachable"]
    set_contact(house, market, buyer, "achats2@ville.example")
    house.issue(market, date(2027, 2, 5))
    statement = one(house, MAIL, kind="statement")
    assert (statement.to_email, statement.status) == ("achats2@ville.example", MailStatus.PENDING)


def test_a_closed_market_leaves_nothing_to_do_but_the_outcome(house: House) -> None:
    market = received(house, "300")
    house.issue(market, date(2027, 2, 3))
    assert house.open_tasks() == []
    waiting = {row.rule for row in rows(house, DEADLINE, market_id=market, status="pending")}
    assert waiting <= {"outcome", "open_sheets"}
    house.live(date(2027, 2, 4), date(2027, 4, 2))
    assert len(rows(house, SHEET)) == 1


def test_a_company_alone_is_said_to_owe_all_that_was_committed(house: House) -> None:
    market = at_stage(house, Stage.RECEPTION)
    house.issue(market, date(2027, 3, 3))

    statement = next(row for row in rows(house, DOCUMENT, kind=DocumentKind.STATEMENT))
    assert [line["committed_hours"] for line in json.loads(statement.figures)["companies"]] == ["300.00"]
