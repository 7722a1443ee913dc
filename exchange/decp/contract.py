"""One contract: from the values of the file to an `ImportedMarket` with its doubts, or a `Rejection`."""

from datetime import date
from decimal import Decimal

from cases.imported import ImportedCompany, ImportedMarket, Rejection
from exchange.decp import fields
from exchange.decp.amendments import amendments
from exchange.decp.companies import awardees, buyer, subcontractors
from exchange.decp.fields import Notes
from exchange.decp.items import Item, Kind, Oversized, Value, plain
from exchange.decp.social import considerations
from exchange.decp.vocabulary import NATURES, PLACE_KINDS, PROCEDURES
from exchange.decp.wording import reason

# Longest plausible durations, in months: 50 years for a market, 99 for a concession.
_LONGEST: dict[Kind, int] = {"market": 600, "concession": 1188}
_CALLED: dict[Kind, str] = {"market": "Marché", "concession": "Concession"}


def contract(item: Item, *, was_repaired: bool) -> ImportedMarket | Rejection:
    """Read one item; `was_repaired` says that its file had to be decoded by guess.

    A contract that nobody foresaw is rejected like any other, and never stops the ones after it.
    """
    try:
        return _contract(item, was_repaired=was_repaired)
    except Exception as error:
        return _rejection("unexpected", item, None, f"{type(error).__name__}: {error}")


def _contract(item: Item, *, was_repaired: bool) -> ImportedMarket | Rejection:
    record = item.value
    if isinstance(record, Oversized):
        return _rejection("too_big", item, fields.text(record.known.get("id")))
    if not isinstance(record, dict):
        return _rejection("not_an_object", item, None, fields.raw(record))
    market_id = fields.text(record.get("id"))
    if market_id is None:
        return _rejection("identifier_missing", item, None)
    notes = Notes()
    bought_by = buyer(record, notes)
    if bought_by is None:
        return _rejection("buyer_missing", item, market_id)
    if was_repaired:
        notes.add("encoding", "")
    return _market(record, item, market_id, bought_by, notes)


def _market(
    record: dict[str, Value],
    item: Item,
    market_id: str,
    bought_by: tuple[str, bool, str | None],
    notes: Notes,
) -> ImportedMarket:
    kind = item.kind or _kind(record)
    notified_on = _notified_on(record, notes)
    siret, is_valid, buyer_name = bought_by
    place_code, place_kind = _place(record)
    return ImportedMarket(
        kind=kind,
        market_id=market_id,
        buyer_siret=siret,
        buyer_siret_valid=is_valid,
        buyer_name=buyer_name,
        title=_title(record, f"{_CALLED[kind]} {market_id}", notes),
        nature=fields.one_of(record.get("nature"), NATURES),
        cpv=fields.cpv(record.get("codecpv") or record.get("cpv"), "codeCPV", notes),
        procedure=fields.one_of(record.get("procedure"), PROCEDURES),
        amount_excl_tax=_amount(record, notes),
        duration_months=fields.months(record.get("dureemois"), "dureeMois", notes, longest=_LONGEST[kind]),
        notified_on=notified_on,
        published_on=fields.day(record.get("datepublicationdonnees"), "datePublicationDonnees", notes),
        place_code=place_code,
        place_kind=place_kind,
        framework_id=fields.text(record.get("idaccordcadre")),
        social_considerations=considerations(record, notes),
        companies=_companies(record, notes),
        amendments=amendments(record, notified_on, _LONGEST[kind], notes),
        warnings=tuple(notes.doubts),
        place=item.place,
    )


def _rejection(code: str, item: Item, market_id: str | None, value: str = "") -> Rejection:
    said = reason(code, value)
    return Rejection(market_id=market_id, place=item.place, reason_fr=said.fr, reason_en=said.en)


def _kind(record: dict[str, Value]) -> Kind:
    """In files that mix both under `marches`, `_type` (version 1) or the authority tells."""
    declared = plain(fields.text(record.get("type")) or "")
    return "concession" if "concession" in declared or "autoriteconcedante" in record else "market"


def _title(record: dict[str, Value], otherwise: str, notes: Notes) -> str:
    said = fields.text(record.get("objet"))
    if said is None:
        notes.add("title_missing", "objet", fields.raw(record.get("objet")))
        return otherwise
    return said


def _amount(record: dict[str, Value], notes: Notes) -> Decimal | None:
    if "valeurglobale" in record and "montant" not in record:
        return fields.amount(record["valeurglobale"], "valeurGlobale", notes)
    return fields.amount(record.get("montant"), "montant", notes)


def _notified_on(record: dict[str, Value], notes: Notes) -> date | None:
    signed = fields.text(record.get("datenotification")) is None and "datesignature" in record
    key, field = ("datesignature", "dateSignature") if signed else ("datenotification", "dateNotification")
    if fields.text(record.get(key)) is None:
        notes.add("date_missing", field, fields.raw(record.get(key)))
    return fields.day(record.get(key), field, notes)


def _place(record: dict[str, Value]) -> tuple[str | None, str | None]:
    found = record.get("lieuexecution")
    if isinstance(found, list):
        found = found[0] if found else None
    about: dict[str, Value] = found if isinstance(found, dict) else {"code": found}
    code = about.get("code") or record.get("lieuexecutioncode")
    kind = about.get("typecode") or record.get("lieuexecutiontypecode")
    return fields.text(code), fields.one_of(kind, PLACE_KINDS)


def _companies(record: dict[str, Value], notes: Notes) -> tuple[ImportedCompany, ...]:
    named = awardees(record, "", notes)
    if not named:
        notes.add("companies_missing", "titulaires")
    return (*named, *subcontractors(record, notes))
