"""The territory: the rules in force and their sources, and the people who sign in."""

from typing import Annotated, Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from pydantic import EmailStr, Field
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submitted, on_refusal
from api.house import house_of
from api.language import catalog
from api.pages.rule_rows import rule_rows
from api.permissions import Director, Staff
from api.rendering import page, see_other
from api.visits import locale_of
from api.words import ROLES
from cases.actors import Actor
from cases.commands.accounts import add_account
from cases.inputs import Input, Text
from cases.packs import pack_at
from cases.queries.accounts import organisations, people
from models.vocabulary import Role

router = APIRouter(include_in_schema=False)


class NewPerson(Input):
    """Someone who will sign in."""

    email: EmailStr
    name: Text
    role: Role
    password: Annotated[str, Field(max_length=200)]
    party_id: int | None = None


@router.get("/territoire")
def territory(request: Request, actor: Staff, session: Reading) -> Response:
    """The rules and the people; a director adds people."""
    return _show(request, session, actor, FormState("person"))


@router.post("/territoire/personnes")
def add_person(
    request: Request, actor: Director, submission: Submitted, session: Writing, now: Now
) -> Response:
    """Let someone sign in."""
    on_refusal(request, "person", lambda form: _again(request, actor, form))
    person = submission.read(NewPerson)
    add_account(
        session,
        actor.territory_id,
        person.email,
        person.name,
        person.role,
        person.password,
        person.party_id,
        now=now,
    )
    return see_other(request, "/territoire?fait=personne")


def _again(request: Request, actor: Actor, form: FormState) -> Response:
    without_password = {name: value for name, value in form.values.items() if name != "password"}
    shown = FormState(form.name, without_password | {"password": ""}, form.problems)
    with house_of(request).database.read() as session:
        return _show(request, session, actor, shown)


def _show(request: Request, session: Session, actor: Actor, form: FormState) -> Response:
    locale, now = locale_of(request), house_of(request).clock()
    pack = pack_at(session, actor.territory_id, now)
    gettext = catalog(locale).gettext
    context: dict[str, Any] = {
        "pack": pack,
        "rules": rule_rows(pack, locale),
        "people": people(session, actor),
        "form": form,
        "roles": [(role.value, gettext(said)) for role, said in ROLES.items()],
        "organisations": [(choice.id, choice.name) for choice in organisations(session, actor)],
        "may_add": actor.role is Role.DIRECTOR,
        "prefect_url": house_of(request).settings.prefect_url if actor.role is Role.DIRECTOR else "",
    }
    return page(request, "territory.html", **context)
