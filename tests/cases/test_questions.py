"""Companies ask during the tender; the facilitator answers all of them, and nobody learns who asked."""

import json
from datetime import date, datetime

import pytest

from cases.actors import Actor
from cases.ask_links import ask_link_of, ensure_ask_link
from cases.casework import take_up
from cases.commands.questions import set_question_apart
from cases.queries.links import open_act
from cases.refusals import InvalidInput, LinkExpired, NotAllowed, NotFound, QuestionsClosed
from cases.rules.lifecycle import Move
from cases.statements import DEADLINE, JOURNAL, MAIL, TASK, table_of
from models.tables import Question
from models.vocabulary import ActorKind, LinkAct, Role, Stage, TaskKind, TaskStatus
from tests.cases.scenes import START, acts, at_stage, change_market, do, events, one, rows, tasks
from tests.cases.tendering import ASKER, MONDAY, QUESTION, answer, ask, holder, published
from tests.support.people import House, at

ASKED = table_of(Question)


def test_a_question_gives_a_task_a_deadline_and_a_receipt_that_says_until_when(house: House) -> None:
    market = published(house)

    number = ask(house, market)

    question = one(house, ASKED, market_id=market)
    assert (number, question.due_on.isoformat()) == (1, "2027-01-11")
    (task,) = tasks(house, TaskKind.ANSWER_QUESTION)
    assert (task.subject_id, task.due_on) == (question.id, question.due_on)
    deadline = one(house, DEADLINE, rule="answer_late")
    assert deadline.due_at.date().isoformat() == "2027-01-12"
    receipt = one(house, MAIL, kind="question_receipt")
    assert receipt.to_email == ASKER["asker_email"]
    assert json.loads(receipt.payload)["due_on"] == "2027-01-11"
    assert QUESTION not in receipt.payload


def test_an_answer_is_published_written_to_the_asker_and_ends_what_waited(house: House) -> None:
    market = published(house)
    ask(house, market)

    answer(house, market, 1, published_text="Un apprenti compte-t-il ?")

    question = one(house, ASKED, market_id=market)
    assert (question.published_text, question.answered_by) == ("Un apprenti compte-t-il ?", house.alice.id)
    assert tasks(house, TaskKind.ANSWER_QUESTION) == []
    assert one(house, DEADLINE, rule="answer_late").status == "cancelled"
    assert one(house, MAIL, kind="question_answered").to_email == ASKER["asker_email"]
    assert events(house, market)[-2:] == ["question_asked", "question_answered"]


def test_an_answer_given_again_corrects_the_one_before_and_is_written_again(house: House) -> None:
    market = published(house)
    ask(house, market)
    answer(house, market, 1)
    answer(house, market, 1, answer="Non, à la réflexion.")
    first, second = rows(house, MAIL, kind="question_answered")
    assert [json.loads(mail.payload)["corrects"] for mail in (first, second)] == [False, True]
    assert one(house, ASKED, market_id=market).answer == "Non, à la réflexion."


@pytest.mark.parametrize("telling", [*ASKER.values(), "ENTREPRISE CURIEUSE"])
@pytest.mark.parametrize("field", ["published_text", "answer"])
def test_what_is_published_must_not_name_who_asked(house: House, telling: str, field: str) -> None:
    market = published(house)
    ask(house, market)
    with pytest.raises(InvalidInput) as raised:
        answer(house, market, 1, **{field: f"Question de {telling}, reçue hier."})
    assert [place.field for place in raised.value.places] == [field]
    assert one(house, ASKED, market_id=market).answer is None


def test_the_question_as_it_was_asked_must_not_name_the_company_either(house: House) -> None:
    market = published(house)
    ask(house, market, text="Chez Entreprise Curieuse nous avons un apprenti : compte-t-il ?")
    with pytest.raises(InvalidInput):
        answer(house, market, 1)


def test_the_journal_and_the_tasks_say_numbers_only(house: House) -> None:
    market = published(house)
    ask(house, market)
    answer(house, market, 1)
    said = "".join(row.payload for row in rows(house, JOURNAL, market_id=market))
    said += "".join(row.details for row in rows(house, TASK))
    assert not [value for value in (*ASKER.values(), QUESTION) if value in said]


def test_a_question_still_waiting_after_its_day_is_raised_again_once(house: House) -> None:
    market = published(house)
    ask(house, market)

    house.live(MONDAY, date(2027, 1, 20))

    (task,) = tasks(house, TaskKind.ANSWER_QUESTION)
    assert json.loads(task.details) == {"late": True, "number": 1}
    assert task.due_on.isoformat() == "2027-01-12"
    assert events(house, market).count("answer_late") == 1


def test_a_task_said_to_be_done_without_an_answer_comes_back(house: House) -> None:
    market = published(house)
    ask(house, market)
    (task,) = tasks(house, TaskKind.ANSWER_QUESTION)
    with house.database.write() as session:
        done = TASK.update().where(TASK.c.id == task.id).values(status=TaskStatus.DONE)
        session.connection().execute(done)
    house.live(MONDAY, date(2027, 1, 13))
    assert len(tasks(house, TaskKind.ANSWER_QUESTION)) == 1


