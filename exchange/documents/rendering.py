"""From frozen figures to a PDF that can be archived (PDF/A-2a) and read aloud (PDF/UA-1)."""

import json
from datetime import UTC, datetime, time
from functools import lru_cache
from pathlib import Path

import typst

from cases.documents import CertificateFigures, ShortfallFigures, StatementFigures
from exchange.documents.views import view

TEMPLATES = Path(__file__).parent


def render(document: StatementFigures | CertificateFigures | ShortfallFigures) -> bytes:
    """The PDF of these figures: the same figures always give the same bytes.

    The text of users travels as JSON and is shown as it is written: Typst never reads it as code.
    """
    issued_at = datetime.combine(document.frozen_on, time(), tzinfo=UTC)
    return typst.compile(
        TEMPLATES / f"{document.kind}.typ",
        root=TEMPLATES,
        font_paths=_fonts(),
        ignore_system_fonts=True,
        sys_inputs={"figures": json.dumps(view(document))},
        pdf_standards=["a-2a", "ua-1"],
        timestamp=int(issued_at.timestamp()),
    )


@lru_cache(1)
def _fonts() -> typst.Fonts:
    """The open fonts inside Typst (Libertinus): no font of the machine changes the page."""
    return typst.Fonts(include_system_fonts=False)
