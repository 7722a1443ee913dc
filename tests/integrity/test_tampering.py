"""Each way of tampering is found, and names its market."""

import json
from datetime import datetime

import pytest
from sqlalchemy import select, text

from cases.integrity import check, seal_territories
from cases.rules.chain import link_hash
from cases.statements import JOURNAL
from models.database import Database
from tests.integrity.conftest import CHECKED, live_and_seal, tamper
from tests.support.people import House


def wrong(database: Database, now: datetime = CHECKED) -> list[tuple[str, str]]:
    return [(problem.name, problem.subject) for problem in check(database, now=now).problems]


def test_a_life_without_tampering_is_sound(lived: Database) -> None:
    report = check(lived, now=CHECKED)

    assert report.problems == []
    assert report.ok and len(report.counts) >= 15
    assert json.loads(json.dumps(report.as_dict()))["ok"] is True


TAMPERINGS = [
    ("a changed payload", "UPDATE journal SET payload = '{\"to\":\"x\"}' WHERE market_id = 1 "
     "AND position = 2", "journal_altered"),
    ("a changed author", "UPDATE journal SET actor_id = 99 WHERE market_id = 1 AND position = 3",
     "journal_altered"),
    ("a changed instant", "UPDATE journal SET at = '2020-01-01 00:00:00.000000' WHERE market_id = 1 "
     "AND position = 1", "journal_altered"),
    ("an unreadable instant", "UPDATE journal SET at = 'yesterday' WHERE market_id = 1 AND position = 1",
     "journal_altered"),
    ("another pack", "UPDATE journal SET pack_version = 'other' WHERE market_id = 1 AND position = 4",
     "journal_altered"),
    ("a changed hash", "UPDATE journal SET hash = replace(hash, 'a', 'b') WHERE market_id = 1 "
     "AND position = 2", "journal_altered"),
    ("a deleted entry", "DELETE FROM journal WHERE market_id = 1 AND position = 3", "journal_gap"),
    ("a deleted first entry", "DELETE FROM journal WHERE market_id = 1 AND position = 1", "journal_gap"),
    ("an emptied journal", "DELETE FROM journal WHERE market_id = 1", "sealed_entries_missing"),
    ("a tail cut off", "DELETE FROM journal WHERE market_id = 1 AND position > 3", "sealed_entries_missing"),
    ("another end", "UPDATE market SET journal_length = journal_length + 1 WHERE id = 1",
     "journal_truncated"),
    ("another head", "UPDATE market SET journal_head = 'x' || substr(journal_head, 2) WHERE id = 1",
     "journal_truncated"),
    ("a stage moved by hand", "UPDATE market SET stage = 'kickoff' WHERE id = 1", "stage_not_journalled"),
]  # fmt: skip


@pytest.mark.parametrize(
    ("statement", "name"), [case[1:] for case in TAMPERINGS], ids=[case[0] for case in TAMPERINGS]
)
def test_tampering_with_one_market_names_it(lived: Database, statement: str, name: str) -> None:
    tamper(lived, statement)

    assert (name, "market 1") in wrong(lived)
    assert {subject for _, subject in wrong(lived)} == {"market 1"}


def test_swapped_entries_are_found(lived: Database) -> None:
    tamper(
        lived,
        "UPDATE journal SET position = 1002 WHERE market_id = 1 AND position = 2",
        "UPDATE journal SET position = 2 WHERE market_id = 1 AND position = 3",
        "UPDATE journal SET position = 3 WHERE market_id = 1 AND position = 1002",
    )
    assert wrong(lived) == [("journal_altered", "market 1")]


def test_an_entry_moved_to_another_market_is_found_on_both(lived: Database) -> None:
    tamper(lived, "UPDATE journal SET market_id = 3, position = 2 WHERE market_id = 1 AND position = 2")
    assert wrong(lived) == [("journal_gap", "market 1"), ("journal_altered", "market 3")]


CUT = (
    "DELETE FROM journal WHERE market_id = 1 AND position > 3",
    "UPDATE market SET journal_length = 3, journal_head = "
    "(SELECT hash FROM journal WHERE market_id = 1 AND position = 3) WHERE id = 1",
)


def test_a_tail_cut_off_with_the_market_made_to_agree_contradicts_the_seal(lived: Database) -> None:
    tamper(lived, *CUT)
    assert wrong(lived) == [("sealed_entries_missing", "market 1")]


