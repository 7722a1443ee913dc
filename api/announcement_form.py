"""The form by which a planned market is announced: its fields, and its rows of lots, tranches and orders.

A row that says nothing is left out, and the others close up: what is wrong is named as the page then shows
it. "An optional tranche" is one choice on the page, two fields of the input.
"""

from collections.abc import Mapping

from starlette.datastructures import FormData

from api.forms import FormState, Submission
from api.words import OPTIONAL_TRANCHE
from cases.inputs import MOST_PARTS, Announcement
from models.vocabulary import PartKind

FIRST_ROWS = 2
SAID = ("title", "amount_excl_tax")
ASKED = ("kind", "number", "title", "trade", "amount_excl_tax")


def rows_of(values: Mapping[str, str]) -> int:
    """How many rows the form had."""
    given = values.get("rows", "")
    return (
        min(max(int(given), FIRST_ROWS), MOST_PARTS) if given.isdecimal() and len(given) < 5 else FIRST_ROWS
    )


def closed_up(values: Mapping[str, str]) -> dict[str, str]:
    """The form's values without the rows that say nothing."""
    kept = {name: value for name, value in values.items() if not name.startswith("parts.")}
    place = 0
    for row in range(rows_of(values)):
        if not any(values.get(f"parts.{row}.{name}", "").strip() for name in SAID):
            continue
        kept |= {f"parts.{place}.{name}": values.get(f"parts.{row}.{name}", "") for name in ASKED}
        place += 1
    return kept


def split_kind(values: Mapping[str, str]) -> dict[str, str]:
    """Each "optional tranche" as the two fields of the input."""
    found = dict(values)
    for name in (name for name in values if name.rpartition(".")[2] == "kind"):
        if values[name] == OPTIONAL_TRANCHE:
            found |= {name: PartKind.TRANCHE.value, name.removesuffix("kind") + "is_firm": "false"}
    return found


def read_announcement(submission: Submission) -> Announcement:
    """The announcement that the form gives. Raises ValidationError or InvalidInput."""
    values = split_kind(closed_up(submission.values))
    for name in ("rows", "buyer_id"):
        values.pop(name, None)
    return Submission(FormData(values)).read(Announcement)


def shown_again(form: FormState) -> FormState:
    """The form that was refused, its rows closed up as its problems name them."""
    return FormState(form.name, closed_up(form.values), form.problems)


def with_another_row(submission: Submission, name: str) -> FormState:
    """The form as it was sent, with room for one more part."""
    rows = min(rows_of(submission.values) + 1, MOST_PARTS)
    return FormState(name, {**submission.values, "rows": str(rows)})
