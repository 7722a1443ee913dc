"""What a market owes corrected as a fact once its kickoff is held: a change like the others."""

from collections.abc import Mapping
from dataclasses import replace
from typing import Any

from cases.casework import Casework
from cases.change_mail import Named, change_mails
from cases.changework import COLUMNS, Change, keep_change, owed_by, underway
from cases.commands.changing import UNDER_WAY, reception_follows, refuse_early_end
from cases.decisions import Decision
from cases.partwork import counted_parts
from cases.recounting import recount_market
from cases.refusals import InvalidInput, Place
from cases.rules.market_changes import Owed, Terms, amended
from cases.rules.part_changes import KnownPart, PartMoved, add_up, in_proportion_to_hours
from models.vocabulary import ChangeKind

AGREED = ("committed_hours", "planned_end_on")
"""The corrected facts that the curve follows."""
OF_ITS_LOTS = Place(
    "required_hours",
    "Ce marché doit les heures de ses lots : corrigez-les lot par lot, par un calibrage, ou par un avenant "
    "depuis l’attribution.",
    "This market owes the hours of its lots: correct them lot by lot, by a calibration, or by an amendment "
    "since the award.",
)


def correction(case: Casework, facts: Mapping[str, Any]) -> Change | None:
    """These facts of the market as a change: only what is corrected, and the curve that follows it.

    None when they are no figures of what is owed, or before the kickoff: nothing was agreed yet. Raises
    InvalidInput when the works would end before they start, or hours are those of several lots.
    """
    figures = {name: value for name, value in facts.items() if name in COLUMNS}
    parts = counted_parts(case.session, case.market.id) if "required_hours" in figures else []
    if len(parts) > 1 and add_up(parts, case.market.required_hours):
        raise InvalidInput(OF_ITS_LOTS)
    if not figures or case.market.kickoff_held_on is None:
        return None
    before, works = owed_by(case.session, case.market.id), underway(case.session, case.market)
    terms = Terms(**{name: value for name, value in figures.items() if name in AGREED})
    curve = amended(before, terms, works, before.stopped_on or case.today).curve
    after = replace(before, **figures, curve=curve)
    if "planned_end_on" in figures:
        refuse_early_end(case, after)
    moved = _parts_following(parts, before, after)
    return Change(ChangeKind.CORRECTION, case.today, before, after, parts=moved)


def _parts_following(parts: list[KnownPart], before: Owed, after: Owed) -> tuple[PartMoved, ...]:
    """The one part that stands for all of the market's hours is corrected with them."""
    if after.required_hours in (None, before.required_hours) or not add_up(parts, before.required_hours):
        return ()
    return in_proportion_to_hours(parts, after.required_hours)


def decide_correction(
    case: Casework, change: Change, facts: Mapping[str, Any], payload: Mapping[str, Any]
) -> None:
    """Write the correction with all the facts it came with, and tell those who read the wrong figures."""
    rank = keep_change(case, change)
    says, opens = change_mails(case, change, rank, Named()) if _is_told(case, change) else ((), ())
    follows = reception_follows(case, change.before, change.after)
    case.decide(
        Decision(
            "described",
            {**payload, **change.payload, "change": rank},
            changes=facts,
            opens=(*opens, *follows.pop("opens", ())),
            says=says,
            **follows,
        )
    )
    recount_market(case.session, case.actor, case.market.id, why="described", now=case.now)


def _is_told(case: Casework, change: Change) -> bool:
    """Wrong hours were read by the companies and the buyer; a date or an amount matters while works go on."""
    moved = change.changes.keys() & {"amount_excl_tax", "planned_end_on"}
    return change.moves_hours or (bool(moved) and case.market.stage in UNDER_WAY)
