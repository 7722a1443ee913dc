"""The command line, as others rely on it: what it prints, where, and with which exit code."""

import json
import sqlite3
from collections.abc import Callable
from pathlib import Path
from typing import Any

import pytest
from typer.testing import CliRunner, Result

import jalon
from models.migrating import upgrade
from tests.support.copies import copy_of

MARKET = {
    "id": "2026-CLI-1",
    "acheteur": {"id": "21440109300015"},
    "considerationsSociales": {"considerationSociale": ["Clause sociale"]},
    "objet": "Chantier de la ligne de commande",
    "codeCPV": "45000000-7",
    "nature": "Marché",
    "procedure": "Appel d'offres ouvert",
    "titulaires": [{"titulaire": {"id": "73282932000074", "typeIdentifiant": "SIRET"}}],
    "dureeMois": 6,
    "dateNotification": "2026-01-15",
    "datePublicationDonnees": "2026-01-20",
    "montant": 500000,
}
NAMELESS = {key: value for key, value in MARKET.items() if key != "id"}
Run = Callable[..., Result]
ADD_TERRITORY = ("territory", "add", "ESSAI", "--name", "Pays d’Essai")


@pytest.fixture
def run_anew(tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> Run:
    """Run a command where nothing is installed yet."""
    monkeypatch.setenv("JALON_DATA_DIR", str(tmp_path / "data"))
    for name in ("JALON_DATABASE_URL", "JALON_SMTP_URL", "JALON_SECRET_KEY"):
        monkeypatch.delenv(name, raising=False)

    def command(*words: str, input: str | None = None) -> Result:
        return CliRunner().invoke(jalon.app, list(words), input=input)

    return command


@pytest.fixture
def run(run_anew: Run, tmp_path: Path) -> Run:
    """Run a command on an installation that holds the territory ESSAI."""
    copy_of(upgrade, tmp_path / "data/jalon.db").dispose()
    assert run_anew(*ADD_TERRITORY).exit_code == 0
    return run_anew


def decp(folder: Path, *markets: dict[str, Any]) -> str:
    file = folder / "decp.json"
    file.write_text(json.dumps({"marches": {"marche": list(markets)}}))
    return str(file)


def counts(result: Result) -> dict[str, Any]:
    found: dict[str, Any] = json.loads(result.stdout)
    return {name: len(value) if isinstance(value, list) else value for name, value in found.items()}


def test_the_first_command_makes_the_database(run_anew: Run, tmp_path: Path) -> None:
    assert run_anew(*ADD_TERRITORY).exit_code == 0
    with sqlite3.connect(tmp_path / "data/jalon.db") as database:
        assert database.execute("SELECT code FROM territory").fetchall() == [("ESSAI",)]


def test_a_person_is_added_with_the_password_of_standard_input(run: Run, tmp_path: Path) -> None:
    words = ("user", "add", "alice@essai.example", "--territory", "ESSAI", "--role", "facilitator")
    added = run(*words, "--password-stdin", input="un mot de passe assez long\n")
    assert added.exit_code == 0, added.output
    with sqlite3.connect(tmp_path / "data/jalon.db") as database:
        [(role, kept)] = database.execute("SELECT role, password_hash FROM account").fetchall()
    assert role == "facilitator"
    assert kept.startswith("$argon2id$")


def test_an_import_opens_cases_and_a_second_one_changes_nothing(run: Run, tmp_path: Path) -> None:
    words = ("import", "decp", decp(tmp_path, MARKET), "--territory", "ESSAI", "--json")
    first, second = run(*words), run(*words)
    assert (first.exit_code, second.exit_code) == (0, 0)
    assert counts(first)["accepted"] == 1
    assert (counts(second)["accepted"], counts(second)["unchanged"]) == (0, 1)


def test_a_rejected_market_is_named_and_does_not_stop_the_good_one(run: Run, tmp_path: Path) -> None:
    found = run("import", "decp", decp(tmp_path, NAMELESS, MARKET), "--territory", "ESSAI", "--json")
    assert found.exit_code == 0
    report = json.loads(found.stdout)
    assert report["accepted"] == 1
    [rejected] = report["rejected"]
    assert rejected["place"] == "marches.marche[1]"
    assert rejected["reason_en"]


def test_a_file_of_which_nothing_can_be_used_ends_with_1(run: Run, tmp_path: Path) -> None:
    file = tmp_path / "rubbish.json"
    file.write_text("this is no JSON")
    found = run("import", "decp", str(file), "--territory", "ESSAI", "--json")
    assert found.exit_code == 1
    assert counts(found)["rejected"] == 1


def test_a_dry_run_reports_the_same_and_writes_nothing(run: Run, tmp_path: Path) -> None:
    words = ("import", "decp", decp(tmp_path, MARKET), "--territory", "ESSAI", "--json")
    assert counts(run(*words, "--dry-run"))["accepted"] == 1
    assert counts(run(*words))["accepted"] == 1


def test_a_tick_at_an_instant_fires_what_is_due_then(run: Run, tmp_path: Path) -> None:
    run("import", "decp", decp(tmp_path, MARKET), "--territory", "ESSAI")
    found = run("tick", "--at", "2030-01-07T09:00+01:00", "--json")
    assert found.exit_code == 0, found.output
    report = json.loads(found.stdout)
    assert report["deadlines"] == {"claimed": 1, "fired": 1, "moot": 0, "poisoned": 0}
    assert set(report) == {"deadlines", "mails", "partners"}


@pytest.mark.parametrize("at", ["tomorrow", "2030-01-07T09:00"])
def test_an_instant_that_names_none_is_refused_with_an_example(run: Run, at: str) -> None:
    found = run("tick", "--at", at)
    assert found.exit_code == 2
    assert "2027-03-01T08:00+01:00" in found.output


def test_an_unknown_territory_is_refused_with_the_known_ones(run: Run, tmp_path: Path) -> None:
    found = run("import", "decp", decp(tmp_path, MARKET), "--territory", "AILLEURS")
    assert found.exit_code == 2
    assert "ESSAI" in found.output


def test_the_check_is_silent_on_a_sound_journal_and_fails_on_a_changed_one(run: Run, tmp_path: Path) -> None:
    run("import", "decp", decp(tmp_path, MARKET), "--territory", "ESSAI")
    sound = run("check", "--json")
    assert (sound.exit_code, json.loads(sound.stdout)["ok"]) == (0, True)
    with sqlite3.connect(tmp_path / "data/jalon.db") as database:
        for (trigger,) in database.execute(
            "SELECT name FROM sqlite_master WHERE type = 'trigger'"
        ).fetchall():
            database.execute(f"DROP TRIGGER {trigger}")
        database.execute("UPDATE journal SET payload = '{}'")
    changed = run("check", "--json")
    assert changed.exit_code == 1
    assert json.loads(changed.stdout)["counts"]["journal_altered"] == 1


def test_a_backup_is_restored_in_the_place_of_what_was_lost(run: Run, tmp_path: Path) -> None:
    run("import", "decp", decp(tmp_path, MARKET), "--territory", "ESSAI")
    assert run("backup", str(tmp_path / "kept.jalon")).exit_code == 0
    (tmp_path / "data/jalon.db").unlink()
    restored = run("restore", str(tmp_path / "kept.jalon"), "--force")
    assert restored.exit_code == 0, restored.output
    again = run("import", "decp", decp(tmp_path, MARKET), "--territory", "ESSAI", "--json")
    assert counts(again)["unchanged"] == 1


def test_a_simulation_prints_one_object_with_what_others_read(run: Run) -> None:
    found = run("simulate", "--markets", "4", "--months", "4", "--seed", "7", "--json")
    assert found.exit_code == 0, found.output
    report = json.loads(found.stdout)
    names = ("markets_by_stage", "mails_by_kind", "deadlines_fired_by_rule", "tasks_by_kind", "seconds")
    assert set(names) < set(report)
    assert sum(report["markets_by_stage"].values()) >= 4
    assert set(report["invariants"].values()) == {0}


def test_the_web_is_described_without_a_service(run: Run) -> None:
    document = json.loads(run("openapi").stdout)
    assert "/api/v1/markets" in document["paths"]
    routes = json.loads(run("routes", "--json").stdout)
    [inbox] = [route for route in routes if route["path"] == "/taches"]
    assert (inbox["methods"], sorted(inbox["roles"])) == (["GET"], ["director", "facilitator"])


def test_what_a_person_can_mend_is_said_in_a_line(
    run: Run, monkeypatch: pytest.MonkeyPatch, capsys: pytest.CaptureFixture[str]
) -> None:
    monkeypatch.setattr(jalon, "set_up_logs", lambda: None)  # it would set the logs of all tests that follow
    monkeypatch.setattr("sys.argv", ["jalon", "territory", "add", "ESSAI", "--name", "Encore"])
    with pytest.raises(SystemExit) as end:
        jalon.main()
    said = capsys.readouterr().err
    assert end.value.code == 2
    assert said.startswith("jalon: ") and said.count("\n") == 1


PLAN = "Référence;Intitulé;Montant HT\r\n2026-CLI-7;Crèche;450000\r\n2026-CLI-8;École;{amount}\r\n"


def plan(folder: Path, amount: str = "12,5") -> str:
    file = folder / "plan.csv"
    file.write_text(PLAN.format(amount=amount), encoding="cp1252", newline="")
    return str(file)


def for_buyer(run: Run, tmp_path: Path, buyer: str = "21440109300015") -> tuple[str, ...]:
    """The options of a plan of the buyer that an import of open data made known."""
    run("import", "decp", decp(tmp_path, MARKET), "--territory", "ESSAI")
    return ("--territory", "ESSAI", "--buyer", buyer)


def test_a_plan_is_tried_then_taken_in_and_known_the_second_time(run: Run, tmp_path: Path) -> None:
    words = ("import", "plan", plan(tmp_path), *for_buyer(run, tmp_path), "--json")
    trial = run(*words, "--dry-run")
    assert (trial.exit_code, counts(trial)["announced"], counts(trial)["plan_id"]) == (0, 2, None)
    done, again = run(*words), run(*words)
    assert (done.exit_code, counts(done)["plan_id"], counts(done)["is_known"]) == (0, 1, False)
    assert (again.exit_code, counts(again)["plan_id"], counts(again)["is_known"]) == (0, 1, True)


def test_a_faulty_plan_is_listed_by_cell_and_taken_in_part_when_asked(run: Run, tmp_path: Path) -> None:
    words = ("import", "plan", plan(tmp_path, "beaucoup"), *for_buyer(run, tmp_path))
    refused = run(*words)
    assert refused.exit_code == 1
    assert "rejected  C3  2026-CLI-8: Write a number" in refused.stdout
    assert "Nothing was written: correct the faults above." in refused.stdout
    part = run(*words, "--partial")
    assert part.exit_code == 0
    assert "market    2026-CLI-7  Crèche (0 lots)" in part.stdout
    assert "1 markets, 0 lots, 1 rejected, 0 warnings" in part.stdout


def test_a_plan_needs_a_buyer_that_the_territory_knows(run: Run, tmp_path: Path) -> None:
    for named in ("73282932000074", "99", "Ville"):
        found = run("import", "plan", plan(tmp_path), *for_buyer(run, tmp_path, named))
        assert found.exit_code == 2
        assert "the territory knows no buyer" in found.output
