"""One example of each mail, and the addresses its links would have."""

from datetime import date
from decimal import Decimal
from typing import Any

from cases.documents import Penalty, Waiver
from cases.messages import (
    AlsoCalled,
    AnnouncedPart,
    AnnouncementInvitation,
    AnnouncementReceipt,
    AttestationRequest,
    AttestedLine,
    AwardNotice,
    CandidateOutcome,
    CandidatesPresented,
    CertificateMail,
    ClauseTextMail,
    CorrectionGranted,
    CorrectionRefused,
    EligibilityDecided,
    HoursReportRequest,
    HoursSettled,
    LateStudy,
    MailKind,
    Message,
    NeedClosedMail,
    OfferAnalysisMail,
    OpinionLate,
    OpinionMail,
    PersonDecided,
    PlanReceipt,
    PlanReceiptLine,
    PresentedCandidate,
    QuestionAnswered,
    QuestionReceipt,
    ReceivedHours,
    RecruitmentNeedMail,
    RejectedLine,
    SheetLine,
    SheetMissingBuyer,
    SheetReceipt,
    SheetRejected,
    SheetRequest,
    SheetsReceipt,
    SheetsReceiptLine,
    SheetStep,
    ShortfallNotice,
    StatementMail,
)
from models.vocabulary import Advice, ContractKind, PartKind, Trade
from tests.notifications.change_messages import about_changes
from tests.notifications.kickoff_messages import about_kickoffs

BRUNO = AlsoCalled(
    name="Bruno Inventé",
    email="bruno@territoire.example",
    phone="02 00 00 00 02",
    markets=("Voirie du quartier Supposé",),
)
SENDER: dict[str, Any] = {
    "territory_name": "Territoire d’essai de Fictiville",
    "facilitator_name": "Alice Exemple",
    "facilitator_email": "alice@fictiville.example",
    "facilitator_phone": "01 99 00 12 34",
}
MARKET: dict[str, Any] = {"market_title": "Chantier École Imaginaire", "buyer_name": "Ville de Fictiville"}
SHEET: dict[str, Any] = MARKET | {"company_name": "Bâti Imaginaire SAS", "sheet_id": 12, "link_id": 34}
FIGURES: dict[str, Any] = MARKET | {
    "market_reference": "2027-FICT-014",
    "required_hours": Decimal(2000),
    "counted_hours": Decimal(1240),
}
MARCH = date(2027, 3, 1)
CLAUSE_ADVISED: dict[str, Any] = {
    "number": 2,
    "advice": Advice.CLAUSE,
    "lever": "condition d’exécution",
    "articles": "L2112-2\u00a0; ancien article 14",
}
NONE_ADVISED: dict[str, Any] = {
    "number": 1,
    "advice": Advice.NO_CLAUSE,
    "ground": "il s’agit de travaux d’une durée inférieure à six mois",
    "reason": "Trop peu d’heures <pour> un parcours.",
    "is_concluded": True,
    "market_id": None,
}


class Links:
    """Addresses a test can recognise."""

    def sheet_url(self, link_id: int) -> str:
        return f"https://jalon.example/f/{link_id}?a=1&b=2"

    def company_url(self, link_id: int) -> str:
        return f"https://jalon.example/e/{link_id}-essai"

    def announce_url(self, link_id: int) -> str:
        return f"https://jalon.example/a/{link_id}"

    def ask_url(self, link_id: int) -> str:
        return f"https://jalon.example/q/{link_id}"

    def propose_url(self, link_id: int) -> str:
        return f"https://jalon.example/p/{link_id}"

    def report_url(self, link_id: int) -> str:
        return f"https://jalon.example/h/{link_id}"

    def attest_url(self, link_id: int) -> str:
        return f"https://jalon.example/m/{link_id}"

    def wrong_contact_url(self, link_id: int) -> str:
        return f"https://jalon.example/f/{link_id}/contact"

    def plan_url(self, plan_id: int) -> str:
        return f"https://jalon.example/plans-achats/{plan_id}"

    def market_url(self, market_id: int) -> str:
        return f"https://jalon.example/marches/{market_id}"


RECEIVED = (
    ReceivedHours(declared_by="Intérim Fictif Insertion", hours=Decimal("84.50"), people_count=2),
    ReceivedHours(declared_by="GEIQ Inventé", hours=Decimal(35), people_count=1),
)


def a_line(step: SheetStep = SheetStep.OPENED, **changes: Any) -> SheetLine:
    values = MARKET | {
        "sheet_id": 12,
        "link_id": 34,
        "month": MARCH,
        "due_on": date(2027, 4, 7),
        "step": step,
    }
    return SheetLine.model_validate(values | changes)


