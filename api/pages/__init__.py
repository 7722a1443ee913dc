"""Pages: each module of this room has a `router`; those named here are included, in this order."""

from fastapi import APIRouter

from api.pages import account, home, language, probes, sheet_link, sign_in

PAGES: tuple[APIRouter, ...] = (
    probes.router,
    home.router,
    sign_in.router,
    language.router,
    account.router,
    sheet_link.router,
)
DEVELOPMENT_PAGES: tuple[APIRouter, ...] = ()
"""Never served in production mode."""
