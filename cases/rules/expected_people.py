"""Who is expected on a company's sheet, and when what others declared says all of it."""

from dataclasses import dataclass

People = frozenset[int]


@dataclass(frozen=True, slots=True)
class Known:
    """What is known of a company's people before it answers for a month, each by one number.

    `last`: those of its latest earlier answer on this market; `here` and `anywhere`: those ever on its sheets
    of this market, of any; `employed`: those whom a contract ties to the company in the month; `gone`: those
    whose contracts with it are all over, or not begun.
    """

    last: People = frozenset()
    here: People = frozenset()
    anywhere: People = frozenset()
    employed: People = frozenset()
    gone: People = frozenset()


def expected_people(known: Known) -> People:
    """Whoever may have worked there: those of last time, and those under contract.

    Someone under contract who is only ever seen on other markets is expected there, not here.
    """
    newcomers = {one for one in known.employed if one in known.here or one not in known.anywhere}
    return (known.last - known.gone) | newcomers


def is_covered(known: Known, told: People) -> bool:
    """Whether what structures declared, for `told`, leaves the company nothing to say.

    Never where the company has not said before who works there: it alone knows of its own people.
    """
    return bool(known.last) and expected_people(known) <= told
