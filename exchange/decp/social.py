"""`considerationsSociales`: whether a contract carries a clause, a criterion or a reservation."""

from cases.imported import RESERVED, SocialConsideration
from exchange.decp import fields
from exchange.decp.fields import Notes
from exchange.decp.items import Value, members, plain

# The national words, then what earlier exports and plurals say for the same thing.
_CONSIDERATIONS = {plain(said): said for said in SocialConsideration} | {
    "clausessociales": SocialConsideration.CLAUSE,
    "criteressociaux": SocialConsideration.CRITERION,
    "marchesreserves": SocialConsideration.RESERVED_MARKET,
    "concessionsreservees": SocialConsideration.RESERVED_CONCESSION,
    "aucuneconsiderationsociale": SocialConsideration.NONE,
}


def considerations(record: dict[str, Value], notes: Notes) -> tuple[SocialConsideration, ...]:
    """In the order of the national list, each once."""
    field = "considerationsSociales"
    listed = record.get("considerationssociales") or record.get("considerationsociale")
    said = [words for value in members(listed, "considerationsociale") for words in _split(value)]
    if not said:
        notes.add("social_missing", field, fields.raw(listed))
    known = {_CONSIDERATIONS[plain(words)] for words in said if plain(words) in _CONSIDERATIONS}
    for words in said:
        if plain(words) not in _CONSIDERATIONS:
            notes.add("social_unknown", field, words)
    if SocialConsideration.NONE in known and len(known) > 1:
        notes.add("social_contradiction", field, ", ".join(said))
    if not known.isdisjoint(RESERVED):
        notes.add("reservation", field, ", ".join(said))
    return tuple(word for word in SocialConsideration if word in known)


def _split(value: Value) -> list[str]:
    """The words of one element; older exports put several in one string, apart by commas or bars."""
    said = fields.text(value) or ""
    for mark in ("|", ";", ","):
        said = said.replace(mark, "\n")
    return [words.strip() for words in said.split("\n") if words.strip()]
