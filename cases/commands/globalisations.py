"""Agreements that spread people's hours for one company over several of its markets (globalisation)."""

from collections.abc import Collection, Mapping
from datetime import date, datetime
from decimal import Decimal
from typing import Any

from sqlalchemy import delete, insert, or_, select, update
from sqlmodel import Session

from cases import ledger
from cases.actors import Actor
from cases.decisions import Decision, Entry
from cases.hour_facts import AGREEMENT, COVERED, PERSON, ROOT, SHARE
from cases.inputs.globalisation import HUNDRED, AgreementEnd, AgreementInput
from cases.markets import lock_markets
from cases.packs import pack_at
from cases.recounting import hold_markets_of, recount_people
from cases.refusals import InvalidInput, NotAllowed, NotFound, Place
from cases.statements import MARKET, table_of
from models.tables import MarketParty

MEMBER = table_of(MarketParty)


def sign_agreement(session: Session, actor: Actor, input: AgreementInput, *, now: datetime) -> int:
    """Keep an agreement; its number. The hours of its people are counted anew.

    Raises NotAllowed, and InvalidInput that names the field: a market that is not the company's, parts that
    do not make a hundred percent, someone of whom another agreement of the company already spreads the hours.
    """
    _refuse_others(actor)
    hold_markets_of(session, _known(session, actor, input.people))
    _refuse_unfit(session, actor, input, None)
    row = {"territory_id": actor.territory_id, "created_at": now, **_facts(input)}
    added = insert(AGREEMENT).values(**row).returning(AGREEMENT.c.id)
    number = int(session.connection().execute(added).scalar_one())
    _write(session, number, input)
    markets = {share.market_id for share in input.shares}
    _tell(session, actor, "agreement_signed", number, markets, now)
    recount_people(session, actor, input.people, why="agreement", now=now)
    return number


def correct_agreement(
    session: Session, actor: Actor, agreement_id: int, input: AgreementInput, *, now: datetime
) -> None:
    """Replace what an agreement says; those it concerned and those it concerns are counted anew.

    Raises NotFound, and what signing one raises.
    """
    people, markets = _take_up(session, actor, agreement_id)
    people |= set(_known(session, actor, input.people))
    hold_markets_of(session, people)
    _refuse_unfit(session, actor, input, agreement_id)
    connection = session.connection()
    connection.execute(update(AGREEMENT).where(AGREEMENT.c.id == agreement_id).values(**_facts(input)))
    connection.execute(delete(SHARE).where(SHARE.c.agreement_id == agreement_id))
    connection.execute(delete(COVERED).where(COVERED.c.agreement_id == agreement_id))
    _write(session, agreement_id, input)
    markets |= {share.market_id for share in input.shares}
    _tell(session, actor, "agreement_changed", agreement_id, markets, now)
    recount_people(session, actor, people, why="agreement", now=now)


def end_agreement(
    session: Session, actor: Actor, agreement_id: int, input: AgreementEnd, *, now: datetime
) -> None:
    """The agreement spreads the hours of that month, and no later ones. Raises NotAllowed, NotFound.

    InvalidInput when it would end before it starts.
    """
    people, markets = _take_up(session, actor, agreement_id)
    hold_markets_of(session, people)
    connection = session.connection()
    one = AGREEMENT.c.id == agreement_id
    first_month = connection.execute(select(AGREEMENT.c.first_month).where(one)).scalar_one()
    _refuse_disorder(first_month, input.last_month)
    connection.execute(update(AGREEMENT).where(one).values(last_month=input.last_month))
    _tell(session, actor, "agreement_ended", agreement_id, markets, now)
    recount_people(session, actor, people, why="agreement", now=now)


def _refuse_others(actor: Actor) -> None:
    if not actor.is_staff:
        raise NotAllowed


def _take_up(session: Session, actor: Actor, agreement_id: int) -> tuple[set[int], set[int]]:
    """The people and the markets of the agreement, locked. Raises NotAllowed, NotFound."""
    _refuse_others(actor)
    connection = session.connection()
    here = select(AGREEMENT.c.id).where(
        AGREEMENT.c.id == agreement_id, AGREEMENT.c.territory_id == actor.territory_id
    )
    if connection.execute(here.with_for_update()).first() is None:
        raise NotFound
    people = select(COVERED.c.participant_id).where(COVERED.c.agreement_id == agreement_id)
    markets = select(SHARE.c.market_id).where(SHARE.c.agreement_id == agreement_id)
    return set(connection.execute(people).scalars()), set(connection.execute(markets).scalars())


def _facts(input: AgreementInput) -> Mapping[str, Any]:
    return input.model_dump(exclude={"shares", "people"})


