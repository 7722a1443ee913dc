"""The page of all a company's sheets read into one answer a sheet.

Fields: `s.12.person.7` the hours of person 7 on sheet 12, `s.12.person.7.training` those in training,
`s.12.nil` nobody there; `new.0.first_name` and the like someone new, `new.0.on.12` their hours on sheet 12,
`new.0.on.12.training` those in training; `remark` for all; `nil` says that nobody worked anywhere. Each sheet
is then read as its own form is.
"""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from pydantic import ValidationError

from api.problems import problems_of_validation
from api.sheet_answers import FACTS, NAMES, TO_CONFIRM, DraftAnswer, NothingDeclared, read_answer, rows_of
from cases.inputs import AnswerTo, CorrectionInput, SheetAnswers
from cases.queries.company_sheets import CompanyMonth, CompanySheet
from cases.refusals import InvalidInput, Place, SheetQuestioned

ON_A_MARKET = ("hours", "training")
"""What is told of someone new market by market."""


@dataclass(frozen=True, slots=True)
class CompanyAnswer:
    """The answers that the page gives, and the page's fields that each of their lines came from."""

    answers: SheetAnswers
    drafts: tuple[DraftAnswer, ...]

    def placed(self, refusal: InvalidInput) -> InvalidInput:
        """The command's refusal, with its places named by the page's fields."""
        places = [self._placed(place) for place in refusal.places]
        if isinstance(refusal, SheetQuestioned):
            return SheetQuestioned(*places, TO_CONFIRM)
        return InvalidInput(*places)

    def _placed(self, place: Place) -> Place:
        head, _, rest = place.field.partition(".")
        index, _, inner = rest.partition(".")
        if head != "answers" or not index.isdigit():
            return place
        sheet_id = self.answers.answers[int(index)].sheet_id
        (own,) = (
            self.drafts[int(index)]
            .placed(InvalidInput(Place(inner, place.message_fr, place.message_en)))
            .places
        )
        return Place(on_page(sheet_id, own.field), own.message_fr, own.message_en)


def on_page(sheet_id: int, name: str) -> str:
    """The page's field for a field of one sheet's own form."""
    if name == "nil" or name.startswith("person."):
        return f"s.{sheet_id}.{name}"
    row, _, last = name.rpartition(".")
    if name.startswith("new.") and last in ON_A_MARKET:
        return f"{row}.on.{sheet_id}" + ("" if last == "hours" else f".{last}")
    return name


def of_sheet(values: Mapping[str, str], sheet_id: int) -> dict[str, str]:
    """What the page says of one sheet, as that sheet's own form would."""
    own = f"s.{sheet_id}."
    found = {name.removeprefix(own): value for name, value in values.items() if name.startswith(own)}
    for row in range(rows_of(values)):
        on = {name: values.get(on_page(sheet_id, f"new.{row}.{name}"), "").strip() for name in ON_A_MARKET}
        if any(on.values()):
            facts = {name: values.get(f"new.{row}.{name}", "") for name in (*NAMES, *FACTS)}
            found |= {f"new.{row}.{name}": value for name, value in (facts | on).items()}
    shared = {name: values[name] for name in ("remark", "rows", "confirm") if name in values}
    return found | shared


def remark_shown(sheets: Iterable[CompanySheet]) -> str:
    """What the page's one field for a remark shows: each that is stored on these sheets, once."""
    return "\n".join(dict.fromkeys(sheet.remark for sheet in sheets if sheet.remark))


def without_remark_shown(values: Mapping[str, str], sheets: Iterable[CompanySheet]) -> Mapping[str, str]:
    """The page's fields, without the remark when nobody touched it."""
    if values.get("remark", "").split() != remark_shown(sheets).split():
        return values
    return {name: value for name, value in values.items() if name != "remark"}


def read_answers(
    values: Mapping[str, str], month: CompanyMonth, criteria: Mapping[int, Mapping[str, str]]
) -> CompanyAnswer:
    """The answers to the open sheets, but for one that is answered already and of which nothing is said.

    `criteria`: by sheet, the criteria of its list as the page offers them, and their codes.
    Raises InvalidInput naming every field that is wrong, and each sheet that is left without an answer.
    """
    sheets = month.open_sheets
    values = without_remark_shown(values, sheets)
    read: list[tuple[CompanySheet, DraftAnswer]] = []
    places: list[Place] = []
    for sheet in sheets:
        own = of_sheet(values, sheet.id)
        places += _take_criteria(own, sheet, criteria[sheet.id])
        is_cleared = _is_cleared(month, sheet, own)
        if values.get("nil") and (is_cleared or sheet.is_nil or not sheet.is_answered):
            own["nil"] = "1"  # the large button
        lent = _lent(month, sheet.id)
        if own.get("nil") and has_hours({name: value for name, value in own.items() if name not in lent}):
            places.append(_both(sheet))
            continue
        if "remark" not in values and sheet.remark:
            own["remark"] = sheet.remark
        try:
            read.append((sheet, read_answer(own, [person.id for person in month.people], lent)))
        except NothingDeclared:
            if is_cleared or not sheet.is_answered:
                places.append(_unanswered(sheet))
        except InvalidInput as refusal:
            places += (
                Place(on_page(sheet.id, each.field), each.message_fr, each.message_en)
                for each in refusal.places
            )
    places += _alone(values, sheets)
    if places:
        raise InvalidInput(*dict.fromkeys(places))
    if not read:
        raise NothingDeclared(f"s.{sheets[0].id}.nil" if sheets else "nil")
    answers = tuple(
        AnswerTo(sheet_id=sheet.id, **draft.answer.model_dump(exclude_unset=True)) for sheet, draft in read
    )
    return CompanyAnswer(SheetAnswers(answers=answers), tuple(draft for _, draft in read))


