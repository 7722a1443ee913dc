"""The documents a market ends with, as PDF."""

from exchange.documents.rendering import render

__all__ = ["render"]
