"""The rules of a territory, version by version; a director prepares a new one, looks it over, adopts it."""

from dataclasses import dataclass
from typing import Any

from fastapi import APIRouter, Request
from fastapi.responses import Response
from sqlmodel import Session

from api.dependencies import Now, Reading, Writing
from api.forms import FormState, Submission, Submitted, on_refusal
from api.house import house_of
from api.pages.rule_fields import rule_groups
from api.pages.rule_form import read_pack
from api.pages.rule_rows import ChangeRow, change_rows
from api.permissions import Director, Staff
from api.rendering import page, see_other
from api.visits import locale_of
from cases.actors import Actor
from cases.commands.rule_packs import adopt_pack, check_pack
from cases.packs import pack_at
from cases.queries.rule_packs import PackVersion, pack_before, pack_versions
from models.vocabulary import Role

router = APIRouter(prefix="/territoire/regles", include_in_schema=False)
FORM = "rules"


@dataclass(frozen=True, slots=True)
class Shown:
    """A version with what it changed."""

    version: PackVersion
    changes: list[ChangeRow]


@router.get("")
def list_versions(request: Request, actor: Staff, session: Reading, now: Now) -> Response:
    """Every version: when it decides, and what it changed."""
    locale = locale_of(request)
    shown = [
        Shown(each, change_rows(each.before, each.pack, locale) if each.before else [])
        for each in pack_versions(session, actor, now)
    ]
    return page(request, "rule_versions.html", versions=shown, may_adopt=actor.role is Role.DIRECTOR)


@router.get("/nouvelle")
def new_version(request: Request, actor: Director, session: Reading) -> Response:
    """The rules in force, to be changed."""
    return _form(request, session, actor, FormState(FORM))


@router.post("/nouvelle")
def look_over(
    request: Request, actor: Director, submission: Submitted, session: Reading, now: Now
) -> Response:
    """What would change, before and after; nothing is kept yet. With `again`, back to the form."""
    if submission.get("again"):
        return _form(request, session, actor, FormState(FORM, submission.values))
    on_refusal(request, FORM, lambda form: _again(request, actor, form))
    pack = read_pack(submission)
    check_pack(session, actor, pack, now=now)
    before = pack_before(pack_versions(session, actor, now), pack.valid_from)
    context: dict[str, Any] = {
        "pack": pack,
        "before": before,
        "changes": change_rows(before, pack, locale_of(request)),
        "kept": _kept(submission),
    }
    return page(request, "rule_review.html", **context)


@router.post("")
def adopt(request: Request, actor: Director, submission: Submitted, session: Writing, now: Now) -> Response:
    """The version that was looked over decides from its first day on."""
    on_refusal(request, FORM, lambda form: _again(request, actor, form))
    adopt_pack(session, actor, read_pack(submission), now=now)
    return see_other(request, "/territoire/regles?fait=regles")


def _kept(submission: Submission) -> dict[str, str]:
    return {name: value for name, value in submission.values.items() if name != "again"}


def _again(request: Request, actor: Actor, form: FormState) -> Response:
    with house_of(request).database.read() as session:
        return _form(request, session, actor, form)


def _form(request: Request, session: Session, actor: Actor, form: FormState) -> Response:
    now = house_of(request).clock()
    pack = pack_at(session, actor.territory_id, now)
    context: dict[str, Any] = {
        "form": form,
        "pack": pack,
        "today": pack.calendar.local_date(now),
        "groups": rule_groups(pack, locale_of(request), form.values),
    }
    return page(request, "rule_form.html", **context)
