"""What can be done to a market from its page: one form for each act, with only the act's own fields."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from sqlmodel import Session

from cases import inputs
from cases.actors import Actor
from cases.commands import (
    award_correction,
    drafting,
    interruptions,
    kickoff,
    moves,
    operations,
    opinion,
    statement,
)
from cases.rules.lifecycle import Move

Run = Callable[[Session, Actor, int, Any, datetime], None]


@dataclass(frozen=True, slots=True)
class Field:
    """A field of a form: `kind` names its macro in fields.html; `fact` the market's own value to start from.

    `label` and `hint` are message ids.
    """

    kind: str
    name: str
    label: str
    hint: str = ""
    optional: bool = False
    fact: str = ""


@dataclass(frozen=True, slots=True)
class Act:
    """One act: its address, its command and its form; `gives` names the requirements that its form fills.

    An act with a `section` has its form there, on a page of its own.
    """

    slug: str
    run: Run
    input: type[inputs.Input] | None = None
    fields: tuple[Field, ...] = ()
    move: Move | None = None
    gives: frozenset[str] = frozenset()
    section: str = ""


def _with_input(command: Callable[..., None]) -> Run:
    return lambda session, actor, market_id, input, now: command(session, actor, market_id, input, now=now)


def _alone(command: Callable[..., None]) -> Run:
    return lambda session, actor, market_id, _, now: command(session, actor, market_id, now=now)


REASON = Field("long_text", "reason", "Reason")
ALL = (
    Act(
        "publication",
        _with_input(moves.publish),
        inputs.Publication,
        (
            Field("day", "published_on", "Tender published on"),
            Field(
                "day",
                "clause_text_sent_on",
                "Clause text sent to the buyer on",
                "For a text sent by other means than from here.",
                optional=True,
                fact="clause_text_sent_on",
            ),
        ),
        Move.PUBLISH,
        frozenset({"publication_recorded"}),
    ),
    Act("sans-clause", _alone(opinion.decline), move=Move.DECLINE),
    Act("reouverture", _alone(opinion.reopen_study), move=Move.REOPEN),
    Act(
        "attribution",
        _with_input(moves.record_award),
        inputs.Award,
        (
            Field("day", "awarded_on", "Awarded on", fact="awarded_on"),
            Field(
                "hours", "committed_hours", "Committed hours, all companies together", fact="required_hours"
            ),
            Field(
                "long_text",
                "commitment_reason",
                "Reason, if they are fewer than the required hours",
                optional=True,
            ),
        ),
        Move.RECORD_AWARD,
        frozenset({"award_dated", "lead_known", "commitment_enough"}),
    ),
    Act(
        "attribution-corrigee",
        _with_input(award_correction.correct_award),
        inputs.Award,
        (
            Field("day", "awarded_on", "Awarded on", fact="awarded_on"),
            Field(
                "hours", "committed_hours", "Committed hours, all companies together", fact="committed_hours"
            ),
            Field(
                "long_text",
                "commitment_reason",
                "Reason, if they are fewer than the required hours",
                optional=True,
                fact="commitment_reason",
            ),
        ),
    ),
    Act("relance", _alone(moves.restart), move=Move.RESTART),
    Act(
        "lancement",
        _with_input(kickoff.record_kickoff),
        inputs.Kickoff,
        move=Move.RECORD_KICKOFF,
        gives=frozenset({"minutes_recorded", "start_known", "contacts_known"}),
        section="lancement",
    ),
    Act(
        "reception",
        _with_input(interruptions.record_reception),
        inputs.Reception,
        (Field("day", "received_on", "Works received on"),),
        Move.RECORD_RECEPTION,
        frozenset({"reception_dated", "received_after_start"}),
    ),
    Act("bilan", _alone(statement.issue_statement), move=Move.ISSUE_STATEMENT),
    Act(
        "suspension",
        _with_input(interruptions.suspend),
        inputs.SuspensionOrder,
        (Field("day", "from_on", "Work stopped from"), REASON),
        Move.SUSPEND,
    ),
    Act(
        "reprise",
        _with_input(interruptions.resume),
        inputs.Resumption,
        (Field("day", "on", "Work resumes on"),),
        Move.RESUME,
    ),
    Act("abandon", _with_input(moves.abandon), inputs.Abandonment, (REASON,), Move.ABANDON),
    Act(
        "resiliation",
        _with_input(interruptions.terminate),
        inputs.Termination,
        (Field("day", "on", "Terminated on"), REASON),
        Move.TERMINATE,
        frozenset({"termination_dated", "received_after_start"}),
    ),
    Act("description", _with_input(drafting.describe_market), inputs.MarketDescription),
    Act("operation", _with_input(operations.place_market), inputs.OperationChoice),
    Act("heures-manquantes", _with_input(statement.decide_shortfall), inputs.ShortfallChoice),
)
ACTS = {act.slug: act for act in ALL}
ACT_OF_MOVE = {act.move: act for act in ALL if act.move is not None}
WHERE_GIVEN = {
    "clause_sent": "/marches/{market_id}/clause",
    "opinion_given": "/marches/{market_id}/avis",
    "refusal_reasoned": "/marches/{market_id}/avis",
    "lever_chosen": "/marches/{market_id}/avis",
    "hours_required": "/marches/{market_id}/calibrage",
    "parts_calibrated": "/marches/{market_id}/calibrage",
    "offers_analysed": "/marches/{market_id}/offres",
    "lead_known": "#attribution-corrigee",
    "commitment_enough": "#attribution-corrigee",
    "contacts_known": "#entreprises",
    "buyer_reachable": "#entreprises",
    "sheets_settled": "#fiches",
    "months_opened": "#fiches",
    "shortfall_decided": "#heures-manquantes",
}
"""Where a missing thing is given, on the page or on another, when the move's own form does not ask it."""
