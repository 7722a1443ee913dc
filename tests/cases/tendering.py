"""A tender of the tests: questions, offers, marks, an analysis, in a line each."""

from datetime import date
from decimal import Decimal
from typing import Any

from cases.actors import Actor
from cases.ask_links import ask_link_of
from cases.commands.analysis import record_analysis
from cases.commands.marks import mark_offers, set_grid
from cases.commands.offers import record_offer
from cases.commands.questions import answer_question, ask_question
from cases.inputs import (
    AnalysisInput,
    AnswerInput,
    GridInput,
    MarkInput,
    MarksInput,
    OfferInput,
    QuestionInput,
)
from cases.rules.pack_parts import HOURS_CRITERION, SCORING_CRITERIA
from models.vocabulary import ActorKind, Modality
from tests.support.people import House, at

MONDAY = date(2027, 1, 4)
ASKER = {
    "company_name": "Entreprise Curieuse",
    "asker_name": "Zoé Inventée",
    "asker_email": "zoe@curieuse.example",
}
QUESTION = "Un apprenti compte-t-il comme une personne en insertion ?"
JUDGED = [each.code for each in SCORING_CRITERIA if each.code != HOURS_CRITERION]


def published(house: House, reference: str = "M-1", hours: int = 300) -> int:
    """A market whose tender is out since Monday."""
    market = house.register(MONDAY, reference, hours)
    house.publish(market, MONDAY)
    return market


def holder(house: House, market: int) -> Actor:
    """Whoever holds the tender's link."""
    with house.database.read() as session:
        link = ask_link_of(session, market)
    return Actor(ActorKind.LINK, house.territory_id, link, market_id=market)


def ask(house: House, market: int, day: date = MONDAY, actor: Actor | None = None, **changes: Any) -> int:
    question = QuestionInput(**{**ASKER, "text": QUESTION, **changes})
    with house.database.write() as session:
        return ask_question(session, actor or holder(house, market), market, question, now=at(day))


def answer(house: House, market: int, number: int, day: date = MONDAY, **changes: Any) -> None:
    words = AnswerInput(**{"answer": "Oui, s’il est éligible à l’embauche.", **changes})
    with house.database.write() as session:
        answer_question(session, house.alice, market, number, words, now=at(day))


def offer(house: House, market: int, name: str, hours: int, day: date = MONDAY, **changes: Any) -> int:
    values: dict[str, Any] = {"name": name, "promised_hours": Decimal(hours), "received_on": day}
    values |= {"modality": Modality.DIRECT_HIRE, **changes}
    with house.database.write() as session:
        return record_offer(session, house.alice, market, OfferInput(**values), now=at(day))


def marked(house: House, market: int, offer_id: int, mark: str, codes: list[str] | None = None) -> None:
    """The same mark under every criterion that a person judges."""
    marks = tuple(
        MarkInput(offer_id=offer_id, criterion=code, mark=Decimal(mark), comment=f"Note {mark}")
        for code in codes or JUDGED
    )
    with house.database.write() as session:
        mark_offers(session, house.alice, market, MarksInput(marks=marks), now=at(MONDAY))


def grid(house: House, market: int, *criteria: dict[str, object]) -> None:
    input = GridInput.model_validate({"criteria": criteria})
    with house.database.write() as session:
        set_grid(session, house.alice, market, input, now=at(MONDAY))


def analyse(house: House, market: int, day: date = MONDAY, conclusion: str | None = None) -> int:
    with house.database.write() as session:
        return record_analysis(
            session, house.alice, market, AnalysisInput(conclusion=conclusion), now=at(day)
        )
