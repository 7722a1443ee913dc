"""Labels compared the way people mean them: without case, accents, ligatures or punctuation."""

import re
import unicodedata

LIGATURES = {"œ": "oe", "æ": "ae", "’": " ", "'": " ", "°": "o"}
SIGNS = re.compile(r"[^a-z0-9]+")


def plain(label: str) -> str:
    """`Référence du marché *` and `REFERENCE DU MARCHE` are the same."""
    spread = "".join(LIGATURES.get(sign, sign) for sign in label.lower())
    bare = "".join(sign for sign in unicodedata.normalize("NFKD", spread) if not unicodedata.combining(sign))
    return SIGNS.sub(" ", bare).strip()
