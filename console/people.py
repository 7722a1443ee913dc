"""The first territory and the first person: `territory add`, `user add`."""

import sys
from typing import Annotated

import typer
from sqlalchemy import select
from sqlmodel import Session

from cases.commands.accounts import add_account
from cases.commands.territories import add_territory
from cases.statements import table_of
from console.opening import opened, present, territory_named
from models.tables import Party
from models.vocabulary import Role

PARTY = table_of(Party)

territories = typer.Typer(no_args_is_help=True, help="Territories.")
users = typer.Typer(no_args_is_help=True, help="People who sign in.")


def _party_of(session: Session, territory_id: int, siret: str) -> int:
    """The party with this SIRET. Raises typer.BadParameter."""
    query = select(PARTY.c.id).where(PARTY.c.territory_id == territory_id, PARTY.c.siret == siret)
    party_id = session.connection().execute(query).scalar()
    if party_id is None:
        raise typer.BadParameter(f"no buyer or company of the territory has the SIRET {siret}")
    return int(party_id)


@territories.callback()
def _territories() -> None:
    """Territories."""


@territories.command("add")
def add(code: str, name: Annotated[str, typer.Option(help="Its full name, as mails say it.")]) -> None:
    """Add a territory; it starts on the default rule pack."""
    with opened() as (settings, database):
        now = present(settings, database)
        with database.write() as session:
            add_territory(session, code, name, now=now)
    typer.echo(f"Territory {code} added.")


@users.command("add")
def add_user(
    email: str,
    territory: Annotated[str, typer.Option(help="Code of the territory.")],
    role: Annotated[Role, typer.Option(help="What the person is to the territory.")],
    password_stdin: Annotated[
        bool, typer.Option("--password-stdin", help="Read the password from standard input.")
    ] = False,
    name: Annotated[str | None, typer.Option(help="The person's name.")] = None,
    siret: Annotated[
        str | None, typer.Option(help="Of the buyer or company the person works for (roles buyer, company).")
    ] = None,
) -> None:
    """Add a person who signs in; the password is asked for, or read from standard input."""
    if password_stdin:
        password = sys.stdin.readline().rstrip("\r\n")
    else:
        password = typer.prompt("Password", hide_input=True, confirmation_prompt=True)
    with opened() as (settings, database):
        territory_id = territory_named(database, territory)
        now = present(settings, database)
        with database.write() as session:
            add_account(
                session,
                territory_id=territory_id,
                email=email,
                name=name or email.split("@")[0],
                role=role,
                password=password,
                party_id=None if siret is None else _party_of(session, territory_id, siret),
                now=now,
            )
    typer.echo(f"{email} can sign in as {role}.")
