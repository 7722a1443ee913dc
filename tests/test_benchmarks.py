"""A benchmark compares two sides that write the same rows: here, not when someone next measures."""

from pathlib import Path

import pytest

from benchmarks import storage, sweep, transitions


@pytest.mark.parametrize("compared", [sweep, transitions], ids=lambda module: module.__name__)
def test_both_sides_of_a_comparison_write_the_same_rows(
    compared: object, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    for module in (storage, sweep, transitions):
        monkeypatch.setattr(module, "RESULTS", tmp_path, raising=False)
    comparison = compared.comparison(quick=True)  # type: ignore[attr-defined]

    comparison.ours()
    comparison.limit()

    comparison.same_work()
