"""Who is named by a contract: its buyer and the companies that owe the work."""

import re
from collections.abc import Iterable
from dataclasses import replace
from functools import lru_cache

from stdnum.fr import siret as siret_rule
from stdnum.fr import tva as vat_rule

from cases.imported import ImportedCompany
from exchange.decp.fields import Notes, one_of, raw, text
from exchange.decp.items import Value, members
from models.vocabulary import CompanyRole

SIRET = "SIRET"
# typeIdentifiant in DECP 2.0.4, then the spellings of earlier versions.
_KINDS = (SIRET, "TVA", "TAHITI", "RIDET", "FRWF", "IREP", "HORS-UE", "SIREN", "UE")
_SIRET_LENGTH = 14
_NAME_KEYS = ("denominationsociale", "denomination", "nom", "raisonsociale")


def first_text(record: dict[str, Value], *keys: str) -> str | None:
    """The first of these keys that says something."""
    return next((said for key in keys if (said := text(record.get(key)))), None)


def buyer(record: dict[str, Value], notes: Notes) -> tuple[str, bool, str | None] | None:
    """SIRET, its validity and the name of the buyer or granting authority; None when not identified."""
    found: Value = record.get("acheteur") or record.get("autoriteconcedante")
    while isinstance(found, list):
        found = found[0] if found else None
    about: dict[str, Value] = found if isinstance(found, dict) else {"id": found}
    written = about.get("id") or about.get("siret") or about.get("idacheteur")
    if text(written) is None:
        about = record
        written = record.get("acheteurid") or record.get("idacheteur") or record.get("autoriteconcedanteid")
    if text(written) is None:
        return None
    field = "autoriteConcedante.id" if "autoriteconcedante" in record else "acheteur.id"
    number, is_valid = _siret(written, field, notes)
    return number, is_valid, first_text(about, *_NAME_KEYS, "acheteurnom", "nomacheteur")


def awardees(record: dict[str, Value], field: str, notes: Notes) -> tuple[ImportedCompany, ...]:
    """`titulaires` or `concessionnaires`: the first one leads, the others are its co-contractors."""
    listed = (*members(record.get("titulaires"), "titulaire"), *members(record.get("titulaire"), "titulaire"))
    granted = members(record.get("concessionnaires"), "concessionnaire")
    name = "titulaires" if listed or "concessionnaires" not in record else "concessionnaires"
    named = [
        company
        for rank, value in enumerate((*listed, *granted), start=1)
        if (company := _company(value, f"{field}{name}[{rank}]", CompanyRole.CO_CONTRACTOR, notes))
    ]
    if named:
        named[0] = replace(named[0], role=CompanyRole.LEAD)
    return _once(named)


def subcontractors(record: dict[str, Value], notes: Notes) -> tuple[ImportedCompany, ...]:
    """`actesSousTraitance`: one company for each act, named once however many acts it has."""
    acts_field = "actesSousTraitance"
    acts = members(record.get("actessoustraitance"), "actesoustraitance")
    named = [
        company
        for rank, act in enumerate(acts, start=1)
        for value in members(act, "soustraitant")
        if (
            company := _company(value, f"{acts_field}[{rank}].sousTraitant", CompanyRole.SUBCONTRACTOR, notes)
        )
    ]
    return _once(named)


def _company(value: Value, field: str, role: CompanyRole, notes: Notes) -> ImportedCompany | None:
    about: dict[str, Value] = value if isinstance(value, dict) else {"id": value}
    written = about.get("id") or about.get("siret") or about.get("identifiant")
    name = first_text(about, *_NAME_KEYS)
    kind = one_of(about.get("typeidentifiant"), _KINDS) or SIRET
    if text(written) is None:
        if name is None:
            notes.add("company_unreadable", field, raw(value))
            return None
        notes.add("identifier_missing", f"{field}.id", raw(written))
        return ImportedCompany(
            identifier="", identifier_kind=kind, identifier_valid=False, name=name, role=role
        )
    identifier, is_valid = _identifier(written, kind, field, notes)
    return ImportedCompany(
        identifier=identifier, identifier_kind=kind, identifier_valid=is_valid, name=name, role=role
    )


def _identifier(written: Value, kind: str, field: str, notes: Notes) -> tuple[str, bool]:
    said = text(written) or ""
    if kind in (SIRET, "SIREN"):
        return _siret(written, f"{field}.id", notes)
    if kind == "TVA" and said.upper().startswith("FR") and not vat_rule.is_valid(said):
        notes.add("vat_invalid", f"{field}.id", said)
        return said, False
    if kind not in _KINDS:
        notes.add("identifier_kind", f"{field}.typeIdentifiant", kind)
        return said, False
    return said, True


def _siret(written: Value, field: str, notes: Notes) -> tuple[str, bool]:
    """Digits and validity (Luhn; La Poste's own rule). A number that lost its first zeros gets them back."""
    said = text(written) or ""
    digits = re.sub(r"[\s.\-_']", "", said)
    if restored := _from_number(written, digits):
        notes.add("siret_number", field, said, restored)
        return restored, True
    if _is_siret(digits):
        return digits, True
    has_length = len(digits) == _SIRET_LENGTH and digits.isdecimal()
    notes.add("siret_checksum" if has_length else "siret_length", field, said)
    return digits or said, False


@lru_cache(maxsize=4096)
def _is_siret(digits: str) -> bool:
    """The same buyers and companies come back all along a file."""
    return bool(siret_rule.is_valid(digits))


def _from_number(written: Value, digits: str) -> str | None:
    """The SIRET behind a spreadsheet's number: `5.5204599900869E+13`, or 13 digits for a lost zero."""
    if re.fullmatch(r"\d([.,]?\d+)?[eE]\+?13", text(written) or ""):
        guess = str(int(float((text(written) or "0").replace(",", "."))))
    elif len(digits) in (12, 13) and digits.isdecimal():
        guess = digits.zfill(_SIRET_LENGTH)
    else:
        return None
    return guess if _is_siret(guess) else None


def _once(companies: Iterable[ImportedCompany]) -> tuple[ImportedCompany, ...]:
    """The same company listed twice is one company."""
    named: dict[tuple[str, str], ImportedCompany] = {}
    for company in companies:
        named.setdefault((company.identifier_kind, company.identifier or company.name or ""), company)
    return tuple(named.values())
