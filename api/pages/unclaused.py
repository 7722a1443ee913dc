"""The register of markets without a clause (loi Climat et résilience, art. 35)."""

from dataclasses import dataclass
from decimal import Decimal, InvalidOperation
from typing import Annotated
from urllib.parse import urlencode

from fastapi import APIRouter, Depends, Query, Request
from fastapi.responses import Response

from api.dependencies import Reading
from api.permissions import Staff
from api.rendering import page
from api.rest.documentation import NumberAsked
from api.spreadsheet import csv_response
from cases.queries.import_records import UnclausedFilter, every_unclaused, list_unclaused
from cases.queries.paging import Slice

router = APIRouter(include_in_schema=False)
COLUMNS = ("source_key", "title", "buyer_siret", "amount_excl_tax", "cpv", "notified_on")


@dataclass(frozen=True, slots=True)
class Asked:
    """The filter as it was written; an amount that is no number filters nothing."""

    mots: Annotated[str, Query(max_length=200)] = ""
    montant: Annotated[str, Query(max_length=20)] = ""

    @property
    def wanted(self) -> UnclausedFilter:
        plain = "".join(self.montant.split()).replace(",", ".").replace("€", "")
        try:
            amount = Decimal(plain).quantize(Decimal("0.01"))
        except InvalidOperation:
            return UnclausedFilter(self.mots)
        return UnclausedFilter(self.mots, amount if 0 <= amount < 10**11 else None)

    @property
    def address(self) -> str:
        """The filter as a query of an address."""
        return urlencode({"mots": self.mots, "montant": self.montant})


Filter = Annotated[Asked, Depends()]


@router.get("/sans-clause")
def register(
    request: Request, actor: Staff, session: Reading, asked: Filter, avant: NumberAsked = None
) -> Response:
    """The markets that came in without a clause, latest first."""
    found = list_unclaused(session, actor, asked.wanted, Slice(avant))
    return page(request, "unclaused.html", markets=found.items, next_after=found.next_after, asked=asked)


@router.get("/sans-clause.csv")
def register_file(actor: Staff, session: Reading, asked: Filter) -> Response:
    """The same, whole, as a file."""
    rows = ([row[name] for name in COLUMNS] for row in every_unclaused(session, actor, asked.wanted))
    return csv_response("marches-sans-clause", COLUMNS, rows)
