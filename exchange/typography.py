"""French typography of messages, kept out of the source where nobody would see it."""


def typeset(french: str) -> str:
    """No-break spaces where French wants them, and the apostrophe of printed words."""
    wide = (
        french.replace("« ", "«\u00a0")
        .replace(" »", "\u00a0»")
        .replace(" :", "\u00a0:")
        .replace(" €", "\u00a0€")
        .replace(" %", "\u00a0%")
    )
    return wide.replace(" ;", "\u202f;").replace(" ?", "\u202f?").replace(" !", "\u202f!").replace("'", "’")


def shown(value: object, longest: int = 120) -> str:
    """A value of a file as it may be repeated to a person: one line, printable, not too long."""
    said = " ".join(str(value).split())
    plain = "".join(sign for sign in said if sign.isprintable())
    return plain if len(plain) <= longest else plain[: longest - 1] + "…"
