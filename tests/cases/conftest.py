from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.support.people import House, fresh_house


@pytest.fixture
def house(tmp_path: Path) -> Iterator[House]:
    found = fresh_house(tmp_path)
    yield found
    found.database.dispose()
