"""A purchasing plan taken in: all or nothing, or the good markets; one acknowledgement; never twice."""

from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import Any

import pytest

from cases.access import add_link
from cases.actors import Actor, console
from cases.commands.purchasing_plans import import_plan
from cases.findings import REJECTED, WARNING, CellPlace, Finding
from cases.inputs import Announcement, PartInput
from cases.messages import parse_message
from cases.purchasing import PlannedMarket, PlanReading, PlanReport
from cases.queries.paging import Slice
from cases.queries.purchasing_plans import list_plans, plan_record
from cases.refusals import NotAllowed, NotFound, PlanRefused, Refusal
from cases.statements import MAIL, MARKET, table_of
from models.tables import MarketPart, Operation, Party, PurchasingPlan
from models.vocabulary import ActorKind, LinkAct, Role, Stage, TaskKind
from tests.cases.dump import dump
from tests.cases.scenes import events, market_row, rows, tasks
from tests.support.people import BUYER_EMAIL, House, at

PART, OPERATION, PARTY = table_of(MarketPart), table_of(Operation), table_of(Party)
PLAN = table_of(PurchasingPlan)
MONDAY = date(2027, 3, 1)
LOTS = (
    PartInput(number="1", title="Gros œuvre", amount_excl_tax=Decimal(300_000)),
    PartInput(number="2", title="Peinture"),
)
FAULT = Finding(
    REJECTED, "M-3", CellPlace("Plan", 4, "E", "Montant"), "x", "Écrivez un nombre.", "Write one."
)
DOUBT = Finding(WARNING, "M-1", CellPlace("Plan", 2, "F", "CPV"), "NC", "Lu comme vide.", "Read as empty.")


def planned(reference: str, row: int = 2, **facts: Any) -> PlannedMarket:
    announcement = Announcement(reference=reference, **{"title": f"Projet {reference}", **facts})
    return PlannedMarket(announcement, reference, CellPlace("Plan", row, "A", "Référence"))


def reading(*markets: PlannedMarket, findings: tuple[Finding, ...] = (), sha: str = "a" * 64) -> PlanReading:
    return PlanReading("plan.xlsx", sha, markets, findings)


TWO = reading(
    planned("M-1", parts=LOTS, operation_reference="OP-1"), planned("M-2", 4, operation_reference="OP-1")
)


def a_buyer(house: House, email: str | None = BUYER_EMAIL, territory_id: int | None = None) -> int:
    values = {"kind": "buyer", "name": "Ville d’Essai", "email": email, "locale": "fr"}
    row = {"territory_id": territory_id or house.territory_id, "created_at": at(MONDAY), **values}
    with house.database.write() as session:
        return int(session.connection().execute(PARTY.insert().values(**row)).inserted_primary_key[0])


def signed_in(house: House, buyer: int) -> Actor:
    return Actor(ActorKind.ACCOUNT, house.territory_id, house.alice.id, Role.BUYER, buyer)


def bring(
    house: House, actor: Actor, buyer: int, plan: PlanReading, *, partial: bool = False, dry_run: bool = False
) -> PlanReport:
    with house.database.write() as session:
        return import_plan(session, actor, buyer, plan, partial=partial, dry_run=dry_run, now=at(MONDAY))


def refused(house: House, actor: Actor, buyer: int, plan: PlanReading, **how: bool) -> Refusal:
    before = dump(house.database)
    with pytest.raises(Refusal) as found:
        bring(house, actor, buyer, plan, **how)
    assert dump(house.database) == before
    return found.value


def test_every_market_of_a_plan_is_announced_and_the_plan_kept(house: House) -> None:
    buyer = a_buyer(house)
    report = bring(house, signed_in(house, buyer), buyer, TWO)

    first, second = (line.market_id or 0 for line in report.markets)
    assert [market_row(house, market).stage for market in (first, second)] == [Stage.DRAFTING] * 2
    assert events(house, first) == events(house, second) == ["announced"]
    assert [part.number for part in rows(house, PART, market_id=first)] == ["1", "2"]
    assert {market_row(house, market).operation_id for market in (first, second)} == {
        rows(house, OPERATION)[0].id
    }
    assert len(tasks(house, TaskKind.STUDY_MARKET)) == 2
    assert report.counts() == {"markets": 2, "lots": 2, "rejected": 0, "warnings": 0}
    [kept] = rows(house, PLAN)
    assert (kept.id, kept.buyer_id, kept.file_name, kept.account_id) == (
        report.plan_id,
        buyer,
        "plan.xlsx",
        house.alice.id,
    )


