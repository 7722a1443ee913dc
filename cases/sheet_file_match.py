"""Which sheet each answer of a file is for: by reference, month and company, within the actor's walls."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.actors import Actor
from cases.answering import sheets_answered
from cases.declarations import DeclaredSheet, FileKey, SheetsReading
from cases.findings import REJECTED, Finding
from cases.refusals import Place
from cases.rules.labels import plain
from cases.sheetwork import SheetState
from cases.statements import MARKET, table_of
from models.tables import HourSheet, Party
from models.vocabulary import PartyKind

SHEET, PARTY = table_of(HourSheet), table_of(Party)
BUYER = PARTY.alias("buyer")


class OthersFile(Exception):
    """The file was generated for somebody else."""

    place = Place(
        "file",
        "Ce fichier est fait pour une autre entreprise, ou un autre territoire : téléchargez le vôtre.",
        "This file is made for another company, or another territory: download your own.",
    )


@dataclass(frozen=True, slots=True)
class FileMatch:
    """A sheet of the territory with what a file answers to it."""

    declared: DeclaredSheet
    sheet: SheetState
    is_nil: bool
    remark: str | None
    title: str
    buyer: str
    buyer_id: int
    company: str


NO_SHEET = (
    "Aucune fiche ne vous est demandée pour ce marché et ce mois : vérifiez la référence, le mois et"
    " l’entreprise.",
    "No sheet is asked of you for this market and month: check the reference, the month and the company.",
)
NOT_OVER = (
    "Ce mois n’est pas terminé : sa fiche s’ouvrira le premier jour du mois suivant.",
    "This month is not over: its sheet will open on the first day of the next one.",
)
SEVERAL = (
    "Plusieurs entreprises ont une fiche pour ce marché et ce mois : ajoutez une colonne SIRET.",
    "Several companies have a sheet for this market and month: add a column SIRET.",
)
TWICE = (
    "Cette fiche est déjà répondue plus haut dans le fichier : mettez toutes ses lignes ensemble, avec la"
    " même entreprise.",
    "This sheet is answered above in the file already: put all its rows together, with the same company.",
)


def match_sheets(
    session: Session, actor: Actor, reading: SheetsReading, today: date
) -> tuple[list[FileMatch], list[Finding]]:
    """The sheets that the file answers, and a finding for each answer without one. Raises OthersFile."""
    party_id = _party_of(session, actor, reading.key)
    rows = _candidates(session, actor, reading.sheets, party_id)
    matches, findings, taken = [], [], set()
    for declared in reading.sheets:
        found = [row for row in rows if _is_for(declared, row)]
        if len(found) != 1:
            is_over = declared.month < today.replace(day=1)
            findings.append(finding(declared, *(SEVERAL if found else NO_SHEET if is_over else NOT_OVER)))
        elif found[0].id in taken:
            findings.append(finding(declared, *TWICE))
        else:
            taken.add(found[0].id)
            matches.append(_match(declared, found[0]))
    return matches, findings


def finding(declared: DeclaredSheet, reason_fr: str, reason_en: str) -> Finding:
    """What keeps a whole sheet out, at its first cell."""
    reason_fr = reason_fr.replace(" :", "\u00a0:")
    return Finding(REJECTED, declared.reference, declared.place, declared.reference, reason_fr, reason_en)


def _party_of(session: Session, actor: Actor, key: FileKey | None) -> int | None:
    """The company that a generated file is about; None when any that the actor answers for may be."""
    if key is None:
        return None
    is_mine = actor.is_staff or key.party_id == actor.party_id
    if key.territory_id != actor.territory_id or not is_mine:
        raise OthersFile
    query = select(PARTY.c.kind).where(PARTY.c.id == key.party_id, PARTY.c.territory_id == actor.territory_id)
    kind = session.connection().execute(query).scalar()
    return None if kind == PartyKind.INSERTION_STRUCTURE else key.party_id


def _candidates(
    session: Session, actor: Actor, declared: Sequence[DeclaredSheet], party_id: int | None
) -> Sequence[Any]:
    query = (
        sheets_answered(
            actor,
            *(SHEET.c[name] for name in (*SheetState.__slots__, "is_nil", "remark")),
            MARKET.c.reference,
            MARKET.c.title,
            MARKET.c.buyer_id,
            PARTY.c.name,
            PARTY.c.siret,
            BUYER.c.name.label("buyer"),
        )
        .join(PARTY, PARTY.c.id == SHEET.c.party_id)
        .join(BUYER, BUYER.c.id == MARKET.c.buyer_id)
        .where(SHEET.c.month.in_({sheet.month for sheet in declared}))
        .order_by(SHEET.c.id)
    )
    if party_id is not None:
        query = query.where(SHEET.c.party_id == party_id)
    return session.connection().execute(query).all()


def _is_for(declared: DeclaredSheet, row: Any) -> bool:
    if declared.month != row.month or plain(declared.reference) != plain(row.reference):
        return False
    if declared.company is None:
        return True
    return declared.company == row.siret or plain(declared.company) == plain(row.name)


def _match(declared: DeclaredSheet, row: Any) -> FileMatch:
    state = SheetState(*(getattr(row, name) for name in SheetState.__slots__))
    return FileMatch(
        declared,
        state,
        row.is_nil,
        row.remark,
        row.title,
        row.buyer,
        row.buyer_id,
        row.name,
    )
