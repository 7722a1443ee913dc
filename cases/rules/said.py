"""What a rule says to a person, in French and English, with its numbers written as each language does."""

import re
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

NO_BREAK, THIN = "\u00a0", "\u202f"


@dataclass(frozen=True, slots=True)
class Said:
    """One sentence, in both languages."""

    fr: str
    en: str

    def text(self, locale: str) -> str:
        """In the reader's language, with the no-break spaces of French."""
        return french_spaces(self.fr) if locale == "fr" else self.en


def french_spaces(text: str) -> str:
    """The text with its spaces before : ; ! ? » % € and after « made no-break."""
    return re.sub(" (?=[:;!?»%€])|(?<=«) ", NO_BREAK, text)


def whole_fr(number: Decimal) -> str:
    """A number without decimals as French writes it: 1 240."""
    return f"{_whole(number):,}".replace(",", THIN)


def whole_en(number: Decimal) -> str:
    """A number without decimals as English writes it: 1,240."""
    return f"{_whole(number):,}"


def number_fr(number: Decimal) -> str:
    """A number with the decimals that it has, as French writes it: 1 240,5."""
    return number_en(number).replace(",", THIN).replace(".", ",")


def number_en(number: Decimal) -> str:
    """A number with the decimals that it has, as English writes it: 1,240.5."""
    return f"{number.normalize():,f}"


def _whole(number: Decimal) -> Decimal:
    return number.quantize(Decimal(1), ROUND_HALF_UP)


def percent(share: Decimal) -> str:
    """A share of one without decimals and without its sign: 45 for 0.45."""
    return str(_whole(share * 100))