def read_reason(values: Mapping[str, str], sheet_id: int) -> CorrectionInput:
    """Why that sheet is to be corrected. Raises InvalidInput naming its field, `s.12.reason`."""
    name = f"s.{sheet_id}.reason"
    reason = values.get(name, "").strip()
    try:
        return CorrectionInput.model_validate({"reason": reason} if reason else {})
    except ValidationError as error:
        (french,), (english,) = (problems_of_validation(error.errors()[:1], each) for each in ("fr", "en"))
        raise InvalidInput(Place(name, french.message, english.message)) from None


def _lent(month: CompanyMonth, sheet_id: int) -> dict[str, Decimal | None]:
    """What the page shows of those whom structures declared, by field: "nobody" says nothing of them."""
    shown: dict[str, Decimal | None] = {}
    for person in month.people:
        cell = person.cells.get(sheet_id)
        if cell is not None and cell.declared_by:
            shown[f"person.{person.id}"] = cell.hours
            shown[f"person.{person.id}.training"] = cell.training_hours
    return shown


def _is_cleared(month: CompanyMonth, sheet: CompanySheet, own: Mapping[str, str]) -> bool:
    """Whether the page shows empty all that the sheet's answer had there."""
    if not sheet.is_answered or own.get("nil") or has_hours(own):
        return False
    had = [
        f"person.{person.id}"
        for person in month.people
        if (cell := person.cells.get(sheet.id)) is not None and cell.hours
    ]
    return any(name in own for name in (["nil"] if sheet.is_nil else had))


def has_hours(own: Mapping[str, str]) -> bool:
    """Whether a sheet's own form says that somebody worked, or begins to."""
    return any(name.startswith(("person.", "new.")) and value.strip() for name, value in own.items())


def _take_criteria(own: dict[str, str], sheet: CompanySheet, listed: Mapping[str, str]) -> Iterator[Place]:
    """Write the codes of the criteria chosen on the page; one that is not of the sheet's list is refused."""
    for row in range(rows_of(own)):
        name = f"new.{row}.criterion"
        if not (chosen := own.get(name, "").strip()):
            continue
        if chosen in listed:
            own[name] = listed[chosen]
        else:
            yield Place(
                name,
                f"{sheet.market_title}\u00a0: ce critère n’est pas de la liste de {sheet.buyer_name}. "
                "Choisissez-en un de cette liste, ou laissez-le vide.",
                f"{sheet.market_title}: this criterion is not of the list of {sheet.buyer_name}. "
                "Choose one of that list, or leave it empty.",
            )


def _both(sheet: CompanySheet) -> Place:
    return Place(
        f"s.{sheet.id}.nil",
        f"{sheet.market_title}\u00a0: décochez «\u00a0Aucune heure\u00a0», ou videz ses heures.",
        f'{sheet.market_title}: untick "No hours", or clear its hours.',
    )


def _unanswered(sheet: CompanySheet) -> Place:
    return Place(
        f"s.{sheet.id}.nil",
        f"{sheet.market_title}\u00a0: donnez des heures, ou cochez «\u00a0Aucune heure\u00a0».",
        f'{sheet.market_title}: give hours, or tick "No hours".',
    )


def _alone(values: Mapping[str, str], sheets: Sequence[CompanySheet]) -> Iterable[Place]:
    """Someone new without hours anywhere."""
    for row in range(rows_of(values)):
        if is_begun(values, row) and not any(is_on(values, row, sheet.id) for sheet in sheets):
            yield Place(
                f"new.{row}.on.{sheets[0].id}",
                "Écrivez les heures de cette personne sur un marché, ou videz la ligne.",
                "Write this person’s hours on a market, or clear the row.",
            )


def is_begun(values: Mapping[str, str], row: int) -> bool:
    """Whether the page's row tells anything of someone new."""
    return any(values.get(f"new.{row}.{name}", "").strip() for name in (*NAMES, *FACTS))


def is_on(values: Mapping[str, str], row: int, sheet_id: int) -> bool:
    """Whether it tells their hours on that sheet."""
    return any(values.get(on_page(sheet_id, f"new.{row}.{name}"), "").strip() for name in ON_A_MARKET)
