"""The drafts of a company's sheets on the page of all of them, and back: each sheet's own page has the same.

Two drafts name their new people by rows of their own: those with the same names, of whom nothing is told
otherwise, are one person and share a row; anybody else has another one.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

from api.company_answers import ON_A_MARKET, has_hours, is_begun, is_on, of_sheet, on_page
from api.sheet_answers import FACTS, NAMES, rows_of
from cases.queries.company_sheets import CompanySheet

Drafts = Mapping[int, Mapping[str, str]]
Codes = Mapping[int, Mapping[str, str]]
"""By sheet, the code of its list that each criterion on the page stands for."""


@dataclass(frozen=True, slots=True)
class _NewPerson:
    """Someone new as the drafts tell of them: their names and facts, and on each sheet their hours."""

    facts: dict[str, str] = field(default_factory=dict)
    on: dict[int, dict[str, str]] = field(default_factory=dict)

    def is_also(self, other: "_NewPerson") -> bool:
        """Whether the other, on another sheet, is the same person; nobody is without both names."""
        if not all(self.facts.get(name) for name in NAMES) or set(self.on) & set(other.on):
            return False
        mine, theirs = (
            {name: value.strip().casefold() for name, value in each.facts.items()} for each in (self, other)
        )
        is_named_so = all(mine[name] == theirs.get(name) for name in NAMES)
        return is_named_so and all(mine[name] == theirs[name] for name in set(mine) & set(theirs))

    def fields(self, row: int) -> dict[str, str]:
        """The page's fields of that row."""
        found = {f"new.{row}.{name}": value for name, value in self.facts.items()}
        for sheet, hours in self.on.items():
            found |= {on_page(sheet, f"new.{row}.{name}"): value for name, value in hours.items()}
        return found


def drafts_of(values: Mapping[str, str], sheet_ids: Sequence[int], codes: Codes) -> dict[int, dict[str, str]]:
    """All that is typed, sheet by sheet; someone new who has no hours yet goes with the first sheet."""
    found = {sheet: of_sheet(values, sheet) for sheet in sheet_ids}
    for row in range(rows_of(values)):
        if is_begun(values, row) and not any(is_on(values, row, sheet) for sheet in sheet_ids):
            fields = (f"new.{row}.{name}" for name in (*NAMES, *FACTS))
            found[sheet_ids[0]] |= {field: values[field] for field in fields if field in values}
    for sheet, own in found.items():
        for name in own:
            if name.endswith(".criterion"):
                own[name] = codes[sheet].get(own[name], own[name])
    return found


def from_drafts(drafts: Drafts, sheets: Sequence[CompanySheet], codes: Codes) -> dict[str, str]:
    """The page's fields from the drafts of its sheets."""
    found: dict[str, str] = {}
    rows: dict[int, _NewPerson] = {}
    for sheet in sheets:
        values = drafts.get(sheet.id, {})
        found |= {
            on_page(sheet.id, name): value
            for name, value in values.items()
            if name == "nil" or name.startswith("person.")
        }
        for row, person in _people(sheet.id, values, codes[sheet.id]):
            _take_in(rows, row, person)
        if sheet.is_nil and "nil" not in values and has_hours(values):
            found[on_page(sheet.id, "nil")] = ""
    for row, person in rows.items():
        found |= person.fields(row)
    given = (rows_of(values) for values in drafts.values())
    found["rows"] = str(max((0, *given, *(row + 1 for row in rows))))
    if any("remark" in values for values in drafts.values()):
        said = (drafts.get(sheet.id, {}).get("remark", sheet.remark or "").strip() for sheet in sheets)
        found["remark"] = "\n".join(dict.fromkeys(filter(None, said)))
    return found


def _people(
    sheet_id: int, values: Mapping[str, str], codes: Mapping[str, str]
) -> Iterator[tuple[int, _NewPerson]]:
    """The new people of one sheet's draft, by row."""
    shown = {code: value for value, code in codes.items()}
    for row in range(rows_of(values)):
        told = {name: values.get(f"new.{row}.{name}", "") for name in (*NAMES, *FACTS, *ON_A_MARKET)}
        told = {name: value for name, value in told.items() if value.strip()}
        if not told:
            continue
        if "criterion" in told:
            told["criterion"] = shown.get(told["criterion"], told["criterion"])
        hours = {name: told.pop(name) for name in ON_A_MARKET if name in told}
        yield row, _NewPerson(told, {sheet_id: hours} if hours else {})


def _take_in(rows: dict[int, _NewPerson], row: int, person: _NewPerson) -> None:
    """Into the row of the same person, else the draft's own row if nobody has it, else the next free one."""
    for known in rows.values():
        if known.is_also(person):
            known.facts.update(person.facts)
            known.on.update(person.on)
            return
    rows[row if row not in rows else max(rows) + 1] = person
