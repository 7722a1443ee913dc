"""Published modifications of a contract, put back in order."""

from datetime import date
from itertools import pairwise

from cases.imported import ImportedAmendment
from exchange.decp import fields
from exchange.decp.companies import awardees, first_text
from exchange.decp.fields import Notes
from exchange.decp.items import Value, members


def amendments(
    record: dict[str, Value], notified_on: date | None, longest: int, notes: Notes
) -> tuple[ImportedAmendment, ...]:
    """Sorted by date, those without a date last; `longest` is the longest plausible duration in months."""
    read: list[ImportedAmendment] = []
    for rank, value in enumerate(members(record.get("modifications"), "modification"), start=1):
        field = f"modifications[{rank}]"
        if not isinstance(value, dict):
            notes.add("amendment_unreadable", field, fields.raw(value))
            continue
        amendment = _amendment(value, rank, field, longest, notes)
        read.append(amendment)
        if amendment.signed_on and notified_on and amendment.signed_on < notified_on:
            notes.add("amendment_too_early", field, amendment.signed_on, notified_on)
    in_order = sorted(read, key=lambda amendment: (amendment.signed_on or date.max, amendment.number))
    if read != in_order or any(before.number >= after.number for before, after in pairwise(in_order)):
        listed = ", ".join(f"n° {amendment.number} {amendment.signed_on or '?'}" for amendment in read)
        notes.add("amendments_unordered", "modifications", listed)
    return tuple(in_order)


def _amendment(
    value: dict[str, Value], rank: int, field: str, longest: int, notes: Notes
) -> ImportedAmendment:
    number = fields.text(value.get("id"))
    amount_key = "valeurglobale" if "valeurglobale" in value else "montant"
    return ImportedAmendment(
        number=int(number) if number and number.isdecimal() and len(number) < 6 else rank,
        signed_on=_signed_on(value, field, notes),
        amount_excl_tax=fields.amount(
            value.get(amount_key), f"{field}.{_SPELLED[amount_key]}", notes, required=False
        ),
        duration_months=fields.months(
            value.get("dureemois"), f"{field}.dureeMois", notes, longest=longest, required=False
        ),
        object=first_text(value, "objetmodification", "objet"),
        companies=awardees(value, f"{field}.", notes),
    )


_SPELLED = {
    "montant": "montant",
    "valeurglobale": "valeurGlobale",
    "datenotificationmodification": "dateNotificationModification",
    "datesignaturemodification": "dateSignatureModification",
    "datenotification": "dateNotification",
}
_DATES = ("datenotificationmodification", "datesignaturemodification", "datenotification")


def _signed_on(value: dict[str, Value], field: str, notes: Notes) -> date | None:
    key = next((key for key in _DATES if fields.text(value.get(key))), None)
    if key is None:
        notes.add("amendment_undated", f"{field}.dateNotificationModification")
        return None
    return fields.day(value[key], f"{field}.{_SPELLED[key]}", notes)
