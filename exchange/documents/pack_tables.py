"""The tables of a partners' pack, worded once for its PDF and its workbook; values stay what they are."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from cases.documents import Locale, PackChange, PackMarket, PartnersPackFigures
from cases.rules.months import add_months
from exchange.documents.terms import CHANGES, STAGES, contract, sentence_case, trade
from exchange.documents.wording import day, hours, month

Cell = str | int | date | Decimal | None
NONE = "\u2013"


@dataclass(frozen=True, slots=True)
class PackTable:
    """One table: `name` is short enough for a workbook's tab; the first `words` columns are text.

    `nothing` is what is said instead of a table without rows.
    """

    name: str
    title: str
    head: tuple[str, ...]
    rows: tuple[tuple[Cell, ...], ...]
    words: int
    nothing: str


def pack_tables(pack: PartnersPackFigures) -> Iterator[PackTable]:
    """Hours by market, hours ahead by trade, needs open, changes, markets stopped, markets behind."""
    yield _markets(pack)
    yield _trades(pack)
    yield _needs(pack)
    yield _changes(pack)
    yield _stops(pack)
    yield _late(pack)


def period_words(pack: PartnersPackFigures) -> str:
    """ "1er trimestre 2027", "janvier 2027 – avril 2027"; "Q1 2027"."""
    quarter, locale = pack.quarter, pack.locale
    if pack.period_months == 3:
        number = quarter.month // 3 + 1
        rank = "1er" if number == 1 else f"{number}e"
        words = f"{rank} trimestre {quarter.year}" if locale == "fr" else f"Q{number} {quarter.year}"
        return words.replace(" ", "\u00a0")
    last = add_months(quarter, pack.period_months - 1)
    return month(quarter, locale) if last == quarter else f"{month(quarter, locale)} – {month(last, locale)}"


def in_words(cell: Cell, locale: Locale) -> str:
    """A cell as it is printed; decimals are hours."""
    if cell is None:
        return NONE
    if isinstance(cell, date):
        return day(cell, locale)
    return hours(cell, locale) if isinstance(cell, Decimal) else str(cell)


def _say(pack: PartnersPackFigures, fr: str, en: str) -> str:
    return fr if pack.locale == "fr" else en


def _months(pack: PartnersPackFigures) -> tuple[str, ...]:
    return tuple(sentence_case(month(each, pack.locale)) for each in pack.months)


def _markets(pack: PartnersPackFigures) -> PackTable:
    head = _say(
        pack,
        "Marché|Acheteur|Entreprises|État|Fin prévue|Requises|Engagées|Comptées|Attendues|Restantes",
        "Contract|Buyer|Companies|Stage|Planned end|Required|Committed|Counted|Expected|Remaining",
    )
    rows = tuple(_facts(market, pack.locale) + market.coming_hours for market in pack.markets)
    return PackTable(
        _say(pack, "Heures par marché", "Hours by contract"),
        _say(pack, "Heures par marché", "Hours by contract"),
        (*head.split("|"), *_months(pack)),
        rows,
        5,
        _say(pack, "Aucun marché en cours.", "No contract under way."),
    )


def _facts(market: PackMarket, locale: Locale) -> tuple[Cell, ...]:
    return (
        f"{market.title} ({market.reference})",
        market.buyer_name,
        ", ".join(market.company_names),
        STAGES[locale][market.stage],
        market.ends_on,
        market.required_hours,
        market.committed_hours,
        market.counted_hours,
        market.expected_hours,
        market.remaining_hours,
    )


def _trades(pack: PartnersPackFigures) -> PackTable:
    rows: tuple[tuple[Cell, ...], ...] = tuple(
        (trade(line.trade, pack.locale), *line.coming_hours) for line in pack.trades
    )
    return PackTable(
        _say(pack, "Heures à venir", "Hours ahead"),
        _say(pack, "Heures à venir par métier", "Hours ahead by trade"),
        (_say(pack, "Métier", "Trade"), *_months(pack)),
        rows,
        1,
        _say(pack, "Aucune heure n’est prévue ces mois-là.", "No hours are planned in these months."),
    )


def _needs(pack: PartnersPackFigures) -> PackTable:
    head = _say(
        pack,
        "Métier|Contrat|Entreprise|Marché|À partir du|Postes",
        "Trade|Contract of work|Company|Contract|From|Positions",
    )
    rows = tuple(
        (
            trade(need.trade, pack.locale),
            contract(need.contract_kind, pack.locale),
            need.company_name,
            need.market_title,
            need.starts_on,
            need.positions,
        )
        for need in pack.needs
    )
    return PackTable(
        _say(pack, "Besoins ouverts", "Open needs"),
        _say(pack, "Besoins de recrutement ouverts", "Recruitment needs open"),
        tuple(head.split("|")),
        rows,
        5,
        _say(pack, "Aucun besoin n’est ouvert.", "No need is open."),
    )


def _adjustment(pack: PartnersPackFigures, change: PackChange) -> str:
    """What kind it is; one that partners were shown and that no longer stands says so."""
    said = CHANGES[pack.locale][change.kind]
    return said + _say(pack, " (annulation)", " (cancelled)") if change.is_cancelled else said


def _changes(pack: PartnersPackFigures) -> PackTable:
    head = _say(
        pack,
        "Marché|Ajustement|Depuis le|Fin avant|Fin après|Heures avant|Heures après",
        "Contract|Adjustment|From|End before|End after|Hours before|Hours after",
    )
    rows = tuple(
        (
            change.market_title,
            _adjustment(pack, change),
            change.effective_on,
            change.end_before,
            change.end_after,
            change.hours_before,
            change.hours_after,
        )
        for change in pack.changes
    )
    since = day(pack.since, pack.locale)
    return PackTable(
        _say(pack, "Ajustements", "Adjustments"),
        _say(pack, f"Ajustements enregistrés depuis le {since}", f"Adjustments recorded since {since}"),
        tuple(head.split("|")),
        rows,
        5,
        _say(pack, "Aucun ajustement.", "No adjustment."),
    )


def _stops(pack: PartnersPackFigures) -> PackTable:
    return PackTable(
        _say(pack, "Marchés suspendus", "Contracts suspended"),
        _say(pack, "Marchés suspendus", "Contracts suspended"),
        (_say(pack, "Marché", "Contract"), _say(pack, "Depuis le", "Since")),
        tuple((stop.market_title, stop.since) for stop in pack.stops),
        2,
        _say(pack, "Aucun marché n’est suspendu.", "No contract is suspended."),
    )


def _late(pack: PartnersPackFigures) -> PackTable:
    head = _say(pack, "Marché|Comptées|Attendues|Retard", "Contract|Counted|Expected|Behind by")
    rows = tuple(
        (market.title, market.counted_hours, market.expected_hours, market.late_hours) for market in pack.late
    )
    return PackTable(
        _say(pack, "Retards", "Behind"),
        _say(pack, "Marchés en retard sur leur courbe", "Contracts behind their curve"),
        tuple(head.split("|")),
        rows,
        1,
        _say(pack, "Aucun marché n’est en retard.", "No contract is behind."),
    )
