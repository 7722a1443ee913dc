from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.api.builder import Builder, found_builder
from tests.api.town import Town
from tests.support.people import fresh_house


@pytest.fixture
def town(tmp_path: Path) -> Iterator[Town]:
    found = Town(fresh_house(tmp_path))
    yield found
    found.house.database.dispose()


@pytest.fixture
def builder(tmp_path: Path) -> Iterator[Builder]:
    found = found_builder(tmp_path)
    yield found
    found.town.house.database.dispose()
