"""Reads the source to find what breaks the order of the house; see tests/test_architecture.py."""

import ast
import re
import sys
from collections.abc import Iterator
from dataclasses import dataclass
from functools import cache, cached_property
from pathlib import Path

# a room may import the rooms named here, and itself
ROOMS: dict[str, frozenset[str]] = {
    "models": frozenset(),
    "cases": frozenset({"models"}),
    "exchange": frozenset({"models", "cases"}),
    "notifications": frozenset({"models", "cases", "exchange"}),
    "flows": frozenset({"models", "cases", "exchange", "notifications"}),
    "api": frozenset({"models", "cases", "exchange", "notifications"}),
    "console": frozenset({"models", "cases", "exchange", "notifications", "flows", "api"}),
    "jalon": frozenset({"models", "cases", "exchange", "notifications", "flows", "api", "console"}),
}
PURE = "cases.rules"
PURE_MAY_IMPORT = ("pydantic", "holidays", "models.vocabulary", PURE)
NEVER_PURE = frozenset({"os", "random", "secrets", "socket", "sqlite3", "subprocess", "time", "urllib"})
CLOCK_READINGS = frozenset({"datetime.now", "datetime.today", "datetime.utcnow", "date.today"})
INSTANT = re.compile(r"""(^|\W)(now|\w+_at)(['"]\])?$|clock\(\)$""")
VAGUE_NAMES = frozenset({"utils", "util", "helpers", "helper", "manager", "managers", "misc"})
MOST_FILE_LINES = 300
MOST_FUNCTION_LINES = 60


@dataclass(frozen=True)
class Module:
    """One source file of the house, known by its dotted name."""

    name: str
    path: Path

    @property
    def room(self) -> str:
        return self.name.partition(".")[0]

    @property
    def package(self) -> str:
        """What a relative import starts from."""
        return self.name if self.path.stem == "__init__" else self.name.rpartition(".")[0]

    @property
    def is_migration(self) -> bool:
        return "migrations" in self.name.split(".")

    @cached_property
    def nodes(self) -> list[ast.AST]:
        """The whole file, walked once for all rules."""
        return list(ast.walk(ast.parse(self.path.read_text(), filename=str(self.path))))

    @cached_property
    def imports(self) -> list[tuple[int, str]]:
        """Line and full name of all that is imported, at the top or inside a function."""
        return [found for node in self.nodes for found in self._imported_by(node)]

    def _imported_by(self, node: ast.AST) -> Iterator[tuple[int, str]]:
        if isinstance(node, ast.Import):
            yield from ((node.lineno, alias.name) for alias in node.names)
        elif isinstance(node, ast.ImportFrom):
            above = (
                self.package.split(".")[: len(self.package.split(".")) - node.level + 1] if node.level else []
            )
            base = ".".join([*above, *([node.module] if node.module else [])])
            yield from ((node.lineno, f"{base}.{alias.name}") for alias in node.names)


@cache
def modules_of(root: Path) -> list[Module]:
    """Every source file of the rooms found under `root`."""
    files = [file for room in ROOMS for file in (root / room).rglob("*.py")]
    files += [root / f"{room}.py" for room in ROOMS if (root / f"{room}.py").exists()]
    return [Module(_dotted(file.relative_to(root)), file) for file in sorted(files)]


def _dotted(path: Path) -> str:
    parts = path.with_suffix("").parts
    return ".".join(parts[:-1] if parts[-1] == "__init__" else parts)


def _is_within(name: str, package: str) -> bool:
    return name == package or name.startswith(package + ".")


def climbing_imports(module: Module) -> Iterator[str]:
    """Imports of a room that is not below."""
    for line, name in module.imports:
        room = name.partition(".")[0]
        if room in ROOMS and room != module.room and room not in ROOMS[module.room]:
            yield f"{module.name}:{line} imports {name}: {room} is not below {module.room}"


def impure_imports(module: Module) -> Iterator[str]:
    """Imports by a pure rule of anything that reads a database, a clock, a setting or a file."""
    if not _is_within(module.name, PURE):
        return
    for line, name in module.imports:
        top = name.partition(".")[0]
        is_plain = top in sys.stdlib_module_names and top not in NEVER_PURE
        if not is_plain and not any(_is_within(name, allowed) for allowed in PURE_MAY_IMPORT):
            yield f"{module.name}:{line} imports {name}: rules are pure"


def clock_readings(module: Module) -> Iterator[str]:
    """Readings of the clock outside of a file named clock.py; time is an argument everywhere else."""
    if module.path.name == "clock.py":
        return
    aliases = _aliases(module)
    for node in module.nodes:
        if isinstance(node, ast.Attribute):
            owner = ast.unparse(node.value).rpartition(".")[2]
            reading = f"{aliases.get(owner, owner)}.{node.attr}"
            if reading in CLOCK_READINGS:
                yield f"{module.name}:{node.lineno} reads {reading}: time is an argument"


def _aliases(module: Module) -> dict[str, str]:
    nodes = [node for node in module.nodes if isinstance(node, ast.ImportFrom)]
    return {alias.asname: alias.name for node in nodes for alias in node.names if alias.asname}


def utc_days(module: Module) -> Iterator[str]:
    """Days cut from an instant in UTC, and packs asked for by such a day: a day begins at local midnight."""
    for node in module.nodes:
        cuts = (
            isinstance(node, ast.Call) and isinstance(node.func, ast.Attribute) and node.func.attr == "date"
        )
        if cuts and not node.args and INSTANT.search(ast.unparse(node.func.value)):
            yield f"{module.name}:{node.lineno} cuts {ast.unparse(node)}: ask the territory's calendar"
    for line, name in module.imports:
        if name == "cases.packs.pack_in_force":
            yield f"{module.name}:{line} imports {name}: pack_at knows the territory's own day"


def vague_names(module: Module) -> Iterator[str]:
    """Names that say nothing of what is inside."""
    for part in module.name.split("."):
        if VAGUE_NAMES & set(part.split("_")):
            yield f"{module.name}: {part} says nothing of what is inside"


def long_files(module: Module) -> Iterator[str]:
    lines = len(module.path.read_text().splitlines())
    if lines > MOST_FILE_LINES and not module.is_migration:
        yield f"{module.name} has {lines} lines, at most {MOST_FILE_LINES}"


def long_functions(module: Module) -> Iterator[str]:
    if module.is_migration:
        return
    for node in module.nodes:
        if isinstance(node, ast.FunctionDef | ast.AsyncFunctionDef):
            lines = (node.end_lineno or node.lineno) - node.lineno + 1
            if lines > MOST_FUNCTION_LINES:
                name = f"{module.name}:{node.lineno} {node.name}"
                yield f"{name} has {lines} lines, at most {MOST_FUNCTION_LINES}"
