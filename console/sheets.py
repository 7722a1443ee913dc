"""`import sheets`: hours taken in from a file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cases.actors import console as console_actor
from cases.commands.sheet_files import import_sheets
from cases.declarations import SheetsReport
from cases.findings import REJECTED, CellPlace, Finding
from cases.refusals import Refusal
from console.clockwork import AsJson
from console.opening import opened, present, territory_named
from exchange.sheets.reader import read_sheets
from exchange.tables.limits import READ_AT_MOST
from models.secret import secret_key


def sheets(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    territory: Annotated[str, typer.Option(help="Code of the territory.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report, and write nothing.")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Take the sheets without a fault.")] = False,
    confirm: Annotated[
        bool, typer.Option("--confirm", help="The hours that are questioned are right.")
    ] = False,
    as_json: AsJson = False,
) -> None:
    """Answer the hour sheets of a file (XLSX or CSV, one row a person), all of them or none.

    Each fault is listed by its cell, and so are doubtful hours, taken with --confirm; exit 1 when nothing is,
    or would be, taken in.
    """
    how = {"partial": partial, "confirm": confirm}
    with opened() as (settings, database):
        actor, now = console_actor(territory_named(database, territory)), present(settings, database)
        try:
            reading = read_sheets(_content(file), name=file.name, secret=secret_key(settings))
            with database.read() as session:
                report = import_sheets(session, actor, reading, dry_run=True, now=now, **how)
        except Refusal as refusal:
            report = _refused(refusal, partial=partial, dry_run=dry_run)
        if report.is_importable and not dry_run:
            with database.write() as session:
                report = import_sheets(session, actor, reading, now=now, **how)
    _say(report, as_json)
    raise typer.Exit(0 if report.is_importable else 1)


def _content(file: Path) -> bytes:
    """No more of it than what tells that it is too large."""
    with file.open("rb") as stream:
        return stream.read(READ_AT_MOST)


def _refused(refusal: Refusal, *, partial: bool, dry_run: bool) -> SheetsReport:
    """The file as a whole is not read: the one finding that there is."""
    whole = Finding(REJECTED, None, CellPlace(), None, refusal.message_fr, refusal.message_en)
    return SheetsReport((), (whole,), partial, dry_run)


def _say(report: SheetsReport, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2, default=str))
        return
    for line in _lines(report):
        typer.echo(line)


def _lines(report: SheetsReport) -> Iterator[str]:
    for finding in report.findings:
        yield f"{finding.kind:<8}  {finding.place.cell or '-'}  {finding.market or '-'}: {finding.reason_en}"
    for sheet in report.sheets:
        hours = "nobody" if sheet.nil else f"{sheet.hours} h, {sheet.people} people"
        waits = ", the company's own answer is awaited" if sheet.awaits_company else ""
        yield f"{sheet.outcome:<9}  {sheet.market}  {sheet.company}  {sheet.month:%Y-%m}  {hours}{waits}"
    yield ", ".join(f"{count} {name}" for name, count in report.counts().items())
    if report.needs_confirmation:
        yield "Nothing was written. Read the hours in question over; if they are right, add --confirm."
    elif report.dry_run:
        yield "Nothing was written."
