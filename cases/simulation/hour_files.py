"""Companies that keep their hours in a spreadsheet: one file for all the sheets of a month, as bytes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.sheet_files import import_sheets
from cases.declarations import SheetsReading
from cases.inputs import SheetAnswer
from cases.simulation.looking import SEEN, SHEET, SheetSeen
from cases.simulation.world import World
from cases.statements import MARKET
from models.prepared import Prepared
from models.vocabulary import UNANSWERED

FILE_SHARE = 0.15
"""Of the companies, those that send files rather than fill in the form."""
ENCODINGS = ("utf-8-sig", "cp1252", "utf-16")
HEAD = "Marché;Mois;Nom;Prénom;Né(e) le;Heures;Formation;Néant"
OWED = Prepared(
    SEEN.add_columns(MARKET.c.reference)
    .join(MARKET, MARKET.c.id == SHEET.c.market_id)
    .where(
        SHEET.c.party_id == bindparam("party"),
        SHEET.c.month == bindparam("month"),
        SHEET.c.status.in_(UNANSWERED),
    )
    .order_by(SHEET.c.id)
)


def sends_files(world: World, party_id: int) -> bool:
    """Whether the company answers by a file; none does where nobody can read one."""
    return world.read_hours is not None and world.chance("files", party_id).random() < FILE_SHARE


def send_file(
    world: World,
    session: Session,
    actor: Actor,
    party_id: int,
    month: date,
    declared: Callable[[World, SheetSeen], SheetAnswer],
) -> None:
    """Answer all that the company owes for the month: written by its spreadsheet, read as any file."""
    assert world.read_hours is not None  # asked before
    owed = [
        (reference, declared(world, SheetSeen(*row)))
        for *row, reference in OWED.rows(session, {"party": party_id, "month": month})
    ]
    encoding = world.chance("encoding", party_id).choice(ENCODINGS)
    reading: SheetsReading = world.read_hours(_written(owed, month).encode(encoding))
    import_sheets(session, actor, reading, partial=False, confirm=True, now=world.now)


def _written(answers: Iterable[tuple[str, SheetAnswer]], month: date) -> str:
    rows = [HEAD]
    for reference, answer in answers:
        rows.extend(_rows(reference, f"{month:%m/%Y}", answer))
    return "\r\n".join(rows)


def _rows(reference: str, month: str, answer: SheetAnswer) -> Sequence[str]:
    if answer.nil:
        return [f"{reference};{month};;;;;;oui"]
    return [
        ";".join(
            (
                reference,
                month,
                line.last_name or "",
                line.first_name or "",
                f"{line.birth_date:%d/%m/%Y}" if line.birth_date else "",
                f"{line.hours:f}".replace(".", ","),
                f"{line.training_hours:f}".replace(".", ","),
                "",
            )
        )
        for line in answer.lines
    ]
