"""Forms: read into a command's input, and shown again with what was written when it was refused."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from typing import Annotated, Any, TypeVar, get_args

from fastapi import Depends, Request
from fastapi.responses import Response
from pydantic import BaseModel
from starlette.datastructures import FormData

Model = TypeVar("Model", bound=BaseModel)
Tree = dict[str, Any]
MOST_FIELDS = 3000


@dataclass(frozen=True, slots=True)
class Problem:
    """What is wrong with one field (`companies.0.email`), in the reader's words; no field: the whole form."""

    field: str
    message: str


@dataclass(frozen=True, slots=True)
class FormState:
    """A form as it was sent, with its problems. `name` tells the page's forms apart."""

    name: str = ""
    values: Mapping[str, str] = field(default_factory=dict)
    problems: tuple[Problem, ...] = ()

    def value(self, name: str, otherwise: object = "") -> str:
        """What was written in a field, else what the page proposes."""
        return self.values.get(name, "" if otherwise is None else str(otherwise))

    def errors(self, name: str) -> tuple[str, ...]:
        """The problems of one field."""
        return tuple(problem.message for problem in self.problems if problem.field == name)

    def named(self, name: str) -> "FormState":
        """The page's form of that name: this one, or one that was not sent."""
        return self if self.name == name else FormState(name)

    def anchor(self, name: str) -> str:
        """The id of a field's input on the page."""
        return f"{self.name}-{name}".replace(".", "-").lstrip("-")


@dataclass(frozen=True, slots=True)
class Submission:
    """What a form sent; of several values with one name, the first."""

    data: FormData

    @property
    def values(self) -> dict[str, str]:
        return {name: value for name, value in reversed(self.data.multi_items()) if isinstance(value, str)}

    def get(self, name: str) -> str:
        """One field, stripped; empty when it was not sent."""
        return self.values.get(name, "").strip()

    def read(self, model: type[Model]) -> Model:
        """The form as a command's input: `buyer.name` goes into `buyer`, `companies.0.name` into a list.

        Empty fields count as not given. Numbers may be written the French way (`1 240,5`). Raises
        pydantic.ValidationError.
        """
        tree = _tree({name: value.strip() for name, value in self.values.items() if value.strip()})
        return model.model_validate(_with_plain_numbers(tree, model))


async def read_form(request: Request) -> Submission:
    return Submission(await request.form(max_files=0, max_fields=MOST_FIELDS))


Submitted = Annotated[Submission, Depends(read_form)]


def on_refusal(request: Request, name: str, again: Callable[[FormState], Response]) -> None:
    """Should this request be refused, show the form called `name` again, in a transaction of its own."""
    request.state.form_name, request.state.form_again = name, again


def _tree(values: Mapping[str, str]) -> Tree:
    root: Tree = {}
    for name, value in values.items():
        *path, last = name.split(".")
        branch = root
        for step in path:
            branch = branch.setdefault(step, {})
        branch[last] = value
    return {name: _lists(branch) for name, branch in root.items()}


def _lists(branch: Any) -> Any:
    if not isinstance(branch, dict):
        return branch
    inner = {name: _lists(value) for name, value in branch.items()}
    if inner and all(name.isdigit() for name in inner):
        return [inner[name] for name in sorted(inner, key=int)]
    return inner


def _with_plain_numbers(value: Any, kind: Any) -> Any:
    model = _model_in(kind)
    if isinstance(value, dict) and model is not None:
        fields = model.model_fields
        return {
            name: _with_plain_numbers(inner, fields[name].annotation) if name in fields else inner
            for name, inner in value.items()
        }
    if isinstance(value, list):
        return [_with_plain_numbers(inner, kind) for inner in value]
    if isinstance(value, str) and Decimal in _types_in(kind):
        return "".join(value.split()).replace(",", ".")
    return value


def _types_in(kind: Any) -> set[Any]:
    found = {kind}
    for inner in get_args(kind):
        found |= _types_in(inner)
    return found


def _model_in(kind: Any) -> type[BaseModel] | None:
    for found in _types_in(kind):
        if isinstance(found, type) and issubclass(found, BaseModel):
            return found
    return None
