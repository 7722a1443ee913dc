from collections.abc import Callable, Iterator
from pathlib import Path

import pytest

from tests.support.architecture import (
    Module,
    climbing_imports,
    clock_readings,
    impure_imports,
    long_files,
    long_functions,
    modules_of,
    utc_days,
    vague_names,
)

ROOT = Path(__file__).parent.parent
Rule = Callable[[Module], Iterator[str]]
RULES: list[Rule] = [
    climbing_imports,
    impure_imports,
    clock_readings,
    utc_days,
    vague_names,
    long_files,
    long_functions,
]


def offences(root: Path, rule: Rule) -> list[str]:
    return [offence for module in modules_of(root) for offence in rule(module)]


def write(root: Path, path: str, text: str) -> None:
    file = root / path
    file.parent.mkdir(parents=True, exist_ok=True)
    file.write_text(text)


@pytest.mark.parametrize("rule", RULES, ids=lambda rule: rule.__name__)
def test_the_house_keeps(rule: Rule) -> None:
    assert offences(ROOT, rule) == []


def test_every_room_is_read() -> None:
    rooms = {module.room for module in modules_of(ROOT)}
    assert rooms == {"models", "cases", "exchange", "notifications", "flows", "api", "console", "jalon"}


FORBIDDEN: list[tuple[Rule, str, str]] = [
    (climbing_imports, "models/tables.py", "from cases.rules import lifecycle"),
    (climbing_imports, "cases/commands/award.py", "def award():\n    import exchange.decp"),
    (climbing_imports, "exchange/decp.py", "from notifications import compose"),
    (climbing_imports, "notifications/compose.py", "import flows.tick"),
    (climbing_imports, "flows/tick.py", "from api.app import app"),
    (climbing_imports, "api/app.py", "from flows import tick"),
    (climbing_imports, "api/app.py", "import jalon"),
    (impure_imports, "cases/rules/score.py", "from sqlalchemy import select"),
    (impure_imports, "cases/rules/score.py", "from models.tables import Market"),
    (impure_imports, "cases/rules/score.py", "from models import settings"),
    (impure_imports, "cases/rules/score.py", "from ..queries import due"),
    (impure_imports, "cases/rules/score.py", "import time"),
    (impure_imports, "cases/rules/__init__.py", "from .. import queries"),
    (clock_readings, "cases/due.py", "from datetime import datetime\nnow = datetime.now()"),
    (clock_readings, "cases/due.py", "import datetime\nnow = datetime.datetime.utcnow()"),
    (clock_readings, "cases/due.py", "from datetime import date as day\ntoday = day.today()"),
    (clock_readings, "models/case.py", "from datetime import datetime\ncolumn(default_factory=datetime.now)"),
    (utc_days, "cases/queries/page.py", "today = now.date()"),
    (utc_days, "api/pages/mails.py", "day = row['release_at'].date()"),
    (utc_days, "api/pages/mails.py", "day = house_of(request).clock().date()"),
    (utc_days, "api/pages/mails.py", "from cases.packs import pack_in_force"),
    (vague_names, "cases/date_utils.py", ""),
    (vague_names, "cases/helpers/dates.py", ""),
    (long_files, "cases/long.py", "x = 1\n" * 301),
    (long_functions, "cases/long.py", "class A:\n    async def run(self):\n" + "        x = 1\n" * 60),
]


@pytest.mark.parametrize(("rule", "path", "text"), FORBIDDEN)
def test_an_offence_is_noticed(tmp_path: Path, rule: Rule, path: str, text: str) -> None:
    write(tmp_path, path, text)
    assert len(offences(tmp_path, rule)) == 1


ALLOWED: list[tuple[Rule, str, str]] = [
    (
        climbing_imports,
        "notifications/compose.py",
        "from exchange.documents import certificate\nimport jinja2",
    ),
    (climbing_imports, "jalon.py", "from api.app import app\nfrom flows.tick import tick"),
    (climbing_imports, "cases/commands/award.py", "from ..rules import lifecycle"),
    (impure_imports, "cases/rules/score.py", "from datetime import date\nimport holidays.countries"),
    (impure_imports, "cases/rules/score.py", "from models import vocabulary\nfrom .policy import Policy"),
    (impure_imports, "cases/queries/due.py", "from sqlalchemy import select"),
    (clock_readings, "models/clock.py", "from datetime import datetime\nnow = datetime.now()"),
    (clock_readings, "cases/queries/due.py", "from sqlalchemy import func\nnow = func.now()"),
    (utc_days, "cases/rules/calendar.py", "day = now.astimezone(zone).date()"),
    (utc_days, "api/formats.py", "from cases.packs import pack_at\nday = local.date()"),
    (vague_names, "cases/commands/award.py", ""),
    (long_files, "cases/long.py", "x = 1\n" * 300),
    (long_files, "models/migrations/versions/0001_first.py", "x = 1\n" * 301),
    (long_functions, "cases/long.py", "def run():\n" + "    x = 1\n" * 59),
]


@pytest.mark.parametrize(("rule", "path", "text"), ALLOWED)
def test_what_is_allowed_passes(tmp_path: Path, rule: Rule, path: str, text: str) -> None:
    write(tmp_path, path, text)
    assert offences(tmp_path, rule) == []
