"""Who may use each route: written by hand, so that opening a route is always a decision someone reads.

Add a line for each new route; tests/api/test_permissions.py fails until it is here.
"""

EVERYONE = "director facilitator buyer company partner"
STAFF = "facilitator director"
READERS = "facilitator director buyer company"

EXPECTED = {
    "GET /static/{path}": "public",
    "GET /healthz": "public",
    "GET /readyz": "public",
    "GET /metrics": "loopback director",
    "GET /": EVERYONE,
    "GET /connexion": "public",
    "POST /connexion": "public",
    "POST /deconnexion": EVERYONE,
    "POST /langue": "public",
    "GET /compte": EVERYONE,
    "POST /compte/sessions/{session_id}/fermer": EVERYONE,
    "POST /compte/cles": EVERYONE,
    "POST /compte/cles/{key_id}/revoquer": EVERYONE,
}
