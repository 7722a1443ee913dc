"""Every route against every role, of this territory and of another."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date
from pathlib import Path

import pytest
from fastapi.testclient import TestClient
from httpx import Response
from sqlalchemy import select

from api.permissions import route_roles
from cases.commands.operations import create_operation
from cases.inputs import OperationInput
from cases.statements import TASK, table_of
from models.tables import HourSheet
from models.vocabulary import Role
from tests.api.expected_roles import EXPECTED
from tests.api.rest_examples import example_bodies
from tests.api.town import Town
from tests.support.people import House, fresh_house

OPEN = {"public", "link", "loopback"}
OUTSIDE = ("guest", "director elsewhere", "facilitator elsewhere", "buyer elsewhere", "company elsewhere")
PEOPLE = (*(role.value for role in Role), *OUTSIDE)
SHEET = table_of(HourSheet)


@dataclass
class Scene:
    """A market under way, its buyer and its company; and another territory with as many people."""

    town: Town
    client: TestClient
    accounts: dict[str, int]
    numbers: dict[str, int]

    def call(self, route: str, who: str) -> Response:
        method, pattern = route.split(" ")
        path = re.sub(r"{(\w+)(:\w+)?}", lambda found: str(self.numbers.get(found[1], 1)), pattern)
        # A session for each call: a route may end the one that it is called with.
        signed_in = {"cookie": f"jalon={self.town.token(self.accounts[who])}"} if who in self.accounts else {}
        body = example_bodies(self.town.app).get(route)
        self.client.cookies.clear()
        return self.client.request(method, path, json=body, headers=signed_in)


@pytest.fixture(scope="module")
def scene(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Scene]:
    folder: Path = tmp_path_factory.mktemp("matrix")
    town = Town(fresh_house(folder))
    market = town.market_under_way(date(2026, 1, 5))
    other = House(town.house.database, territory_id=2)
    far_market = other.under_way(date(2026, 1, 5))
    add = town.add_account
    accounts = {
        "director": add(Role.DIRECTOR),
        "facilitator": add(Role.FACILITATOR),
        "partner": add(Role.PARTNER),
        "buyer": add(Role.BUYER, party_id=town.buyer_of(market)),
        "company": add(Role.COMPANY, party_id=town.company_of(market)),
        "director elsewhere": add(Role.DIRECTOR, house=other),
        "facilitator elsewhere": add(Role.FACILITATOR, house=other),
        "buyer elsewhere": add(Role.BUYER, party_id=town.buyer_of(far_market), house=other),
        "company elsewhere": add(Role.COMPANY, party_id=town.company_of(far_market), house=other),
    }
    with town.house.database.read() as session:
        sheet = session.connection().execute(select(SHEET.c.id).limit(1)).scalar_one()
        task = (
            session.connection()
            .execute(select(TASK.c.id).where(TASK.c.market_id == market))
            .scalars()
            .first()
        )
    with town.house.database.write() as session:
        quarter = OperationInput(title="Quartier du Modèle")
        operation = create_operation(session, town.house.alice, quarter, now=town.now)
    numbers = {
        "operation_id": operation,
        "market_id": market,
        "sheet_id": sheet,
        "task_id": task or 0,
        "party_id": town.company_of(market),
        "session_id": 999_999,  # nobody's: closing one's own would sign out whoever calls next
    }
    with town.browser() as client:  # one loop for all calls: 4,000 of them would take four times as long
        yield Scene(town, client, accounts, numbers)
    town.house.database.dispose()


def test_every_route_is_in_the_table_with_its_roles(scene: Scene) -> None:
    declared = {
        f"{method} {route['path']}": set(route["roles"])
        for route in route_roles(scene.town.app)
        for method in route["methods"]
        if method != "HEAD"
    }

    assert declared == {route: set(roles.split()) for route, roles in EXPECTED.items()}


def fault(route: str, who: str, answer: Response) -> str:
    """What is wrong with this person's answer; empty when it is as the table says."""
    allowed, role, status = set(EXPECTED[route].split()), who.split(" ")[0], answer.status_code
    if status >= 500:
        return f"{status}: the route breaks"
    if allowed & OPEN:
        return ""
    if who == "guest":
        is_program = " /api/" in route
        if status != (401 if is_program else 303):
            return f"{status}: open without an account"
        goes_to = answer.headers.get("location", "")
        return "" if is_program or goes_to.startswith("/connexion") else f"{goes_to} is not the sign-in page"
    if role not in allowed:
        return "" if status == 403 else f"{status} instead of 403"
    if who in OUTSIDE and "{" in route:
        return "" if status == 404 else f"{status}: what belongs to another territory does not exist"
    return f"{status}: closed to one of its roles" if status in (401, 403) else ""


@pytest.mark.parametrize("route", sorted(EXPECTED))
def test_a_route_opens_to_its_roles_only(scene: Scene, route: str) -> None:
    faults = {who: fault(route, who, scene.call(route, who)) for who in PEOPLE}

    assert {who: said for who, said in faults.items() if said} == {}
