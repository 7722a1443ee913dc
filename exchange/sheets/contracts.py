"""The contract of someone new as a row of hours tells it: its words in both languages, what it lacks."""

from collections.abc import Iterator, Mapping
from datetime import date
from typing import Any

from cases.rules.labels import plain
from exchange.documents.terms import CONTRACT_KINDS
from exchange.tables.cells import Cell
from exchange.tables.values import Read, choice_of
from models.vocabulary import ContractKind

CONTRACT_COLUMNS = ("contract_kind", "starts_on", "ends_on", "employer")
TERMS = (*CONTRACT_COLUMNS, "criterion")
"""What may be told of someone new beside the names and the hours, as on the page."""
ABBREVIATIONS: Mapping[str, ContractKind] = {
    "CTT": ContractKind.TEMPORARY,
    "intérim": ContractKind.TEMPORARY,
    "temporary work": ContractKind.TEMPORARY,
    "CDDI": ContractKind.INSERTION_FIXED_TERM,
    "insertion contract": ContractKind.INSERTION_FIXED_TERM,
    "contrat pro": ContractKind.PROFESSIONALISATION,
    "contrat d’apprentissage": ContractKind.APPRENTICESHIP,
    "permanent contract": ContractKind.PERMANENT,
    "fixed-term contract": ContractKind.FIXED_TERM,
    "CDII": ContractKind.PERMANENT_TEMPORARY,
    "permanent temporary work": ContractKind.PERMANENT_TEMPORARY,
}
KINDS: Mapping[str, ContractKind] = {
    **{plain(terms[kind]): kind for terms in CONTRACT_KINDS.values() for kind in ContractKind},
    **{plain(said): kind for said, kind in ABBREVIATIONS.items()},
    **{plain(kind.value): kind for kind in ContractKind},
}
"""By what people write, in French, in English, or as programs do."""


def kind_of(cell: Cell) -> Read[Any]:
    """A kind of contract. Raises Misread naming those that there are."""
    return choice_of(cell, KINDS, ", ".join(CONTRACT_KINDS["fr"].values()))


def missing_of(values: Mapping[str, Any]) -> Iterator[tuple[str, str]]:
    """(column, code) of what a contract begun lacks, or contradicts: its kind, its first day, its end."""
    is_begun = any(values.get(key) for key in CONTRACT_COLUMNS)
    if is_begun and not values.get("contract_kind"):
        yield "contract_kind", "contract_without_kind"
    starts_on: date | None = values.get("starts_on")
    ends_on: date | None = values.get("ends_on")
    if is_begun and starts_on is None:
        yield "starts_on", "contract_without_start"
    elif starts_on is not None and ends_on is not None and ends_on < starts_on:
        yield "ends_on", "contract_ends_early"
