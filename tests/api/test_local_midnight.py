"""A territory's day begins at its own midnight: what decides, and what is late, follows it and not UTC."""

from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, timedelta

import pytest
from sqlalchemy import select, update

from cases.actors import Actor
from cases.commands.drafting import register_market
from cases.commands.rule_packs import adopt_pack
from cases.inputs import NewMarket, PartyInput
from cases.refusals import InvalidInput
from cases.rules.default_pack import DEFAULT_PACK
from cases.statements import JOURNAL, TASK
from models.vocabulary import Role
from tests.api.town import Town

TODAY, TOMORROW = date(2026, 3, 1), date(2026, 3, 2)
SECOND = timedelta(seconds=1)
MIDNIGHTS = {
    "Europe/Paris": datetime(2026, 3, 1, 23, tzinfo=UTC),
    "Indian/Reunion": datetime(2026, 3, 1, 20, tzinfo=UTC),
    "Pacific/Tahiti": datetime(2026, 3, 2, 10, tzinfo=UTC),
}
"""The first instant of 2 March in each zone: the evening before in UTC, or late in the morning."""


@dataclass
class Overnight:
    """A territory whose rules change at midnight between the 1st and the 2nd of March."""

    town: Town
    zone: str
    midnight: datetime

    @property
    def director(self) -> Actor:
        return replace(self.town.house.alice, role=Role.DIRECTOR)

    def pack_of_a_new_market(self, now: datetime) -> str:
        new = NewMarket(
            reference=now.isoformat(), title="Chantier de nuit", buyer=PartyInput(name="Ville d’Essai")
        )
        with self.town.house.database.write() as session:
            number = register_market(session, self.town.house.alice, new, now=now)
            query = select(JOURNAL.c.pack_version).where(JOURNAL.c.market_id == number)
            return str(session.connection().execute(query).scalar_one())


@pytest.fixture(params=MIDNIGHTS.items(), ids=lambda pair: pair[0])
def overnight(request: pytest.FixtureRequest, town: Town) -> Overnight:
    zone, midnight = request.param
    found = Overnight(town, zone, midnight)
    long_before = midnight - timedelta(days=20)
    here = DEFAULT_PACK.revised("avant", date(2026, 2, 12), timezone=zone)
    with town.house.database.write() as session:
        for pack in (here, here.revised("après", TOMORROW, penalty_hourly_rate="61.00")):
            adopt_pack(session, found.director, pack, now=long_before)
    return found


def test_a_decision_names_the_pack_of_the_local_day(overnight: Overnight) -> None:
    assert overnight.pack_of_a_new_market(overnight.midnight - SECOND) == "avant"
    assert overnight.pack_of_a_new_market(overnight.midnight) == "après"


def test_pages_and_rest_show_the_pack_of_the_local_day(overnight: Overnight) -> None:
    town = overnight.town
    for now, version in ((overnight.midnight - SECOND, "avant"), (overnight.midnight, "après")):
        town.now = now
        browser = town.alice()

        assert f"Version {version}," in browser.get("/territoire").text
        assert browser.get("/api/v1/rule-pack").json()["version"] == version


def test_a_pack_may_begin_on_the_local_day_and_not_before(overnight: Overnight) -> None:
    with overnight.town.house.database.write() as session:
        late = DEFAULT_PACK.revised("tard", TODAY, timezone=overnight.zone)
        adopt_pack(session, overnight.director, late, now=overnight.midnight - SECOND)
        with pytest.raises(InvalidInput) as refused:
            adopt_pack(session, overnight.director, late.revised("trop tard", TODAY), now=overnight.midnight)
    assert [place.field for place in refused.value.places] == ["valid_from"]


def test_a_task_is_late_from_the_local_midnight_after_its_day(overnight: Overnight) -> None:
    town = overnight.town
    town.house.register(date(2026, 2, 16))
    with town.house.database.write() as session:
        session.connection().execute(update(TASK).values(due_on=TODAY))
    said = {}
    for now in (overnight.midnight - SECOND, overnight.midnight):
        town.now = now
        said[now] = "tag-late" in town.alice().get("/taches").text

    assert said == {overnight.midnight - SECOND: False, overnight.midnight: True}


def test_a_companys_sheet_is_late_from_the_local_midnight_after_its_day(overnight: Overnight) -> None:
    town = overnight.town
    town.now = overnight.midnight
    market = town.market_under_way()
    company = town.someone(Role.COMPANY, party_id=town.company_of(market))
    with town.house.database.write() as session:
        session.connection().exec_driver_sql(f"UPDATE hour_sheet SET due_on = '{TODAY}'")
    said = {}
    for now in (overnight.midnight - SECOND, overnight.midnight):
        town.now = now
        said[now] = "tag-late" in company.get("/mes-fiches").text

    assert said == {overnight.midnight - SECOND: False, overnight.midnight: True}
