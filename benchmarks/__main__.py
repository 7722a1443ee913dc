"""`python -m benchmarks` (what `make bench` calls): the comparisons, one after the other.

Ends with 1 when an aim is missed, so that a regression does not pass unseen.
"""

import gc
import logging
from collections.abc import Callable, Iterator
from contextlib import AbstractContextManager, contextmanager
from enum import StrEnum
from pathlib import Path
from typing import Annotated

import structlog
import typer
from rich.console import Console

from benchmarks import mails, pages, report, sweep, transitions
from benchmarks.measuring import Comparison, Finding, measure
from benchmarks.sink import running_sink
from benchmarks.storage import RESULTS
from console.service import spare_the_collector


class Name(StrEnum):
    TRANSITIONS = "transitions"
    SWEEP = "sweep"
    MAILS = "mails"
    INBOX = "inbox"


@contextmanager
def _transitions(*, quick: bool) -> Iterator[Comparison]:
    yield transitions.comparison(quick=quick)


@contextmanager
def _sweep(*, quick: bool) -> Iterator[Comparison]:
    yield sweep.comparison(quick=quick)


@contextmanager
def _mails(*, quick: bool) -> Iterator[Comparison]:
    with running_sink() as port:
        yield mails.comparison(port, quick=quick)


OPEN: dict[Name, Callable[..., AbstractContextManager[Comparison]]] = {
    Name.TRANSITIONS: _transitions,
    Name.SWEEP: _sweep,
    Name.MAILS: _mails,
    Name.INBOX: pages.running_comparison,
}


def main(
    json: Annotated[Path, typer.Option(help="Where to write the figures.")] = RESULTS / "latest.json",
    only: Annotated[list[Name] | None, typer.Option(help="Only this comparison (may be repeated).")] = None,
    quick: Annotated[bool, typer.Option(help="A tenth of the work: a look, not a measure.")] = False,
) -> None:
    """The engine beside its limits: medians of 3 interleaved rounds, as a table and as JSON."""
    structlog.configure(wrapper_class=structlog.make_filtering_bound_logger(logging.WARNING))
    found = [_found(name, quick=quick) for name in Name if not only or name in only]
    report.show(found)
    report.write(found, json)
    raise typer.Exit(0 if all(each.is_met for each in found) else 1)


def _found(name: Name, *, quick: bool) -> Finding:
    with Console(stderr=True).status(f"{name}..."), OPEN[name](quick=quick) as comparison:
        spare_the_collector()
        finding = measure(comparison)
    gc.unfreeze()
    return finding


if __name__ == "__main__":
    typer.run(main)
