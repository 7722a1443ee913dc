import pytest

from models.scratch import Scratch


def test_what_is_put_last_is_what_is_found() -> None:
    scratch = Scratch()
    scratch.put("a", "un")
    scratch.put("a", "deux")

    assert (scratch.get("a"), scratch.get("b")) == ("deux", None)


def test_a_block_that_fails_is_forgotten_and_the_next_is_kept() -> None:
    scratch = Scratch()
    scratch.put("a", "avant")
    with pytest.raises(ZeroDivisionError), scratch.all_or_nothing():
        scratch.put("a", "pendant")
        raise ZeroDivisionError
    with scratch.all_or_nothing():
        scratch.put("b", "après")

    assert (scratch.get("a"), scratch.get("b")) == ("avant", "après")
