"""Now and then a company with two markets under way spreads its people's hours over both."""

from decimal import Decimal
from functools import partial

from sqlalchemy import bindparam, select
from sqlmodel import Session

from cases.commands.globalisations import end_agreement, sign_agreement
from cases.hour_facts import AGREEMENT, LINE, PERSON, SHEET
from cases.inputs.globalisation import AgreementEnd, AgreementInput, ShareInput
from cases.rules.months import month_of
from cases.simulation.looking import lead_of
from cases.simulation.world import Happening, World
from cases.statements import MARKET, table_of
from models.prepared import Prepared
from models.tables import MarketParty
from models.vocabulary import Stage

MEMBER = table_of(MarketParty)
SIGNED_SHARE = 0.25
WORKING_DAYS_BEFORE, WORKING_DAYS_OF_IT = 45, 110
SHARES = (Decimal(60), Decimal(40))
UNDER_WAY = Prepared(
    select(MARKET.c.id)
    .join(MEMBER, MEMBER.c.market_id == MARKET.c.id)
    .where(MEMBER.c.party_id == bindparam("company"), MARKET.c.stage == Stage.FOLLOW_UP)
    .order_by(MARKET.c.id)
)
WORKED = Prepared(
    select(PERSON.c.id)
    .join(LINE, LINE.c.participant_id == PERSON.c.id)
    .join(SHEET, SHEET.c.id == LINE.c.sheet_id)
    .where(SHEET.c.market_id == bindparam("market"), SHEET.c.party_id == bindparam("company"))
    .distinct()
    .order_by(PERSON.c.id)
)
KNOWN = Prepared(select(AGREEMENT.c.id).where(AGREEMENT.c.company_id == bindparam("company")))


def think_of_agreement(world: World, session: Session, happening: Happening) -> None:
    """Some leads ask for one, once their works are well under way."""
    chance = world.chance("agreement", happening.market_id)
    if chance.random() < SIGNED_SHARE:
        at = world.in_days(chance, WORKING_DAYS_BEFORE + chance.randrange(20))
        world.plan(at, partial(_sign, world, happening.market_id))


def _sign(world: World, market_id: int, session: Session) -> None:
    company = lead_of(session, market_id)
    markets = [number for (number,) in UNDER_WAY.rows(session, {"company": company})]
    people = [number for (number,) in WORKED.rows(session, {"market": market_id, "company": company})]
    if market_id not in markets or len(markets) < 2 or not people:
        return
    if KNOWN.rows(session, {"company": company}):
        return  # one agreement of a company is enough to look at
    other = next(number for number in markets if number != market_id)
    shares = zip((market_id, other), SHARES, strict=True)
    input = AgreementInput(
        name=f"Accord de globalisation {market_id}-{other}",
        company_id=company,
        signed_on=world.today,
        first_month=month_of(world.today),
        shares=tuple(ShareInput(market_id=number, percent=percent) for number, percent in shares),
        people=tuple(people),
    )
    number = sign_agreement(session, world.facilitator(market_id), input, now=world.now)
    chance = world.chance("agreement ends", number)
    world.plan(world.in_days(chance, WORKING_DAYS_OF_IT), partial(_end, world, market_id, number))


def _end(world: World, market_id: int, number: int, session: Session) -> None:
    end = AgreementEnd(last_month=world.today)
    end_agreement(session, world.facilitator(market_id), number, end, now=world.now)
