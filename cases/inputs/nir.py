"""The social security number (NIR) is never kept: it is refused wherever someone writes about a person."""

import re

NIR = re.compile(
    r"(?<!\d)[1-478]\W?\d{2}\W?(?:0[1-9]|1[0-2]|[2-9]\d)\W?(?:\d{2}|2[ab])\W?\d{3}\W?\d{3}(?:\W?\d{2})?(?!\d)",
    re.IGNORECASE,
)
"""Sex, year, month (20 and more: unknown), department, commune, order; perhaps the key of two digits."""


def without_nir(text: str) -> str:
    """The text, for an `AfterValidator`. Raises ValueError when it holds what looks like a NIR (rule 2)."""
    if NIR.search(text):
        raise ValueError("Never write the social security number: remove these digits.")
    return text
