"""Companies' questions during a tender: asked, answered to all, or set apart. Who asked is not published."""

from dataclasses import dataclass
from datetime import date, datetime
from typing import Any

from sqlalchemy import bindparam, func, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.ask_links import ensure_ask_link
from cases.casework import Casework, take_up
from cases.correspondence import correspondents
from cases.decisions import DeadlineEnd, Decision, NewDeadline, NewMail, NewTask, TaskEnd
from cases.inputs import AnswerInput, QuestionInput
from cases.messages import MailKind, Message, QuestionAnswered, QuestionReceipt
from cases.refusals import InvalidInput, NotAllowed, NotFound, Place, QuestionsClosed
from cases.rules.tender import takes_questions
from cases.statements import table_of
from models.prepared import Prepared
from models.tables import Question
from models.vocabulary import ActorKind, DeadlineRule, TaskKind, TaskStatus

QUESTION = table_of(Question)
WAITING = Prepared(
    select(QUESTION.c.id).where(
        QUESTION.c.market_id == bindparam("market"),
        QUESTION.c.tender_round == bindparam("round"),
        QUESTION.c.answered_at.is_(None),
        QUESTION.c.set_apart_at.is_(None),
    )
)
LATE_AFTER_DAYS = 1
"""Working days after the due day when a question still waiting is raised again."""

SHORTEST_NAME = 4
"""Names of fewer letters are found in too many words to tell who asked."""


@dataclass(frozen=True, slots=True)
class Asked:
    """A question as its commands see it."""

    id: int
    number: int
    company_name: str
    asker_name: str | None
    asker_email: str
    locale: str
    text: str
    due_on: date
    answer: str | None


def ask_question(
    session: Session, actor: Actor, market_id: int, question: QuestionInput, *, now: datetime
) -> int:
    """Record a company's question, through the tender's link or told to staff; its number in the round.

    Raises QuestionsClosed, NotAllowed for people who are not staff.
    """
    if not (actor.is_staff or actor.kind is ActorKind.LINK):
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    if not takes_questions(case.market):
        raise QuestionsClosed
    asked = _add(case, question)
    case.decide(
        Decision(
            "question_asked",
            {"question": asked.id, "number": asked.number},
            opens=(
                NewTask(TaskKind.ANSWER_QUESTION, asked.id, asked.due_on, details={"number": asked.number}),
            ),
            sets=(_late_deadline(case, asked),),
            says=(_receipt(case, asked),),
        )
    )
    return asked.number


def _add(case: Casework, question: QuestionInput) -> Asked:
    market, connection = case.market, case.session.connection()
    last = select(func.coalesce(func.max(QUESTION.c.number), 0)).where(*_of_round(case))
    values: dict[str, Any] = {
        "number": connection.execute(last).scalar_one() + 1,
        "company_name": question.company_name,
        "asker_name": question.asker_name,
        "asker_email": question.asker_email.lower(),
        "locale": question.locale,
        "text": question.text,
        "due_on": case.pack.calendar.shift(case.today, case.pack.question_answer_days),
    }
    row = {"market_id": market.id, "tender_round": market.tender_round, "asked_at": case.now, **values}
    added = connection.execute(insert(QUESTION).values(**row).returning(QUESTION.c.id))
    return Asked(id=int(added.scalar_one()), answer=None, **values)


def _of_round(case: Casework) -> tuple[Any, ...]:
    market = case.market
    return (QUESTION.c.market_id == market.id, QUESTION.c.tender_round == market.tender_round)


def _late_deadline(case: Casework, asked: Asked) -> NewDeadline:
    late_on = case.pack.calendar.shift(asked.due_on, LATE_AFTER_DAYS)
    period = asked.due_on.isoformat()
    return NewDeadline(DeadlineRule.ANSWER_LATE, asked.id, "late", period, case.deadline_at(late_on))


def _receipt(case: Casework, asked: Asked) -> NewMail:
    message = QuestionReceipt(**_about(case, asked), due_on=asked.due_on)
    return _mail(case, asked, MailKind.QUESTION_RECEIPT, message, f"question-receipt:{asked.id}")


def _about(case: Casework, asked: Asked) -> dict[str, Any]:
    market = case.market
    buyer = correspondents(case.session, (market.buyer_id,))[market.buyer_id]
    return {
        **case.letterhead.fields(),
        "company_name": asked.company_name,
        "market_title": market.title,
        "market_reference": market.reference,
        "buyer_name": buyer.name,
        "number": asked.number,
        "link_id": ensure_ask_link(case.session, market, case.now),
    }