def test_the_buyer_gets_one_acknowledgement_for_the_whole_plan(house: House) -> None:
    buyer = a_buyer(house)
    report = bring(house, house.alice, buyer, TWO)

    [mail] = rows(house, MAIL)
    assert (mail.kind, mail.to_email, mail.party_id, mail.market_id) == (
        "plan_receipt",
        BUYER_EMAIL,
        buyer,
        None,
    )
    told = parse_message(mail.kind, mail.payload).model_dump()
    assert [(line["reference"], line["lots"]) for line in told["markets"]] == [("M-1", 2), ("M-2", 0)]
    assert (told["plan_id"], told["opinion_by"]) == (report.plan_id, date(2027, 3, 15))
    assert (told["others"], told["can_sign_in"], told["link_id"]) == (0, False, None)


def test_a_long_plan_is_told_in_short(house: House) -> None:
    buyer = a_buyer(house)
    bring(house, house.alice, buyer, reading(*(planned(f"M-{n}") for n in range(103))))

    [mail] = rows(house, MAIL)
    told = parse_message(mail.kind, mail.payload).model_dump()
    assert (len(told["markets"]), told["others"]) == (100, 3)


def test_a_buyer_without_an_address_is_not_written_to(house: House) -> None:
    buyer = a_buyer(house, email=None)
    assert bring(house, house.alice, buyer, TWO).plan_id == 1
    assert rows(house, MAIL) == []


def test_by_its_link_a_buyer_brings_its_own_plan_and_is_shown_the_way_back(house: House) -> None:
    buyer = a_buyer(house)
    with house.database.write() as session:
        link = add_link(
            session, house.territory_id, LinkAct.ANNOUNCE, valid_days=90, now=at(MONDAY), party_id=buyer
        )
    holder = Actor(ActorKind.LINK, house.territory_id, link, Role.BUYER, buyer)
    bring(house, holder, buyer, TWO)

    [mail] = rows(house, MAIL)
    assert f'"link_id":{link}' in mail.payload
    assert rows(house, PLAN)[0].account_id is None


def test_a_fault_keeps_the_whole_plan_out_unless_faults_are_left_out(house: House) -> None:
    buyer = a_buyer(house)
    plan = replace(TWO, findings=(FAULT, DOUBT))

    found = refused(house, house.alice, buyer, plan)
    assert isinstance(found, PlanRefused)
    assert [(place.field, place.message_fr) for place in found.places] == [("E4", "Écrivez un nombre.")]

    report = bring(house, house.alice, buyer, plan, partial=True)
    assert report.counts() == {"markets": 2, "lots": 2, "rejected": 1, "warnings": 1}
    assert len(rows(house, MARKET)) == 2


def test_a_reference_that_the_territory_has_is_a_fault_of_its_row(house: House) -> None:
    buyer = a_buyer(house)
    house.register(MONDAY, "M-2")

    found = refused(house, house.alice, buyer, TWO)
    assert [place.field for place in found.places] == ["A4"]
    assert "porte déjà cette référence" in found.places[0].message_fr
    assert [line.reference for line in bring(house, house.alice, buyer, TWO, partial=True).markets] == ["M-1"]


def test_a_reference_of_another_territory_is_free_here(house: House) -> None:
    House(house.database, territory_id=7).register(MONDAY, "M-2")
    assert bring(house, house.alice, a_buyer(house), TWO).counts()["markets"] == 2


def test_a_plan_without_a_market_is_refused_even_in_part(house: House) -> None:
    buyer = a_buyer(house)
    assert [place.field for place in refused(house, house.alice, buyer, reading()).places] == ["file"]
    only_faults = reading(findings=(FAULT,))
    assert [
        place.field for place in refused(house, house.alice, buyer, only_faults, partial=True).places
    ] == ["E4"]


