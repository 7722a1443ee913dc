"""The kinds of mails, and what every mail says."""

from enum import StrEnum

from cases.documents import Frozen


class MailKind(StrEnum):
    """One value for each folder of notifications/mails."""

    ANNOUNCEMENT_INVITATION = "announcement_invitation"
    ANNOUNCEMENT_RECEIPT = "announcement_receipt"
    PLAN_RECEIPT = "plan_receipt"
    OPINION_LATE = "opinion_late"
    CLAUSE_TEXT = "clause_text"
    OPINION = "opinion"
    AWARD_NOTICE = "award_notice"
    RECRUITMENT_NEED = "recruitment_need"
    NEED_CLOSED = "need_closed"
    CANDIDATES_PRESENTED = "candidates_presented"
    CANDIDATE_OUTCOME = "candidate_outcome"
    MEETING_INVITATION = "meeting_invitation"
    MEETING_CANCELLED = "meeting_cancelled"
    MEETING_REMINDER = "meeting_reminder"
    MEETING_MINUTES = "meeting_minutes"
    KICKOFF_CHASE = "kickoff_chase"
    KICKOFF_MISSING_BUYER = "kickoff_missing_buyer"
    KICKOFF_MINUTES = "kickoff_minutes"
    SHEET_OPENED = "sheet_opened"
    SHEET_REMINDER = "sheet_reminder"
    SHEET_FIRST_CHASE = "sheet_first_chase"
    SHEET_SECOND_CHASE = "sheet_second_chase"
    SHEET_MISSING_BUYER = "sheet_missing_buyer"
    SHEET_RECEIPT = "sheet_receipt"
    SHEETS_RECEIPT = "sheets_receipt"
    SHEET_REJECTED = "sheet_rejected"
    CORRECTION_GRANTED = "correction_granted"
    CORRECTION_REFUSED = "correction_refused"
    HOURS_REPORT = "hours_report"
    ATTESTATION = "attestation"
    HOURS_SETTLED = "hours_settled"
    ELIGIBILITY_DECIDED = "eligibility_decided"
    MARKET_CHANGED = "market_changed"
    QUESTION_RECEIPT = "question_receipt"
    QUESTION_ANSWERED = "question_answered"
    OFFER_ANALYSIS = "offer_analysis"
    STATEMENT = "statement"
    CERTIFICATE = "certificate"
    SHORTFALL_NOTICE = "shortfall_notice"


class AlsoCalled(Frozen):
    """Another facilitator to call, and about which markets."""

    name: str
    email: str
    phone: str | None = None
    markets: tuple[str, ...]


class Message(Frozen):
    """What every mail says: from which territory, and whom to call.

    `others_to_call`: who looks after the other markets, in a mail about several.
    """

    territory_name: str
    facilitator_name: str
    facilitator_email: str
    facilitator_phone: str | None = None
    others_to_call: tuple[AlsoCalled, ...] = ()

    @property
    def sheet_ids(self) -> tuple[int, ...]:
        """The sheets this mail is about: their mails thread together in the mailbox."""
        return ()