def _mail(case: Casework, asked: Asked, kind: MailKind, message: Message, key: str) -> NewMail:
    return NewMail(
        kind=kind,
        to_email=asked.asker_email,
        to_name=asked.asker_name or asked.company_name,
        message=message,
        unique_key=key,
        release_at=case.release_at,
        locale=asked.locale,
    )


def answer_question(
    session: Session, actor: Actor, market_id: int, number: int, answer: AnswerInput, *, now: datetime
) -> None:
    """Publish the answer to all and write it to who asked; given again, it corrects the one before.

    Raises InvalidInput when what is published would tell who asked.
    """
    case, asked = _take_up_question(session, actor, market_id, number, now)
    published = answer.published_text or asked.text
    _refuse_naming(asked, published, answer.answer)
    values = {
        "published_text": published,
        "answer": answer.answer,
        "answered_at": now,
        "answered_by": actor.id,
        "set_apart_at": None,
    }
    session.connection().execute(update(QUESTION).where(QUESTION.c.id == asked.id).values(**values))
    corrects = asked.answer is not None
    message = QuestionAnswered(**_about(case, asked), answer=answer.answer, corrects=corrects)
    key = f"question-answered:{asked.id}:v{case.market.version}"
    case.decide(
        Decision(
            "question_answered",
            {"question": asked.id, "number": asked.number, "corrects": corrects},
            ends=(TaskEnd(TaskKind.ANSWER_QUESTION, asked.id),),
            cancels=(DeadlineEnd(DeadlineRule.ANSWER_LATE, asked.id),),
            says=(_mail(case, asked, MailKind.QUESTION_ANSWERED, message, key),),
        )
    )


def _refuse_naming(asked: Asked, question: str, answer: str) -> None:
    names = [asked.company_name, asked.asker_name, asked.asker_email]
    telling = [name.lower() for name in names if name and len(name) >= SHORTEST_NAME]
    places = [
        Place(
            field,
            "Ce texte est publié pour tous et il nomme qui a posé la question : reformulez-le.",
            "This text is published to all and names who asked: word it otherwise.",
        )
        for field, text in (("published_text", question), ("answer", answer))
        if any(name in text.lower() for name in telling)
    ]
    if places:
        raise InvalidInput(*places)


def set_question_apart(session: Session, actor: Actor, market_id: int, number: int, *, now: datetime) -> None:
    """The question gets no answer: it is not about the clause, or not a question. It may still be answered.

    Raises NotFound once it is answered: what was published stays.
    """
    case, asked = _take_up_question(session, actor, market_id, number, now)
    if asked.answer is not None:
        raise NotFound
    _mark_apart(case, (asked.id,))
    cancelled = TaskEnd(TaskKind.ANSWER_QUESTION, asked.id, TaskStatus.CANCELLED)
    case.decide(
        Decision(
            "question_set_apart",
            {"question": asked.id, "number": asked.number},
            ends=(cancelled,),
            cancels=(DeadlineEnd(DeadlineRule.ANSWER_LATE, asked.id),),
        )
    )


def _take_up_question(
    session: Session, actor: Actor, market_id: int, number: int, now: datetime
) -> tuple[Casework, Asked]:
    """Raises NotAllowed, NotFound, QuestionsClosed."""
    if not actor.is_staff:
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    columns = (QUESTION.c[name] for name in Asked.__slots__)
    query = select(*columns).where(*_of_round(case), QUESTION.c.number == number)
    row = session.connection().execute(query).first()
    if row is None:
        raise NotFound
    if not takes_questions(case.market):
        raise QuestionsClosed
    return case, Asked(*row)


def _mark_apart(case: Casework, question_ids: tuple[int, ...]) -> None:
    apart = update(QUESTION).where(QUESTION.c.id.in_(question_ids)).values(set_apart_at=case.now)
    case.session.connection().execute(apart)


def close_questions(case: Casework) -> tuple[tuple[TaskEnd, ...], tuple[DeadlineEnd, ...]]:
    """The round is over: its unanswered questions are set apart; what ends with them, for the decision."""
    of_round = {"market": case.market.id, "round": case.market.tender_round}
    ids = tuple(number for (number,) in WAITING.rows(case.session, of_round))
    if ids:
        _mark_apart(case, ids)
    return (
        tuple(TaskEnd(TaskKind.ANSWER_QUESTION, each, TaskStatus.CANCELLED) for each in ids),
        tuple(DeadlineEnd(DeadlineRule.ANSWER_LATE, each) for each in ids),
    )
