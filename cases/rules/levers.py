"""The legal levers of a clause: what each is, when it may be used, and what a market's facts say against it.

Sources: Code de la commande publique as in force in 2026 (each lever names its articles); directive
2014/24/EU, art. 20, 70, 74 to 77. The former articles are those of the Code des marchés publics of 2006.
"""

from collections.abc import Mapping
from dataclasses import dataclass

from cases.rules.lever_objections import Objection, found_against
from cases.rules.lever_texts import NAMES, TEXTS
from cases.rules.planned_market import PlannedMarket
from cases.rules.policy import RulePack
from cases.rules.said import Said
from models.vocabulary import Lever


@dataclass(frozen=True, slots=True)
class LeverGuide:
    """What a person should know of a lever before choosing it. `former` is its article of 2006, if any."""

    lever: Lever
    name: Said
    articles: tuple[str, ...]
    former: str | None
    what: Said
    when: Said
    when_not: Said

    @property
    def cited(self) -> Said:
        """Its articles as one cites them, with the former one for people who still say it."""
        articles = ", ".join(self.articles)
        if self.former is None:
            return Said(articles, articles)
        return Said(
            f"{articles} ; ancien article {self.former}", f"{articles}; formerly article {self.former}"
        )


GUIDES: Mapping[Lever, LeverGuide] = {
    lever: LeverGuide(lever, NAMES[lever], articles, former, *TEXTS[lever])
    for lever, articles, former in (
        (Lever.EXECUTION_CONDITION, ("L2112-2", "L2112-2-1", "L2112-4"), "14"),
        (Lever.AWARD_CRITERION, ("L2152-7", "R2152-7"), "53"),
        (Lever.CONDITION_AND_CRITERION, ("L2112-2", "L2112-2-1", "L2152-7", "R2152-7"), "14 + 53"),
        (Lever.RESERVED_EA_ESAT, ("L2113-12", "R2113-7"), "15"),
        (Lever.RESERVED_SIAE, ("L2113-13", "R2113-7"), None),
        (Lever.RESERVED_BOTH, ("L2113-12", "L2113-13", "L2113-14", "R2113-7"), None),
        (Lever.RESERVED_ESS, ("L2113-15", "L2113-16", "R2113-8"), None),
        (Lever.INSERTION_SERVICE, ("R2123-1 3°",), "30"),
    )
}
"""Every lever of the vocabulary, in its order."""


def objections(lever: Lever, market: PlannedMarket, pack: RulePack) -> tuple[Objection, ...]:
    """What this market's facts say against this lever, the blocking ones first; an unknown fact says nothing.

    An objection never decides: it is shown, and departing from a blocking one asks for a reason.
    """
    return tuple(sorted(found_against(lever, market, pack), key=lambda each: not each.is_blocking))
