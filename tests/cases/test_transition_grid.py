"""Every stage x every move, through the real commands: where it leads, or how it is refused."""

from collections.abc import Callable
from dataclasses import replace
from datetime import date

import pytest
from sqlmodel import Session

from cases.actors import Actor
from cases.commands import interruptions
from cases.inputs import Reception, Termination
from cases.refusals import InvalidInput, MoveForbidden, MoveIncomplete, NotAllowed, NotFound
from cases.rules.lifecycle import BY_MOVE, FINAL_STAGES, TRANSITIONS, Move, moves_from
from cases.rules.requirements import Requirement
from models.vocabulary import ActorKind, Advice, Role, Stage
from tests.cases.calibrated import part
from tests.cases.dump import dump
from tests.cases.scenes import (
    ACT_ON,
    FEBRUARY,
    LEAD,
    Act,
    acts,
    another_lead,
    at_stage,
    change_market,
    do,
    events,
    forget_address,
    market_row,
    no_lead,
    refuse_address,
)
from tests.support.people import BUILDER_EMAIL, BUYER_EMAIL, House, at

S, M = Stage, Move
LEADS_TO: dict[tuple[Stage, Move], Stage] = {
    (S.DRAFTING, M.PUBLISH): S.TENDER_ANALYSIS,
    (S.DRAFTING, M.DECLINE): S.WITHOUT_CLAUSE,
    (S.DRAFTING, M.ABANDON): S.ABANDONED,
    (S.WITHOUT_CLAUSE, M.REOPEN): S.DRAFTING,
    (S.TENDER_ANALYSIS, M.RECORD_AWARD): S.KICKOFF,
    (S.TENDER_ANALYSIS, M.RESTART): S.DRAFTING,
    (S.TENDER_ANALYSIS, M.ABANDON): S.ABANDONED,
    (S.KICKOFF, M.RECORD_KICKOFF): S.FOLLOW_UP,
    (S.KICKOFF, M.SUSPEND): S.SUSPENDED,
    (S.KICKOFF, M.TERMINATE): S.TERMINATED,
    (S.FOLLOW_UP, M.RECORD_RECEPTION): S.RECEPTION,
    (S.FOLLOW_UP, M.SUSPEND): S.SUSPENDED,
    (S.FOLLOW_UP, M.TERMINATE): S.TERMINATED,
    (S.SUSPENDED, M.RESUME): S.FOLLOW_UP,
    (S.SUSPENDED, M.TERMINATE): S.TERMINATED,
    (S.RECEPTION, M.ISSUE_STATEMENT): S.CLOSED,
    (S.TERMINATED, M.ISSUE_STATEMENT): S.CLOSED,
}
"""The whole life of a market. Every pair that is not here is forbidden."""

GRID = [(stage, move) for stage in Stage for move in Move]


def refused(
    house: House, act: Act, market: int, refusal: type[Exception], actor: Actor | None = None
) -> Exception:
    """The refusal, having seen that it left no trace."""
    before = dump(house.database)
    with pytest.raises(refusal) as raised:
        do(house, act, market, actor)
    assert dump(house.database) == before
    return raised.value


@pytest.mark.parametrize(("stage", "move"), GRID, ids=lambda value: str(value))
def test_each_stage_allows_its_moves_and_forbids_the_others(house: House, stage: Stage, move: Move) -> None:
    market = at_stage(house, stage)
    assert house.stage(market) is stage
    if (stage, move) in LEADS_TO:
        if move is M.DECLINE:
            house.refuse_clause(market, ACT_ON)
        do(house, acts()[move], market)
        assert house.stage(market) is LEADS_TO[stage, move]
        assert events(house, market)[-1] == BY_MOVE[move].event
        return
    refusal = refused(house, acts()[move], market, MoveForbidden)
    assert isinstance(refusal, MoveForbidden)
    assert (refusal.move, refusal.stage) == (move, stage)
    assert BY_MOVE[move].label_fr in refusal.message("fr")
    assert BY_MOVE[move].label_en in refusal.message("en")


def test_the_table_holds_exactly_the_moves_of_this_grid() -> None:
    of_table = {(source, each.move) for each in TRANSITIONS for source in each.sources}
    assert of_table == set(LEADS_TO)
    assert {stage for stage in Stage if not moves_from(stage)} == set(FINAL_STAGES) - {S.WITHOUT_CLAUSE}
    assert [each.move for each in moves_from(S.WITHOUT_CLAUSE)] == [M.REOPEN]


def test_a_suspension_of_the_kickoff_resumes_to_the_kickoff(house: House) -> None:
    market = at_stage(house, Stage.KICKOFF)
    do(house, acts()[Move.SUSPEND], market)
    do(house, acts()[Move.RESUME], market)
    assert house.stage(market) is Stage.KICKOFF
    assert market_row(house, market).resumes_to is None


def _without(**facts: object) -> Callable[[House, int], None]:
    return lambda house, market: change_market(house, market, **facts)


