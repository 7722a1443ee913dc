"""REST under /api/v1: each module of this room has a `router`; the application includes those named here."""

from fastapi import APIRouter

from api.rest import (
    announcements,
    buyers,
    calibrations,
    clause,
    documents,
    imports,
    markets,
    meetings,
    moves,
    offers,
    openapi,
    operations,
    opinions,
    parts,
    plans,
    questions,
    recruitment,
    sheets,
    territory,
    work,
)

REST: tuple[APIRouter, ...] = (
    markets.router,
    announcements.router,
    buyers.router,
    operations.router,
    parts.router,
    moves.router,
    questions.router,
    offers.router,
    meetings.router,
    clause.router,
    recruitment.router,
    opinions.router,
    calibrations.router,
    sheets.router,
    work.router,
    documents.router,
    imports.router,
    plans.router,
    territory.router,
    openapi.router,
)