def test_a_cut_shows_even_after_the_next_day_is_sealed(lived: Database) -> None:
    tamper(lived, *CUT)
    seal_territories(lived, now=CHECKED)
    assert ("sealed_entries_missing", "market 1") in wrong(lived)


def rewrite(database: Database, market_id: int, position: int, payload: str) -> None:
    """Change an entry and make the whole chain after it, and the market, agree."""
    query = select(JOURNAL).where(JOURNAL.c.market_id == market_id).order_by(JOURNAL.c.position)
    with database.read() as session:
        rows = session.connection().execute(query).all()
    head, statements = "0" * 64, []
    for row in rows:
        said = payload if row.position == position else row.payload
        actor = f"{row.actor_kind}:{row.actor_id or ''}"
        digest = link_hash(head, market_id, row.position, row.event, row.at, actor, row.pack_version, said)
        statements.append(
            f"UPDATE journal SET payload = '{said.replace(chr(39), chr(39) * 2)}', previous_hash = '{head}', "
            f"hash = '{digest}' WHERE id = {row.id}"
        )
        head = digest
    statements.append(f"UPDATE market SET journal_head = '{head}' WHERE id = {market_id}")
    tamper(database, *statements)


def test_a_history_rewritten_with_all_its_hashes_contradicts_the_seal(lived: Database) -> None:
    rewrite(lived, 1, 1, '{"stage":"drafting","by":"someone else"}')
    assert [name for name, _ in wrong(lived)] == ["sealed_history_rewritten"]
    assert wrong(lived)[0][1] == "market 1"


def test_rewriting_an_entry_as_it_was_changes_nothing(lived: Database) -> None:
    """The attack above is the real one: with the same words it leaves a sound journal."""
    with lived.read() as session:
        query = select(JOURNAL.c.payload).where(JOURNAL.c.market_id == 1, JOURNAL.c.position == 1)
        payload = session.connection().execute(query).scalar_one()
    rewrite(lived, 1, 1, payload)
    assert wrong(lived) == []


def test_a_market_removed_with_all_its_rows_is_missed(lived: Database) -> None:
    tamper(lived, "DELETE FROM journal WHERE market_id = 3", "DELETE FROM task WHERE market_id = 3",
           "DELETE FROM market WHERE id = 3")  # fmt: skip
    assert wrong(lived) == [("market_missing", "market 3")]
    seal_territories(lived, now=CHECKED)
    assert wrong(lived) == [("market_missing", "market 3")]


def test_a_journal_without_its_market_is_told(lived: Database) -> None:
    tamper(lived, "DELETE FROM territory_seal", "DELETE FROM market WHERE id = 3")
    assert wrong(lived) == [("market_missing", "market 3")]


@pytest.mark.parametrize(
    "statement",
    [
        "UPDATE territory_seal SET root = substr(root, 2) || substr(root, 1, 1) WHERE id = 2",
        "UPDATE territory_seal SET heads = '[]' WHERE id = 2",
        "UPDATE territory_seal SET heads = 'nothing' WHERE id = 2",
        "UPDATE territory_seal SET heads = '[[1, 2, 3]]' WHERE id = 2",
        "UPDATE territory_seal SET sealed_on = '2027-02-03' WHERE id = 2",
        "UPDATE territory_seal SET previous_root = root WHERE id = 2",
        "DELETE FROM territory_seal WHERE id = 1",
        "DELETE FROM territory_seal WHERE id = 2",
    ],
)
def test_an_edited_or_removed_seal_is_found(lived: Database, statement: str) -> None:
    tamper(lived, statement)
    assert wrong(lived) == [("seal_altered", "territory T0")]


def test_a_seal_made_to_say_another_length_is_found(lived: Database) -> None:
    with lived.read() as session:
        query = text("SELECT heads FROM territory_seal WHERE id = 1")
        heads = json.loads(session.connection().execute(query).scalar_one())
    heads[0][1] -= 1
    tamper(lived, f"UPDATE territory_seal SET heads = '{json.dumps(heads)}' WHERE id = 1")
    assert wrong(lived) == [("seal_altered", "territory T0")]


@pytest.mark.database
def test_postgresql_is_checked_and_sealed_alike(migrated_postgres_url: str) -> None:
    database = Database(migrated_postgres_url)
    live_and_seal(House(database))
    assert wrong(database) == []

    tamper(database, *CUT)

    assert wrong(database) == [("sealed_entries_missing", "market 1")]
    database.dispose()
