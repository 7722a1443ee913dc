"""The form that records a kickoff: its plan by month, spread evenly or edited, as rows of text."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal, InvalidOperation

from starlette.datastructures import FormData

from api.formats import Formats
from api.forms import FormState, Submission
from cases.queries.kickoff_page import KickoffPage, proposed_end, proposed_plan
from cases.rules.curve import MonthHours
from cases.rules.market_state import MarketState

FORM = "lancement"
SPREAD_OVER = ("spread_from", "spread_to")
"""The days over which the plan on the screen was spread: untouched, it follows the days written since."""


@dataclass(frozen=True, slots=True)
class PlanRow:
    """A month of the plan's table: `hours` as written."""

    month: date
    hours: str


def plan_rows(form: FormState, page: KickoffPage, written: Formats) -> list[PlanRow]:
    """The rows as they were sent, else as the page proposes them."""
    sent = []
    for index in range(len(form.values)):
        month = _day(form.values.get(f"plan.{index}.month", ""))
        if month is None:
            break
        sent.append(PlanRow(month, form.values.get(f"plan.{index}.hours", "")))
    if sent or form.values:
        return sent
    return [PlanRow(each.month, written.plain(each.hours)) for each in page.plan]


def total_of(rows: list[PlanRow]) -> Decimal:
    """What the rows add up to; a row that is no number counts for nothing."""
    return sum((_hours(row.hours) for row in rows), Decimal(0))


def spread(submission: Submission, market: MarketState, written: Formats) -> FormState:
    """The form as it was sent, with the plan spread evenly over the days written in it."""
    starts_on = _day(submission.get("starts_on"))
    values = {name: value for name, value in submission.values.items() if not name.startswith("plan.")}
    if starts_on is None:
        return FormState(FORM, values)
    ends_on = _day(submission.get("planned_end_on")) or proposed_end(market, starts_on)
    values |= {"planned_end_on": "" if ends_on is None else ends_on.isoformat()}
    values |= {"spread_from": starts_on.isoformat(), "spread_to": values["planned_end_on"]}
    for index, each in enumerate(proposed_plan(market, starts_on, ends_on)):
        values[f"plan.{index}.month"] = each.month.isoformat()
        values[f"plan.{index}.hours"] = written.plain(each.hours)
    return FormState(FORM, values)


def to_record(submission: Submission, market: MarketState) -> Submission:
    """What of the form is recorded: no plan when the one on the screen was left as it was spread.

    A box left unticked is an answer: nobody is asked about their hours.
    """
    kept = {
        name: value
        for name, value in submission.values.items()
        if name not in SPREAD_OVER and not _is_empty_month(submission, name)
    }
    kept.setdefault("asks_attestation", "false")
    if _is_untouched(submission, market):
        kept = {name: value for name, value in kept.items() if not name.startswith("plan.")}
    return Submission(FormData(list(kept.items())))


def _is_empty_month(submission: Submission, name: str) -> bool:
    """A month whose hours were emptied is not in the plan."""
    return name.startswith("plan.") and not submission.get(f"plan.{name.split('.')[1]}.hours")


def _is_untouched(submission: Submission, market: MarketState) -> bool:
    first, last = (_day(submission.get(name)) for name in SPREAD_OVER)
    if first is None:
        return False
    return _sent(submission) == proposed_plan(market, first, last)


def _sent(submission: Submission) -> tuple[MonthHours, ...]:
    found = []
    for index in range(len(submission.values)):
        month = _day(submission.get(f"plan.{index}.month"))
        if month is None:
            break
        found.append(MonthHours(month, _hours(submission.get(f"plan.{index}.hours"))))
    return tuple(found)


def _day(written: str) -> date | None:
    try:
        return date.fromisoformat(written)
    except ValueError:
        return None


def _hours(written: str) -> Decimal:
    try:
        return Decimal("".join(written.split()).replace(",", "."))
    except InvalidOperation:
        return Decimal(0)
