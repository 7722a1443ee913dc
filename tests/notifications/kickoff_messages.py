"""One example of each mail about a meeting or a kickoff."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from cases.messages import (
    AgreedCompany,
    KickoffChase,
    KickoffMinutes,
    KickoffMissingBuyer,
    MailKind,
    MeetingCancelled,
    MeetingEnd,
    MeetingFacts,
    MeetingInvitation,
    MeetingReminder,
    Message,
    PlanLine,
    Told,
)
from models.vocabulary import Modality

FACTS = MeetingFacts(
    on=date(2027, 2, 3),
    at=time(9, 30),
    until=time(10, 30),
    place="Salle du chantier, 3 rue Imaginaire",
    uid="8c1f0d5e-1111-4222-8333-944455556666",
    sequence=1,
    starts_at=datetime(2027, 2, 3, 8, 30, tzinfo=UTC),
    ends_at=datetime(2027, 2, 3, 9, 30, tzinfo=UTC),
    decided_at=datetime(2027, 1, 20, 9, tzinfo=UTC),
    agenda="Rappel des obligations\nPlan de recrutement",
    guests=("Bob Inventé (Bâti Imaginaire SAS)", "Ville de Fictiville", "Alice Exemple"),
)
SAME = Told.model_validate({name: getattr(FACTS, name) for name in Told.model_fields})


def about_kickoffs(sender: dict[str, Any], market: dict[str, Any]) -> dict[str, tuple[MailKind, Message]]:
    """A name for each case worth looking at, about this market, from this sender."""
    meeting: dict[str, Any] = sender | market | {"market_reference": "2027-FICT-014", "meeting": FACTS}
    meeting["guest_name"] = "Bob Inventé (Bâti Imaginaire SAS)"
    missing: dict[str, Any] = sender | {"market_reference": "2027-FICT-014", "awarded_on": date(2027, 1, 18)}
    missing |= market | {"company_name": "Bâti Imaginaire SAS"}
    before = Told(on=date(2027, 2, 2), at=time(14), until=time(15), place="Mairie de Fictiville")
    minutes: dict[str, Any] = market | {
        "market_reference": "2027-FICT-014",
        "held_on": date(2027, 2, 3),
        "starts_on": date(2027, 2, 15),
        "planned_end_on": date(2027, 4, 14),
        "minutes": "Obligations rappelées.\nDeux embauches avec le GEIQ.",
        "companies": (
            AgreedCompany(
                company_name="Bâti Imaginaire SAS",
                modality=Modality.DIRECT_HIRE,
                contact_name="Bob Inventé",
            ),
            AgreedCompany(company_name="Peinture Rêvée"),
        ),
        "committed_hours": Decimal(590),
        "first_sheet_on": date(2027, 3, 1),
    }
    return {
        "meeting_invitation": (
            MailKind.MEETING_INVITATION,
            MeetingInvitation(**meeting, brings_obligations=True),
        ),
        "meeting_moved": (MailKind.MEETING_INVITATION, MeetingInvitation(**meeting, before=before)),
        "meeting_same_day": (MailKind.MEETING_INVITATION, MeetingInvitation(**meeting, before=SAME)),
        "meeting_cancelled": (
            MailKind.MEETING_CANCELLED,
            MeetingCancelled(**meeting, why=MeetingEnd.CALLED_OFF, reason="Salle indisponible"),
        ),
        "meeting_not_invited": (
            MailKind.MEETING_CANCELLED,
            MeetingCancelled(**meeting, why=MeetingEnd.NOT_INVITED),
        ),
        "meeting_reminder": (MailKind.MEETING_REMINDER, MeetingReminder(**meeting)),
        "kickoff_chase": (MailKind.KICKOFF_CHASE, KickoffChase(**missing)),
        "kickoff_chase_after_meeting": (
            MailKind.KICKOFF_CHASE,
            KickoffChase(**missing, meeting_on=date(2027, 2, 3)),
        ),
        "kickoff_missing_buyer": (
            MailKind.KICKOFF_MISSING_BUYER,
            KickoffMissingBuyer(**missing, market_id=56),
        ),
        "kickoff_minutes": (
            MailKind.KICKOFF_MINUTES,
            KickoffMinutes(
                **sender,
                **minutes,
                present=("Alice Exemple", "Bob Inventé"),
                absent=("Carole Exemple",),
                plan=(
                    PlanLine(month=date(2027, 2, 1), hours=Decimal("140.00")),
                    PlanLine(month=date(2027, 3, 1), hours=Decimal("310.00")),
                    PlanLine(month=date(2027, 4, 1), hours=Decimal("140.00")),
                ),
            ),
        ),
        "kickoff_minutes_without_plan": (
            MailKind.KICKOFF_MINUTES,
            KickoffMinutes(**sender, **(minutes | {"planned_end_on": None})),
        ),
    }
