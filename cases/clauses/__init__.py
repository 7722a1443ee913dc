"""The clause templates that a territory starts from: one file for each lever and article, in French.

A line `@ publics` stands for the chapter of that name (chapters/publics.txt), shared by several levers. What
a template may say is in cases/rules/clause_text.py.
"""

from functools import cache
from pathlib import Path

from models.vocabulary import ClauseArticle, Lever

FOLDER = Path(__file__).parent
INCLUDED = "@ "


@cache
def default_text(lever: Lever, article: ClauseArticle) -> str:
    """The house's own template for this lever and article, its chapters in place."""
    return _assembled(FOLDER / article / f"{lever}.txt").strip() + "\n"


def _assembled(file: Path) -> str:
    return "".join(
        _assembled(FOLDER / "chapters" / f"{line.removeprefix(INCLUDED).strip()}.txt")
        if line.startswith(INCLUDED)
        else line
        for line in file.read_text(encoding="utf-8").splitlines(keepends=True)
    )
