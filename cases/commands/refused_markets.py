"""What an import finds of a market that was studied here and concluded without a clause."""

from sqlalchemy import bindparam, select

from cases.casework import Casework
from cases.imported import Doubt, ImportedMarket
from cases.statements import MARKET
from models.prepared import Prepared
from models.vocabulary import Stage

REFUSED = Prepared(
    select(MARKET.c.reference).where(
        MARKET.c.territory_id == bindparam("territory"),
        MARKET.c.buyer_id == bindparam("buyer"),
        MARKET.c.reference == bindparam("reference"),
        MARKET.c.stage == Stage.WITHOUT_CLAUSE,
    )
)


def refused_here(case: Casework, market: ImportedMarket) -> tuple[Doubt, ...]:
    """The buyer set a clause against the opinion given here: the case opens all the same, and someone looks.

    The study keeps its own case, with its opinion; the doubt names it.
    """
    wanted = {
        "territory": case.market.territory_id,
        "buyer": case.market.buyer_id,
        "reference": market.market_id[:80],
    }
    if REFUSED.first(case.session, wanted) is None:
        return ()
    return (
        Doubt(
            field="considerationsSociales",
            value=market.market_id[:80],
            message_fr="Ce marché a été étudié ici et conclu sans clause, mais le fichier en annonce une : "
            "vérifiez auprès de l’acheteur.",
            message_en="This market was studied here and concluded without a clause, but the file announces "
            "one: check with the buyer.",
        ),
    )
