"""Published contracts taken in: opened, updated, unchanged, registered or rejected, each on its own."""

import hashlib
import io
import json
from dataclasses import replace
from datetime import date
from decimal import Decimal
from pathlib import Path
from typing import Any

import pytest

from cases.actors import Actor
from cases.commands import drafting, importing, parties
from cases.commands.importing import ImportReport, import_markets
from cases.inputs import ContactInput, MarketDescription
from cases.refusals import NotAllowed
from cases.rules.lifecycle import Move
from cases.statements import DEADLINE, JOURNAL, MARKET, table_of
from exchange.decp.reader import read
from models.tables import Amendment, ImportRun, MarketParty, UnclausedMarket
from models.vocabulary import CompanyRole, Lever, Origin, Role, Stage, TaskKind
from tests.cases.dump import changed_tables, dump
from tests.cases.scenes import PARTY, acts, do, events, market_row, one, rows, tasks
from tests.support.people import House, at

OFFICIAL = Path(__file__).parents[3] / "shared" / "data"
RUN, REGISTER, AMENDMENT = table_of(ImportRun), table_of(UnclausedMarket), table_of(Amendment)
MEMBER = table_of(MarketParty)
BUYER, BUILDER, ROOFER = "21440109300015", "73282932000074", "99900001100000"
DAY = date(2026, 3, 2)
CLAUSE, NONE = "Clause sociale", "Pas de considération sociale"


def contract(number: str, said: str = CLAUSE, **facts: Any) -> dict[str, Any]:
    """A contract as a buyer publishes it, with nothing doubtful in it."""
    return {
        "id": number,
        "acheteur": {"id": BUYER},
        "nature": "Marché",
        "objet": f"Travaux {number}",
        "codeCPV": "45000000-7",
        "procedure": "Appel d'offres ouvert",
        "lieuExecution": {"code": "44109", "typeCode": "Code commune"},
        "dureeMois": 12,
        "dateNotification": "2026-01-15",
        "datePublicationDonnees": "2026-01-20",
        "montant": 250000,
        "considerationsSociales": {"considerationSociale": [said]},
        "titulaires": [{"titulaire": {"id": BUILDER, "typeIdentifiant": "SIRET"}}],
    } | facts


def take_in(house: House, *contracts: Any, dry_run: bool = False, actor: Actor | None = None) -> ImportReport:
    return take_in_file(house, json.dumps({"marches": {"marche": contracts}}).encode(), dry_run, actor)


def take_in_file(house: House, raw: bytes, dry_run: bool = False, actor: Actor | None = None) -> ImportReport:
    return import_markets(
        house.database,
        actor or house.alice,
        read(io.BytesIO(raw), name="essai.json"),
        file_name="essai.json",
        file_format="decp",
        file_sha256=hashlib.sha256(raw).hexdigest(),
        dry_run=dry_run,
        now=at(DAY),
    )


def counts(report: ImportReport) -> dict[str, int]:
    """The counts that are not zero, without the warnings."""
    return {word: n for word, n in report.counts().items() if n and word != "warnings"}


def test_a_market_with_a_clause_becomes_a_case_at_kickoff_with_all_that_the_file_says(house: House) -> None:
    report = take_in(house, contract("A-1"))
    assert counts(report) == {"accepted": 1}
    market = one(house, MARKET)
    assert (market.stage, market.origin, market.reference) == (Stage.KICKOFF, Origin.IMPORT, "A-1")
    assert (market.lever, market.amount_excl_tax) == (Lever.EXECUTION_CONDITION, Decimal(250000))
    assert (market.awarded_on, market.planned_end_on) == (date(2026, 1, 15), date(2027, 1, 14))
    assert market.referent_id == house.alice.id
    assert [(row.role, row.market_id) for row in rows(house, MEMBER)] == [(CompanyRole.LEAD, market.id)]
    assert events(house, market.id) == ["imported"]
    assert [str(row.actor_kind) for row in rows(house, JOURNAL)] == ["import"]
    assert len(tasks(house, TaskKind.HOLD_KICKOFF)) == 1
    assert [str(row.rule) for row in rows(house, DEADLINE)] == ["kickoff_overdue"]


def test_a_market_without_a_clause_is_kept_in_the_register_and_opens_no_case(house: House) -> None:
    assert counts(take_in(house, contract("A-1", NONE))) == {"without_clause": 1}
    assert rows(house, MARKET) == []
    line = one(house, REGISTER)
    assert (line.title, line.buyer_siret, line.notified_on) == ("Travaux A-1", BUYER, date(2026, 1, 15))


