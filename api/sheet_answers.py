"""A company's form read into an answer: known people, new people, in the fields' own names.

Fields: `person.12` holds a known person's hours, `person.12.training` those of them in training;
`new.0.first_name`, `new.0.last_name`, `new.0.hours` a new person's, with what else is known of them (FACTS);
`nil` says that nobody worked, `confirm` that doubtful lines are right. An empty form is never an answer.
"""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from decimal import Decimal, InvalidOperation

from pydantic import ValidationError

from api.problems import problems_of_validation
from cases.inputs import LineInput, SheetAnswer
from cases.refusals import InvalidInput, Place, SheetQuestioned

NAMES = ("first_name", "last_name")
FACTS = ("birth_date", "contract_kind", "starts_on", "ends_on", "employer_id", "criterion")
"""What may be told of someone new, beside the names and hours."""
FIRST_ROWS = 3
MOST_ROWS = 100
REMARK = 2000


class NothingDeclared(InvalidInput):
    """Neither hours nor "nobody this month" were given."""

    def __init__(self, field: str) -> None:
        super().__init__(
            Place(
                field,
                "Indiquez les heures d’au moins une personne, "
                "ou choisissez «\u00a0Aucune heure ce mois-ci\u00a0».",
                'Give the hours of at least one person, or choose "No hours this month".',
            )
        )


TO_CONFIRM = Place(
    "confirm",
    "Relisez ces lignes. Si elles sont exactes, cochez «\u00a0Envoyer quand même\u00a0».",
    'Read these lines over. If they are right, tick "Send anyway".',
)


@dataclass(frozen=True, slots=True)
class DraftAnswer:
    """An answer, and the form's field that each of its lines came from."""

    answer: SheetAnswer
    fields: tuple[str, ...]

    def placed(self, refusal: InvalidInput) -> InvalidInput:
        """The command's refusal, with its lines named by the form's fields."""
        placed = [self._placed(place) for place in refusal.places]
        if isinstance(refusal, SheetQuestioned):
            return SheetQuestioned(*placed, TO_CONFIRM)
        return InvalidInput(*placed)

    def _placed(self, place: Place) -> Place:
        head, _, rest = place.field.partition(".")
        index, _, name = rest.partition(".")
        if head != "lines" or not index.isdigit():
            return place
        field = self.fields[int(index)]
        return Place(_where(field, name) if name else field, place.message_fr, place.message_en)


def rows_of(values: Mapping[str, str]) -> int:
    """How many rows for new people the form had."""
    given = values.get("rows", "")
    return min(max(int(given), 1), MOST_ROWS) if given.isdecimal() and len(given) < 5 else FIRST_ROWS


def read_answer(
    values: Mapping[str, str], known: Iterable[int], recorded: Mapping[str, Decimal | None] | None = None
) -> DraftAnswer:
    """The answer that the form gives. Raises InvalidInput naming every field that is wrong.

    `recorded`: by field, the hours that the form showed: nobody worked after all, when they are left there.
    """
    remark, places = values.get("remark", "").strip(), list[Place]()
    if len(remark) > REMARK:
        places.append(Place("remark", "2 000 caractères au plus.", "At most 2,000 characters."))
    if values.get("nil"):
        places += _beside_nobody(values, recorded or {})
        if places:
            raise InvalidInput(*places)
        return DraftAnswer(SheetAnswer(nil=True, remark=remark or None), ())
    ids = list(known)
    lines: list[tuple[str, dict[str, object]]] = []
    for person in ids:
        if not _is_nothing(hours := _plain(values.get(f"person.{person}", ""))):
            given = {"participant_id": person, "hours": hours, **_training(values, f"person.{person}")}
            lines.append((f"person.{person}", given))
    places += _read_new(values, lines)
    read = [(field, line) for field, given in lines if (line := _line(field, given, places)) is not None]
    if places:
        raise InvalidInput(*places)
    if not read:
        raise NothingDeclared(f"person.{ids[0]}" if ids else "new.0.first_name")
    confirm = bool(values.get("confirm"))
    answer = SheetAnswer(lines=tuple(line for _, line in read), remark=remark or None, confirm=confirm)
    return DraftAnswer(answer, tuple(field for field, _ in read))


def _beside_nobody(values: Mapping[str, str], recorded: Mapping[str, Decimal | None]) -> Iterable[Place]:
    """The first field that says that somebody worked, when the form says that nobody did."""
    for field, value in values.items():
        hours = _plain(value)
        is_hours = field.startswith("person.") and not _is_nothing(hours)
        is_new = field.startswith("new.") and value.strip()
        if is_new or (is_hours and _number(hours) != recorded.get(field)):
            yield Place(
                ".".join((*field.split(".")[:2], "hours")) if is_new else field,
                "Pour dire «\u00a0Aucune heure ce mois-ci\u00a0», videz ce qui est écrit ici\u00a0; "
                "sinon, envoyez les heures.",
                'To say "No hours this month", clear what is written here; otherwise send the hours.',
            )
            return


def _number(hours: str) -> Decimal | None:
    try:
        return Decimal(hours)
    except InvalidOperation:
        return None


def _read_new(values: Mapping[str, str], lines: list[tuple[str, dict[str, object]]]) -> Iterable[Place]:
    """Add the rows of new people to the lines; a row begun must be whole."""
    for row in range(rows_of(values)):
        field = f"new.{row}"
        names = {name: values.get(f"{field}.{name}", "").strip() for name in NAMES}
        hours = _plain(values.get(f"{field}.hours", ""))
        facts = {name: value for name in FACTS if (value := values.get(f"{field}.{name}", "").strip())}
        if not any(names.values()) and not hours and not facts:
            continue
        missing = [name for name in NAMES if not names[name]] + ([] if hours else ["hours"])
        yield from (_missing(field, name) for name in missing)
        if not missing:
            given = {**names, **facts, "hours": hours, **_training(values, field)}
            lines.append((f"{field}.hours", given))


def _training(values: Mapping[str, str], field: str) -> dict[str, object]:
    hours = _plain(values.get(f"{field}.training", ""))
    return {} if _is_nothing(hours) else {"training_hours": hours}


def _missing(field: str, name: str) -> Place:
    words = {
        "first_name": ("Écrivez le prénom.", "Write the first name."),
        "last_name": ("Écrivez le nom.", "Write the last name."),
        "hours": (
            "Écrivez les heures de cette personne, ou videz la ligne.",
            "Write this person’s hours, or clear the row.",
        ),
    }
    return Place(f"{field}.{name}", *words[name])


def _line(field: str, given: Mapping[str, object], places: list[Place]) -> LineInput | None:
    try:
        return LineInput.model_validate(given)
    except ValidationError as error:
        for mistake in error.errors():
            where = _where(field, str(mistake["loc"][-1]) if mistake["loc"] else "hours")
            french, english = (problems_of_validation([mistake], locale)[0] for locale in ("fr", "en"))
            places.append(Place(where, french.message, english.message))
        return None


def _where(field: str, name: str) -> str:
    """The form's field for a line's own."""
    row = field.removesuffix(".hours")
    if name == "training_hours":
        return f"{row}.training"
    return f"{row}.{name}" if name in (*NAMES, *FACTS) else field


def _plain(hours: str) -> str:
    """A number as people write it (`84,5`, `1 240`, `35 h`), as programs read it."""
    return "".join(hours.split()).replace(",", ".").removesuffix("h").removesuffix("H")


def _is_nothing(hours: str) -> bool:
    """Left empty, or zero written out: nobody's hours."""
    return not hours.strip("0.") and hours.count(".") <= 1