def _sheet_unsettled(house: House, market: int) -> None:
    with house.database.write() as session:
        session.connection().exec_driver_sql("UPDATE hour_sheet SET status = 'submitted'")


def _month_unopened(house: House, market: int) -> None:
    with house.database.write() as session:
        connection = session.connection()
        for table in ("mail_sheet", "access_link", "hour_line"):
            connection.exec_driver_sql(
                f"DELETE FROM {table} WHERE sheet_id IN "
                f"(SELECT id FROM hour_sheet WHERE month = '{FEBRUARY}')"
            )
        connection.exec_driver_sql(f"DELETE FROM hour_sheet WHERE month = '{FEBRUARY}'")


LACKING: list[tuple[Stage, Move, str, Callable[[House, int], object]]] = [
    (S.DRAFTING, M.PUBLISH, "opinion_given", _without(advice=None)),
    (S.DRAFTING, M.PUBLISH, "opinion_given", _without(advice=Advice.NO_CLAUSE)),
    (S.DRAFTING, M.DECLINE, "refusal_reasoned", _without(advice=None)),
    (S.DRAFTING, M.DECLINE, "refusal_reasoned", _without(advice=Advice.CLAUSE)),
    (S.DRAFTING, M.PUBLISH, "lever_chosen", _without(lever=None)),
    (S.DRAFTING, M.PUBLISH, "hours_required", _without(required_hours=None)),
    (S.DRAFTING, M.PUBLISH, "hours_required", _without(required_hours=0)),
    (S.DRAFTING, M.PUBLISH, "parts_calibrated", lambda house, market: part(house, market, "1")),
    (S.TENDER_ANALYSIS, M.RECORD_AWARD, "commitment_enough", _without(required_hours=301)),
    (S.TENDER_ANALYSIS, M.RECORD_AWARD, "commitment_enough", _without(required_hours=None)),
    (S.TENDER_ANALYSIS, M.RECORD_AWARD, "offers_analysed", _without(lever="award_criterion")),
    (S.TENDER_ANALYSIS, M.RECORD_AWARD, "offers_analysed", _without(lever="condition_and_criterion")),
    (S.KICKOFF, M.RECORD_KICKOFF, "lead_known", no_lead),
    (S.KICKOFF, M.RECORD_KICKOFF, "lead_known", another_lead),
    (S.KICKOFF, M.RECORD_KICKOFF, "commitment_enough", _without(committed_hours=None)),
    (S.KICKOFF, M.RECORD_KICKOFF, "contacts_known", lambda house, _: forget_address(house, BUILDER_EMAIL)),
    (S.KICKOFF, M.RECORD_KICKOFF, "contacts_known", lambda house, _: refuse_address(house, BUILDER_EMAIL)),
    (S.FOLLOW_UP, M.RECORD_RECEPTION, "received_after_start", _without(starts_on=date(2027, 3, 4))),
    (S.FOLLOW_UP, M.TERMINATE, "received_after_start", _without(starts_on=date(2027, 3, 4))),
    *(
        (stage, M.ISSUE_STATEMENT, name, lack)
        for stage in (S.RECEPTION, S.TERMINATED)
        for name, lack in (
            ("months_opened", _month_unopened),
            ("sheets_settled", _sheet_unsettled),
            ("shortfall_decided", _without(required_hours=301)),
            ("buyer_reachable", lambda house, _: forget_address(house, BUYER_EMAIL)),
            ("buyer_reachable", lambda house, _: refuse_address(house, BUYER_EMAIL)),
        )
    ),
]
ALWAYS_GIVEN = {
    # the command's own input holds these: no call can leave them out
    (M.PUBLISH, "clause_sent"),
    (M.PUBLISH, "publication_recorded"),
    (M.RECORD_AWARD, "award_dated"),
    (M.RECORD_KICKOFF, "minutes_recorded"),
    (M.RECORD_KICKOFF, "start_known"),
    (M.RECORD_RECEPTION, "reception_dated"),
    (M.TERMINATE, "termination_dated"),
}


@pytest.mark.parametrize(("stage", "move", "name", "lack"), LACKING)
def test_an_allowed_move_is_refused_for_each_thing_that_is_missing_and_names_it(
    house: House, stage: Stage, move: Move, name: str, lack: Callable[[House, int], object]
) -> None:
    market = at_stage(house, stage)
    lack(house, market)
    refusal = refused(house, acts()[move], market, MoveIncomplete)
    assert isinstance(refusal, MoveIncomplete)
    assert name in [need.name for need in refusal.missing]
    (place,) = [place for place in refusal.places if place.field == name]
    need = requirement(move, name)
    assert place.message_fr == need.message_fr and place.message_fr in refusal.message("fr")
    assert place.message_en == need.message_en and place.message_en in refusal.message("en")


def requirement(move: Move, name: str) -> Requirement:
    (found,) = [need for need in BY_MOVE[move].requires if need.name == name]
    return found