def _write(session: Session, agreement_id: int, input: AgreementInput) -> None:
    connection = session.connection()
    shares = [
        {"agreement_id": agreement_id, "market_id": each.market_id, "share": each.percent / HUNDRED}
        for each in input.shares
    ]
    connection.execute(insert(SHARE), shares)
    people = [
        {"agreement_id": agreement_id, "participant_id": number} for number in sorted(set(input.people))
    ]
    connection.execute(insert(COVERED), people)


def _tell(
    session: Session, actor: Actor, event: str, number: int, markets: Collection[int], now: datetime
) -> None:
    """In the journal of each market: both buyers read it there."""
    states = lock_markets(session, markets)
    version = pack_at(session, actor.territory_id, now).version
    decision = Decision(event, {"agreement": number})
    entries = [Entry(state, decision, actor, version) for _, state in sorted(states.items())]
    ledger.write_all(session, entries, now=now)


def _refuse_unfit(session: Session, actor: Actor, input: AgreementInput, itself: int | None) -> None:
    _refuse_disorder(input.first_month, input.last_month)
    _refuse_foreign_markets(session, actor, input)
    if sum((share.percent for share in input.shares), Decimal(0)) != HUNDRED:
        raise InvalidInput(
            Place(
                "shares.0.percent",
                "Les parts des marchés doivent faire 100\u00a0% exactement.",
                "The parts of the markets must make exactly 100 %.",
            )
        )
    _refuse_strangers(session, actor, input)
    _refuse_double_agreement(session, input, itself)


def _refuse_disorder(first_month: date, last_month: date | None) -> None:
    if last_month is not None and last_month < first_month:
        raise InvalidInput(
            Place(
                "last_month",
                "L’accord ne peut pas finir avant de commencer.",
                "The agreement cannot end before it starts.",
            )
        )


def _refuse_foreign_markets(session: Session, actor: Actor, input: AgreementInput) -> None:
    query = (
        select(MARKET.c.id)
        .join(MEMBER, MEMBER.c.market_id == MARKET.c.id)
        .where(actor.sees_market(), MEMBER.c.party_id == input.company_id)
    )
    theirs = set(session.connection().execute(query).scalars())
    for index, share in enumerate(input.shares):
        if share.market_id not in theirs:
            raise InvalidInput(
                Place(
                    f"shares.{index}.market_id",
                    "Ce marché n’est pas à cette entreprise.",
                    "This market is not this company’s.",
                )
            )


def _known(session: Session, actor: Actor, people: Collection[int]) -> list[int]:
    query = select(PERSON.c.id).where(PERSON.c.id.in_(people), PERSON.c.territory_id == actor.territory_id)
    return list(session.connection().execute(query).scalars())


def _refuse_strangers(session: Session, actor: Actor, input: AgreementInput) -> None:
    query = select(PERSON.c.id).where(
        PERSON.c.id.in_(input.people),
        PERSON.c.territory_id == actor.territory_id,
        PERSON.c.party_id == input.company_id,
    )
    theirs = set(session.connection().execute(query).scalars())
    for index, number in enumerate(input.people):
        if number not in theirs:
            raise InvalidInput(
                Place(
                    f"people.{index}",
                    "Cette personne n’est pas déclarée par cette entreprise.",
                    "This person is not declared by this company.",
                )
            )


def _refuse_double_agreement(session: Session, input: AgreementInput, itself: int | None) -> None:
    """Someone's hours for a company are spread by one agreement at a time, whichever record it names."""
    connection = session.connection()
    roots = select(PERSON.c.id, ROOT.label("root")).where(PERSON.c.id.in_(input.people))
    root_of = {row.id: row.root for row in connection.execute(roots)}
    taken = (
        select(ROOT)
        .join(COVERED, COVERED.c.participant_id == PERSON.c.id)
        .join(AGREEMENT, AGREEMENT.c.id == COVERED.c.agreement_id)
        .where(
            AGREEMENT.c.company_id == input.company_id,
            or_(AGREEMENT.c.last_month.is_(None), AGREEMENT.c.last_month >= input.first_month),
            *(() if input.last_month is None else (AGREEMENT.c.first_month <= input.last_month,)),
            *(() if itself is None else (AGREEMENT.c.id != itself,)),
        )
    )
    covered = set(connection.execute(taken).scalars())
    for index, number in enumerate(input.people):
        if root_of[number] in covered:
            raise InvalidInput(
                Place(
                    f"people.{index}",
                    "Un autre accord répartit déjà les heures de cette personne pour ces mois.",
                    "Another agreement already spreads this person’s hours for these months.",
                )
            )