def test_a_question_set_apart_waits_no_more_and_may_still_be_answered(house: House) -> None:
    market = published(house)
    ask(house, market)
    with house.database.write() as session:
        set_question_apart(session, house.alice, market, 1, now=at(MONDAY))
    assert tasks(house, TaskKind.ANSWER_QUESTION) == []
    house.live(MONDAY, date(2027, 1, 20))
    assert "answer_late" not in events(house, market)

    answer(house, market, 1)

    assert one(house, ASKED, market_id=market).set_apart_at is None


def test_an_answered_question_cannot_be_set_apart(house: House) -> None:
    market = published(house)
    ask(house, market)
    answer(house, market, 1)
    with pytest.raises(NotFound), house.database.write() as session:
        set_question_apart(session, house.alice, market, 1, now=at(MONDAY))


def test_companies_ask_as_soon_as_the_clause_text_went_out(house: House) -> None:
    market = house.register(MONDAY)
    with pytest.raises(QuestionsClosed):
        ask(house, market, actor=house.alice)
    change_market(house, market, clause_text_sent_on=MONDAY)
    assert ask(house, market, actor=house.alice) == 1


@pytest.mark.parametrize("stage", [each for each in Stage if each is not Stage.TENDER_ANALYSIS])
def test_no_question_is_taken_at_another_stage(house: House, stage: Stage) -> None:
    market = at_stage(house, stage)
    with pytest.raises(QuestionsClosed):
        ask(house, market, START, actor=house.alice)


@pytest.mark.parametrize("role", [Role.BUYER, Role.COMPANY, Role.PARTNER])
def test_only_the_link_and_staff_ask_and_only_staff_answer(house: House, role: Role) -> None:
    market = published(house)
    ask(house, market)
    someone = Actor(ActorKind.ACCOUNT, house.territory_id, 99, role, party_id=1)
    with pytest.raises(NotAllowed):
        ask(house, market, actor=someone)
    with pytest.raises(NotAllowed), house.database.write() as session:
        set_question_apart(session, someone, market, 1, now=at(MONDAY))


def test_a_link_asks_about_its_own_market_alone(house: House) -> None:
    market, other = published(house), published(house, "M-2")
    with pytest.raises(NotFound):
        ask(house, other, actor=holder(house, market))


def test_another_territory_has_no_such_market(house: House) -> None:
    market = published(house)
    other = House(house.database, territory_id=2)
    with pytest.raises(NotFound):
        ask(house, market, actor=other.alice)


def test_publication_keeps_the_link_that_the_clause_text_gave(house: House) -> None:
    market = house.register(MONDAY)
    with house.database.write() as session:
        given = ensure_ask_link(session, take_up(session, house.alice, market, at(MONDAY)).market, at(MONDAY))
    house.publish(market, MONDAY)
    assert holder(house, market).id == given


def test_another_round_has_a_link_of_its_own(house: House) -> None:
    market = published(house)
    first = holder(house, market).id
    do(house, acts(MONDAY)[Move.RESTART], market)
    house.publish(market, MONDAY)
    assert holder(house, market).id not in (None, first)
    assert ask(house, market) == 1


@pytest.mark.parametrize("move", [Move.RESTART, Move.ABANDON])
def test_the_link_no_longer_opens_once_the_procedure_has_ended_without_an_award(
    house: House, move: Move
) -> None:
    market = published(house)
    link = holder(house, market).id
    assert link is not None
    do(house, acts(MONDAY)[move], market)
    with pytest.raises(LinkExpired):
        _open(house, link, at(MONDAY))
    with house.database.read() as session:
        assert ask_link_of(session, market) is None


def test_after_the_award_the_link_still_opens_and_takes_nothing(house: House) -> None:
    market = published(house)
    link = holder(house, market).id
    assert link is not None
    house.award(market, MONDAY)
    _open(house, link, at(date(2027, 6, 1)))
    with pytest.raises(QuestionsClosed):
        ask(house, market)


@pytest.mark.parametrize("move", [Move.RESTART, Move.ABANDON, Move.RECORD_AWARD])
def test_what_still_waited_for_an_answer_is_set_apart_when_the_round_ends(house: House, move: Move) -> None:
    market = published(house)
    ask(house, market)
    ask(house, market)
    answer(house, market, 2)

    do(house, acts(MONDAY)[move], market)

    apart = {row.number: row.set_apart_at is not None for row in rows(house, ASKED, market_id=market)}
    assert apart == {1: True, 2: False}
    assert tasks(house, TaskKind.ANSWER_QUESTION) == []
    assert {row.status for row in rows(house, DEADLINE, rule="answer_late")} == {"cancelled"}


def test_a_study_that_ends_without_a_clause_leaves_no_question_waiting(house: House) -> None:
    market = house.register(MONDAY)
    change_market(house, market, clause_text_sent_on=MONDAY)
    ask(house, market, actor=house.alice)
    house.refuse_clause(market, MONDAY)
    do(house, acts(MONDAY)[Move.DECLINE], market)
    assert one(house, ASKED, market_id=market).set_apart_at is not None
    assert tasks(house, TaskKind.ANSWER_QUESTION) == []


def _open(house: House, link: int, now: datetime) -> None:
    with house.database.read() as session:
        open_act(session, link, LinkAct.ASK, now=now)
