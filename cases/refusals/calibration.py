"""Why a calibration is not kept, retained or removed."""

from cases.refusals.base import Refusal


class CalibrationClosed(Refusal):
    """The hours are calibrated while the market is drafted; they were published since."""

    def __init__(self) -> None:
        super().__init__(
            "Le calibrage se fait pendant la rédaction\u00a0: la consultation est publiée. "
            "Pour corriger les heures, complétez la description du marché.",
            "Hours are calibrated during drafting: the tender is published. "
            "To correct the hours, complete the market’s description.",
        )


class ScenarioFrozen(Refusal):
    """A scenario that was retained is kept as it was: it is neither retained again nor removed."""

    def __init__(self) -> None:
        super().__init__(
            "Ce scénario a été retenu\u00a0: il reste tel quel. Pour corriger, gardez un nouveau scénario "
            "et retenez-le.",
            "This scenario was retained: it stays as it is. To correct it, keep a new scenario "
            "and retain that one.",
        )
