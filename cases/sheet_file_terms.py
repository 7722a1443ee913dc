"""What a file tells of someone beside the hours: the contract, its employer, the criterion claimed."""

from collections.abc import Iterator, Mapping, Sequence
from typing import Any

from sqlalchemy import select
from sqlmodel import Session

from cases.criteria import list_of
from cases.declarations import DeclaredLine
from cases.findings import REJECTED, WARNING, Finding
from cases.known_people import Known
from cases.known_terms import KNOWN_ALREADY, ToldTerms
from cases.rules.labels import plain
from cases.rules.person_month import Contract
from cases.rules.policy import RulePack
from cases.sheet_file_match import FileMatch
from cases.statements import table_of
from models.tables import BuyerCriterion, Party
from models.vocabulary import PartyKind

PARTY, OWN_LIST = table_of(Party), table_of(BuyerCriterion)
UNKNOWN_EMPLOYER = (
    "Aucune structure d’insertion du territoire ne porte ce nom ni ce SIRET : choisissez-la dans la liste, ou"
    " videz la cellule si votre entreprise emploie cette personne.",
    "No insertion structure of the territory has this name or SIRET: choose it from the list, or clear the"
    " cell if your company employs this person.",
)
SEVERAL_EMPLOYERS = (
    "Plusieurs structures portent ce nom : écrivez le SIRET.",
    "Several structures have this name: write the SIRET.",
)
UNKNOWN_CRITERION = (
    "Ce critère n’est pas dans la liste de ce marché : choisissez-le dans la liste du modèle, ou videz la"
    " cellule.",
    "This criterion is not in the list of this market: choose it from the template's list, or clear the"
    " cell.",
)
OTHER_CONTRACT = (
    "La ligne {row} donne un autre contrat à cette personne : n’en gardez qu’un, et donnez l’autre à votre"
    " facilitateur.",
    "Row {row} gives this person another contract: keep one only, and give the other to your facilitator.",
)
OTHER_CRITERION = (
    "La ligne {row} donne un autre critère à cette personne : n’en gardez qu’un, et donnez l’autre à votre"
    " facilitateur.",
    "Row {row} gives this person another criterion: keep one only, and give the other to your facilitator.",
)


