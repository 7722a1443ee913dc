"""Why a clause text is not sent, and why a template is not adopted."""

from cases.refusals.base import InvalidInput, Place, Refusal
from cases.rules.clause_text import Fault, Problem
from cases.rules.clause_values import VALUES


class ClauseTextIncomplete(Refusal):
    """The text asks for values that the market does not have yet; `names` lists them all."""

    status = 422

    def __init__(self, names: tuple[str, ...]) -> None:
        places = tuple(map(_absent, names))
        super().__init__(
            "Le texte de la clause n’est pas complet. " + " ".join(place.message_fr for place in places),
            "The clause text is not complete. " + " ".join(place.message_en for place in places),
            places,
        )
        self.names = names


def _absent(name: str) -> Place:
    value = VALUES[name]
    return Place(name, f"Il manque : {value.label_fr}.", f"Missing: {value.label_en}.")


class ClauseTextOver(Refusal):
    """The market is awarded or over: its clause is part of the contract and no longer changes."""

    def __init__(self) -> None:
        super().__init__(
            "Le texte de la clause s’envoie jusqu’à l’attribution du marché.",
            "The clause text is sent until the award of the market.",
        )


FAULTS_FR = {
    Fault.UNKNOWN_NAME: "« {about} » n’est pas une valeur de la liste",
    Fault.BRACES: "accolades seules dans « {about} » : une valeur s’écrit {{{{ nom }}}}",
    Fault.LIST_NOT_ALONE: "« {about} » est une liste : écrivez-la seule, « - {{{{ {about} }}}} »",
    Fault.CONDITION: "« {about} » : une condition s’écrit [si nom] ou [fin], seule sur sa ligne",
    Fault.NESTED: "« {about} » ouvre une condition dans une autre : fermez la première par [fin]",
    Fault.NOT_OPENED: "[fin] ne ferme aucune condition",
    Fault.NOT_CLOSED: "« {about} » n’est pas fermée par [fin]",
    Fault.TOO_LONG: "le texte a trop de lignes",
    Fault.EMPTY: "le texte est vide",
}
FAULTS_EN = {
    Fault.UNKNOWN_NAME: '"{about}" is not a value of the list',
    Fault.BRACES: 'braces alone in "{about}": a value is written {{{{ name }}}}',
    Fault.LIST_NOT_ALONE: '"{about}" is a list: write it alone, "- {{{{ {about} }}}}"',
    Fault.CONDITION: '"{about}": a condition is written [si name] or [fin], alone on its line',
    Fault.NESTED: '"{about}" opens a condition inside another: close the first with [fin]',
    Fault.NOT_OPENED: "[fin] closes no condition",
    Fault.NOT_CLOSED: '"{about}" is not closed by [fin]',
    Fault.TOO_LONG: "the text has too many lines",
    Fault.EMPTY: "the text is empty",
}


class ClauseTemplateFaulty(InvalidInput):
    """The template is refused, each fault with its line."""

    def __init__(self, problems: tuple[Problem, ...]) -> None:
        super().__init__(*map(_place, problems))
        self.problems = problems


def _place(problem: Problem) -> Place:
    said_fr, said_en = (table[problem.fault].format(about=problem.about) for table in (FAULTS_FR, FAULTS_EN))
    return Place("text", f"Ligne {problem.line} : {said_fr}.", f"Line {problem.line}: {said_en}.")
