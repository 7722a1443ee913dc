"""The opinion on a planned market: given, given again, refused, concluded, and told to the buyer."""

import json
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from pydantic import ValidationError

from cases.actors import Actor
from cases.commands import drafting
from cases.commands.opinion import decline, give_opinion, reopen_study
from cases.commands.parties import set_contact
from cases.inputs import ContactInput, MarketDescription, OpinionInput
from cases.opinions import OPINION
from cases.queries.justifications import every_justification, list_justifications
from cases.queries.opinions import opinions_of
from cases.queries.paging import Slice
from cases.refusals import InvalidInput, MarketOver, NotAllowed, NotFound, OpinionNoLongerOpen
from cases.rules.default_pack import DEFAULT_PACK
from cases.statements import DEADLINE, JOURNAL, MAIL
from models.vocabulary import ActorKind, Advice, DeadlineStatus, Lever, RefusalGround, Role, Stage, TaskKind
from tests.cases.scenes import (
    START,
    at_stage,
    change_market,
    events,
    forget_address,
    market_row,
    one,
    rows,
    tasks,
)
from tests.cases.test_importing import contract, take_in
from tests.support.people import BUYER_EMAIL, House, at

CLAUSE = OpinionInput(advice=Advice.CLAUSE, lever=Lever.EXECUTION_CONDITION)
REFUSAL = OpinionInput(advice=Advice.NO_CLAUSE, reason="Trop peu d’heures pour un parcours.")
CONCLUDED = REFUSAL.model_copy(update={"concludes": True})
LARGE = {"amount_excl_tax": Decimal(6_000_000), "cpv": "45214200", "duration_months": 18}


def say(house: House, market: int, said: OpinionInput, day: date = START, actor: Actor | None = None) -> int:
    with house.database.write() as session:
        return give_opinion(session, actor or house.alice, market, said, now=at(day))


def opinion_mails(house: House) -> list[dict[str, Any]]:
    return [json.loads(row.payload) for row in rows(house, MAIL, kind="opinion")]


def test_an_opinion_is_kept_beside_what_was_suggested_and_journalled_without_its_words(house: House) -> None:
    market = house.register(START)

    assert say(house, market, CLAUSE.model_copy(update={"reason": "Demande de l’élu."})) == 1

    row = market_row(house, market)
    assert (row.advice, row.lever) == (Advice.CLAUSE, Lever.EXECUTION_CONDITION)
    kept = one(house, OPINION, market_id=market)
    assert (kept.reason, kept.suggested_advice, kept.pack_version) == (
        "Demande de l’élu.",
        "clause",
        DEFAULT_PACK.version,
    )
    assert kept.score == sum(part["points"] for part in json.loads(kept.score_details)["contributions"])
    said = json.loads(rows(house, JOURNAL, event="opinion_given")[0].payload)
    assert said == {"opinion": 1, "advice": "clause", "lever": "execution_condition", "score": kept.score}


def test_an_opinion_ends_the_wait_and_leaves_the_study_open(house: House) -> None:
    market = house.register(START)
    say(house, market, CLAUSE)
    assert [row.status for row in rows(house, DEADLINE, market_id=market)] == [DeadlineStatus.CANCELLED]
    assert [task.market_id for task in tasks(house, TaskKind.STUDY_MARKET)] == [market]


def test_an_opinion_given_again_replaces_the_former_and_says_so(house: House) -> None:
    market = house.register(START)
    say(house, market, REFUSAL)
    assert say(house, market, CLAUSE) == 2
    assert market_row(house, market).advice is Advice.CLAUSE
    first, second = opinion_mails(house)
    assert (first["number"], first["advice"], first["lever"]) == (1, "no_clause", None)
    assert (second["number"], second["lever"]) == (2, "condition d’exécution")
    assert second["articles"] == "L2112-2, L2112-2-1, L2112-4\u00a0; ancien article 14"
    with house.database.read() as session:
        assert [row["number"] for row in opinions_of(session, house.alice, market)] == [2, 1]


