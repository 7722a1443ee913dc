"""One example of each way in which a market's change is told."""

from datetime import date
from decimal import Decimal
from typing import Any

from cases.messages import ChangedHours, ChangedPart, HoursFigure, MailKind, MarketChanged, Message
from models.vocabulary import ChangeKind, PartKind

MORE = (
    ChangedHours(figure=HoursFigure.REQUIRED, before=Decimal(1800), after=Decimal(2000)),
    ChangedHours(figure=HoursFigure.COMMITTED, before=Decimal(2000), after=Decimal("2222.22")),
    ChangedHours(figure=HoursFigure.QPV, before=Decimal(90), after=Decimal(100)),
    ChangedHours(figure=HoursFigure.LOCAL, before=None, after=Decimal(50)),
    ChangedHours(figure=HoursFigure.SHARE, before=Decimal(1000), after=Decimal("1111.11")),
)
LOT = ChangedPart(
    kind=PartKind.LOT,
    number="2",
    title="Façades <sud>",
    hours_before=Decimal(400),
    hours_after=Decimal(600),
    amount_before=None,
    amount_after=Decimal("200000.50"),
)


def about_changes(sender: dict[str, Any], market: dict[str, Any]) -> dict[str, tuple[MailKind, Message]]:
    """A name for each case worth looking at, about this market, from this sender."""
    common: dict[str, Any] = sender | market | {"market_reference": "2027-FICT-014"}
    common |= {"effective_on": date(2027, 3, 1)}
    amendment = common | {
        "change": ChangeKind.AMENDMENT,
        "number": "2",
        "title": "Réfection de la cour <nord>",
        "hours": MORE,
        "amount_before": Decimal(900_000),
        "amount_after": Decimal("1000000.50"),
        "end_before": None,
        "end_after": date(2027, 12, 31),
        "brings_obligations": True,
    }
    order = common | {"number": "BC-07", "title": "Peinture des halls", "part_hours": Decimal("120.5")}
    stop = common | {"change": ChangeKind.SUSPENSION}
    ends = {"end_before": date(2027, 9, 30), "end_after": date(2027, 10, 28)}
    return {
        "an amendment": (MailKind.MARKET_CHANGED, MarketChanged(**amendment)),
        "an amendment, to the buyer": (MailKind.MARKET_CHANGED, MarketChanged(**amendment, market_id=12)),
        "an amendment cancelled": (MailKind.MARKET_CHANGED, MarketChanged(**amendment, is_cancelled=True)),
        "an amendment of one lot": (
            MailKind.MARKET_CHANGED,
            MarketChanged(**amendment | {"parts": (LOT,), "hours": MORE[:2]}),
        ),
        "a correction": (
            MailKind.MARKET_CHANGED,
            MarketChanged(**common | {"change": ChangeKind.CORRECTION} | ends),
        ),
        "a tranche confirmed": (
            MailKind.MARKET_CHANGED,
            MarketChanged(**order, change=ChangeKind.TRANCHE_CONFIRMED, hours=MORE[:2]),
        ),
        "an order that its framework covers": (
            MailKind.MARKET_CHANGED,
            MarketChanged(**order, change=ChangeKind.PURCHASE_ORDER),
        ),
        "works stopped": (MailKind.MARKET_CHANGED, MarketChanged(**stop)),
        "works resumed": (
            MailKind.MARKET_CHANGED,
            MarketChanged(**common | {"change": ChangeKind.RESUMPTION} | ends),
        ),
    }
