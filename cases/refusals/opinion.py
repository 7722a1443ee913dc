"""Why an opinion is not given."""

from cases.refusals.base import Refusal


class OpinionNoLongerOpen(Refusal):
    """An opinion is given while the market is studied, not after."""

    def __init__(self) -> None:
        super().__init__(
            "L’avis se rend pendant l’étude du marché seulement.",
            "The opinion is given only while the market is studied.",
        )
