"""What was found, as a table on the terminal and as JSON."""

import json
import os
import platform
import sqlite3
from collections.abc import Iterable
from pathlib import Path
from typing import Any

from rich.console import Console
from rich.table import Table

from benchmarks.measuring import Finding, Spread

WIDTH = 140
"""Of the table where there is no terminal to fit."""


def show(findings: Iterable[Finding]) -> None:
    """A row for each comparison: medians, spreads, the ratio and whether the aim is met."""
    title = f"Medians of 3 (least - greatest), {os.cpu_count()} cores"
    table = Table(
        "comparison", "Jalon", "its limit", "ratio", "aim", "met", title=title, title_justify="left"
    )
    for found in findings:
        compared = found.comparison
        table.add_row(
            f"{compared.title}\n[dim]beside {compared.limit_title}[/dim]",
            f"{_rate(found, found.ours)} {compared.unit}/s\n[dim]{_seconds(found.ours)}[/dim]",
            f"{_rate(found, found.limit)} {compared.unit}/s\n[dim]{_seconds(found.limit)}[/dim]",
            f"{found.ratio.median:.2f}\n[dim]{found.ratio.least:.2f} - {found.ratio.greatest:.2f}[/dim]",
            str(compared.aim),
            "[green]yes[/green]" if found.is_met else "[red]no[/red]",
        )
    terminal = Console()
    Console(width=None if terminal.is_terminal else WIDTH).print(table)


def _rate(found: Finding, seconds: Spread) -> str:
    return f"{found.comparison.count / seconds.median:,.0f}"


def _seconds(spread: Spread) -> str:
    return f"{spread.median:.2f} s ({spread.least:.2f} - {spread.greatest:.2f})"


def write(findings: Iterable[Finding], path: Path) -> None:
    """The same as JSON, with the machine's cores and the versions that count."""
    path.parent.mkdir(parents=True, exist_ok=True)
    report = {
        "cores": os.cpu_count(),
        "python": platform.python_version(),
        "sqlite": sqlite3.sqlite_version,
        "comparisons": [_entry(found) for found in findings],
    }
    path.write_text(json.dumps(report, indent=2) + "\n", encoding="utf-8")


def _entry(found: Finding) -> dict[str, Any]:
    compared = found.comparison
    return {
        "name": compared.name,
        "ours": {"what": compared.title, "seconds": _spread(found.ours)},
        "limit": {"what": compared.limit_title, "seconds": _spread(found.limit)},
        "count": compared.count,
        "unit": compared.unit,
        "ratio": _spread(found.ratio),
        "ratio_of": "time" if compared.aim.is_time else "speed",
        "aim": str(compared.aim),
        "met": found.is_met,
    }


def _spread(spread: Spread) -> dict[str, float]:
    return {
        "median": round(spread.median, 4),
        "least": round(spread.least, 4),
        "greatest": round(spread.greatest, 4),
    }
