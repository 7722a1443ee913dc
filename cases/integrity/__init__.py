"""Is what is stored still what happened? Daily seals of the journal, and a check of it and the invariants."""

from cases.integrity.checking import check
from cases.integrity.report import Problem, Report
from cases.integrity.seals import seal_territories

__all__ = ["Problem", "Report", "check", "seal_territories"]