def a_file_receipt(**changes: Any) -> SheetsReceipt:
    """Two sheets of one file: hours, and nobody."""
    line = SheetsReceiptLine(
        sheet_id=12, month=MARCH, declared_hours=Decimal("84.50"), nil=False, people_count=2, **MARKET
    )
    first = line.model_copy(update={"awaits": bool(changes.pop("awaited", 0))})
    nobody = {"sheet_id": 13, "declared_hours": Decimal(0), "nil": True, "people_count": 0}
    values = SENDER | {
        "company_name": "Bâti Imaginaire SAS",
        "link_id": 34,
        "received_on": date(2027, 4, 2),
        "lines": (first, line.model_copy(update=nobody)),
        "opens_on": date(2027, 5, 1),
    }
    return SheetsReceipt.model_validate(values | changes)


def a_request(*lines: SheetLine) -> SheetRequest:
    return SheetRequest(company_name="Bâti Imaginaire SAS", lines=lines, **SENDER)


def announcements() -> dict[str, tuple[MailKind, Message]]:
    """What a buyer is written to about the markets that it plans."""
    buyer = {"buyer_name": "Ville de Fictiville"}
    market = {"market_id": 56, "market_title": "Chantier École Imaginaire", "market_reference": "2027-A-014"}
    receipt: dict[str, Any] = SENDER | buyer | market
    receipt |= {"announced_on": date(2027, 3, 1), "opinion_by": date(2027, 3, 15)}
    lots = (
        AnnouncedPart(kind=PartKind.LOT, number="1", title="Gros œuvre", amount_excl_tax=Decimal(300_000)),
        AnnouncedPart(kind=PartKind.TRANCHE, number="2", title="Extension"),
    )
    facts = {"amount_excl_tax": Decimal(450_000), "duration_months": 14, "parts": lots, "link_id": 34}
    invitation = {"link_id": 34, "study_days": 10, "valid_until": date(2028, 3, 1)}
    in_lots = PlanReceiptLine(
        reference="2027-A-014", title="École Imaginaire", lots=3, amount_excl_tax=Decimal(9)
    )
    whole = PlanReceiptLine(reference="2027-A-015", title="Gymnase Inventé", lots=0)
    plan: dict[str, Any] = SENDER | buyer | {"plan_id": 8, "announced_on": date(2027, 3, 1)}
    plan |= {"opinion_by": date(2027, 3, 15)}
    late = LateStudy(**market, due_on=date(2027, 3, 15), promised_on=date(2027, 3, 23))
    studied = SENDER | buyer | market
    return {
        "announcement_invitation": (
            MailKind.ANNOUNCEMENT_INVITATION,
            AnnouncementInvitation(**SENDER, **buyer, **invitation),
        ),
        "announcement_receipt": (
            MailKind.ANNOUNCEMENT_RECEIPT,
            AnnouncementReceipt(**receipt, **facts, publication_planned_on=date(2027, 5, 3)),
        ),
        "announcement_receipt_of_a_title": (
            MailKind.ANNOUNCEMENT_RECEIPT,
            AnnouncementReceipt(**receipt, can_sign_in=True),
        ),
        "plan_receipt": (
            MailKind.PLAN_RECEIPT,
            PlanReceipt(**plan, markets=(in_lots, whole), others=12, link_id=34),
        ),
        "plan_receipt_of_one": (
            MailKind.PLAN_RECEIPT,
            PlanReceipt(**plan, markets=(whole,), can_sign_in=True),
        ),
        "opinion_late": (MailKind.OPINION_LATE, OpinionLate(**SENDER, **buyer, studies=(late,))),
        "opinion_of_a_clause": (MailKind.OPINION, OpinionMail(**studied | CLAUSE_ADVISED)),
        "opinion_without_clause": (
            MailKind.OPINION,
            OpinionMail(**studied | NONE_ADVISED),
        ),
        "opinions_late": (MailKind.OPINION_LATE, OpinionLate(**SENDER, **buyer, studies=(late, late))),
    }