def test_the_same_file_again_changes_nothing_at_all_but_the_list_of_imports(house: House) -> None:
    file = (
        contract("A-1"),
        contract("A-2", NONE),
        contract("A-3", "Marché réservé"),
        {"objet": "sans numéro"},
    )
    first = take_in(house, *file)
    assert counts(first) == {"accepted": 2, "without_clause": 1, "rejected": 1}
    before = dump(house.database)
    second = take_in(house, *file)
    assert counts(second) == {"unchanged": 3, "rejected": 1}
    assert changed_tables(before, dump(house.database)) == {"import_run"}


def test_an_older_version_of_a_market_coming_back_does_not_undo_the_newer_one(house: House) -> None:
    old, new = contract("A-1", montant=100), contract("A-1", montant=200)
    for file, word in ((old, "accepted"), (new, "updated"), (old, "unchanged"), (new, "unchanged")):
        assert counts(take_in(house, file)) == {word: 1}
    assert one(house, MARKET).amount_excl_tax == Decimal(200)


def test_an_update_journals_each_fact_before_and_after_and_leaves_what_people_made(house: House) -> None:
    take_in(house, contract("A-1"))
    market = one(house, MARKET).id
    facts = {"required_hours": Decimal(100), "committed_hours": Decimal(120)}
    describe(house, market, **facts)
    changed = contract("A-1", objet="Travaux agrandis", montant=300000, titulaires=[])
    assert counts(take_in(house, changed)) == {"updated": 1}
    row = market_row(house, market)
    assert (row.title, row.amount_excl_tax, row.required_hours) == ("Travaux agrandis", 300000, 100)
    assert len(rows(house, MEMBER)) == 1
    told = json.loads(rows(house, JOURNAL, event="import_updated")[0].payload)
    assert told["title"] == {"before": "Travaux A-1", "after": "Travaux agrandis"}
    assert {word: Decimal(value) for word, value in told["amount_excl_tax"].items()} == {
        "before": Decimal(250000),
        "after": Decimal(300000),
    }


def describe(house: House, market: int, **facts: Any) -> None:
    with house.database.write() as session:
        drafting.describe_market(session, house.alice, market, MarketDescription(**facts), now=at(DAY))


def test_an_import_never_moves_a_market_back(house: House) -> None:
    take_in(house, contract("A-1"))
    market = one(house, MARKET).id
    do(house, acts(DAY)[Move.SUSPEND], market)
    assert counts(take_in(house, contract("A-1", montant=1))) == {"updated": 1}
    assert house.stage(market) is Stage.SUSPENDED


def test_a_modification_becomes_an_amendment_and_its_amount_and_duration_are_in_force(house: House) -> None:
    changes = [
        {"id": 1, "dateNotificationModification": "2026-02-02", "montant": 260000, "dureeMois": 15},
        {"id": 2, "dateNotificationModification": "2026-02-20", "dureeMois": 18},
    ]
    take_in(house, contract("A-1", modifications=[{"modification": change} for change in changes]))
    market = one(house, MARKET)
    assert (market.amount_excl_tax, market.duration_months) == (Decimal(260000), 18)
    assert market.planned_end_on == date(2027, 7, 14)
    assert [(row.number, row.signed_on, row.duration_months) for row in rows(house, AMENDMENT)] == [
        (1, date(2026, 2, 2), 15),
        (2, date(2026, 2, 20), 18),
    ]


def test_a_market_found_twice_in_a_file_is_opened_once(house: House) -> None:
    same, other = contract("A-1"), contract("A-1", montant=3)
    assert counts(take_in(house, same, same, other)) == {"accepted": 1, "unchanged": 1, "updated": 1}
    assert len(rows(house, MARKET)) == 1


def test_the_same_number_from_two_buyers_makes_two_markets(house: House) -> None:
    other = contract("A-1", acheteur={"id": "21350238800019"})
    assert counts(take_in(house, contract("A-1"), other)) == {"accepted": 2}
    assert [row.reference for row in rows(house, MARKET)] == ["A-1", "A-1 (21350238800019)"]


