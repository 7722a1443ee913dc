"""What a refusal is, and those that any command may raise."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Place:
    """Where the input is wrong: a field's name and what to do about it."""

    field: str
    message_fr: str
    message_en: str


class Refusal(Exception):
    """A command that cannot be done. `status` is the HTTP status that fits.

    `retry_after`: in how many seconds the same may be tried again, where that is all it takes.
    """

    status = 409
    retry_after: int | None = None

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


class InvalidInput(Refusal):
    """A value that cannot be accepted, with its place."""

    status = 422

    def __init__(self, *places: Place) -> None:
        super().__init__(
            " ".join(place.message_fr for place in places),
            " ".join(place.message_en for place in places),
            places,
        )


def in_the_future(field: str) -> InvalidInput:
    """A day that has not come yet, where something that happened is told."""
    return InvalidInput(Place(field, "Cette date est dans le futur.", "This date is in the future."))
