"""What a check found: a number of violations for every name checked, and the first problems in words."""

from dataclasses import asdict, dataclass, field
from typing import Any

from cases.integrity.wording import WORDING

MOST_LISTED = 100
"""Problems of one name that are told in words; all are counted."""


@dataclass(frozen=True, slots=True)
class Problem:
    """One thing that is wrong. `name` is stable; `subject` names the row, as in `market 12`."""

    name: str
    subject: str
    message_fr: str
    message_en: str


@dataclass(frozen=True, slots=True)
class Report:
    """`counts`: name of a check -> number of violations, zeros included. JSON-able through `as_dict`."""

    problems: list[Problem]
    counts: dict[str, int]

    @property
    def ok(self) -> bool:
        """Nothing at all is wrong."""
        return not any(self.counts.values())

    def as_dict(self) -> dict[str, Any]:
        """For `jalon check --json`."""
        return {"ok": self.ok, **asdict(self)}


@dataclass(slots=True)
class Findings:
    """Gathers problems while a check goes on, in constant memory."""

    counts: dict[str, int] = field(default_factory=lambda: dict.fromkeys(WORDING, 0))
    problems: list[Problem] = field(default_factory=list)

    def add(self, name: str, subject: str, **details: Any) -> None:
        """Count a violation of `name`; `details` fill its wording."""
        self.counts[name] += 1
        if self.counts[name] <= MOST_LISTED:
            fr, en = WORDING[name]
            self.problems.append(Problem(name, subject, fr.format(**details), en.format(**details)))

    def report(self) -> Report:
        """What was found."""
        return Report(self.problems, self.counts)
