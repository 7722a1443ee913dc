"""Files of open data, from the page: tried first, then taken in; and the register of the others."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import func, select

from cases.statements import MARKET, table_of
from models.settings import Settings
from models.tables import ImportRun, UnclausedMarket
from models.vocabulary import Role
from tests.api.published import published_file
from tests.api.town import BASE_URL, Town
from tests.support.people import House, fresh_house

RUN, REGISTER = table_of(ImportRun), table_of(UnclausedMarket)


@pytest.fixture
def office(tmp_path: Path) -> Iterator[Town]:
    town = Town(fresh_house(tmp_path), Settings(base_url=BASE_URL, data_dir=tmp_path))
    yield town
    town.house.database.dispose()


def send(browser: TestClient, content: bytes, name: str = "marches.json") -> Response:
    return browser.post("/imports", files={"file": (name, content)})


def counts(town: Town) -> tuple[int, int, int]:
    """Markets, lines of the register, runs kept."""
    with town.house.database.read() as session:
        tables = (MARKET, REGISTER, RUN)
        found = [session.connection().execute(select(func.count()).select_from(t)).scalar() for t in tables]
    return found[0] or 0, found[1] or 0, found[2] or 0


def hidden(page: str, name: str) -> str:
    found = re.search(rf'name="{name}" value="([^"]*)"', page)
    assert found is not None
    return found[1]


def test_a_trial_writes_nothing_and_says_what_would_come(office: Town) -> None:
    shown = send(office.alice(), published_file())

    assert shown.status_code == 200
    assert "Rien n’est encore écrit" in shown.text
    assert counts(office) == (0, 0, 0)


def test_a_confirmed_file_is_taken_in_and_its_findings_kept(office: Town) -> None:
    alice = office.alice()
    trial = send(alice, published_file()).text

    fields = {name: hidden(trial, name) for name in ("digest", "name")}
    done = alice.post("/imports/confirmer", data=fields)

    markets, register, runs = counts(office)
    assert (markets, register, runs) == (1, 1, 1)
    kept = alice.get(done.headers["location"])
    assert "marches.json" in kept.text
    assert "tag-late" in kept.text  # what was rejected
    assert "marches.json" in alice.get("/imports").text
    assert alice.get("/imports/1/constats.csv").text.count("\r\n") > 1
    assert alice.post("/imports/confirmer", data=fields).status_code == 404  # it is not kept twice


def test_a_file_that_is_no_list_of_markets_is_rejected_with_its_reason(office: Town) -> None:
    shown = send(office.alice(), b"%PDF-1.7 bonjour", "bilan.pdf")

    assert shown.status_code == 200
    assert "bilan.pdf" in shown.text
    assert "tag-late" in shown.text


@pytest.mark.parametrize("files", [None, {"file": ("vide.json", b"")}])
def test_no_file_or_an_empty_one_is_said_at_its_field(
    office: Town, files: dict[str, tuple[str, bytes]]
) -> None:
    refused = office.alice().post("/imports", files=files)

    assert refused.status_code == 422
    assert "Choisissez un fichier." in refused.text


def test_a_file_of_another_territory_cannot_be_confirmed(office: Town) -> None:
    trial = send(office.alice(), published_file()).text
    elsewhere = office.someone(Role.DIRECTOR, house=House(office.house.database, territory_id=2))

    refused = elsewhere.post("/imports/confirmer", data={"digest": hidden(trial, "digest"), "name": "x"})

    assert refused.status_code == 404
    assert counts(office) == (0, 0, 0)


@pytest.mark.parametrize("digest", ["../../etc/passwd", "", "a" * 64])
def test_only_a_file_that_was_tried_is_read(office: Town, digest: str) -> None:
    refused = office.alice().post("/imports/confirmer", data={"digest": digest, "name": "x"})
    assert refused.status_code in (404, 422)


def test_the_register_is_filtered_and_downloaded(office: Town) -> None:
    alice = office.alice()
    fields = {name: hidden(send(alice, published_file()).text, name) for name in ("digest", "name")}
    alice.post("/imports/confirmer", data=fields)

    whole = alice.get("/sans-clause.csv")
    titles = [line.split(";")[1] for line in whole.text.splitlines()[1:]]

    assert whole.content.startswith(b"\xef\xbb\xbf")
    assert len(titles) == counts(office)[1]
    word = max(titles[0].split(), key=len)
    assert word in alice.get("/sans-clause", params={"mots": word}).text
    assert "Aucun marché" in alice.get("/sans-clause", params={"mots": "introuvable"}).text
    assert alice.get("/sans-clause", params={"montant": "pas un nombre"}).status_code == 200


def test_a_cell_that_looks_like_a_formula_is_disarmed() -> None:
    from api.spreadsheet import csv_response

    written = csv_response("essai", ["a"], [["=1+1"], ["@x"], ["plain"]]).body
    assert bytes(written).decode("utf-8-sig").splitlines() == ["a", "'=1+1", "'@x", "plain"]
