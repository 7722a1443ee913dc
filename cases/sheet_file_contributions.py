"""What a file finds on a sheet: lines that stay beside its own, and whether it answers or contributes."""

from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from decimal import Decimal

from sqlmodel import Session

from cases.contributions import Contribution, contributed_to, says_all
from cases.findings import WARNING, Finding
from cases.known_people import Known
from cases.sheet_file_match import FileMatch
from cases.sheet_lines import Hours, lines_now
from models.vocabulary import UNANSWERED, SheetStatus

STAYS = (
    "{who} a déclaré {hours} h pour {people} personne{plural} sur cette fiche : ces heures y restent. Pour"
    " les retirer, videz-les sur la page de la fiche.",
    "{who} declared {hours} h on this sheet: these hours stay there. To take them out, clear them on the page"
    " of the sheet.",
)
NO_REMARK = (
    "Votre remarque n’est pas enregistrée : l’entreprise seule en écrit une sur sa fiche. Écrivez-la à votre"
    " facilitateur.",
    "Your remark is not recorded: only the company writes one on its sheet. Write it to your facilitator.",
)


@dataclass(frozen=True, slots=True)
class Standing:
    """`kept`: the lines that the file's are compared with; `others`: those that stay beside them.

    `contributes`: the file's lines wait on the sheet for the company's own answer; `is_first`: none did.
    """

    kept: Mapping[int, Hours]
    others: Mapping[int, Hours]
    contributes: bool = False
    is_first: bool = False


def standing_of(
    session: Session, match: FileMatch, people: Sequence[Known | None], employed: frozenset[int] | None
) -> Standing:
    """`people`: those whom the file names; `employed`: the sender's own, None for a whole answer.

    A structure answers a sheet for its company when nobody else is expected there (decision 25).
    """
    contributed = contributed_to(session, match.sheet.id)
    lines = lines_now(session, match.sheet.id)
    if employed is None:
        named = {person.id for person in people if person is not None}
        return Standing(lines, _hours(each for each in contributed if each.participant_id not in named))
    if match.sheet.status not in UNANSWERED:
        return Standing(lines, {who: hours for who, hours in lines.items() if who not in employed})
    mine = _hours(each for each in contributed if {each.participant_id, each.root} & employed)
    others = _hours(each for each in contributed if each.participant_id not in mine)
    told = _roots(people) | {each.root for each in contributed if each.participant_id in others}
    if match.sheet.status is SheetStatus.AWAITED and says_all(session, match.sheet, told):
        return Standing(lines, others, is_first=True)
    return Standing(mine, {}, contributes=True, is_first=not mine)


def told_of_contributions(
    session: Session, match: FileMatch, standing: Standing, employed: frozenset[int] | None
) -> Iterator[Finding]:
    """What stays on the sheet though the file does not say it, and what does not though it does."""
    if employed is not None:
        if match.declared.remark:
            yield _warning(match, *NO_REMARK)
        return
    contributed = contributed_to(session, match.sheet.id)
    for who in dict.fromkeys(each.declared_by for each in contributed):
        mine = [
            each for each in contributed if each.declared_by == who and each.participant_id in standing.others
        ]
        if mine:
            hours = f"{sum((each.hours for each in mine), Decimal(0)).normalize():f}"
            said = {"who": who, "people": len(mine), "plural": "s" if len(mine) > 1 else ""}
            french = STAYS[0].format(hours=hours.replace(".", ","), **said)
            yield _warning(match, french, STAYS[1].format(hours=hours, **said))


def _warning(match: FileMatch, reason_fr: str, reason_en: str) -> Finding:
    declared = match.declared
    reason_fr = reason_fr.replace(" :", "\u00a0:").replace(" h ", "\u00a0h ")
    return Finding(WARNING, declared.reference, declared.place, declared.reference, reason_fr, reason_en)


def _roots(people: Collection[Known | None]) -> set[int]:
    return {person.root for person in people if person is not None}


def _hours(contributed: Iterator[Contribution]) -> dict[int, Hours]:
    return {each.participant_id: (each.hours, each.training_hours) for each in contributed}
