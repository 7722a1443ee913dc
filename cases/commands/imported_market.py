"""One market of the open data: opened as a case at kickoff, brought up to date, or kept in the register."""

from collections import Counter
from collections.abc import Mapping
from dataclasses import asdict
from datetime import date, datetime, timedelta
from itertools import count
from typing import Any

from sqlalchemy import delete, insert, select, update
from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.commands.amendments import Published
from cases.commands.drafting import insert_market, referent_for
from cases.commands.imported_amendments import amend_from_file, changed_it
from cases.commands.moves import kickoff_deadline, kickoff_task
from cases.commands.parties import find_or_add_party
from cases.commands.refused_markets import refused_here
from cases.decisions import Decision, NewTask
from cases.imported import Doubt, ImportedCompany, ImportedMarket
from cases.inputs import PartyInput
from cases.rules.lifecycle import FINAL_STAGES
from cases.rules.months import add_months
from cases.statements import MARKET, table_of
from models.prepared import Prepared
from models.tables import Amendment, MarketParty, UnclausedMarket
from models.vocabulary import Origin, PartyKind, Stage, TaskKind

AMENDMENT, MEMBER, REGISTER = table_of(Amendment), table_of(MarketParty), table_of(UnclausedMarket)
ADD_TO_REGISTER = Prepared(insert(REGISTER))
VERIFY_DAYS = 10
CLAUSE_GONE = Doubt(
    field="considerationsSociales",
    value="",
    message_fr="Le fichier n’annonce plus de clause sociale pour ce marché : vérifiez auprès de l’acheteur.",
    message_en="The file no longer announces a social clause for this market: check with the buyer.",
)


def source_key(market: ImportedMarket) -> str:
    """The market's national identity: its buyer and the buyer's own number."""
    return f"{market.buyer_siret}/{market.market_id}"


def open_imported(session: Session, actor: Actor, market: ImportedMarket, seen: str, now: datetime) -> int:
    """Open a case at kickoff: what came before is journalled as imported; a person completes it.

    `seen` are the versions that the register knew: an older file that comes back does not undo a newer one.
    """
    buyer = PartyInput(
        name=(market.buyer_name or f"Acheteur {market.buyer_siret}")[:250], siret=market.buyer_siret[:20]
    )
    market_id = insert_market(
        session,
        {
            "territory_id": actor.territory_id,
            "reference": _free_reference(session, actor.territory_id, market),
            "origin": Origin.IMPORT,
            "source_key": source_key(market),
            "source_fingerprint": market.fingerprint,
            "source_seen": f"{seen} {market.fingerprint}".strip(),
            "stage": Stage.KICKOFF,
            "buyer_id": find_or_add_party(session, actor.territory_id, PartyKind.BUYER, buyer, now=now),
            "referent_id": referent_for(actor),
            "awarded_on": market.notified_on,
            "lever": market.lever,
            "created_at": now,
            **_facts(market),
        },
    )
    case = take_up(session, actor, market_id, now)
    members = _add_companies(case, market)
    _keep_amendments(case, market)
    awarded_on = market.notified_on or case.today
    case.decide(
        Decision(
            "imported",
            {"source": source_key(market), "stage": Stage.KICKOFF, "companies": members, **_dated(market)},
            opens=(kickoff_task(case, awarded_on), *_verify_task(case, market, refused_here(case, market))),
            sets=(kickoff_deadline(case, awarded_on),),
        )
    )
    return market_id


def _free_reference(session: Session, territory_id: int, market: ImportedMarket) -> str:
    """The buyer's own number; with the buyer's SIRET when another market of the territory has it already."""
    taken = select(MARKET.c.id).where(
        MARKET.c.territory_id == territory_id, MARKET.c.reference == market.market_id[:80]
    )
    is_taken = session.connection().execute(taken).first() is not None
    return (f"{market.market_id[:60]} ({market.buyer_siret})" if is_taken else market.market_id)[:80]


def _facts(market: ImportedMarket) -> dict[str, Any]:
    """What the file says now: the last modification's amount and duration replace the first ones."""
    amount, duration = market.amount_excl_tax, market.duration_months
    for amendment in market.amendments:
        amount = amendment.amount_excl_tax if amendment.amount_excl_tax is not None else amount
        duration = amendment.duration_months if amendment.duration_months is not None else duration
    return {
        "title": market.title[:500],
        "cpv": market.cpv and market.cpv[:20],
        "procedure": market.procedure and market.procedure[:120],
        "amount_excl_tax": amount,
        "duration_months": duration,
        "planned_end_on": _planned_end(market.notified_on, duration),
    }


def _planned_end(notified_on: date | None, duration: int | None) -> date | None:
    if notified_on is None or duration is None:
        return None
    return add_months(notified_on, duration) - timedelta(days=1)


def _dated(market: ImportedMarket) -> dict[str, Any]:
    return {"awarded_on": market.notified_on, "amendments": len(market.amendments)}


