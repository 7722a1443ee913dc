"""An award corrected, or an import completed, before the kickoff."""

from datetime import date
from decimal import Decimal
from typing import Any

import pytest
from sqlalchemy import select

from cases.commands.award_correction import correct_award
from cases.inputs import Award, CompanyInput
from cases.refusals import AwardNoLongerOpen, MoveIncomplete
from cases.statements import table_of
from models.tables import MarketParty, Party
from models.vocabulary import CompanyRole
from tests.cases.dump import dump
from tests.support.people import House, at

MEMBER, PARTY = table_of(MarketParty), table_of(Party)
DAY = date(2027, 1, 6)
LEAD = CompanyInput(name="Bâtisseur d’Essai", siret="73282932000074")
OTHER = CompanyInput(
    name="Peintre d’Essai",
    siret="55210055400013",
    email="paula@peintre.example",
    role=CompanyRole.CO_CONTRACTOR,
)


def at_kickoff(house: House) -> int:
    market = house.register(date(2027, 1, 4))
    house.publish(market, date(2027, 1, 4))
    house.award(market, date(2027, 1, 5))
    return market


def correct(house: House, market: int, *companies: CompanyInput, **changes: Any) -> None:
    award = {"awarded_on": DAY, "committed_hours": Decimal(320), "companies": companies} | changes
    with house.database.write() as session:
        correct_award(session, house.alice, market, Award(**award), now=at(DAY))


def companies(house: House, market: int) -> list[tuple[str, str]]:
    query = select(PARTY.c.name, MEMBER.c.role).join(PARTY, PARTY.c.id == MEMBER.c.party_id)
    with house.database.read() as session:
        rows = session.connection().execute(query.where(MEMBER.c.market_id == market).order_by(MEMBER.c.id))
        return [(row.name, str(row.role)) for row in rows]


def test_a_company_that_joins_is_told_and_the_others_are_not_told_again(house: House) -> None:
    market = at_kickoff(house)
    before = len(house.mails("award_notice"))
    correct(house, market, LEAD, OTHER)
    assert companies(house, market) == [("Bâtisseur d’Essai", "lead"), ("Peintre d’Essai", "co_contractor")]
    assert len(house.mails("award_notice")) == before + 1


@pytest.mark.parametrize(
    ("given", "missing"),
    [
        ({"companies": (OTHER,)}, ["lead_known"]),
        ({"companies": (LEAD, OTHER.model_copy(update={"role": CompanyRole.LEAD}))}, ["lead_known"]),
        ({"companies": (LEAD,), "committed_hours": Decimal(10)}, ["commitment_enough"]),
    ],
)
def test_an_incomplete_correction_is_refused_and_writes_nothing(
    house: House, given: dict[str, Any], missing: list[str]
) -> None:
    market = at_kickoff(house)
    before = dump(house.database)
    with pytest.raises(MoveIncomplete) as refusal:
        correct(house, market, **given)
    assert [need.name for need in refusal.value.missing] == missing
    assert dump(house.database) == before


def test_nothing_is_corrected_once_the_kickoff_is_held(house: House) -> None:
    market = at_kickoff(house)
    house.kick_off(market, DAY)
    with pytest.raises(AwardNoLongerOpen):
        correct(house, market, LEAD, OTHER)
