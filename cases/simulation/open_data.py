"""The published markets of a virtual territory, as a monthly file of open data would bring them."""

from collections.abc import Iterator, Sequence
from dataclasses import replace
from datetime import date, datetime, timedelta
from decimal import Decimal
from hashlib import sha256

from cases.actors import Actor
from cases.commands.importing import ImportReport, import_markets
from cases.imported import Doubt, ImportedAmendment, ImportedCompany, ImportedMarket, SocialConsideration
from cases.simulation.plans import MarketPlan
from cases.simulation.world import World

AWARDED_DAYS_BEFORE = 30
UNCLAUSED_A_FILE = 2
NO_DURATION = Doubt(
    field="dureeMois",
    value="NC",
    message_fr="La durée du marché n’est pas un nombre de mois.",
    message_en="The duration of the market is not a number of months.",
)


def read_file(world: World, by: Actor, plans: Sequence[MarketPlan], number: int) -> ImportReport:
    """Import the n-th file: what was published so far, the earlier markets among it with their amendments."""
    markets = [*(_market(plan, world.today) for plan in plans), *_unclaused(plans, number, world.today)]
    world.imported.update({f"{plan.buyer.siret}/{plan.reference}": plan for plan in plans})
    return import_markets(
        world.database,
        by,
        markets,
        file_name=f"decp-{world.today:%Y-%m}.json",
        file_format="decp-json",
        file_sha256=sha256(f"{world.seed}/{number}".encode()).hexdigest(),
        dry_run=False,
        now=world.now,
    )


def _market(plan: MarketPlan, today: date) -> ImportedMarket:
    notified_on = plan.enters_on - timedelta(days=AWARDED_DAYS_BEFORE)
    is_amended = plan.is_amended and today > plan.enters_on + timedelta(days=75)
    return ImportedMarket(
        kind="market",
        market_id=plan.reference,
        buyer_siret=plan.buyer.siret,
        buyer_siret_valid=True,
        buyer_name=plan.buyer.name,
        title=plan.title,
        nature="Marché",
        cpv="45000000",
        procedure="Procédure adaptée",
        amount_excl_tax=plan.amount,
        duration_months=None if plan.is_doubtful else plan.duration_months,
        notified_on=notified_on,
        published_on=notified_on,
        place_code="99001",
        place_kind="Code commune",
        framework_id=None,
        social_considerations=(SocialConsideration.CLAUSE,),
        companies=tuple(
            ImportedCompany(
                identifier=member.company.siret,
                identifier_kind="SIRET",
                identifier_valid=True,
                name=member.company.name,
                role=member.role,
            )
            for member in plan.members
        ),
        amendments=(_amendment(plan, notified_on),) if is_amended else (),
        warnings=(NO_DURATION,) if plan.is_doubtful else (),
        place="marches.marche[1]",
    )


def _amendment(plan: MarketPlan, notified_on: date) -> ImportedAmendment:
    return ImportedAmendment(
        number=1,
        signed_on=notified_on + timedelta(days=60),
        amount_excl_tax=plan.amount * Decimal("1.05"),
        duration_months=None,
        object="Travaux supplémentaires",
        companies=(),
    )


def _unclaused(plans: Sequence[MarketPlan], number: int, today: date) -> Iterator[ImportedMarket]:
    """Markets of the same buyers without any clause: they go to the register."""
    for rank, plan in enumerate(plans[:UNCLAUSED_A_FILE]):
        yield replace(
            _market(plan, today),
            market_id=f"{plan.reference}-F{number}{rank}",
            title=f"Fournitures de bureau, lot {number * UNCLAUSED_A_FILE + rank + 1}",
            social_considerations=(SocialConsideration.NONE,),
            amendments=(),
            warnings=(),
        )


def file_days(first: datetime, months: int) -> list[datetime]:
    """When the monthly files are read: every thirty days from the tenth on."""
    return [first + timedelta(days=10 + 30 * rank) for rank in range(months + 1)]
