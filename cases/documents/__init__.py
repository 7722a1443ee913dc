"""The documents of a market, as frozen figures: each kind has its shape, and `document_figures` reads any."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from cases.documents.base import Euros, Frozen, Hours, Locale, MarketDocument
from cases.documents.ending import (
    CertificateFigures,
    CompanyLine,
    Decision,
    MonthLine,
    Penalty,
    SetAsideLine,
    ShortfallFigures,
    StatementFigures,
    Waiver,
)

__all__ = [
    "CertificateFigures",
    "CompanyLine",
    "Decision",
    "DocumentFigures",
    "Euros",
    "Frozen",
    "Hours",
    "Locale",
    "MarketDocument",
    "MonthLine",
    "Penalty",
    "SetAsideLine",
    "ShortfallFigures",
    "StatementFigures",
    "Waiver",
    "document_figures",
]

DocumentFigures = StatementFigures | CertificateFigures | ShortfallFigures
"""The figures of any document: `kind` tells them apart."""

document_figures: TypeAdapter[DocumentFigures] = TypeAdapter(
    Annotated[DocumentFigures, Field(discriminator="kind")]
)