def test_a_buyer_without_address_is_told_as_soon_as_one_is_found_and_once(house: House) -> None:
    market = house.register(START)
    buyer = forget_address(house, BUYER_EMAIL)
    say(house, market, CLAUSE)
    assert opinion_mails(house) == []
    assert [task.subject_id for task in tasks(house, TaskKind.MISSING_CONTACT)] == [buyer]

    for _ in range(2):
        with house.database.write() as session:
            contact = ContactInput(email="nouveau@ville.example")
            set_contact(session, house.alice, market, buyer, contact, now=at(START))

    (mail,) = rows(house, MAIL, kind="opinion")
    assert (mail.to_email, mail.unique_key) == ("nouveau@ville.example", f"opinion:{market}:1")
    assert tasks(house, TaskKind.MISSING_CONTACT) == []


def test_one_step_concludes_without_a_clause_and_leaves_nothing_to_do(house: House) -> None:
    market = house.register(START)
    say(house, market, CONCLUDED)
    assert house.stage(market) is Stage.WITHOUT_CLAUSE
    assert events(house, market) == ["registered", "opinion_given", "declined"]
    assert house.open_tasks() == []
    assert rows(house, DEADLINE, market_id=market, status=DeadlineStatus.PENDING) == []
    (mail,) = opinion_mails(house)
    assert (mail["is_concluded"], mail["reason"]) == (True, REFUSAL.reason)
    house.live(START, date(2027, 3, 1))
    assert house.open_tasks() == []


def test_a_reopened_study_is_due_again_and_its_opinion_no_longer_stands(house: House) -> None:
    market = at_stage(house, Stage.WITHOUT_CLAUSE)
    with house.database.write() as session:
        reopen_study(session, house.alice, market, now=at(date(2027, 2, 1)))
    row = market_row(house, market)
    assert (row.advice, row.lever, row.study_due_on) == (None, None, date(2027, 2, 15))
    assert house.open_tasks() == ["study_market"]
    assert len(rows(house, DEADLINE, market_id=market, status=DeadlineStatus.PENDING)) == 1
    assert say(house, market, CLAUSE, date(2027, 2, 2)) == 2


def test_a_market_without_a_clause_no_longer_changes(house: House) -> None:
    market = at_stage(house, Stage.WITHOUT_CLAUSE)
    with pytest.raises(MarketOver), house.database.write() as session:
        facts = MarketDescription(title="Autre titre")
        drafting.describe_market(session, house.alice, market, facts, now=at(START))


@pytest.mark.parametrize("stage", [stage for stage in Stage if stage is not Stage.DRAFTING])
def test_an_opinion_is_given_at_drafting_only(house: House, stage: Stage) -> None:
    market = at_stage(house, stage)
    with pytest.raises(OpinionNoLongerOpen):
        say(house, market, CLAUSE)


def test_nobody_but_the_staff_gives_an_opinion(house: House) -> None:
    market = house.register(START)
    buyer = Actor(ActorKind.ACCOUNT, house.territory_id, 98, Role.BUYER, market_row(house, market).buyer_id)
    with pytest.raises(NotAllowed):
        say(house, market, CLAUSE, actor=buyer)
    stranger = Actor(ActorKind.ACCOUNT, house.territory_id + 1, 98, Role.FACILITATOR)
    with pytest.raises(NotFound):
        say(house, market, CLAUSE, actor=stranger)


@pytest.mark.parametrize(
    ("facts", "said", "field"),
    [
        ({}, OpinionInput(advice=Advice.CLAUSE), "lever"),
        ({}, OpinionInput(advice=Advice.NO_CLAUSE), "reason"),
        ({"cpv": "45214200"}, OpinionInput(advice=Advice.CLAUSE, lever=Lever.RESERVED_ESS), "reason"),
        (LARGE, OpinionInput(advice=Advice.CLAUSE, lever=Lever.AWARD_CRITERION), "reason"),
        (LARGE, REFUSAL, "ground"),
    ],
)
def test_what_an_opinion_lacks_is_named_and_nothing_is_kept(
    house: House, facts: dict[str, Any], said: OpinionInput, field: str
) -> None:
    market = house.register(START)
    change_market(house, market, **{"title": "Chantier", **facts})
    with pytest.raises(InvalidInput) as raised:
        say(house, market, said)
    assert [place.field for place in raised.value.places] == [field]
    assert rows(house, OPINION) == []


