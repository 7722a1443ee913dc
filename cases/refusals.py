"""Refusals: facts that stop a command, with words fit for a facilitator in French and English.

One place in api turns them into a page or problem details (RFC 9457).
"""

from dataclasses import dataclass

from cases.rules.lifecycle import Transition
from cases.rules.market_state import MarketState
from cases.rules.requirements import Requirement


@dataclass(frozen=True, slots=True)
class Place:
    """Where the input is wrong: a field's name and what to do about it."""

    field: str
    message_fr: str
    message_en: str


class Refusal(Exception):
    """A command that cannot be done. `status` is the HTTP status that fits."""

    status = 409

    def __init__(self, message_fr: str, message_en: str, places: tuple[Place, ...] = ()) -> None:
        super().__init__(message_en)
        self.message_fr = message_fr
        self.message_en = message_en
        self.places = places

    @property
    def code(self) -> str:
        """A stable name of the refusal, for programs."""
        name = type(self).__name__
        return "".join(f"-{letter.lower()}" if letter.isupper() else letter for letter in name).lstrip("-")

    def message(self, locale: str) -> str:
        """The message in the reader's language."""
        return self.message_fr if locale == "fr" else self.message_en


class NotFound(Refusal):
    """Nothing there for this actor: absent, or behind a wall; the two are not told apart."""

    status = 404

    def __init__(self) -> None:
        super().__init__(
            "Cette page n’existe pas, ou ne vous est pas ouverte.",
            "This does not exist, or is not open to you.",
        )


class NotAllowed(Refusal):
    """The actor's role does not include this act."""

    status = 403

    def __init__(self) -> None:
        super().__init__("Votre rôle ne permet pas cette action.", "Your role does not allow this.")


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


class InvalidInput(Refusal):
    """A value that cannot be accepted, with its place."""

    status = 422

    def __init__(self, *places: Place) -> None:
        super().__init__(
            " ".join(place.message_fr for place in places),
            " ".join(place.message_en for place in places),
            places,
        )


class MarketOver(Refusal):
    """The market is closed or abandoned: its facts no longer change."""

    def __init__(self) -> None:
        super().__init__(
            "Ce marché est terminé : il ne change plus.",
            "This market is over: it no longer changes.",
        )


class AwardNoLongerOpen(Refusal):
    """The award can be corrected between its recording and the kickoff only."""

    def __init__(self) -> None:
        super().__init__(
            "L’attribution se corrige entre son enregistrement et la réunion de lancement seulement.",
            "The award can be corrected only between its recording and the kickoff meeting.",
        )


class LinkExpired(Refusal):
    """The link is over, revoked, or was never valid."""

    status = 410

    def __init__(self) -> None:
        super().__init__(
            "Ce lien n’est plus valable. Le lien du dernier message reçu l’est ; "
            "sinon, contactez votre facilitateur.",
            "This link is no longer valid. The one in your latest message is; "
            "otherwise contact your facilitator.",
        )


class SheetAlreadyValidated(Refusal):
    """The sheet was validated: it can no longer be corrected here."""

    def __init__(self) -> None:
        super().__init__(
            "Cette fiche est déjà validée : pour la corriger, contactez votre facilitateur.",
            "This sheet is already validated: to correct it, contact your facilitator.",
        )


class SheetCancelled(Refusal):
    """The month is no longer owed: the market ended before it."""

    def __init__(self) -> None:
        super().__init__(
            "Cette fiche n’est plus demandée : le marché s’est terminé avant ce mois.",
            "This sheet is no longer asked for: the market ended before that month.",
        )


class SheetNotSubmitted(Refusal):
    """There is no answer to validate or reject."""

    def __init__(self) -> None:
        super().__init__(
            "Cette fiche n’attend pas de décision : l’entreprise n’a pas (encore) répondu, "
            "ou c’est déjà fait.",
            "This sheet awaits no decision: the company has not answered (yet), or it is already decided.",
        )
