"""Hours declared by a file: what a generated one holds, and what the reader of a returned one gives."""

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.findings import CellPlace, Finding


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
    """A file to generate: the sheets of one party for one month."""

    key: FileKey
    party_name: str
    sheets: tuple[FileSheet, ...]

    @property
    def has_many_companies(self) -> bool:
        """Whether the file must say whose each sheet is."""
        return len({(sheet.company_name, sheet.siret) for sheet in self.sheets}) > 1


@dataclass(frozen=True, slots=True)
class DeclaredLine:
    """One person's hours as a file gives them, and where the hours stand."""

    last_name: str
    first_name: str
    birth_date: date | None
    hours: Decimal
    training_hours: Decimal | None
    place: CellPlace


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