def test_an_award_with_two_leads_or_none_is_refused(house: House) -> None:
    market = at_stage(house, Stage.TENDER_ANALYSIS)
    other = LEAD.model_copy(update={"siret": "00000000000001", "name": "Autre d’Essai"})
    partner = LEAD.model_copy(update={"role": "co_contractor"})
    for companies in ((LEAD, other), (partner,)):
        refusal = refused(house, acts(companies=companies)[Move.RECORD_AWARD], market, MoveIncomplete)
        assert isinstance(refusal, MoveIncomplete)
        assert [need.name for need in refusal.missing] == ["lead_known"]


def test_every_requirement_of_the_table_is_seen_missing_here_or_cannot_be_left_out() -> None:
    seen = {(move, name) for _, move, name, _ in LACKING} | ALWAYS_GIVEN | {(M.RECORD_AWARD, "lead_known")}
    assert seen == {(each.move, need.name) for each in TRANSITIONS for need in each.requires}


def test_several_things_missing_are_all_named_at_once(house: House) -> None:
    market = at_stage(house, Stage.DRAFTING)
    change_market(house, market, lever=None, required_hours=None)
    refusal = refused(house, acts()[Move.PUBLISH], market, MoveIncomplete)
    assert isinstance(refusal, MoveIncomplete)
    assert [need.name for need in refusal.missing] == ["lever_chosen", "hours_required"]


@pytest.mark.parametrize(
    "stage",
    [
        S.DRAFTING,
        S.WITHOUT_CLAUSE,
        S.TENDER_ANALYSIS,
        S.KICKOFF,
        S.FOLLOW_UP,
        S.SUSPENDED,
        S.RECEPTION,
    ],
)
def test_nobody_but_the_staff_moves_a_market(house: House, stage: Stage) -> None:
    market = at_stage(house, stage)
    row = market_row(house, market)
    buyer = Actor(ActorKind.ACCOUNT, house.territory_id, 98, Role.BUYER, row.buyer_id)
    stranger = replace(buyer, role=Role.PARTNER, party_id=None)
    for transition in moves_from(stage):
        refused(house, acts()[transition.move], market, NotAllowed, buyer)
        refused(house, acts()[transition.move], market, NotFound, stranger)


def test_a_company_on_the_market_does_not_move_it(house: House) -> None:
    market = at_stage(house, Stage.FOLLOW_UP)
    with house.database.read() as session:
        builder = session.connection().exec_driver_sql("SELECT party_id FROM market_party").scalar_one()
    for kind, role in ((ActorKind.ACCOUNT, Role.COMPANY), (ActorKind.LINK, None)):
        company = Actor(kind, house.territory_id, 97, role, builder)
        for transition in moves_from(Stage.FOLLOW_UP):
            refused(house, acts()[transition.move], market, NotAllowed, company)


@pytest.mark.parametrize("stage", [stage for stage in Stage if moves_from(stage)])
def test_another_territory_is_told_that_there_is_nothing(house: House, stage: Stage) -> None:
    market = at_stage(house, stage)
    elsewhere = replace(house.alice, territory_id=house.territory_id + 1)
    for transition in moves_from(stage):
        refused(house, acts()[transition.move], market, NotFound, elsewhere)


def test_a_director_moves_a_market_like_a_facilitator(house: House) -> None:
    market = at_stage(house, Stage.DRAFTING)
    do(house, acts()[Move.PUBLISH], market, replace(house.alice, role=Role.DIRECTOR))
    assert house.stage(market) is Stage.TENDER_ANALYSIS


@pytest.mark.parametrize("move", [Move.RECORD_RECEPTION, Move.TERMINATE])
def test_an_end_in_the_future_is_refused(house: House, move: Move) -> None:
    market = at_stage(house, Stage.FOLLOW_UP)
    tomorrow = acts(date(2027, 3, 4))[move]

    def today(session: Session, actor: Actor, number: int) -> None:
        now, day = at(date(2027, 3, 3)), date(2027, 3, 4)
        if move is Move.TERMINATE:
            end = Termination(on=day, reason="Résiliation.")
            interruptions.terminate(session, actor, number, end, now=now)
        else:
            interruptions.record_reception(session, actor, number, Reception(received_on=day), now=now)

    refused(house, today, market, InvalidInput)
    do(house, tomorrow, market)


def test_a_stop_before_the_start_and_a_resumption_before_the_stop_are_refused(house: House) -> None:
    market = at_stage(house, Stage.FOLLOW_UP)
    refused(house, acts(date(2027, 1, 3))[Move.SUSPEND], market, InvalidInput)
    do(house, acts(date(2027, 1, 20))[Move.SUSPEND], market)
    refused(house, acts(date(2027, 1, 19))[Move.RESUME], market, InvalidInput)
    refused(house, acts(date(2027, 1, 19))[Move.TERMINATE], market, InvalidInput)
