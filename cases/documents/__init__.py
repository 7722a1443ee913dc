"""Documents, as frozen figures: each kind has its shape, and `document_figures` reads any."""

from typing import Annotated

from pydantic import Field, TypeAdapter

from cases.documents.analysis import CriterionLine, MarkLine, OfferAnalysisFigures, OfferLine
from cases.documents.base import Euros, Frozen, Hours, Locale, MarketDocument, Paper
from cases.documents.clause import ArticleText, ClauseTextFigures, CriterionWeight, LotHours
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
from cases.documents.obligations import ObligationsFigures, OwedLine
from cases.documents.pack import (
    PackChange,
    PackMarket,
    PackNeed,
    PackStop,
    PackTrade,
    PartnersPackFigures,
)

__all__ = [
    "ArticleText",
    "CertificateFigures",
    "ClauseTextFigures",
    "CompanyLine",
    "CriterionLine",
    "CriterionWeight",
    "Decision",
    "DocumentFigures",
    "Euros",
    "Frozen",
    "Hours",
    "Locale",
    "LotHours",
    "MarkLine",
    "MarketDocument",
    "MonthLine",
    "ObligationsFigures",
    "OfferAnalysisFigures",
    "OfferLine",
    "OwedLine",
    "PackChange",
    "PackMarket",
    "PackNeed",
    "PackStop",
    "PackTrade",
    "Paper",
    "PartnersPackFigures",
    "Penalty",
    "SetAsideLine",
    "ShortfallFigures",
    "StatementFigures",
    "Waiver",
    "document_figures",
]

DocumentFigures = (
    ClauseTextFigures
    | OfferAnalysisFigures
    | ObligationsFigures
    | PartnersPackFigures
    | StatementFigures
    | CertificateFigures
    | ShortfallFigures
)
"""The figures of any document: `kind` tells them apart."""

document_figures: TypeAdapter[DocumentFigures] = TypeAdapter(
    Annotated[DocumentFigures, Field(discriminator="kind")]
)
