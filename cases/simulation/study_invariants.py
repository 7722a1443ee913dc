"""What the study of planned markets promises: no publication without opinion and text, no refusal unsaid."""

from typing import TYPE_CHECKING

from cases.statements import MAIL, MARKET, table_of
from models.tables import Opinion
from models.vocabulary import Advice, Stage

if TYPE_CHECKING:
    from cases.simulation.invariants import Looked

OPINION = table_of(Opinion)
BEGINS_AGAIN = ("restarted", "study_reopened")


def published_without_opinion(looked: "Looked") -> int:
    """Publications before which no opinion advised a clause since the study began, or began again."""
    advised: set[int] = set()
    violations = 0
    for market_id, event, payload in looked.journal():
        if event in BEGINS_AGAIN:
            advised.discard(market_id)
        elif event == "opinion_given":
            (advised.add if payload["advice"] == Advice.CLAUSE else advised.discard)(market_id)
        elif event == "published":
            violations += market_id not in advised
    return violations


def published_without_clause_text(looked: "Looked") -> int:
    """Publications before which no text was mailed in the round, nor said to be sent otherwise."""
    mailed = {row.document_id for row in looked.rows(MAIL.c.document_id)}
    sent: set[int] = set()
    violations = 0
    for market_id, event, payload in looked.journal():
        if event == "restarted":
            sent.discard(market_id)
        elif event == "clause_sent" and payload["document"] in mailed:
            sent.add(market_id)
        elif event == "published":
            violations += market_id not in sent and "clause_text_sent_on" not in payload
    return violations


def declined_without_reason(looked: "Looked") -> int:
    """Markets concluded without a clause whose opinion in force is no refusal with its reason."""
    rows = looked.rows(OPINION.c.market_id, OPINION.c.advice, OPINION.c.reason, OPINION.c.number)
    reasoned = {
        row.market_id: row.advice == Advice.NO_CLAUSE and bool(row.reason)
        for row in sorted(rows, key=lambda row: row.number)
    }
    without = [
        row.id for row in looked.rows(MARKET.c.id, MARKET.c.stage) if row.stage is Stage.WITHOUT_CLAUSE
    ]
    return sum(not reasoned.get(market_id, False) for market_id in without)
