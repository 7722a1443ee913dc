"""Why a market does not move or change."""

from cases.refusals.base import Place, Refusal
from cases.rules.lifecycle import Transition
from cases.rules.market_state import MarketState
from cases.rules.requirements import Requirement


class StaleMarket(Refusal):
    """Someone else decided on the market in between."""

    def __init__(self) -> None:
        super().__init__(
            "Ce marché vient d’être modifié par quelqu’un d’autre. Rechargez la page et recommencez.",
            "Someone else has just changed this market. Reload the page and try again.",
        )


class MoveForbidden(Refusal):
    """The stage does not allow this move at all."""

    def __init__(self, transition: Transition, market: MarketState) -> None:
        super().__init__(
            f"« {transition.label_fr} » n’est pas possible à cette étape du marché.",
            f'"{transition.label_en}" is not possible at this stage of the market.',
        )
        self.move = transition.move
        self.stage = market.stage


class MoveIncomplete(Refusal):
    """The move is allowed here but something is missing; `missing` lists all of it."""

    status = 422

    def __init__(self, transition: Transition, missing: tuple[Requirement, ...]) -> None:
        places = tuple(Place(need.name, need.message_fr, need.message_en) for need in missing)
        super().__init__(
            f"« {transition.label_fr} » : il manque quelque chose. "
            + " ".join(need.message_fr for need in missing),
            f'"{transition.label_en}": something is missing. '
            + " ".join(need.message_en for need in missing),
            places,
        )
        self.move = transition.move
        self.missing = missing


class MarketOver(Refusal):
    """The market is closed, abandoned or without a clause: its facts no longer change."""

    def __init__(self) -> None:
        super().__init__(
            "Ce marché est terminé : il ne change plus.",
            "This market is over: it no longer changes.",
        )


class BuyerUnreachable(Refusal):
    """No address of the buyer works: nothing can be sent to it."""

    def __init__(self) -> None:
        super().__init__(
            "Cet acheteur n’a pas d’adresse mél qui fonctionne : donnez-en une d’abord.",
            "This buyer has no e-mail address that works: give one first.",
        )


class PartKept(Refusal):
    """A part stays once the market is published, or as long as a calibration stands on it."""

    def __init__(self) -> None:
        super().__init__(
            "Cette partie ne se retire qu’en rédaction, et tant qu’aucun calibrage ne porte sur elle.",
            "This part can be removed only while drafting, and as long as no calibration stands on it.",
        )


class LotNotApart(Refusal):
    """Only one lot of several, before the award, becomes a market of its own."""

    def __init__(self) -> None:
        super().__init__(
            "Seul un lot parmi plusieurs, avant l’attribution, devient un marché à part.",
            "Only one lot among several, before the award, becomes a market of its own.",
        )


class AwardNoLongerOpen(Refusal):
    """The award can be corrected between its recording and the kickoff only."""

    def __init__(self) -> None:
        super().__init__(
            "L’attribution se corrige entre son enregistrement et la réunion de lancement seulement.",
            "The award can be corrected only between its recording and the kickoff meeting.",
        )