def _add_companies(case: Casework, market: ImportedMarket) -> list[int]:
    """Join the named companies; one named twice keeps its first role."""
    rows: dict[int, dict[str, Any]] = {}
    for company in market.companies:
        party_id = _company(case, company)
        rows.setdefault(party_id, {"market_id": case.market.id, "party_id": party_id, "role": company.role})
    if rows:
        case.session.connection().execute(insert(MEMBER), list(rows.values()))
    return list(rows)


def _company(case: Casework, company: ImportedCompany) -> int:
    named = company.name or f"Entreprise {company.identifier}"
    party = PartyInput(name=named[:250], siret=company.identifier[:20] or None)
    return find_or_add_party(case.session, case.market.territory_id, PartyKind.COMPANY, party, now=case.now)


def _keep_amendments(case: Casework, market: ImportedMarket) -> None:
    """Keep the modifications as the file has them now, in the order of their dates.

    Those that changed the market's hours or dates here stay as they were recorded.
    """
    connection = case.session.connection()
    of_market = AMENDMENT.c.market_id == case.market.id
    connection.execute(delete(AMENDMENT).where(of_market, AMENDMENT.c.id.not_in(changed_it())))
    kept = {row.number: Published.of(row) for row in connection.execute(select(AMENDMENT).where(of_market))}
    numbers = (number for number in count(1) if number not in kept)
    known = Counter(kept.values())
    rows = []
    for amendment in market.amendments:
        if known[Published.of(amendment)]:
            known[Published.of(amendment)] -= 1
            continue
        facts = {**Published.of(amendment)._asdict(), "object": amendment.object and amendment.object[:1000]}
        rows.append({"market_id": case.market.id, "number": next(numbers), **facts})
    if rows:
        connection.execute(insert(AMENDMENT), rows)


def _verify_task(case: Casework, market: ImportedMarket, more: tuple[Doubt, ...] = ()) -> tuple[NewTask, ...]:
    """One task for all that is doubtful in this version of the market."""
    gone = () if market.has_social_clause else (CLAUSE_GONE,)
    doubts = [*more, *gone, *market.warnings]
    if not doubts:
        return ()
    due_on = case.pack.calendar.shift(case.today, VERIFY_DAYS)
    details = {"doubts": [asdict(doubt) for doubt in doubts]}
    occasion = market.fingerprint[:16]
    return (NewTask(TaskKind.VERIFY_IMPORT, case.market.id, due_on, occasion, details),)


def update_imported(
    session: Session, actor: Actor, market_id: int, seen: str, market: ImportedMarket, now: Any
) -> None:
    """Bring an imported case up to date; the journal keeps each fact before and after.

    Its stage, its hours and its companies stay what people here made of them, and so do all the facts of a
    market that is over.
    """
    doubts = amend_from_file(session, actor, market_id, market, now)
    case = take_up(session, actor, market_id, now)
    row = session.connection().execute(select(MARKET).where(MARKET.c.id == market_id)).one()
    facts = _facts(market) if case.market.stage not in FINAL_STAGES else {}
    if case.market.stage is not Stage.KICKOFF:
        facts.pop("planned_end_on", None)  # decided at the kickoff, and moved by suspensions since
    changed = {name: value for name, value in facts.items() if row._mapping[name] != value}
    _keep_amendments(case, market)
    payload: Mapping[str, Any] = {
        name: {"before": row._mapping[name], "after": value} for name, value in changed.items()
    }
    marks = {"source_fingerprint": market.fingerprint, "source_seen": f"{seen} {market.fingerprint}"}
    case.decide(
        Decision(
            "import_updated",
            {**payload, "amendments": len(market.amendments)},
            changes={**changed, **marks},
            opens=_verify_task(case, market, doubts),
        )
    )


def register_unclaused(session: Session, actor: Actor, market: ImportedMarket, now: datetime) -> None:
    """Keep a market without a clause file in the register (loi Climat et résilience, art. 35)."""
    values = {**_register_row(market), "imported_at": now, "territory_id": actor.territory_id}
    added = {**values, "source_key": source_key(market), "source_seen": market.fingerprint}
    ADD_TO_REGISTER.write(session, [added])


def update_unclaused(session: Session, register_id: int, seen: str, market: ImportedMarket) -> None:
    """Bring the register's line up to date."""
    values = {**_register_row(market), "source_seen": f"{seen} {market.fingerprint}"}
    change = update(REGISTER).where(REGISTER.c.id == register_id).values(**values)
    session.connection().execute(change)


def _register_row(market: ImportedMarket) -> dict[str, Any]:
    facts = _facts(market)
    return {
        "source_fingerprint": market.fingerprint,
        "title": facts["title"],
        "buyer_siret": market.buyer_siret[:20],
        "amount_excl_tax": facts["amount_excl_tax"],
        "cpv": facts["cpv"],
        "notified_on": market.notified_on,
    }


def leave_register(session: Session, register_id: int) -> None:
    """A later file gives the market a clause: it becomes a case and leaves the register."""
    session.connection().execute(delete(REGISTER).where(REGISTER.c.id == register_id))
