"""A file of published markets: one with a clause, one without, one that cannot be used."""

import json
from pathlib import Path
from typing import Any

INVENTED = Path(__file__).parents[1] / "exchange" / "data" / "decp_invented.json"


def published_file() -> bytes:
    """The file as a buyer would publish it."""
    with_clause: dict[str, Any] = json.loads(INVENTED.read_text())["marches"]["marche"][0]
    none = {"considerationSociale": ["Pas de considération sociale"]}
    without = with_clause | {
        "id": "2024-INV-002",
        "objet": "Fourniture de papier imaginaire",
        "considerationsSociales": none,
    }
    nameless = {name: value for name, value in with_clause.items() if name not in ("id", "acheteur")}
    return json.dumps({"marches": {"marche": [with_clause, without, nameless]}}).encode()
