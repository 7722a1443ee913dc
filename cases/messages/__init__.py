"""The mails Jalon sends, as typed payloads: commands put them in the outbox as JSON, notifications word them.

No payload holds an address of ours or a secret: a link is named by its id and resolved when the mail is
written, so that a restored backup or a new host name never sends a dead link.
"""

from collections.abc import Mapping

from cases.messages.announcing import (
    AnnouncedPart,
    AnnouncementInvitation,
    AnnouncementReceipt,
    LateStudy,
    OpinionLate,
)
from cases.messages.award import AwardNotice
from cases.messages.changes import ChangedHours, ChangedPart, HoursFigure, MarketChanged
from cases.messages.clause import ClauseTextMail
from cases.messages.kickoff import (
    AgreedCompany,
    KickoffChase,
    KickoffMinutes,
    KickoffMissingBuyer,
    PlanLine,
)
from cases.messages.kinds import AlsoCalled, MailKind, Message
from cases.messages.meetings import (
    MEETING_MAILS,
    MeetingCancelled,
    MeetingEnd,
    MeetingFacts,
    MeetingInvitation,
    MeetingMail,
    MeetingReminder,
    Told,
)
from cases.messages.minutes import AgreedAction, KeptMinutes, MeetingMinutes, SiteFigures
from cases.messages.opinion import OpinionMail
from cases.messages.papers import CertificateMail, ShortfallNotice, StatementMail
from cases.messages.people import EligibilityDecided, PersonDecided
from cases.messages.plans import PlanReceipt, PlanReceiptLine
from cases.messages.recruitment import (
    CandidateOutcome,
    CandidatesPresented,
    NeedClosedMail,
    PresentedCandidate,
    RecruitmentNeedMail,
)
from cases.messages.reports import (
    AttestationRequest,
    AttestedLine,
    HoursReportRequest,
    HoursSettled,
)
from cases.messages.sheets import (
    SHEET_REQUESTS,
    CorrectionGranted,
    CorrectionRefused,
    ReceivedHours,
    RejectedLine,
    SheetLine,
    SheetMissingBuyer,
    SheetReceipt,
    SheetRejected,
    SheetRequest,
    SheetsReceipt,
    SheetsReceiptLine,
    SheetStep,
)
from cases.messages.tender import OfferAnalysisMail, QuestionAnswered, QuestionReceipt

__all__ = [
    "MEETING_MAILS",
    "PAYLOADS",
    "SHEET_REQUESTS",
    "AgreedAction",
    "AgreedCompany",
    "AlsoCalled",
    "AnnouncedPart",
    "AnnouncementInvitation",
    "AnnouncementReceipt",
    "AttestationRequest",
    "AttestedLine",
    "AwardNotice",
    "CandidateOutcome",
    "CandidatesPresented",
    "CertificateMail",
    "ChangedHours",
    "ChangedPart",
    "ClauseTextMail",
    "CorrectionGranted",
    "CorrectionRefused",
    "EligibilityDecided",
    "HoursFigure",
    "HoursReportRequest",
    "HoursSettled",
    "KeptMinutes",
    "KickoffChase",
    "KickoffMinutes",
    "KickoffMissingBuyer",
    "LateStudy",
    "MailKind",
    "MarketChanged",
    "MeetingCancelled",
    "MeetingEnd",
    "MeetingFacts",
    "MeetingInvitation",
    "MeetingMail",
    "MeetingMinutes",
    "MeetingReminder",
    "Message",
    "NeedClosedMail",
    "OfferAnalysisMail",
    "OpinionLate",
    "OpinionMail",
    "PersonDecided",
    "PlanLine",
    "PlanReceipt",
    "PlanReceiptLine",
    "PresentedCandidate",
    "QuestionAnswered",
    "QuestionReceipt",
    "ReceivedHours",
    "RecruitmentNeedMail",
    "RejectedLine",
    "SheetLine",
    "SheetMissingBuyer",
    "SheetReceipt",
    "SheetRejected",
    "SheetRequest",
    "SheetStep",
    "SheetsReceipt",
    "SheetsReceiptLine",
    "ShortfallNotice",
    "SiteFigures",
    "StatementMail",
    "Told",
    "parse_message",
]

PAYLOADS: Mapping[MailKind, type[Message]] = {
    MailKind.ANNOUNCEMENT_INVITATION: AnnouncementInvitation,
    MailKind.ANNOUNCEMENT_RECEIPT: AnnouncementReceipt,
    MailKind.PLAN_RECEIPT: PlanReceipt,
    MailKind.OPINION_LATE: OpinionLate,
    MailKind.CLAUSE_TEXT: ClauseTextMail,
    MailKind.OPINION: OpinionMail,
    MailKind.AWARD_NOTICE: AwardNotice,
    MailKind.RECRUITMENT_NEED: RecruitmentNeedMail,
    MailKind.NEED_CLOSED: NeedClosedMail,
    MailKind.CANDIDATES_PRESENTED: CandidatesPresented,
    MailKind.CANDIDATE_OUTCOME: CandidateOutcome,
    MailKind.MEETING_INVITATION: MeetingInvitation,
    MailKind.MEETING_CANCELLED: MeetingCancelled,
    MailKind.MEETING_REMINDER: MeetingReminder,
    MailKind.MEETING_MINUTES: MeetingMinutes,
    MailKind.KICKOFF_CHASE: KickoffChase,
    MailKind.KICKOFF_MISSING_BUYER: KickoffMissingBuyer,
    MailKind.KICKOFF_MINUTES: KickoffMinutes,
    MailKind.SHEET_OPENED: SheetRequest,
    MailKind.SHEET_REMINDER: SheetRequest,
    MailKind.SHEET_FIRST_CHASE: SheetRequest,
    MailKind.SHEET_SECOND_CHASE: SheetRequest,
    MailKind.SHEET_MISSING_BUYER: SheetMissingBuyer,
    MailKind.SHEET_RECEIPT: SheetReceipt,
    MailKind.SHEETS_RECEIPT: SheetsReceipt,
    MailKind.SHEET_REJECTED: SheetRejected,
    MailKind.CORRECTION_GRANTED: CorrectionGranted,
    MailKind.CORRECTION_REFUSED: CorrectionRefused,
    MailKind.HOURS_REPORT: HoursReportRequest,
    MailKind.ATTESTATION: AttestationRequest,
    MailKind.HOURS_SETTLED: HoursSettled,
    MailKind.ELIGIBILITY_DECIDED: EligibilityDecided,
    MailKind.MARKET_CHANGED: MarketChanged,
    MailKind.QUESTION_RECEIPT: QuestionReceipt,
    MailKind.QUESTION_ANSWERED: QuestionAnswered,
    MailKind.OFFER_ANALYSIS: OfferAnalysisMail,
    MailKind.STATEMENT: StatementMail,
    MailKind.CERTIFICATE: CertificateMail,
    MailKind.SHORTFALL_NOTICE: ShortfallNotice,
}


def parse_message(kind: MailKind, payload: str | bytes) -> Message:
    """The message stored as JSON under `kind`. Raises pydantic.ValidationError when it does not fit."""
    return PAYLOADS[kind].model_validate_json(payload)
