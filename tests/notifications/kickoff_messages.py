"""One example of each mail about a meeting or a kickoff."""

from datetime import UTC, date, datetime, time
from decimal import Decimal
from typing import Any

from cases.messages import (
    AgreedAction,
    AgreedCompany,
    KeptMinutes,
    KickoffChase,
    KickoffMinutes,
    KickoffMissingBuyer,
    MailKind,
    MeetingCancelled,
    MeetingEnd,
    MeetingFacts,
    MeetingInvitation,
    MeetingMinutes,
    MeetingReminder,
    Message,
    PlanLine,
    SiteFigures,
    Told,
)
from models.vocabulary import MeetingKind, Modality

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
SITE: dict[str, Any] = {"meeting_kind": MeetingKind.SITE_MEETING}
PARTNERS: dict[str, Any] = {
    "meeting_kind": MeetingKind.PARTNERS_MEETING,
    "market_title": None,
    "market_reference": None,
    "buyer_name": None,
}
MINUTES = KeptMinutes(
    text="Deux personnes sont en poste.\nUne troisième arrive en juillet.",
    difficulties="Transport jusqu’au chantier avant 7 h.",
    actions=(
        AgreedAction(what="Proposer un covoiturage", who="Carole Exemple", by_on=date(2027, 6, 24)),
        AgreedAction(what="Transmettre les fiches de mai"),
    ),
    figures=SiteFigures(
        until=date(2027, 6, 10),
        counted_hours=Decimal("310.50"),
        expected_hours=Decimal(400),
        committed_hours=Decimal(590),
        sheets_missing=1,
        needs_open=2,
    ),
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
        "site_meeting_invitation": (MailKind.MEETING_INVITATION, MeetingInvitation(**(meeting | SITE))),
        "site_minutes": (
            MailKind.MEETING_MINUTES,
            MeetingMinutes(
                **sender,
                **market,
                **SITE,
                market_reference="2027-FICT-014",
                held_on=date(2027, 6, 10),
                minutes=MINUTES,
                present=("Alice Exemple", "Bob Inventé"),
                absent=("Carole Exemple",),
            ),
        ),
        "partners_invitation": (MailKind.MEETING_INVITATION, MeetingInvitation(**(meeting | PARTNERS))),
        "partners_reminder": (
            MailKind.MEETING_REMINDER,
            MeetingReminder(**(meeting | PARTNERS), brings_pack=True),
        ),
        "partners_cancelled": (
            MailKind.MEETING_CANCELLED,
            MeetingCancelled(**(meeting | PARTNERS), why=MeetingEnd.CALLED_OFF, reason="Salle indisponible"),
        ),
        "partners_minutes": (
            MailKind.MEETING_MINUTES,
            MeetingMinutes(
                **sender,
                **PARTNERS,
                held_on=date(2027, 4, 8),
                minutes=KeptMinutes(text="Les besoins du printemps ont été passés en revue."),
                brings_pack=True,
            ),
        ),
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