FAR_APART = [contract(f"F-{n}", NONE) for n in range(6)]
FILES = {
    "one of each": [contract("A-1"), contract("A-2", NONE), {"objet": "sans numéro"}],
    "twice the same": [contract("A-1"), contract("A-1")],
    "twice, changed": [contract("A-1"), contract("A-1", montant=5)],
    "twice, far apart": [contract("A-1"), *FAR_APART, contract("A-1")],
    "twice, changed, far apart": [contract("A-1"), *FAR_APART, contract("A-1", montant=5)],
    "a clause comes, far apart": [contract("A-1", NONE), *FAR_APART, contract("A-1")],
    "a clause goes, far apart": [contract("A-1"), *FAR_APART, contract("A-1", NONE)],
    "registered twice, changed, far apart": [
        contract("A-1", NONE),
        *FAR_APART,
        contract("A-1", NONE, montant=5),
    ],
    "a clause comes then facts change": [
        contract("A-1", NONE),
        *FAR_APART,
        contract("A-1"),
        contract("A-1", montant=5),
    ],
}


@pytest.mark.parametrize("file", list(FILES.values()), ids=list(FILES))
def test_a_dry_run_writes_nothing_and_counts_the_same(
    house: House, file: list[Any], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(importing, "CHUNK", 4)
    before = dump(house.database)
    dry = take_in(house, *file, dry_run=True)
    assert dump(house.database) == before
    assert (dry.run_id, dry.dry_run) == (None, True)
    real = take_in(house, *file)
    assert real.counts() == dry.counts()
    assert [finding.place for finding in real.rejected] == [finding.place for finding in dry.rejected]


def test_a_dry_run_over_what_is_known_counts_the_same(house: House) -> None:
    take_in(house, contract("A-1"), contract("A-2", NONE))
    file = (contract("A-1", montant=9), contract("A-2"), contract("A-3"), contract("A-3", montant=2))
    dry = take_in(house, *file, dry_run=True)
    assert counts(dry) == {"accepted": 2, "updated": 2}
    assert take_in(house, *file).counts() == dry.counts()


def test_a_market_that_gains_a_clause_becomes_a_case_and_leaves_the_register(house: House) -> None:
    take_in(house, contract("A-1", NONE))
    assert counts(take_in(house, contract("A-1"))) == {"accepted": 1}
    assert rows(house, REGISTER) == []
    assert one(house, MARKET).reference == "A-1"
    assert counts(take_in(house, contract("A-1", NONE))) == {"unchanged": 1}  # the first file again


def test_a_market_that_loses_its_clause_stays_a_case_that_someone_verifies(house: House) -> None:
    take_in(house, contract("A-1"))
    assert tasks(house, TaskKind.VERIFY_IMPORT) == []
    assert counts(take_in(house, contract("A-1", NONE))) == {"updated": 1}
    (task,) = tasks(house, TaskKind.VERIFY_IMPORT)
    assert [doubt["field"] for doubt in json.loads(task.details)["doubts"]] == ["considerationsSociales"]
    assert len(rows(house, MARKET)) == 1
    assert rows(house, REGISTER) == []


def test_what_is_doubtful_is_accepted_with_a_warning_and_one_task(house: House) -> None:
    doubtful = contract("A-1", dureeMois="NC", acheteur={"id": "21440109300016"})
    report = take_in(house, doubtful)
    assert counts(report) == {"accepted": 1}
    assert {finding.field for finding in report.warnings} == {"acheteur.id", "dureeMois"}
    (task,) = tasks(house, TaskKind.VERIFY_IMPORT)
    assert len(json.loads(task.details)["doubts"]) == 2


def test_a_faulty_contract_is_rejected_with_its_place_and_the_others_are_taken_in(house: House) -> None:
    file = (
        contract("A-1"),
        {"objet": "ni numéro ni acheteur"},
        contract("A-2"),
        "pas un marché",
        contract("A-3"),
    )
    report = take_in(house, *file)
    assert counts(report) == {"accepted": 3, "rejected": 2}
    places = [(finding.market_id, finding.place) for finding in report.rejected]
    assert places == [(None, "marches.marche[2]"), (None, "marches.marche[4]")]
    assert all(finding.reason_fr and finding.reason_en for finding in report.rejected)


def test_a_contract_that_the_database_refuses_is_rejected_alone(house: House) -> None:
    with house.database.write() as session:
        session.connection().exec_driver_sql(
            "CREATE TRIGGER broken BEFORE INSERT ON market WHEN NEW.title = 'Travaux A-2' "
            "BEGIN SELECT RAISE(ABORT, 'refused'); END"
        )
    report = take_in(house, *(contract(f"A-{n}") for n in range(1, 6)))
    assert counts(report) == {"accepted": 4, "rejected": 1}
    assert [(finding.market_id, finding.place) for finding in report.rejected] == [
        ("A-2", "marches.marche[2]")
    ]
    assert [row.reference for row in rows(house, MARKET)] == ["A-1", "A-3", "A-4", "A-5"]


def test_a_file_that_is_not_one_is_rejected_as_a_whole_and_kept_as_a_run(house: House) -> None:
    report = take_in_file(house, b"ceci n'est pas du JSON")
    assert counts(report) == {"rejected": 1}
    run = one(house, RUN)
    assert run.id == report.run_id
    assert json.loads(run.counts)["rejected"] == 1
    assert len(json.loads(run.findings)) == 1


def test_a_company_already_known_is_not_added_twice_and_keeps_its_address(house: House) -> None:
    house.under_way(date(2026, 2, 2))
    before = [(row.siret, row.email) for row in rows(house, PARTY)]
    take_in(house, contract("A-1"))
    assert [(row.siret, row.email) for row in rows(house, PARTY)] == before


def test_a_group_keeps_each_company_with_its_role(house: House) -> None:
    two = [{"titulaire": {"id": siret, "typeIdentifiant": "SIRET"}} for siret in (BUILDER, ROOFER)]
    take_in(house, contract("A-1", titulaires=two))
    assert [row.role for row in rows(house, MEMBER)] == [CompanyRole.LEAD, CompanyRole.CO_CONTRACTOR]


def test_an_imported_market_is_completed_then_launched_like_any_other(house: House) -> None:
    take_in(house, contract("A-1"))
    market = one(house, MARKET).id
    describe(house, market, required_hours=Decimal(100), committed_hours=Decimal(100))
    contact(house, market)
    house.kick_off(market, DAY)
    assert house.stage(market) is Stage.FOLLOW_UP
    assert house.open_tasks() == ["missing_contact"]  # the buyer's, for the minutes


def contact(house: House, market: int) -> None:
    party = rows(house, MEMBER, market_id=market)[0].party_id
    with house.database.write() as session:
        address = ContactInput(email="boris@batisseur.example")
        parties.set_contact(session, house.alice, market, party, address, now=at(DAY))


@pytest.mark.parametrize("role", [Role.BUYER, Role.COMPANY, Role.PARTNER])
def test_only_the_staff_imports(house: House, role: Role) -> None:
    before = dump(house.database)
    with pytest.raises(NotAllowed):
        take_in(house, contract("A-1"), actor=replace(house.alice, role=role, party_id=1))
    assert dump(house.database) == before


def test_two_territories_may_follow_the_same_market_without_seeing_each_other(house: House) -> None:
    other = House(house.database, territory_id=77)
    take_in(house, contract("A-1"))
    assert counts(take_in(other, contract("A-1"))) == {"accepted": 1}
    assert [row.territory_id for row in rows(house, MARKET)] == [house.territory_id, other.territory_id]


def test_a_file_of_two_thousand_markets_is_taken_in_then_changes_nothing(house: House) -> None:
    file = [contract(f"G-{n}", CLAUSE if n % 4 == 0 else NONE) for n in range(2000)]
    assert counts(take_in(house, *file)) == {"accepted": 500, "without_clause": 1500}
    before = dump(house.database)
    assert counts(take_in(house, *file)) == {"unchanged": 2000}
    assert changed_tables(before, dump(house.database)) == {"import_run"}


@pytest.mark.parametrize(
    "name",
    ["decp_example_markets.json", "decp_example_markets_and_concessions.json", "decp_example_market.xml"],
)
def test_an_official_example_is_taken_in_once(house: House, name: str) -> None:
    file = OFFICIAL / name
    if not file.exists():
        pytest.skip(f"the official example {name} is not here")
    dry = take_in_file(house, file.read_bytes(), dry_run=True)
    report = take_in_file(house, file.read_bytes())
    assert report.counts() == dry.counts()
    assert report.accepted + report.without_clause > 0
    assert len(rows(house, MARKET)) == report.accepted
    assert len(rows(house, REGISTER)) == report.without_clause
    before = dump(house.database)
    again = take_in_file(house, file.read_bytes())
    assert (again.accepted, again.updated, again.without_clause) == (0, 0, 0)
    assert changed_tables(before, dump(house.database)) == {"import_run"}
