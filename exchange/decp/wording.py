"""Words the doubts and the rejections: fills their values in, with French typography."""

from datetime import date
from decimal import Decimal

from cases.imported import Doubt
from exchange.decp.doubts import DOUBTS, Wording
from exchange.decp.items import Broken
from exchange.decp.rejections import REJECTIONS

_LONGEST_VALUE = 120


def doubt(code: str, field: str, value: object = "", other: object = "") -> Doubt:
    """Word the doubt `code` about `field`."""
    wording, shown = DOUBTS[code], _shown(value)
    return Doubt(
        field=field,
        value=shown,
        message_fr=_typeset(wording.fr).format(value=_french(value), other=_french(other)),
        message_en=wording.en.format(value=shown, other=other),
    )


def reason(code: str, value: object = "", at: Broken | None = None) -> Wording:
    """Word the rejection `code`, with the line and byte where the file breaks when it does."""
    wording, shown = REJECTIONS[code], _shown(value)
    line, byte = (at.line, at.byte) if at else (0, 0)
    return Wording(
        _typeset(wording.fr).format(value=shown, line=line, byte=byte),
        wording.en.format(value=shown, line=line, byte=byte),
    )


def _shown(value: object) -> str:
    said = " ".join(str(value).split())
    plain = "".join(sign for sign in said if sign.isprintable())
    return plain if len(plain) <= _LONGEST_VALUE else plain[: _LONGEST_VALUE - 1] + "…"


def _french(value: object) -> str:
    """A date or a figure as it is written in France, anything else as the file says it."""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value).replace(".", ",") if isinstance(value, Decimal) else _shown(value)


def _typeset(french: str) -> str:
    """French no-break spaces, kept out of the source where nobody would see them."""
    wide = (
        french.replace("« ", "«\u00a0")
        .replace(" »", "\u00a0»")
        .replace(" :", "\u00a0:")
        .replace(" €", "\u00a0€")
    )
    return wide.replace(" ;", "\u202f;").replace(" ?", "\u202f?").replace(" !", "\u202f!").replace("'", "’")
