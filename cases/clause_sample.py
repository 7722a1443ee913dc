"""A market that does not exist, with every value known: what a template is read with before it is adopted."""

from datetime import datetime
from decimal import Decimal

from cases.documents import ArticleText, ClauseTextFigures, CriterionWeight, LotHours
from cases.rules.policy import RulePack
from models.vocabulary import ClauseArticle, Lever


def sample_clause(
    territory_name: str, pack: RulePack, lever: Lever, article: ClauseArticle, template: str, now: datetime
) -> ClauseTextFigures:
    """The template with the territory's rules and an invented market."""
    today = pack.calendar.local_date(now)
    return ClauseTextFigures(
        territory_name=territory_name,
        facilitator_name="Alice Exemple",
        facilitator_email="alice@exemple.example",
        facilitator_phone="01 99 00 12 34",
        market_title="Réhabilitation du groupe scolaire Exemple",
        market_reference="2027-EXEMPLE-014",
        buyer_name="Ville d’Exempleville",
        pack_version=pack.version,
        frozen_on=today,
        version=0,
        lever=lever,
        required_hours=Decimal(2400),
        qpv_hours=Decimal(120),
        lots=(
            LotHours(number="1", title="Gros œuvre", hours=Decimal(1600)),
            LotHours(number="2", title="Peinture", hours=Decimal(800)),
        ),
        duration_months=14,
        publication_planned_on=today,
        works_planned_on=today,
        sheet_due_working_day=pack.sheet_due_working_day,
        penalty_hourly_rate=pack.penalty_hourly_rate,
        criteria=tuple(
            CriterionWeight(label=criterion.label_fr, weight=criterion.weight)
            for criterion in pack.scoring_criteria
        ),
        question_link_id=None,
        articles=(ArticleText(article=article, template_version=0, template=template),),
    )
