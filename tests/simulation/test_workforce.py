"""Facilitators of the simulator do what was not done before them."""

from pathlib import Path

from cases.hour_facts import CONTRACT
from cases.simulation.workforce import _write_contract
from cases.simulation.world import World
from tests.cases.lent import ASKED, lent_to
from tests.cases.scenes import rows
from tests.support.people import at, fresh_house


def test_a_contract_that_a_file_told_is_not_written_again(tmp_path: Path) -> None:
    lent = lent_to(fresh_house(tmp_path))
    house = lent.house
    with house.database.write() as session:
        world = World(house.database, house.territory_id, (house.alice,), 7, at(ASKED), lambda now: None, {})
        session.connection().execute(CONTRACT.delete())
        for _ in range(2):
            _write_contract(world, lent.market, lent.dora, session)

    assert len(rows(house, CONTRACT)) == 1
