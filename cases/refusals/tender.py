"""Why a tender takes no question, no offer, or no analysis."""

from cases.refusals.base import Place, Refusal


class QuestionsClosed(Refusal):
    """Companies no longer ask: the tender is over, or its documents are not out yet."""

    def __init__(self) -> None:
        super().__init__(
            "Cette consultation ne reçoit pas de questions en ce moment.",
            "This tender takes no questions now.",
        )


class OffersClosed(Refusal):
    """Offers are recorded, marked and analysed between the publication and the award only."""

    def __init__(self) -> None:
        super().__init__(
            "Les offres se saisissent et s’analysent entre la publication et l’attribution seulement.",
            "Offers are recorded and analysed between the publication and the award only.",
        )


class NoOffer(Refusal):
    """There is nothing to analyse."""

    status = 422

    def __init__(self) -> None:
        super().__init__(
            "Aucune offre n’est enregistrée : il n’y a rien à analyser.",
            "No offer is recorded: there is nothing to analyse.",
        )


class MarksMissing(Refusal):
    """Offers cannot be ranked before each regular one has all its marks; `gaps` are (offer, criterion)."""

    status = 422

    def __init__(self, gaps: tuple[tuple[int, str], ...]) -> None:
        places = tuple(
            Place(
                f"offers.{offer}.{code}",
                f"La note « {code} » de l’offre n° {offer} manque.",
                f'The mark "{code}" of offer {offer} is missing.',
            )
            for offer, code in gaps
        )
        super().__init__(
            "Il manque des notes : le classement se fait quand chaque offre régulière les a toutes.",
            "Marks are missing: offers are ranked once each regular one has them all.",
            places,
        )
