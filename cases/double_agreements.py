"""Two agreements that would spread the hours of one person for one company in the same months."""

from collections.abc import Collection

from sqlalchemy import or_, select
from sqlmodel import Session

from cases.hour_facts import AGREEMENT, COVERED

ONE, OTHER = AGREEMENT.alias("one"), AGREEMENT.alias("other")
ONE_COVERS, OTHER_COVERS = COVERED.alias("one_covers"), COVERED.alias("other_covers")


def double_agreement(
    session: Session, records: Collection[int], others: Collection[int]
) -> tuple[str, str] | None:
    """The names of two such agreements, were these records and the others of one person; None without any."""
    query = (
        select(ONE.c.name, OTHER.c.name)
        .select_from(ONE)
        .join(OTHER, (OTHER.c.company_id == ONE.c.company_id) & (OTHER.c.id != ONE.c.id))
        .join(ONE_COVERS, ONE_COVERS.c.agreement_id == ONE.c.id)
        .join(OTHER_COVERS, OTHER_COVERS.c.agreement_id == OTHER.c.id)
        .where(
            ONE_COVERS.c.participant_id.in_(records),
            OTHER_COVERS.c.participant_id.in_(others),
            or_(ONE.c.last_month.is_(None), ONE.c.last_month >= OTHER.c.first_month),
            or_(OTHER.c.last_month.is_(None), OTHER.c.last_month >= ONE.c.first_month),
        )
        .order_by(ONE.c.id, OTHER.c.id)
    )
    found = session.connection().execute(query.limit(1)).first()
    return None if found is None else (found[0], found[1])
