"""Counting anew: exact after a late fact, journalled before and after, the same whatever came first."""

import json
import threading
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import insert, select, update

from cases.actors import Actor
from cases.commands.eligibility import confirm_eligibility
from cases.commands.rule_packs import adopt_pack
from cases.commands.sheets import reject_sheet, submit_sheet
from cases.inputs import Confirmation, LineInput, Rejection, SheetAnswer
from cases.recounting import differences, recount_market, recount_people
from cases.refusals import InvalidInput, NotAllowed, NotFound, UnknownCriterion
from cases.rules.default_pack import DEFAULT_PACK
from cases.statements import JOURNAL, MARKET, table_of
from models.tables import (
    CountedHours,
    Eligibility,
    Globalisation,
    GlobalisationPerson,
    GlobalisationShare,
    HourSheet,
    MarketParty,
    Participant,
)
from models.vocabulary import ActorKind, Role, SetAside
from tests.support.people import House, at

SHEET, PART, PERSON = table_of(HourSheet), table_of(CountedHours), table_of(Participant)
START, JANUARY = date(2027, 1, 4), date(2027, 1, 1)
OPENED, CHECKED, LATER = date(2027, 2, 1), date(2027, 2, 3), date(2027, 3, 9)


@pytest.fixture
def two_markets(house: House) -> tuple[int, int]:
    """Two markets of one builder under way, whose January sheets are open."""
    markets = house.under_way(START, "M-1"), house.under_way(START, "M-2")
    house.live(OPENED, OPENED)
    return markets


def declare(house: House, market: int, *people: tuple[str, str]) -> None:
    lines = tuple(
        LineInput(first_name=name, last_name="Fictif", hours=Decimal(hours)) for name, hours in people
    )
    with house.database.write() as session:
        sheet = house.sheet_of(market, JANUARY)
        answer = SheetAnswer(lines=lines, confirm=True)
        submit_sheet(session, house.alice, sheet, answer, now=at(CHECKED))


def person(house: House, name: str) -> int:
    with house.database.read() as session:
        query = select(PERSON.c.id).where(PERSON.c.first_name == name).order_by(PERSON.c.id)
        return int(session.connection().execute(query).scalars().first() or 0)


def confirm(house: House, name: str, **values: Any) -> None:
    seen = Confirmation(**({"criterion": "rsa", "proof_seen_on": CHECKED} | values))
    with house.database.write() as session:
        confirm_eligibility(session, house.alice, person(house, name), seen, now=at(LATER))


def counted(house: House, market: int) -> Decimal:
    with house.database.read() as session:
        query = select(MARKET.c.counted_hours).where(MARKET.c.id == market)
        return Decimal(session.connection().execute(query).scalar_one())


def parts(house: House) -> set[tuple[Any, ...]]:
    """What became of every hour, without the rows' own numbers."""
    columns = [column for column in PART.c if column.name != "id"]
    with house.database.read() as session:
        return {tuple(row) for row in session.connection().execute(select(*columns))}


def aside(house: House) -> list[tuple[str, SetAside]]:
    with house.database.read() as session:
        query = select(PART.c.hours, PART.c.reason).where(PART.c.reason.is_not(None))
        return [(str(hours), reason) for hours, reason in session.connection().execute(query)]


def told(house: House, market: int, event: str) -> list[dict[str, Any]]:
    with house.database.read() as session:
        query = select(JOURNAL.c.payload).where(JOURNAL.c.market_id == market, JOURNAL.c.event == event)
        rows = session.connection().execute(query.order_by(JOURNAL.c.id)).scalars()
        return [json.loads(payload) for payload in rows]


def test_hours_wait_for_a_proof_and_count_once_it_is_seen_late(
    house: House, two_markets: tuple[int, int]
) -> None:
    market, _ = two_markets
    declare(house, market, ("Dino", "84.50"), ("Dina", "35"))
    confirm(house, "Dina")
    house.validate(market, JANUARY, CHECKED)
    assert counted(house, market) == 35
    assert aside(house) == [("84.50", SetAside.NOT_CONFIRMED)]

    confirm(house, "Dino")

    assert counted(house, market) == Decimal("119.50")
    assert aside(house) == []
    assert told(house, market, "eligibility_confirmed")[-1]["counted_hours"] == {
        "before": "35.00",
        "after": "119.50",
    }


