"""A commune as people write it: without case, accents or hyphens, Saint and Sainte in short or in full."""

from cases.rules.labels import plain

IN_FULL = {"st": "saint", "ste": "sainte"}


def is_same_commune(one: str, other: str) -> bool:
    """Whether the two names are of one commune: `St Denis` is Saint-Denis, `Evry` is Évry."""
    return _in_full(one) == _in_full(other)


def _in_full(name: str) -> list[str]:
    return [IN_FULL.get(word, word) for word in plain(name).split()]