def examples() -> dict[str, tuple[MailKind, Message]]:
    """A name for each case worth looking at, with its kind and message."""
    other = a_line(sheet_id=13, link_id=35, market_title="Gymnase Inventé", due_on=date(2027, 4, 8))
    receipt: dict[str, Any] = SENDER | SHEET | {"month": MARCH, "received_on": date(2027, 4, 2)}
    shortfall: dict[str, Any] = (
        SENDER
        | FIGURES
        | {
            "company_name": "Bâti Imaginaire SAS",
            "missing_hours": Decimal(760),
        }
    )
    notice: dict[str, Any] = {"market_reference": "2027-FICT-014", "awarded_on": date(2027, 1, 18)}
    notice |= {"committed_hours": Decimal(2000), "kickoff_by": date(2027, 2, 1)}
    award = AwardNotice(company_name="Bâti Imaginaire SAS", **SENDER, **MARKET, **notice)
    asked: dict[str, Any] = MARKET | {"market_reference": "2027-FICT-014", "number": 3, "link_id": 34}
    asked |= {"company_name": "Bâti Imaginaire SAS"}
    analysis: dict[str, Any] = MARKET | {"market_reference": "2027-FICT-014", "market_id": 56}
    analysis |= {"offers_count": 4, "irregular_count": 1}
    requests = {f"sheet_{step}": a_request(a_line(step)) for step in SheetStep}
    need: dict[str, Any] = SENDER | {"company_name": "Bâti Imaginaire SAS", "trade": Trade.ROOFING}
    return {name: (message.kind, message) for name, message in requests.items()} | {
        "recruitment_need": (
            MailKind.RECRUITMENT_NEED,
            RecruitmentNeedMail(
                **need,
                partner_name="Chantier École Fictif",
                market_title="Chantier École Imaginaire",
                link_id=78,
                positions=2,
                contract_kind=ContractKind.FIXED_TERM,
                hours=Decimal(455),
                starts_on=date(2027, 4, 12),
                place="Fictiville, quai Inventé",
                profile="Pose de tuiles, travail en hauteur, débutants acceptés.",
                answer_by=date(2027, 3, 26),
            ),
        ),
        "need_filled": (
            MailKind.NEED_CLOSED,
            NeedClosedMail(**need, partner_name="Chantier École Fictif", is_filled=True),
        ),
        "need_cancelled": (
            MailKind.NEED_CLOSED,
            NeedClosedMail(**need, partner_name="Chantier École Fictif", is_filled=False),
        ),
        "candidates_presented": (
            MailKind.CANDIDATES_PRESENTED,
            CandidatesPresented(
                **need,
                market_title="Chantier École Imaginaire",
                candidates=(
                    PresentedCandidate(
                        name="Dino Fictif",
                        note="Deux ans de chantier d’insertion.",
                        partner_name="Chantier École Fictif",
                        partner_contact="Élise Exemple",
                        partner_email="elise@fictif.example",
                        partner_phone="01 99 00 55 66",
                    ),
                    PresentedCandidate(
                        name="Bob Inventé", phone="06 99 00 11 22", partner_name="PLIE d’Essai"
                    ),
                ),
            ),
        ),
        "candidate_outcome": (
            MailKind.CANDIDATE_OUTCOME,
            CandidateOutcome(
                **need,
                partner_name="Chantier École Fictif",
                hired=("Dino Fictif",),
                declined=("Bob Inventé",),
            ),
        ),
        "eligibility_decided": (
            MailKind.ELIGIBILITY_DECIDED,
            EligibilityDecided(
                **SENDER,
                company_name="Bâti Imaginaire SAS",
                people=(
                    PersonDecided(participant_id=3, name="Dino Fictif"),
                    PersonDecided(
                        participant_id=4,
                        name="Bob Inventé",
                        refused_because="L’attestation date de plus de trois mois.",
                    ),
                ),
            ),
        ),
        "award_notice": (MailKind.AWARD_NOTICE, award),
        **announcements(),
        **about_kickoffs(SENDER, MARKET),
        **about_changes(SENDER, MARKET),
        "partly_received": (
            MailKind.SHEET_FIRST_CHASE,
            a_request(other, a_line(SheetStep.FIRST_CHASE, received=RECEIVED)),
        ),
        "several_sheets": (MailKind.SHEET_SECOND_CHASE, a_request(other, a_line(SheetStep.SECOND_CHASE))),
        "several_sheets_on_one_page": (
            MailKind.SHEET_SECOND_CHASE,
            a_request(other, a_line(SheetStep.SECOND_CHASE)).model_copy(update={"company_link_id": 35}),
        ),
        "sheet_missing_buyer": (
            MailKind.SHEET_MISSING_BUYER,
            SheetMissingBuyer(
                **SENDER,
                **MARKET,
                company_name="Bâti Imaginaire SAS",
                months=(date(2027, 2, 1), MARCH),
                due_on=date(2027, 3, 5),
                market_id=56,
            ),
        ),
        "sheet_receipt": (
            MailKind.SHEET_RECEIPT,
            SheetReceipt(
                **receipt,
                declared_hours=Decimal("84.50"),
                nil=False,
                people_count=2,
                opens_on=date(2027, 5, 1),
            ),
        ),
        "nil_receipt": (
            MailKind.SHEET_RECEIPT,
            SheetReceipt(**receipt, declared_hours=Decimal(0), nil=True, people_count=0),
        ),
        "sheets_receipt": (MailKind.SHEETS_RECEIPT, a_file_receipt()),
        "sheets_receipt_of_a_page": (
            MailKind.SHEETS_RECEIPT,
            a_file_receipt().model_copy(
                update={"by_file": False, "company_link_id": 35, "others_to_call": (BRUNO,)}
            ),
        ),
        "sheets_receipt_by_a_structure": (
            MailKind.SHEETS_RECEIPT,
            a_file_receipt(sent_by="Intérim Fictif Insertion"),
        ),
        "sheets_receipt_to_complete": (
            MailKind.SHEETS_RECEIPT,
            a_file_receipt(sent_by="Intérim Fictif Insertion", awaited=1),
        ),
        "correction_granted": (
            MailKind.CORRECTION_GRANTED,
            CorrectionGranted(**SENDER, **SHEET, month=MARCH, due_on=date(2027, 4, 20)),
        ),
        "correction_refused": (
            MailKind.CORRECTION_REFUSED,
            CorrectionRefused(
                **SENDER, **SHEET, month=MARCH, answer="Le décompte final est déjà chez l’acheteur."
            ),
        ),
        "hours_report": (
            MailKind.HOURS_REPORT,
            HoursReportRequest(
                **SENDER,
                structure_name="Intérim d’Insertion Exemple",
                link_id=34,
                month=MARCH,
                people_count=3,
                companies=("Bâti Imaginaire SAS",),
            ),
        ),
        "hours_report_reminder": (
            MailKind.HOURS_REPORT,
            HoursReportRequest(
                **SENDER,
                structure_name="Intérim d’Insertion Exemple",
                link_id=34,
                month=MARCH,
                people_count=1,
                companies=("Bâti Imaginaire SAS",),
                is_reminder=True,
            ),
        ),
        "attestation": (
            MailKind.ATTESTATION,
            AttestationRequest(
                **SENDER,
                first_name="Dina",
                link_id=34,
                month=MARCH,
                lines=(
                    AttestedLine(
                        market_title="Chantier École Imaginaire",
                        company_name="Bâti Imaginaire SAS",
                        hours=Decimal("84.5"),
                    ),
                ),
                is_reminder=True,
            ),
        ),
        "hours_settled": (
            MailKind.HOURS_SETTLED,
            HoursSettled(
                **SENDER,
                **SHEET,
                month=MARCH,
                before=Decimal(50),
                after=Decimal(40),
                reason="Le contrat s’arrête le 20.",
            ),
        ),
        "sheet_rejected": (
            MailKind.SHEET_REJECTED,
            SheetRejected(
                **SENDER,
                **SHEET,
                month=MARCH,
                reason="Les heures de Bob Inventé dépassent le mois : 310 h.",
                lines=(RejectedLine(name="Bob Inventé", hours=Decimal(310)),),
                due_on=date(2027, 4, 12),
            ),
        ),
        "question_receipt": (
            MailKind.QUESTION_RECEIPT,
            QuestionReceipt(**SENDER, **asked, due_on=date(2027, 1, 11)),
        ),
        "question_answered": (
            MailKind.QUESTION_ANSWERED,
            QuestionAnswered(**SENDER, **asked, answer="Oui.\nUn GEIQ convient aussi.", corrects=False),
        ),
        "answer_corrected": (
            MailKind.QUESTION_ANSWERED,
            QuestionAnswered(**SENDER, **asked, answer="Non, à la réflexion.", corrects=True),
        ),
        "offer_analysis": (
            MailKind.OFFER_ANALYSIS,
            OfferAnalysisMail(**SENDER, **analysis, version=1, best_company="Bâti Imaginaire SAS"),
        ),
        "second_analysis": (
            MailKind.OFFER_ANALYSIS,
            OfferAnalysisMail(**SENDER, **analysis, version=2, best_company=None),
        ),
        "clause_text": (
            MailKind.CLAUSE_TEXT,
            ClauseTextMail(
                **SENDER,
                **MARKET,
                market_reference="2027-FICT-014",
                version=2,
                is_first=False,
                sent_on=date(2027, 1, 11),
                required_hours=Decimal(2000),
                question_link_id=78,
                note="Le lot 3 s’ajoute\u00a0: 400\u00a0h.",
                market_id=56,
            ),
        ),
        "statement": (
            MailKind.STATEMENT,
            StatementMail(
                **SENDER,
                **FIGURES,
                received_on=date(2027, 10, 29),
                committed_hours=Decimal(2100),
                is_reached=False,
                market_id=56,
            ),
        ),
        "certificate": (
            MailKind.CERTIFICATE,
            CertificateMail(**SENDER, **FIGURES, company_name="Bâti Imaginaire SAS"),
        ),
        "penalty": (
            MailKind.SHORTFALL_NOTICE,
            ShortfallNotice(**shortfall, decision=Penalty(amount=Decimal(7600), hourly_rate=Decimal(10))),
        ),
        "waiver": (
            MailKind.SHORTFALL_NOTICE,
            ShortfallNotice(**shortfall, decision=Waiver(reason="Chantier arrêté trois mois")),
        ),
    }
