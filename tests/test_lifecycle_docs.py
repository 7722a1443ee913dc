"""docs/lifecycle.md is what the lifecycle table says today."""

import os
import re
import subprocess
import sys
from pathlib import Path

from cases.rules.diagram import STAGE_FR, mermaid, page
from cases.rules.lifecycle import TRANSITIONS
from models.vocabulary import Stage

ROOT = Path(__file__).parent.parent
PAGE = ROOT / "docs" / "lifecycle.md"
WRITE_AGAIN = "stale: python -m cases.rules.diagram > docs/lifecycle.md"


def test_the_page_is_the_one_that_the_table_draws() -> None:
    assert PAGE.read_text(encoding="utf-8") == page(), WRITE_AGAIN


def test_the_command_that_the_page_names_writes_it() -> None:
    command = [sys.executable, "-m", "cases.rules.diagram"]
    environment = {**os.environ, "PYTHONIOENCODING": "utf-8", "PYTHONPATH": str(ROOT)}
    written = subprocess.run(command, cwd=ROOT, env=environment, capture_output=True, check=True).stdout
    assert written.decode() == page()
    assert "python -m cases.rules.diagram > docs/lifecycle.md" in page()


def test_the_diagram_draws_every_stage_and_every_move_of_the_table() -> None:
    drawn = mermaid()
    assert set(STAGE_FR) == set(Stage)
    for stage in Stage:
        assert f'state "{STAGE_FR[stage]}" as {stage}' in drawn
    arrows = set(re.findall(r"^    (\w+) --> (\w+): (.+)$", drawn, flags=re.M))
    for transition in TRANSITIONS:
        from_here = {source for source, _, label in arrows if label == transition.label_fr}
        assert from_here == {str(source) for source in transition.sources}
        if transition.target is not None:
            to = {target for _, target, label in arrows if label == transition.label_fr}
            assert to == {str(transition.target)}
    back = {target for source, target, label in arrows if label == "Reprendre"}
    assert back == {"kickoff", "follow_up"}


def test_every_requirement_is_explained_on_the_page() -> None:
    for need in {need for transition in TRANSITIONS for need in transition.requires}:
        assert f"- `{need.name}` : {need.message_fr}" in page()
