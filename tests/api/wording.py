"""Finds every message that the pages say, in templates, in Python calls and in tables of words."""

import ast
from collections.abc import Iterator
from pathlib import Path
from typing import Any

from jinja2 import nodes

from api import problems, words
from api.errors import TITLES
from api.navigation import ENTRIES
from api.pages.market_acts import ACTS
from api.pages.market_sections import SECTIONS
from api.pages.task_actions import DONE_THERE
from api.rendering import TEMPLATES, environment

API = Path(__file__).parents[2] / "api"
INPUTS = API.parent / "cases" / "inputs"
CALLS = frozenset({"_", "gettext", "ngettext", "Group"})
"""`Group` is a group of the inbox, made with its heading."""


def messages_used() -> set[str]:
    """The message ids; of a plural, its singular."""
    return {*_in_templates(), *_in_python(), *_in_tables()}


def _in_templates() -> Iterator[str]:
    for file in TEMPLATES.rglob("*.html"):
        tree = environment().parse(file.read_text())
        for call in tree.find_all(nodes.Call):
            is_said = isinstance(call.node, nodes.Name) and call.node.name in CALLS
            if is_said and call.args and isinstance(call.args[0], nodes.Const):
                yield call.args[0].value


def _in_python() -> Iterator[str]:
    yield from _refused_values()
    for file in API.rglob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) in CALLS and node.args:
                first = node.args[0]
                if isinstance(first, ast.Constant) and isinstance(first.value, str):
                    yield first.value


def _refused_values() -> Iterator[str]:
    """What the inputs of commands say of values that do not go together."""
    for file in INPUTS.glob("*.py"):
        for node in ast.walk(ast.parse(file.read_text())):
            if isinstance(node, ast.Call) and _name(node.func) == "ValueError":
                yield from (said.value for said in node.args if isinstance(said, ast.Constant))


def _name(function: ast.expr) -> str:
    if isinstance(function, ast.Attribute):
        return function.attr
    return function.id if isinstance(function, ast.Name) else ""


def _in_tables() -> Iterator[str]:
    yield from TITLES.values()
    yield from (entry.label for entry in ENTRIES)
    yield from (section.label for section in SECTIONS)
    yield from (action.label for action in DONE_THERE.values())
    for act in ACTS.values():
        for field in act.fields:
            yield from (text for text in (field.label, field.hint) if text)
    yield from (*problems.ERRORS.values(), problems.NOT_FITTING, problems.BAD_EMAIL)
    for name, table in vars(words).items():
        if name.isupper() and isinstance(table, dict) and name != "LANGUAGES":
            yield from _texts(table)


def _texts(table: dict[Any, Any]) -> Iterator[str]:
    for value in table.values():
        if isinstance(value, dict):
            yield from _texts(value)
        elif isinstance(value, str):
            yield value
