"""Pages: each module of this room has a `router`; those named here are included, in this order."""

from fastapi import APIRouter

from api.pages import (
    account,
    announcement_link,
    announcements,
    buyers,
    calibration,
    demo_clock,
    documents,
    home,
    imports,
    kept_mails,
    language,
    market,
    markets,
    needs,
    own_sheets,
    partners,
    probes,
    proposals,
    sheet,
    sheet_link,
    sign_in,
    tasks,
    territory,
    unclaused,
)

PAGES: tuple[APIRouter, ...] = (
    tasks.router,
    probes.router,
    home.router,
    sign_in.router,
    language.router,
    account.router,
    markets.router,
    sheet.router,
    needs.router,
    calibration.router,
    market.router,
    partners.router,
    proposals.by_link,
    proposals.signed_in,
    territory.router,
    sheet_link.router,
    announcement_link.router,
    announcements.router,
    buyers.router,
    own_sheets.router,
    documents.router,
    imports.router,
    unclaused.router,
    demo_clock.router,
)
DEVELOPMENT_PAGES: tuple[APIRouter, ...] = (kept_mails.router,)
"""Never served in production mode."""
