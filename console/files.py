"""Files in and out: `import decp`, `import plan`, `import sheets`, `backup`, `restore`."""

import hashlib
import json
from collections.abc import Iterator
from pathlib import Path
from typing import Annotated

import typer
from rich.console import Console
from rich.progress import wrap_file

from cases.actors import console as console_actor
from cases.commands.importing import ImportReport, import_markets
from console.clockwork import AsJson
from console.opening import opened, present, territory_named
from console.plans import plan
from console.sheets import sheets
from exchange.decp.reader import read
from models.settings import Settings

imports = typer.Typer(no_args_is_help=True, help="Take in files of markets.")
ExistingFile = Annotated[Path, typer.Argument(exists=True, dir_okay=False, readable=True)]


@imports.command()
def decp(
    file: ExistingFile,
    territory: Annotated[str, typer.Option(help="Code of the territory.")],
    dry_run: Annotated[bool, typer.Option("--dry-run", help="Report, and write nothing.")] = False,
    as_json: AsJson = False,
) -> None:
    """Open cases for published markets with a social clause, register the others.

    Rejected markets are listed and never stop the good ones; exit 1 when nothing of the file could be used.
    """
    with opened() as (settings, database), file.open("rb") as stream:
        territory_id = territory_named(database, territory)
        digest = _sha256(file)
        with wrap_file(
            stream,
            total=file.stat().st_size,
            description=file.name,
            console=Console(stderr=True),
            transient=True,
        ) as counted:
            report = import_markets(
                database,
                console_actor(territory_id),
                read(counted, name=file.name),
                file_name=file.name,
                file_format="decp",
                file_sha256=digest,
                dry_run=dry_run,
                now=present(settings, database),
            )
    _say(report, as_json)
    raise typer.Exit(1 if report.rejected and not report.is_useful else 0)


imports.command()(plan)
imports.command()(sheets)


def _sha256(file: Path) -> str:
    with file.open("rb") as stream:
        return hashlib.file_digest(stream, "sha256").hexdigest()


def _say(report: ImportReport, as_json: bool) -> None:
    if as_json:
        typer.echo(json.dumps(report.as_json(), ensure_ascii=False, indent=2))
        return
    for line in _lines(report):
        typer.echo(line)


def _lines(report: ImportReport) -> Iterator[str]:
    for finding in report.rejected:
        yield f"rejected  {finding.market_id or '-'}  {finding.place}: {finding.reason_en}"
    for finding in report.warnings:
        yield f"warning   {finding.market_id or '-'}  {finding.place} {finding.field}: {finding.reason_en}"
    yield ", ".join(f"{count} {name.replace('_', ' ')}" for name, count in report.counts().items())
    if report.dry_run:
        yield "Dry run: nothing was written."


def backup(file: Annotated[Path, typer.Argument(dir_okay=False)]) -> None:
    """Write the database and the key of the links to one file, consistent while the service runs."""
    from models.backup import backup as write_backup

    with opened() as (settings, database):
        write_backup(database, settings, file, now=present(settings, database))
    typer.echo(f"Backup written to {file}")


def restore(
    file: ExistingFile,
    force: Annotated[bool, typer.Option("--force", help="Replace a database that holds cases.")] = False,
) -> None:
    """Put a backup in the place of the database, all of it or nothing. Stop the service first."""
    from models.backup import restore as read_backup

    read_backup(Settings(), file, force=force)
    typer.echo(f"Restored from {file}")