class NewcomersTerms:
    """Employers and criteria by the words of a file; each list is read once, when it is first needed.

    It also remembers what the file told of each person: an answer keeps one contract and one criterion.
    """

    def __init__(self, session: Session, territory_id: int, pack: RulePack) -> None:
        self._session, self._territory_id, self._pack = session, territory_id, pack
        self._structures: Sequence[Any] | None = None
        self._criteria: dict[int, Mapping[str, str]] = {}
        self._rows: dict[tuple[Any, ...], list[tuple[DeclaredLine, Mapping[str, Any]]]] = {}

    def told_by(
        self, line: DeclaredLine, person: Known | None, match: FileMatch, findings: list[Finding]
    ) -> dict[str, Any]:
        """The fields of the line's input; what cannot be one is found at its cell."""
        terms = line.terms
        if terms is None:
            return {}
        told = {name: getattr(terms, name) for name in ("contract_kind", "starts_on", "ends_on")}
        if terms.employer is not None and plain(terms.employer) != plain(match.company):
            found = self._employers(terms.employer)
            if len(found) == 1:
                told["employer_id"] = found[0]
            else:
                reason = SEVERAL_EMPLOYERS if found else UNKNOWN_EMPLOYER
                findings.append(_about(REJECTED, match, line, "employer", reason))
        if terms.criterion is not None:
            told["criterion"] = self._criteria_of(match.buyer_id).get(plain(terms.criterion))
            if told["criterion"] is None:
                findings.append(_about(REJECTED, match, line, "criterion", UNKNOWN_CRITERION))
        findings += self._contradicted(line, person, match, told)
        return told

    def _contradicted(
        self, line: DeclaredLine, person: Known | None, match: FileMatch, told: Mapping[str, Any]
    ) -> Iterator[Finding]:
        """What an earlier row of the file tells otherwise of the same person."""
        company = match.sheet.party_id
        names = plain(line.last_name), plain(line.first_name)
        who = (company, *names) if person is None else (company, person.root)
        earlier = self._rows.setdefault(who, [])
        rows = [row for row in earlier if person is not None or _may_be_one(row[0], line)]
        earlier.append((line, told))
        for key, reason in (("contract_kind", OTHER_CONTRACT), ("criterion", OTHER_CRITERION)):
            mine = _said(told, key, company)
            other = next((row for row, said in rows if _said(said, key, company) not in (None, mine)), None)
            if mine is not None and other is not None:
                said = (text.format(row=other.place.row) for text in reason)
                yield _about(REJECTED, match, line, key, tuple(said))

    def _employers(self, said: str) -> list[int]:
        """The structures that this names."""
        if self._structures is None:
            query = select(PARTY.c.id, PARTY.c.name, PARTY.c.siret).where(
                PARTY.c.territory_id == self._territory_id, PARTY.c.kind == PartyKind.INSERTION_STRUCTURE
            )
            self._structures = self._session.connection().execute(query).all()
        siret = "".join(said.split())
        return [row.id for row in self._structures if row.siret == siret or plain(row.name) == plain(said)]

    def _criteria_of(self, buyer_id: int) -> Mapping[str, str]:
        """Codes by what people write: the buyer's own list, or else the rule pack's."""
        if buyer_id not in self._criteria:
            self._criteria[buyer_id] = dict(self._listed(list_of(self._session, buyer_id)))
        return self._criteria[buyer_id]

    def _listed(self, buyer: int | None) -> Iterator[tuple[str, str]]:
        if buyer is None:
            for each in self._pack.eligibility_criteria:
                yield from ((plain(said), each.code) for said in (each.code, each.label_fr, each.label_en))
            return
        query = select(OWN_LIST.c.code, OWN_LIST.c.label).where(
            OWN_LIST.c.buyer_id == buyer, OWN_LIST.c.withdrawn_at.is_(None)
        )
        for code, label in self._session.connection().execute(query):
            yield from ((plain(said), code) for said in (code, label))


def _may_be_one(one: DeclaredLine, other: DeclaredLine) -> bool:
    """Two of one name are two people when both dates of birth say so."""
    return None in (one.birth_date, other.birth_date) or one.birth_date == other.birth_date


def _said(told: Mapping[str, Any], key: str, company: int) -> Any:
    """The whole contract, or the criterion; None when the row tells none."""
    if key != "contract_kind" or told.get(key) is None:
        return told.get(key)
    return told[key], told.get("employer_id", company), told["starts_on"], told["ends_on"]


def left_out(match: FileMatch, lines: Sequence[tuple[DeclaredLine, ToldTerms]]) -> Iterator[Finding]:
    """A warning for each line whose contract or criterion does not replace what is recorded."""
    for line, told in lines:
        if told.leaves_out and line.terms is not None:
            first = next(key for key in line.terms.places if getattr(line.terms, key))
            yield _about(WARNING, match, line, first, KNOWN_ALREADY)


def contract_in(line: DeclaredLine, company_id: int) -> tuple[Contract, ...]:
    """The contract that the line tells, as the rules look at it."""
    terms = line.terms
    if terms is None or terms.contract_kind is None or terms.starts_on is None:
        return ()
    return (Contract(company_id, terms.contract_kind, terms.starts_on, terms.ends_on),)


def _about(kind: str, match: FileMatch, line: DeclaredLine, key: str, reason: tuple[str, ...]) -> Finding:
    """What is to be said of one cell of someone's row."""
    assert line.terms is not None  # it tells something
    who, (reason_fr, reason_en) = f"{line.first_name} {line.last_name}", reason
    place = line.terms.places[key]
    return Finding(kind, match.declared.reference, place, who, reason_fr.replace(" :", "\u00a0:"), reason_en)
