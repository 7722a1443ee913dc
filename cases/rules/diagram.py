"""The lifecycle as a picture and a table, written from the data that decides.

`python -m cases.rules.diagram > docs/lifecycle.md` writes the page again; a test fails while it is stale.
"""

import sys
from collections.abc import Iterator

from cases.rules.lifecycle import FINAL_STAGES, TRANSITIONS, Transition
from models.vocabulary import Stage

STAGE_FR = {
    Stage.DRAFTING: "Rédaction",
    Stage.TENDER_ANALYSIS: "Analyse des offres",
    Stage.KICKOFF: "Lancement",
    Stage.FOLLOW_UP: "Suivi mensuel",
    Stage.RECEPTION: "Réception",
    Stage.CLOSED: "Clos",
    Stage.SUSPENDED: "Suspendu",
    Stage.ABANDONED: "Abandonné",
    Stage.WITHOUT_CLAUSE: "Sans clause",
    Stage.TERMINATED: "Résilié",
}
STARTS_AT = (Stage.DRAFTING, Stage.KICKOFF)
"""A market entered by hand starts at drafting; one imported after its award, at kickoff."""

PAGE = """# La vie d’un marché

<!-- Page générée à partir de cases/rules/lifecycle.py : ne la corrigez pas à la main.
     python -m cases.rules.diagram > docs/lifecycle.md -->

Un marché saisi à la main commence à la rédaction ; un marché importé après son attribution commence au
lancement. « Reprendre » ramène un marché suspendu à l’étape que l’arrêt avait interrompue.

```mermaid
{diagram}
```

## Ce que chaque passage demande

| passage | de | vers | il faut | événement au journal |
|---|---|---|---|---|
{table}

Quand quelque chose manque, le passage est refusé et tout ce qui manque est dit :

{messages}
"""


def mermaid() -> str:
    """The stages and moves as a Mermaid state diagram, labelled in French."""
    lines = ["stateDiagram-v2"]
    lines += [f'    state "{STAGE_FR[stage]}" as {stage}' for stage in Stage]
    lines += [f"    [*] --> {stage}" for stage in STARTS_AT]
    for transition in TRANSITIONS:
        lines += [
            f"    {source} --> {target}: {transition.label_fr}" for source, target in _arrows(transition)
        ]
    lines += [f"    {stage} --> [*]" for stage in Stage if stage in FINAL_STAGES]
    return "\n".join(lines)


def _arrows(transition: Transition) -> Iterator[tuple[Stage, Stage]]:
    """From where to where: back to the interrupted stage means to each stage that a stop can interrupt."""
    for source in transition.sources:
        targets = (transition.target,) if transition.target else _left_for(source)
        yield from ((source, target) for target in targets)


def _left_for(stage: Stage) -> tuple[Stage, ...]:
    return tuple(source for each in TRANSITIONS if each.target is stage for source in each.sources)


def requirements_table() -> str:
    """Moves x what they ask, as the rows of a Markdown table in French."""
    return "\n".join(f"| {' | '.join(_row(transition))} |" for transition in TRANSITIONS)


def _row(transition: Transition) -> Iterator[str]:
    yield f"**{transition.label_fr}** (`{transition.move}`)"
    yield ", ".join(STAGE_FR[stage].lower() for stage in transition.sources)
    yield STAGE_FR[transition.target].lower() if transition.target else "l’étape interrompue"
    yield ", ".join(f"`{need.name}`" for need in transition.requires) or "rien de plus"
    yield f"`{transition.event}`"


def requirement_messages() -> str:
    """Each requirement once, with the words that a person reads when it does not hold."""
    needs = {need.name: need.message_fr for each in TRANSITIONS for need in each.requires}
    return "\n".join(f"- `{name}` : {message}" for name, message in needs.items())


def page() -> str:
    """The whole of docs/lifecycle.md."""
    return PAGE.format(diagram=mermaid(), table=requirements_table(), messages=requirement_messages())


if __name__ == "__main__":
    sys.stdout.write(page())
