"""Tokens that open a sheet without an account, and the key they hang on."""

import stat
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from cases.links import link_id_of, token_for
from models.secret import KEY_FILE, secret_key
from models.settings import Settings

SECRET = b"a key of the tests"


def test_a_token_opens_its_link_and_no_other() -> None:
    assert link_id_of(SECRET, token_for(SECRET, 42)) == 42
    assert len({token_for(SECRET, number) for number in range(1000)}) == 1000


def test_a_token_carries_128_bits_of_proof() -> None:
    assert len(token_for(SECRET, 1).partition("-")[2]) * 5 >= 128


@pytest.mark.parametrize(
    "token",
    ["", "-", "42", "42-", "x-abc", "-1-abc", "²-abc", token_for(b"another key", 42), "1" * 40 + "-abc"],
)
def test_what_is_no_token_of_ours_opens_nothing(token: str) -> None:
    assert link_id_of(SECRET, token) is None


def test_the_proof_of_one_link_does_not_open_another() -> None:
    proof = token_for(SECRET, 42).partition("-")[2]
    assert link_id_of(SECRET, f"43-{proof}") is None
    assert link_id_of(SECRET, f"042-{proof}") is None


def test_the_key_is_made_once_and_readable_by_its_owner_alone(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path, secret_key="")
    first = secret_key(settings)
    assert first == secret_key(settings)
    assert len(first) >= 32
    assert stat.S_IMODE((tmp_path / KEY_FILE).stat().st_mode) == 0o600
    assert [file.name for file in tmp_path.iterdir()] == [KEY_FILE]


def test_processes_that_start_together_agree_on_the_key(tmp_path: Path) -> None:
    settings = Settings(data_dir=tmp_path / "new", secret_key="")
    with ThreadPoolExecutor(8) as pool:
        keys = set(pool.map(secret_key, [settings] * 16))
    assert len(keys) == 1