def test_a_trial_writes_nothing_and_says_the_same(house: House) -> None:
    buyer = a_buyer(house)
    before = dump(house.database)
    trial = bring(house, house.alice, buyer, replace(TWO, findings=(DOUBT,)), dry_run=True)
    assert dump(house.database) == before
    assert (trial.dry_run, trial.plan_id, trial.is_importable) == (True, None, True)

    real = bring(house, house.alice, buyer, replace(TWO, findings=(DOUBT,)))
    assert trial.counts() == real.counts()
    assert trial.findings == real.findings


def test_the_same_file_twice_changes_nothing_and_says_so(house: House) -> None:
    buyer = a_buyer(house)
    first = bring(house, house.alice, buyer, TWO)
    before = dump(house.database)

    again = bring(house, house.alice, buyer, TWO)
    assert (again.is_known, again.plan_id) == (True, first.plan_id)
    assert bring(house, house.alice, buyer, TWO, dry_run=True).is_known
    assert dump(house.database) == before


def test_the_same_file_for_another_buyer_is_another_plan(house: House) -> None:
    bring(house, house.alice, a_buyer(house), TWO)
    found = refused(house, house.alice, a_buyer(house, "autre@ville.example"), TWO)
    assert [place.field for place in found.places] == ["A2", "A4"]  # their references are taken


@pytest.mark.parametrize("dry_run", [False, True])
def test_nobody_brings_the_plan_of_another(house: House, dry_run: bool) -> None:
    mine, other = a_buyer(house), a_buyer(house, "autre@ville.example")
    elsewhere = House(house.database, territory_id=7)
    foreign = a_buyer(house, "loin@ville.example", elsewhere.territory_id)
    company = Actor(ActorKind.ACCOUNT, house.territory_id, 1, Role.COMPANY, mine)

    assert isinstance(refused(house, signed_in(house, mine), other, TWO, dry_run=dry_run), NotAllowed)
    assert isinstance(refused(house, company, mine, TWO, dry_run=dry_run), NotAllowed)
    assert isinstance(refused(house, house.alice, foreign, TWO, dry_run=dry_run), NotFound)
    assert isinstance(refused(house, house.alice, 999, TWO, dry_run=dry_run), NotFound)


def test_each_reads_the_plans_that_are_its_own(house: House) -> None:
    mine, other = a_buyer(house), a_buyer(house, "autre@ville.example")
    elsewhere = House(house.database, territory_id=7)
    plan_id = bring(house, console(house.territory_id), mine, TWO).plan_id or 0

    with house.database.read() as session:
        for actor, seen in (
            (house.alice, True),
            (signed_in(house, mine), True),
            (signed_in(house, other), False),
            (Actor(ActorKind.ACCOUNT, house.territory_id, 1, Role.COMPANY, mine), False),
            (elsewhere.alice, False),
        ):
            assert bool(list_plans(session, actor, Slice()).items) is seen
            if seen:
                assert plan_record(session, actor, plan_id)["markets"][0]["reference"] == "M-1"
            else:
                with pytest.raises(NotFound):
                    plan_record(session, actor, plan_id)


def test_nothing_personal_enters_the_journal(house: House) -> None:
    bring(house, house.alice, a_buyer(house), reading(planned("M-1", description="Appelez Bob Inventé.")))
    assert "Bob" not in str(dump(house.database)["journal"])


@pytest.mark.database
def test_on_postgresql_a_plan_is_taken_in_the_same_and_once(postgres_house: House) -> None:
    house = postgres_house
    buyer = a_buyer(house)
    report = bring(house, house.alice, buyer, replace(TWO, findings=(DOUBT,)))
    assert bring(house, house.alice, buyer, TWO).is_known
    with house.database.read() as session:
        kept = plan_record(session, house.alice, report.plan_id or 0)
        trial = import_plan(session, house.alice, buyer, TWO, partial=True, dry_run=True, now=at(MONDAY))
    assert [line["amount_excl_tax"] for line in kept["markets"]] == [None, None]
    assert (kept["counts"], trial.is_known) == (report.counts(), True)
    assert [row.kind for row in rows(house, MAIL)] == ["plan_receipt"]