def test_a_sheet_waits_then_is_sent_back_and_its_hours_say_so(
    house: House, two_markets: tuple[int, int]
) -> None:
    market, _ = two_markets
    declare(house, market, ("Dino", "84.50"))
    assert aside(house) == [("84.50", SetAside.SHEET_NOT_VALIDATED)]

    with house.database.write() as session:
        reason = Rejection(reason="Il manque un contrat.")
        sheet = house.sheet_of(market, JANUARY)
        version = session.connection().execute(select(SHEET.c.version)).scalars().first()
        reject_sheet(session, house.alice, sheet, version or 0, reason, now=at(CHECKED))

    assert aside(house) == [("84.50", SetAside.SHEET_REJECTED)]


def test_hours_declared_twice_move_back_when_the_first_sheet_says_otherwise(
    house: House, two_markets: tuple[int, int]
) -> None:
    first, second = two_markets
    for market in two_markets:
        declare(house, market, ("Dino", "70"))
    confirm(house, "Dino")
    house.validate(second, JANUARY, CHECKED)
    assert counted(house, second) == 70

    house.validate(first, JANUARY, CHECKED)

    assert (counted(house, first), counted(house, second)) == (70, 0)
    assert told(house, second, "recounted") == [
        {"why": "validation", "counted_hours": {"before": "70.00", "after": "0.00"}}
    ]


def agree(house: House, markets: tuple[int, int], name: str = "Dino") -> None:
    """An agreement that spreads a person's hours, 70 % here and 30 % there."""
    with house.database.write() as session:
        connection = session.connection()
        builder = connection.execute(select(table_of(MarketParty).c.party_id)).scalars().first()
        agreement = connection.execute(
            insert(table_of(Globalisation)).values(
                territory_id=house.territory_id,
                company_id=builder,
                name="Accord d’Essai",
                signed_on=START,
                first_month=JANUARY,
                created_at=at(START),
            )
        ).inserted_primary_key[0]
        for market, share in zip(markets, ("0.7", "0.3"), strict=True):
            row = {"agreement_id": agreement, "market_id": market, "share": Decimal(share)}
            connection.execute(insert(table_of(GlobalisationShare)).values(**row))
        people = {"agreement_id": agreement, "participant_id": person(house, name)}
        connection.execute(insert(table_of(GlobalisationPerson)).values(**people))
        recount_people(session, house.alice, {people["participant_id"]}, why="agreement", now=at(LATER))


def test_an_agreement_credits_markets_without_making_an_hour(
    house: House, two_markets: tuple[int, int]
) -> None:
    first, second = two_markets
    declare(house, first, ("Dino", "100"))
    confirm(house, "Dino")
    house.validate(first, JANUARY, CHECKED)

    agree(house, two_markets)

    assert (counted(house, first), counted(house, second)) == (70, 30)
    assert [told(house, market, "recounted")[-1]["why"] for market in two_markets] == ["agreement"] * 2


def merge(house: House) -> None:
    """Dina turns out to be Dino, as the second market wrote the name."""
    with house.database.write() as session:
        root, other = person(house, "Dino"), person(house, "Dina")
        values = {"merged_into_id": root, "merged_at": at(LATER)}
        session.connection().execute(update(PERSON).where(PERSON.c.id == other).values(**values))
        recount_people(session, house.alice, {root, other}, why="merge", now=at(LATER))


def unmerge(house: House) -> None:
    with house.database.write() as session:
        root, other = person(house, "Dino"), person(house, "Dina")
        values = {"merged_into_id": None, "merged_at": None}
        session.connection().execute(update(PERSON).where(PERSON.c.id == other).values(**values))
        recount_people(session, house.alice, {root, other}, why="unmerge", now=at(LATER))


def test_a_merge_bounds_the_month_of_one_person_and_its_undoing_gives_all_back(
    house: House, two_markets: tuple[int, int]
) -> None:
    first, second = two_markets
    declare(house, first, ("Dino", "150"))
    declare(house, second, ("Dina", "120"))
    for name, market in (("Dino", first), ("Dina", second)):
        confirm(house, name)
        house.validate(market, JANUARY, CHECKED)
    before = parts(house)

    merge(house)
    assert (counted(house, first), counted(house, second)) == (150, 70)
    assert aside(house) == [("50.00", SetAside.OVER_MONTHLY_CAP)]

    unmerge(house)
    assert parts(house) == before
    assert counted(house, second) == 120


def test_counting_again_changes_nothing_and_says_nothing(house: House, two_markets: tuple[int, int]) -> None:
    market, _ = two_markets
    declare(house, market, ("Dino", "84.50"), ("Dina", "35"))
    confirm(house, "Dino")
    house.validate(market, JANUARY, CHECKED)
    before = parts(house)

    with house.database.write() as session:
        recount_market(session, house.alice, market, why="asked", now=at(LATER))
        assert differences(session, {person(house, "Dino"), person(house, "Dina")}) == 0

    assert parts(house) == before
    assert told(house, market, "recounted") == []


