"""Words the doubts and the rejections: fills their values in, with French typography."""

from datetime import date
from decimal import Decimal

from cases.imported import Doubt
from exchange.decp.doubts import DOUBTS, Wording
from exchange.decp.items import Broken
from exchange.decp.rejections import REJECTIONS
from exchange.typography import shown, typeset


def doubt(code: str, field: str, value: object = "", other: object = "") -> Doubt:
    """Word the doubt `code` about `field`."""
    wording, said = DOUBTS[code], shown(value)
    return Doubt(
        field=field,
        value=said,
        message_fr=typeset(wording.fr).format(value=_french(value), other=_french(other)),
        message_en=wording.en.format(value=said, other=other),
    )


def reason(code: str, value: object = "", at: Broken | None = None) -> Wording:
    """Word the rejection `code`, with the line and byte where the file breaks when it does."""
    wording, said = REJECTIONS[code], shown(value)
    line, byte = (at.line, at.byte) if at else (0, 0)
    return Wording(
        typeset(wording.fr).format(value=said, line=line, byte=byte),
        wording.en.format(value=said, line=line, byte=byte),
    )


def _french(value: object) -> str:
    """A date or a figure as it is written in France, anything else as the file says it."""
    if isinstance(value, date):
        return value.strftime("%d/%m/%Y")
    return str(value).replace(".", ",") if isinstance(value, Decimal) else shown(value)
