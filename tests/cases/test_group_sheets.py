"""The lead of a market sees what the others answered for the month, and the others see only their own."""

from datetime import date
from decimal import Decimal

from sqlalchemy import select

from cases.actors import Actor
from cases.commands.moves import record_award
from cases.inputs import Award, CompanyInput
from cases.queries.group_sheets import group_sheets
from cases.queries.sheet_form import sheet_form
from cases.statements import table_of
from models.tables import MarketParty
from models.vocabulary import ActorKind, CompanyRole, SheetStatus
from tests.support.people import BUILDER_EMAIL, SHEET, House, at

START, JANUARY = date(2026, 1, 5), date(2026, 1, 1)
MEMBER = table_of(MarketParty)


def market_of_two(house: House) -> tuple[int, Actor, Actor]:
    """A market under way of a lead and a subcontractor, whose January sheets are open."""
    market = house.register(START)
    house.publish(market, START)
    lead = CompanyInput(name="Bâtisseur d’Essai", email=BUILDER_EMAIL, role=CompanyRole.LEAD)
    sub = CompanyInput(name="Peintre d’Essai", email="peintre@essai.example", role=CompanyRole.SUBCONTRACTOR)
    award = Award(awarded_on=START, committed_hours=Decimal(300), companies=(lead, sub))
    with house.database.write() as session:
        record_award(session, house.alice, market, award, now=at(START))
    house.kick_off(market, START)
    house.live(date(2026, 1, 30), date(2026, 2, 2))
    with house.database.read() as session:
        query = select(MEMBER.c.party_id).where(MEMBER.c.market_id == market).order_by(MEMBER.c.id)
        parties = session.connection().execute(query).scalars().all()
    first, second = (Actor(ActorKind.LINK, house.territory_id, id=1, party_id=party) for party in parties)
    return market, first, second


def test_the_lead_sees_the_others_and_they_do_not_see_it(house: House) -> None:
    market, lead, sub = market_of_two(house)

    with house.database.read() as session:
        seen = group_sheets(session, lead, market, JANUARY)
        assert [(one.company, one.role, one.status) for one in seen] == [
            ("Peintre d’Essai", CompanyRole.SUBCONTRACTOR, SheetStatus.AWAITED)
        ]
        assert group_sheets(session, sub, market, JANUARY) == ()
        assert group_sheets(session, house.alice, market, JANUARY) == ()


def test_the_lead_of_one_market_sees_nothing_of_another(house: House) -> None:
    market, _, _ = market_of_two(house)
    with house.database.write() as session:
        stranger = Actor(ActorKind.LINK, house.territory_id, id=2, party_id=10_000)
        assert group_sheets(session, stranger, market, JANUARY) == ()


def test_the_form_of_the_lead_shows_them(house: House) -> None:
    market, lead, _ = market_of_two(house)
    with house.database.read() as session:
        query = select(SHEET.c.id).where(SHEET.c.market_id == market, SHEET.c.party_id == lead.party_id)
        sheet = sheet_form(session, lead, session.connection().execute(query).scalar_one())
    assert [one.company for one in sheet.group] == ["Peintre d’Essai"]
