"""What the templates print: every figure already worded, so that a template only lays it out."""

from decimal import Decimal
from functools import singledispatch
from typing import Any

from cases.documents import (
    CertificateFigures,
    CompanyLine,
    MarketDocument,
    ObligationsFigures,
    Paper,
    PartnersPackFigures,
    Penalty,
    ShortfallFigures,
    StatementFigures,
)
from exchange.documents.pack_tables import in_words, pack_tables, period_words
from exchange.documents.terms import LEVERS
from exchange.documents.wording import day, euros, hours, month, percent

View = dict[str, Any]
ROLES = {
    "fr": {"lead": "titulaire", "co_contractor": "cotraitant", "subcontractor": "sous-traitant"},
    "en": {"lead": "lead contractor", "co_contractor": "co-contractor", "subcontractor": "subcontractor"},
}
ENDINGS = {1: "st", 2: "nd", 3: "rd"}
NONE = "\u2013"


@singledispatch
def view(document: Paper) -> View:
    """The data of one template. Raises NotImplementedError for a document without one."""
    raise NotImplementedError(type(document).__name__)


@view.register
def _(document: StatementFigures) -> View:
    locale = document.locale
    return _common(document) | {
        "headline": headline(document.counted_hours, document.required_hours, locale),
        "awarded_on": document.awarded_on and day(document.awarded_on, locale),
        "started_on": document.started_on and day(document.started_on, locale),
        "received_on": day(document.received_on, locale),
        "required": hours(document.required_hours, locale),
        "committed": hours(document.committed_hours, locale),
        "declared": hours(document.declared_hours, locale),
        "counted": hours(document.counted_hours, locale),
        "spread_out": hours(document.spread_out_hours, locale) if document.spread_out_hours else None,
        "spread_in": hours(document.spread_in_hours, locale) if document.spread_in_hours else None,
        "people_count": document.people_count,
        "outcome": document.outcome,
        "companies": [_company(line, document, locale) for line in document.companies],
        "months": [
            [month(line.month, locale), hours(line.declared_hours, locale), hours(line.counted_hours, locale)]
            for line in document.months
        ],
        "set_aside": [
            [month(line.month, locale), line.company_name, line.reason, hours(line.hours, locale)]
            for line in document.set_aside
        ],
    }


@view.register
def _(document: CertificateFigures) -> View:
    return _common(document) | _one_company(document) | {"people_count": document.people_count}


@view.register
def _(document: ShortfallFigures) -> View:
    locale = document.locale
    decision = document.decision
    words: View = {"kind": decision.kind}
    if isinstance(decision, Penalty):
        words |= {
            "amount": euros(decision.amount, locale),
            "hourly_rate": euros(decision.hourly_rate, locale),
        }
    else:
        words |= {"reason": decision.reason}
    return (
        _common(document)
        | _one_company(document)
        | {"missing": hours(document.missing_hours, locale), "decision": words}
    )


@view.register
def _(document: ObligationsFigures) -> View:
    locale = document.locale
    owed = document.committed_hours if document.committed_hours is not None else document.required_hours
    return _common(document) | {
        "awarded_on": document.awarded_on and day(document.awarded_on, locale),
        "lever": document.lever and LEVERS[locale][document.lever],
        "headline": NONE if owed is None else _to_do(hours(owed, locale), locale),
        "required": _hours_or_none(document.required_hours, locale),
        "committed": _hours_or_none(document.committed_hours, locale),
        "companies": [
            [
                line.company_name,
                ROLES[locale][line.role],
                _share(line.committed_hours, document.committed_hours, document, locale),
            ]
            for line in document.companies
        ],
        "sheet_due": _rank(document.sheet_due_working_day, locale),
        "penalty": euros(document.penalty_hourly_rate, locale),
    }


@view.register
def _(document: PartnersPackFigures) -> View:
    locale = document.locale
    remaining = sum((market.remaining_hours or Decimal(0) for market in document.markets), Decimal(0))
    under_way = len(document.markets)
    said = hours(remaining, locale)
    headline_words = (
        f"Marchés en cours\u00a0: {under_way}, reste à faire\u00a0: {said}"
        if locale == "fr"
        else f"Contracts under way: {under_way}, still to do: {said}"
    )
    return _head(document) | {
        "market_title": period_words(document),
        "headline": headline_words,
        "tables": [
            {
                "title": table.title,
                "head": table.head,
                "rows": [[in_words(cell, locale) for cell in row] for row in table.rows],
                "words": table.words,
                "nothing": table.nothing,
            }
            for table in pack_tables(document)
        ],
    }


def _to_do(said: str, locale: str) -> str:
    return f"{said} d’insertion à réaliser" if locale == "fr" else f"{said} of insertion work to do"


def _hours_or_none(value: Decimal | None, locale: str) -> str:
    return NONE if value is None else hours(value, locale)


def _rank(number: int, locale: str) -> str:
    """ "1er", "5e"; "1st", "5th": a rank between 1 and 15."""
    if locale == "fr":
        return "1er" if number == 1 else f"{number}e"
    return f"{number}{ENDINGS.get(number, 'th')}"


def headline(counted: Decimal, required: Decimal, locale: str) -> str:
    """ "1 240 h sur 2 000 h (62 %)"; without a rate when no hours were required."""
    rate = percent(counted, required, locale)
    between = "sur" if locale == "fr" else "of"
    return f"{hours(counted, locale)} {between} {hours(required, locale)}" + (f" ({rate})" if rate else "")


def _head(document: Paper) -> View:
    return {
        "locale": document.locale,
        "territory": document.territory_name,
        "facilitator": document.facilitator_name,
        "facilitator_email": document.facilitator_email,
        "facilitator_phone": document.facilitator_phone,
        "pack_version": document.pack_version,
        "frozen_on": day(document.frozen_on, document.locale),
    }


def _common(document: MarketDocument) -> View:
    return _head(document) | {
        "market_title": document.market_title,
        "market_reference": document.market_reference,
        "buyer": document.buyer_name,
    }


def _one_company(document: CertificateFigures | ShortfallFigures) -> View:
    locale = document.locale
    return {
        "headline": headline(document.counted_hours, document.required_hours, locale),
        "company": document.company_name,
        "siret": document.company_siret,
        "role": ROLES[locale][document.role],
        "started_on": document.started_on and day(document.started_on, locale),
        "received_on": day(document.received_on, locale),
        "required": hours(document.required_hours, locale),
        "counted": hours(document.counted_hours, locale),
    }


def _share(
    own: Decimal | None, whole: Decimal | None, document: StatementFigures | ObligationsFigures, locale: str
) -> str:
    """A company's part of the contract's hours; a company that is alone owes the whole."""
    return _hours_or_none(whole if own is None and len(document.companies) == 1 else own, locale)


def _company(line: CompanyLine, document: StatementFigures, locale: str) -> list[str]:
    return [
        line.company_name,
        ROLES[locale][line.role],
        _share(line.required_hours, document.required_hours, document, locale),
        _share(line.committed_hours, document.committed_hours, document, locale),
        hours(line.declared_hours, locale),
        hours(line.counted_hours, locale),
    ]