def test_a_reason_lets_a_person_depart_from_what_the_law_seems_to_say(house: House) -> None:
    market = house.register(START)
    change_market(house, market, cpv="45214200")
    said = OpinionInput(advice=Advice.CLAUSE, lever=Lever.RESERVED_ESS, reason="Le CPV est à corriger.")
    assert say(house, market, said) == 1


@pytest.mark.parametrize(
    "fields",
    [
        {"advice": "no_clause", "lever": "execution_condition", "reason": "Non."},
        {"advice": "clause", "lever": "execution_condition", "concludes": True},
        {"advice": "clause", "lever": "execution_condition", "ground": "short_works"},
        {"advice": "peut-être"},
    ],
)
def test_an_opinion_says_one_thing(fields: dict[str, Any]) -> None:
    with pytest.raises(ValidationError):
        OpinionInput.model_validate(fields)


def register_lines(house: House, year: int | None = None) -> list[dict[str, Any]]:
    with house.database.read() as session:
        return list(every_justification(session, house.alice, year, now=at(START)))


def test_the_register_holds_the_refusals_in_force_with_their_reason(house: House) -> None:
    refused, open_still, advised = (house.register(START, f"M-{n}") for n in range(3))
    change_market(house, refused, **LARGE)
    say(house, refused, CONCLUDED.model_copy(update={"ground": RefusalGround.READY_MADE}))
    say(house, open_still, REFUSAL, date(2028, 1, 3))
    say(house, advised, REFUSAL)
    say(house, advised, CLAUSE)

    lines = register_lines(house)
    assert [line["market_id"] for line in lines] == [refused, open_still]
    assert [line["is_obliged"] for line in lines] == [True, False]
    assert (lines[0]["ground"], lines[0]["reason"]) == (RefusalGround.READY_MADE, REFUSAL.reason)
    assert [line["market_id"] for line in register_lines(house, 2028)] == [open_still]
    with house.database.read() as session:
        page = list_justifications(session, house.alice, None, Slice(limit=1), now=at(START))
    assert [line["market_id"] for line in page.items] == [open_still]
    assert page.next_after is not None

    with house.database.write() as session:
        reopen_study(session, house.alice, refused, now=at(START))
    assert [line["market_id"] for line in register_lines(house)] == [open_still]


def test_the_register_tells_when_the_open_data_notified_the_market_without_a_clause(house: House) -> None:
    at_stage(house, Stage.WITHOUT_CLAUSE)
    assert register_lines(house)[0]["notified_on"] is None
    assert take_in(house, contract("M-1", "Pas de considération sociale")).without_clause == 1
    assert register_lines(house)[0]["notified_on"] == date(2026, 1, 15)


def test_a_market_refused_here_that_was_awarded_with_a_clause_is_imported_and_its_study_named(
    house: House,
) -> None:
    at_stage(house, Stage.WITHOUT_CLAUSE)
    report = take_in(house, contract("M-1"))
    assert (report.accepted, report.rejected) == (1, [])
    (task,) = tasks(house, TaskKind.VERIFY_IMPORT)
    (doubt,) = json.loads(task.details)["doubts"]
    assert doubt["value"] == "M-1"
    assert "conclu sans clause" in doubt["message_fr"]


def test_declining_twice_is_refused(house: House) -> None:
    market = at_stage(house, Stage.WITHOUT_CLAUSE)
    with pytest.raises(Exception, match="not possible at this stage"), house.database.write() as session:
        decline(session, house.alice, market, now=at(START))