def test_an_eligibility_holds_from_the_first_hire_for_the_time_of_the_pack(
    house: House, two_markets: tuple[int, int]
) -> None:
    declare(house, two_markets[0], ("Dino", "84.50"))
    confirm(house, "Dino")

    with house.database.read() as session:
        columns = table_of(Eligibility).c
        row = session.connection().execute(select(columns.valid_from, columns.valid_until)).one()
    assert tuple(row) == (JANUARY, date(2028, 12, 31))


def test_what_cannot_be_confirmed_is_refused(house: House, two_markets: tuple[int, int]) -> None:
    declare(house, two_markets[0], ("Dino", "84.50"))
    with pytest.raises(UnknownCriterion):
        confirm(house, "Dino", criterion="unheard_of")
    with pytest.raises(InvalidInput):
        confirm(house, "Dino", proof_seen_on=date(2030, 1, 1))
    seen = Confirmation(criterion="rsa", proof_seen_on=CHECKED)
    strangers = (
        (Actor(ActorKind.ACCOUNT, house.territory_id, 9, Role.COMPANY, party_id=1), NotAllowed),
        (Actor(ActorKind.ACCOUNT, house.territory_id + 1, 9, Role.DIRECTOR), NotFound),
    )
    for actor, refusal in strangers:
        with house.database.write() as session, pytest.raises(refusal):
            confirm_eligibility(session, actor, person(house, "Dino"), seen, now=at(LATER))


def test_a_new_pack_counts_again_the_months_that_it_decides_and_no_earlier_one(
    house: House, two_markets: tuple[int, int]
) -> None:
    market, _ = two_markets
    declare(house, market, ("Dino", "150"))
    confirm(house, "Dino")
    house.validate(market, JANUARY, CHECKED)
    director = replace(house.alice, role=Role.DIRECTOR)
    tight = DEFAULT_PACK.revised("tight-1", date(2027, 1, 31), monthly_cap_hours=Decimal(100))

    with house.database.write() as session:
        adopt_pack(session, director, tight, now=at(date(2027, 1, 31)))
    assert counted(house, market) == 100
    assert told(house, market, "recounted")[-1] == {
        "why": "pack",
        "counted_hours": {"before": "150.00", "after": "100.00"},
    }

    looser = tight.revised("looser-1", date(2027, 2, 1), monthly_cap_hours=Decimal(120))
    with house.database.write() as session:
        adopt_pack(session, director, looser, now=at(date(2027, 2, 1)))
    assert counted(house, market) == 100


def _validated_at_once(house: House) -> None:
    """Crews that share people on six markets, whose sheets are all validated at the same moment."""
    markets = [house.under_way(START, f"M-{number}") for number in range(6)]
    house.live(OPENED, OPENED)
    names = ("Dino", "Dina", "Dany")
    for rank, market in enumerate(markets):
        crew = names[rank % 3 :] + names[: rank % 3]
        hours = (f"{61 + rank}", f"{71 + rank}.25")
        declare(house, market, *zip(crew, hours, strict=False))
    for name in names:
        confirm(house, name)
    gate = threading.Barrier(len(markets))
    failures: list[BaseException] = []

    def validate(market: int) -> None:
        gate.wait()
        try:
            house.validate(market, JANUARY, CHECKED)
        except BaseException as error:
            failures.append(error)

    threads = [threading.Thread(target=validate, args=(market,)) for market in markets]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(60)
    assert failures == []
    with house.database.write() as session:
        assert differences(session, {person(house, name) for name in names}) == 0
        totals = session.connection().execute(select(MARKET.c.id, MARKET.c.counted_hours)).all()
    credited: dict[int, Decimal] = dict.fromkeys(markets, Decimal(0))
    for _, _, market, hours, reason, *_ in parts(house):
        credited[market] += hours if reason is None else Decimal(0)
    assert {number: Decimal(hours) for number, hours in totals} == credited
    assert any(reason is SetAside.OVER_MONTHLY_CAP for _, reason in aside(house))


def test_sheets_validated_at_once_leave_one_true_count(house: House) -> None:
    _validated_at_once(house)


@pytest.mark.database
def test_sheets_validated_at_once_on_postgresql_leave_one_true_count(postgres_house: House) -> None:
    _validated_at_once(postgres_house)
