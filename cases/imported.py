"""What an open-data file of public contracts says, once read: values only, before any decision.

`exchange.decp` yields them and a command stores them. Nothing here knows a database or a file format.
"""

import hashlib
import json
from dataclasses import dataclass, field, fields
from datetime import date
from decimal import Decimal
from enum import StrEnum
from typing import Any, Literal

from models.vocabulary import CompanyRole, Lever

__all__ = [
    "RESERVED",
    "Doubt",
    "ImportedAmendment",
    "ImportedCompany",
    "ImportedMarket",
    "Rejection",
    "SocialConsideration",
]


class SocialConsideration(StrEnum):
    """`considerationsSociales`, as the national schema spells it (DECP 2.0.4)."""

    CLAUSE = "Clause sociale"
    CRITERION = "Critère social"
    RESERVED_MARKET = "Marché réservé"
    RESERVED_CONCESSION = "Concession réservée"
    NONE = "Pas de considération sociale"


RESERVED = frozenset({SocialConsideration.RESERVED_MARKET, SocialConsideration.RESERVED_CONCESSION})


@dataclass(frozen=True, slots=True, kw_only=True)
class Doubt:
    """Something usable that a person should verify.

    `field` is the path inside the market as the file spells it (`titulaires[2].id`, counted from 1);
    `value` is what the file says there, empty when it says nothing.
    """

    field: str
    value: str
    message_fr: str
    message_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Rejection:
    """Something of the file that cannot be used, where it stands, and what to do about it."""

    market_id: str | None
    place: str
    reason_fr: str
    reason_en: str


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedCompany:
    """A company named by the market. `identifier` is empty when the file gives only a name."""

    identifier: str
    identifier_kind: str
    identifier_valid: bool
    name: str | None
    role: CompanyRole


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedAmendment:
    """A published modification. Its amount and duration are the new totals; None where they do not change."""

    number: int
    signed_on: date | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    object: str | None
    companies: tuple[ImportedCompany, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class ImportedMarket:
    """One public contract of the file; (`buyer_siret`, `market_id`) is its national identity.

    `place` says where it stands, counted from 1: `marches.marche[3]` is the third one.
    """

    kind: Literal["market", "concession"]
    market_id: str
    buyer_siret: str
    buyer_siret_valid: bool
    buyer_name: str | None
    title: str
    nature: str | None
    cpv: str | None
    procedure: str | None
    amount_excl_tax: Decimal | None
    duration_months: int | None
    notified_on: date | None
    published_on: date | None
    place_code: str | None
    place_kind: str | None
    framework_id: str | None
    social_considerations: tuple[SocialConsideration, ...]
    companies: tuple[ImportedCompany, ...]
    amendments: tuple[ImportedAmendment, ...]
    warnings: tuple[Doubt, ...]
    place: str
    fingerprint: str = field(init=False, repr=False, compare=False)
    """SHA-256 of what the contract means, in hexadecimal: equal when a new import brings nothing new."""

    def __post_init__(self) -> None:
        object.__setattr__(self, "fingerprint", _fingerprint(self))

    @property
    def has_social_clause(self) -> bool:
        """Whether the contract carries a social clause, a social criterion, or is reserved."""
        return any(said is not SocialConsideration.NONE for said in self.social_considerations)

    @property
    def is_reserved(self) -> bool:
        """Whether the contract is reserved; the open data does not say to whom (L2113-12 to L2113-15)."""
        return not RESERVED.isdisjoint(self.social_considerations)

    @property
    def lever(self) -> Lever | None:
        """The legal lever these words point to, a best guess when reserved; None without clause."""
        said = self.social_considerations
        if self.is_reserved:
            return Lever.RESERVED_SIAE
        if SocialConsideration.CLAUSE in said:
            both = SocialConsideration.CRITERION in said
            return Lever.CONDITION_AND_CRITERION if both else Lever.EXECUTION_CONDITION
        return Lever.AWARD_CRITERION if SocialConsideration.CRITERION in said else None


ASIDE = frozenset({"published_on", "warnings", "place", "fingerprint"})
MEANING = tuple(each.name for each in fields(ImportedMarket) if each.name not in ASIDE)


def _fingerprint(market: ImportedMarket) -> str:
    """The order of keys, the way a number is spelled, the place in the file, the warnings and the day of
    publication (it moves at each republication) do not count.
    """
    meaning = {name: getattr(market, name) for name in MEANING}
    return hashlib.sha256(CANONICAL.encode(meaning).encode()).hexdigest()


def _plain(value: Any) -> Any:
    if isinstance(value, ImportedCompany | ImportedAmendment):
        return {each.name: getattr(value, each.name) for each in fields(value)}
    return str(value)


CANONICAL = json.JSONEncoder(sort_keys=True, separators=(",", ":"), ensure_ascii=False, default=_plain)
