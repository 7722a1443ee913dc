"""Forms in which others than the company say hours, read into a report in the fields' own names.

Fields end in the person's and the market's numbers: `hours.12.3`. A person answers `answer.12.3`, yes to the
figure shown (`seen.12.3`) or no with its own.
"""

from collections.abc import Mapping, Sequence

from pydantic import ValidationError

from api.problems import problems_of_validation
from cases.inputs.report import HoursReportInput, ReportedHours
from cases.refusals import InvalidInput, Place

Known = tuple[int, int]
"""A person's record and a market."""
YES, NO = "yes", "no"


class NothingSaid(InvalidInput):
    """The form was sent without any figure."""

    def __init__(self, field: str) -> None:
        super().__init__(
            Place(
                field,
                "Écrivez les heures d’au moins une personne, 0 si elle n’a pas travaillé.",
                "Write the hours of at least one person, 0 if they did not work.",
            )
        )


class NotAnswered(InvalidInput):
    """The form was sent without yes or no."""

    def __init__(self, field: str) -> None:
        super().__init__(Place(field, "Répondez oui ou non.", "Answer yes or no."))


def read_report(values: Mapping[str, str], known: Sequence[Known]) -> HoursReportInput:
    """What a structure's form says; what is left empty is not said. Raises InvalidInput naming each field."""
    places: list[Place] = []
    lines = []
    for one in known:
        field = _field("hours", one)
        if hours := _plain(values.get(field, "")):
            lines += _line(field, one, hours, places)
    if places:
        raise InvalidInput(*places)
    if not lines:
        raise NothingSaid(_field("hours", known[0]) if known else "hours")
    return HoursReportInput(lines=tuple(lines))


def read_attestation(values: Mapping[str, str], known: Sequence[Known]) -> HoursReportInput:
    """What a person answers about each market; raises InvalidInput as above."""
    places: list[Place] = []
    lines = []
    for one in known:
        answer = values.get(_field("answer", one), "")
        if answer == YES:
            lines += _line(_field("answer", one), one, _plain(values.get(_field("seen", one), "")), places)
        elif answer == NO:
            field = _field("hours", one)
            lines += _line(field, one, _plain(values.get(field, "")), places)
    if places:
        raise InvalidInput(*places)
    if not lines:
        raise NotAnswered(_field("answer", known[0]) if known else "answer")
    return HoursReportInput(lines=tuple(lines))


def _field(name: str, one: Known) -> str:
    return f"{name}.{one[0]}.{one[1]}"


def _line(field: str, one: Known, hours: str, places: list[Place]) -> list[ReportedHours]:
    given = {"participant_id": one[0], "market_id": one[1]} | ({"hours": hours} if hours else {})
    try:
        return [ReportedHours.model_validate(given)]
    except ValidationError as error:
        for mistake in error.errors():
            french, english = (problems_of_validation([mistake], locale)[0] for locale in ("fr", "en"))
            places.append(Place(field, french.message, english.message))
        return []


def _plain(hours: str) -> str:
    """A number as people write it (`84,5`, `35 h`), as programs read it."""
    return "".join(hours.split()).replace(",", ".").removesuffix("h").removesuffix("H")
