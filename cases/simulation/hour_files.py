"""Companies that keep their hours in a spreadsheet: one file for all the sheets of a month, as bytes."""

from collections.abc import Callable, Iterable, Sequence
from datetime import date

from sqlalchemy import bindparam
from sqlmodel import Session

from cases.actors import Actor
from cases.commands.sheet_files import import_sheets
from cases.declarations import SheetsReading
from cases.inputs import LineInput, SheetAnswer
from cases.simulation.looking import SEEN, SHEET, SheetSeen, structures_of
from cases.simulation.world import World
from cases.statements import MARKET
from models.prepared import Prepared
from models.vocabulary import UNANSWERED, ContractKind

FILE_SHARE = 0.15
"""Of the companies, those that send files rather than fill in the form."""
ENCODINGS = ("utf-8-sig", "cp1252", "utf-16")
HEAD = "Marché;Mois;Nom;Prénom;Né(e) le;Heures;Formation;Néant;Type de contrat;Début du contrat;Employeur"
CONTRACT_SHARE, LENT_SHARE = 0.2, 0.4
"""Of those whom a file names, those whose contract it tells, and of these, those whom a structure employs."""
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
    structures = list(structures_of(session, world.territory_id).values())
    written = _written(world, party_id, structures, owed, month)
    reading: SheetsReading = world.read_hours(written.encode(encoding))
    import_sheets(session, actor, reading, partial=False, confirm=True, now=world.now)


def _written(
    world: World,
    party_id: int,
    structures: Sequence[str],
    answers: Iterable[tuple[str, SheetAnswer]],
    month: date,
) -> str:
    rows = [HEAD]
    for reference, answer in answers:
        if answer.nil:
            rows.append(f"{reference};{month:%m/%Y};;;;;;oui;;;")
        for line in answer.lines:
            terms = _terms(world, party_id, structures, line, month)
            rows.append(f"{reference};{month:%m/%Y};{_person(line)};;{';'.join(terms)}")
    return "\r\n".join(rows)


def _person(line: LineInput) -> str:
    """Names, date of birth, hours and those in training, as a French spreadsheet writes them."""
    born = f"{line.birth_date:%d/%m/%Y}" if line.birth_date else ""
    hours = (f"{figure:f}".replace(".", ",") for figure in (line.hours, line.training_hours))
    return ";".join((line.last_name or "", line.first_name or "", born, *hours))


def _terms(
    world: World, party_id: int, structures: Sequence[str], line: LineInput, month: date
) -> tuple[str, str, str]:
    """The kind of contract, its first day and the employer, the same all year, of some of the people."""
    chance = world.chance("terms", party_id, line.last_name, line.first_name, month.year)
    if chance.random() >= CONTRACT_SHARE:
        return "", "", ""
    is_lent = bool(structures) and chance.random() < LENT_SHARE
    kind = ContractKind.TEMPORARY if is_lent else ContractKind.FIXED_TERM
    return kind, f"01/01/{month.year}", chance.choice(structures) if is_lent else ""
