"""Tokens of links without an account: derived from the link's number and the installation's key.

128 bits of HMAC-SHA256, so that nothing of them is stored: a stolen copy of the database opens no link.
What the link may do, until when, and whether it was revoked, stays in its row.
"""

import base64
import hmac

TOKEN_BYTES = 16


def token_for(secret: bytes, link_id: int) -> str:
    """The token that opens this link."""
    return f"{link_id}-{_proof(secret, link_id)}"


def link_id_of(secret: bytes, token: str) -> int | None:
    """The link that the token opens; None when it is no token of ours."""
    number, _, proof = token.partition("-")
    if not (number.isascii() and number.isdigit() and len(number) <= 18):
        return None
    link_id = int(number)
    is_ours = hmac.compare_digest(proof.encode(), _proof(secret, link_id).encode())
    return link_id if is_ours and str(link_id) == number else None


def _proof(secret: bytes, link_id: int) -> str:
    digest = hmac.digest(secret, f"sheet-link:{link_id}".encode(), "sha256")
    return base64.b32encode(digest[:TOKEN_BYTES]).decode().rstrip("=").lower()
