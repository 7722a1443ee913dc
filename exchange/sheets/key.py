"""What a generated file is for, written inside and signed, so that it cannot be turned into another's.

128 bits of HMAC-SHA256 under the installation's key, as for links (cases/links.py): nothing is stored.
"""

import base64
import hmac
import re
from collections.abc import Sequence
from datetime import date

from cases.declarations import FileKey
from exchange.tables.cells import Sheet

KEY_SHEET = "Jalon"
FORMAT = "jalon-fiches-1"
"""The version of the format; another is refused rather than guessed."""
WRITTEN = re.compile(rf"{FORMAT} (\d{{1,9}}) (\d{{1,9}}) (\d{{4}})-(\d{{2}}) ([a-z2-7]{{26}})")
PROOF_BYTES = 16


class KeyAltered(Exception):
    """The file says what it is for, and not in our words: it was changed, or comes from elsewhere."""


def key_text(secret: bytes, key: FileKey) -> str:
    """The key as it stands in the file."""
    said = f"{FORMAT} {key.territory_id} {key.party_id} {key.month:%Y-%m}"
    return f"{said} {_proof(secret, said)}"


def key_in(secret: bytes, sheets: Sequence[Sheet]) -> FileKey | None:
    """The key that the file carries, if any. Raises KeyAltered."""
    carrier = next((sheet for sheet in sheets if sheet.name == KEY_SHEET), None)
    if carrier is None or not carrier.rows:
        return None
    text = carrier.rows[0].cell(1).value
    found = WRITTEN.fullmatch(text) if isinstance(text, str) else None
    if found is None or not isinstance(text, str):
        raise KeyAltered
    said, _, proof = text.rpartition(" ")
    if not hmac.compare_digest(proof, _proof(secret, said)):
        raise KeyAltered
    territory, party, year, month = (int(number) for number in found.groups()[:4])
    return FileKey(territory, party, date(year, month, 1))


def _proof(secret: bytes, said: str) -> str:
    digest = hmac.digest(secret, f"sheet-file:{said}".encode(), "sha256")
    return base64.b32encode(digest[:PROOF_BYTES]).decode().rstrip("=").lower()
