"""Hours declared by a file: what a generated one holds, what a returned one gives, what came of it."""

from collections.abc import Mapping
from dataclasses import asdict, dataclass
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any

from cases.findings import QUESTION, CellPlace, Finding
from models.vocabulary import ContractKind


@dataclass(frozen=True, slots=True)
class FileKey:
    """What a generated file is for: a party (a company, or a structure for many), a month (its first day)."""

    territory_id: int
    party_id: int
    month: date


@dataclass(frozen=True, slots=True)
class FilePerson:
    """Someone known to the company: hours already declared for the month, and those of the month before."""

    last_name: str
    first_name: str
    birth_date: date | None = None
    hours: Decimal | None = None
    training_hours: Decimal | None = None
    last_hours: Decimal | None = None


@dataclass(frozen=True, slots=True)
class FileSheet:
    """One sheet to fill in: a company on a market."""

    company_name: str
    siret: str | None
    reference: str
    title: str
    people: tuple[FilePerson, ...] = ()
    nil: bool = False
    remark: str | None = None


@dataclass(frozen=True, slots=True)
class SheetFile:
    """A file to generate: the sheets of one party for one month.

    `employers` and `criteria`: what is offered of someone new, in the language `locale`.
    """

    key: FileKey
    party_name: str
    sheets: tuple[FileSheet, ...]
    employers: tuple[str, ...] = ()
    criteria: tuple[str, ...] = ()
    locale: str = "fr"

    @property
    def has_many_companies(self) -> bool:
        """Whether the file must say whose each sheet is."""
        return len({(sheet.company_name, sheet.siret) for sheet in self.sheets}) > 1


@dataclass(frozen=True, slots=True)
class DeclaredTerms:
    """What a file tells of someone new: the contract, its employer and the criterion as they are written.

    `places`: where each of them stands.
    """

    contract_kind: ContractKind | None
    starts_on: date | None
    ends_on: date | None
    employer: str | None
    criterion: str | None
    places: Mapping[str, CellPlace]


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """One person's hours as a file gives them, and where the hours stand."""

    last_name: str
    first_name: str
    birth_date: date | None
    hours: Decimal
    training_hours: Decimal | None
    place: CellPlace
    terms: DeclaredTerms | None = None


@dataclass(frozen=True, slots=True)
class DeclaredSheet:
    """One sheet as a file answers it: hours by person, or nobody (`nil`).

    `company` is a SIRET or a name; None when the file does not say. `month` is the first day of the month.
    """

    company: str | None
    reference: str
    month: date
    nil: bool
    lines: tuple[DeclaredLine, ...]
    remark: str | None
    place: CellPlace


@dataclass(frozen=True, slots=True)
class SheetsReading:
    """What a file holds: the sheets without a fault of their own, and what is wrong with the others.

    `key` is what the file was generated for, when it was and nobody touched that.
    """

    file_name: str
    file_sha256: str
    sheets: tuple[DeclaredSheet, ...]
    findings: tuple[Finding, ...] = ()
    key: FileKey | None = None


class Outcome(StrEnum):
    """What became of a sheet of a file, or would."""

    ACCEPTED = "accepted"
    UPDATED = "updated"
    UNCHANGED = "unchanged"


@dataclass(frozen=True, slots=True)
class SheetOutcome:
    """One sheet that a file answers: whose, which, and what became of it.

    `awaits_company`: a structure's lines are kept there, and the company's own answer is still asked for.
    """

    outcome: Outcome
    sheet_id: int
    market_id: int
    market: str
    title: str
    buyer: str
    company: str
    month: date
    hours: Decimal
    people: int
    new_people: int
    nil: bool
    awaits_company: bool = False


@dataclass(frozen=True, slots=True)
class SheetsReport:
    """What came of a file of hours, or would: nothing is written for a dry run.

    `confirmed`: whoever sends says that the hours in question are right.
    """

    sheets: tuple[SheetOutcome, ...]
    findings: tuple[Finding, ...]
    partial: bool
    dry_run: bool = False
    confirmed: bool = False

    @property
    def rejected(self) -> tuple[Finding, ...]:
        return tuple(finding for finding in self.findings if finding.is_rejection)

    @property
    def questions(self) -> tuple[Finding, ...]:
        """What the form would ask before sending."""
        return tuple(finding for finding in self.findings if finding.kind == QUESTION)

    @property
    def warnings(self) -> tuple[Finding, ...]:
        """All that keeps nothing out for good, the questions among it."""
        return tuple(finding for finding in self.findings if not finding.is_rejection)

    @property
    def changes(self) -> tuple[SheetOutcome, ...]:
        """The sheets that are answered anew, or corrected."""
        return tuple(sheet for sheet in self.sheets if sheet.outcome is not Outcome.UNCHANGED)

    @property
    def is_importable(self) -> bool:
        """Whether a real run would take the file in.

        Some sheet is answered, no fault unless faults are left out, and no question that is not confirmed.
        """
        is_whole = self.partial or not self.rejected
        return bool(self.sheets) and is_whole and not self.needs_confirmation

    @property
    def needs_confirmation(self) -> bool:
        """Whether the hours in question keep the file out."""
        return bool(self.questions) and not self.confirmed

    def counts(self) -> dict[str, int]:
        """The numbers alone."""
        outcomes = [sheet.outcome for sheet in self.sheets]
        return {
            **{outcome.value: outcomes.count(outcome) for outcome in Outcome},
            "warnings": len(self.warnings),
            "rejected": len(self.rejected),
        }

    def as_json(self) -> dict[str, Any]:
        """The contract of imports: accepted, updated, unchanged, warnings, rejected; and each sheet."""
        return {
            **{outcome.value: self.counts()[outcome.value] for outcome in Outcome},
            "sheets": [asdict(sheet) for sheet in self.sheets],
            "warnings": [finding.as_json() for finding in self.warnings],
            "rejected": [finding.as_json() for finding in self.rejected],
            "partial": self.partial,
            "dry_run": self.dry_run,
            "confirmed": self.confirmed,
            "needs_confirmation": self.needs_confirmation,
            "is_importable": self.is_importable,
        }
