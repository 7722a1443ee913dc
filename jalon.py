"""Jalon's front door: the command line that starts everything."""

import sys

import typer
from pydantic import ValidationError
from sqlalchemy.exc import OperationalError

from cases.refusals import Refusal
from console import clockwork, describing, files, people, service
from console.opening import set_up_logs

app = typer.Typer(
    name="jalon",
    help="Insertion clauses in public procurement: every market a case, every deadline a clock.",
    no_args_is_help=True,
    add_completion=False,
    pretty_exceptions_enable=False,
)
for command in (
    service.up,
    service.worker,
    service.demo,
    clockwork.tick,
    clockwork.deliver,
    clockwork.simulate,
    clockwork.check,
    files.backup,
    files.restore,
    describing.openapi,
    describing.routes,
):
    app.command()(command)
app.add_typer(files.imports, name="import")
app.add_typer(people.territories, name="territory")
app.add_typer(people.users, name="user")


def main() -> None:
    """Run one command. What a person can mend is said in a line; exit codes: 1 not well, 2 refused."""
    set_up_logs()
    try:
        app()
    except Refusal as refusal:
        _end(str(refusal))
    except ValidationError as error:
        _end("; ".join(f"{'.'.join(map(str, e['loc'])) or 'settings'}: {e['msg']}" for e in error.errors()))
    except OperationalError as error:
        _end(f"The database does not answer: {str(error.orig).strip()}")
    except (ValueError, OSError) as error:
        _end(str(error))


def _end(message: str) -> None:
    typer.echo(f"jalon: {message}", err=True)
    sys.exit(2)


if __name__ == "__main__":
    main()
