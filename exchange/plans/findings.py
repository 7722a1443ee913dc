"""The findings of a purchasing plan, in its words."""

from exchange.plans import wording as of_plans
from exchange.tables import wording as of_tables
from exchange.tables.findings import Findings


def plan_findings() -> Findings:
    """None yet."""
    return Findings(
        {**of_tables.MISREADINGS, **of_tables.HEADING_FAULTS, **of_plans.FAULTS},
        {**of_tables.DOUBTS, **of_tables.HEADING_DOUBTS, **of_plans.DOUBTS},
    )
