"""`import plan`: a buyer's purchasing plan taken in from a file."""

import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer

from cases.actors import console as console_actor
from cases.commands.purchasing_plans import import_plan
from cases.purchasing import PlanReport
from cases.queries.purchasing_plans import buyer_named
from console.clockwork import AsJson
from console.opening import opened, present, territory_named
from exchange.plans.reader import read_plan
from models.database import Database


def plan(
    file: Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)],
    territory: Annotated[str, typer.Option(help="Code of the territory.")],
    buyer: Annotated[str, typer.Option(help="The buyer's SIRET, or its number.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report, and write nothing.")] = False,
    partial: Annotated[bool, typer.Option("--partial", help="Take the markets without a fault.")] = False,
    as_json: AsJson = False,
) -> None:
    """Announce the markets of a purchasing plan (XLSX or CSV, one row a lot), all of them or none.

    Each fault is listed by its cell; exit 1 when nothing is, or would be, imported.
    """
    with opened() as (settings, database):
        territory_id = territory_named(database, territory)
        buyer_id, actor = _buyer(database, territory_id, buyer), console_actor(territory_id)
        now, reading = present(settings, database), read_plan(file.read_bytes(), name=file.name)
        with database.read() as session:
            report = import_plan(session, actor, buyer_id, reading, partial=partial, dry_run=True, now=now)
        if report.is_importable and not dry_run:
            with database.write() as session:
                report = import_plan(session, actor, buyer_id, reading, partial=partial, now=now)
    _say(report, as_json)
    raise typer.Exit(0 if report.is_importable or report.is_known else 1)


def _buyer(database: Database, territory_id: int, named: str) -> int:
    with database.read() as session:
        found = buyer_named(session, territory_id, named)
    if found is None:
        raise typer.BadParameter(f"the territory knows no buyer {named!r}: give its SIRET or its number")
    return found


def _say(report: PlanReport, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2, default=str))
        return
    for line in _lines(report):
        typer.echo(line)


def _lines(report: PlanReport) -> Iterator[str]:
    for finding in report.findings:
        yield f"{finding.kind:<8}  {finding.place.cell or '-'}  {finding.market or '-'}: {finding.reason_en}"
    for line in report.markets:
        yield f"market    {line.reference}  {line.title} ({line.lots} lots)"
    yield ", ".join(f"{count} {name}" for name, count in report.counts().items())
    if report.is_known:
        yield "This file was imported before for this buyer: nothing changed."
    elif report.dry_run:
        yield (
            "Nothing was written."
            if report.is_importable
            else "Nothing was written: correct the faults above."
        )
