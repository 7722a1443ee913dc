"""What a tender takes, and when: questions while companies may still answer it, offers until the award."""

from cases.rules.market_state import MarketState
from models.vocabulary import Lever, Stage

BY_CRITERION = (Lever.AWARD_CRITERION, Lever.CONDITION_AND_CRITERION)
"""The levers under which offers are chosen for what they promise: their award stands on an analysis."""


def takes_questions(market: MarketState) -> bool:
    """Whether companies may ask: from the sending of the clause text on, because publications are often
    recorded days after the tender documents went out, and until the award."""
    if market.stage is Stage.DRAFTING:
        return market.clause_text_sent_on is not None
    return market.stage is Stage.TENDER_ANALYSIS


def takes_offers(market: MarketState) -> bool:
    """Whether offers are recorded and marked: between the publication and the award."""
    return market.stage is Stage.TENDER_ANALYSIS


def needs_analysis(market: MarketState) -> bool:
    """Whether the award must stand on a recorded analysis, or on the reason why there is none."""
    return market.lever in BY_CRITERION
