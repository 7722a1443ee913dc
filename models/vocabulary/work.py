"""What waits and what leaves: tasks, deadlines, mails, links."""

from enum import StrEnum


class TaskKind(StrEnum):
    STUDY_MARKET = "study_market"
    ANSWER_QUESTION = "answer_question"
    ANALYSE_OFFERS = "analyse_offers"
    VERIFY_IMPORT = "verify_import"
    HOLD_KICKOFF = "hold_kickoff"
    KICKOFF_OVERDUE = "kickoff_overdue"
    REVIEW_CANDIDATES = "review_candidates"
    NEED_UNANSWERED = "need_unanswered"
    REVIEW_SHEET = "review_sheet"
    REVIEW_CORRECTION = "review_correction"
    CONFIRM_ELIGIBILITY = "confirm_eligibility"
    ELIGIBILITY_EXPIRING = "eligibility_expiring"
    SAME_PERSON = "same_person"
    MATCH_HOURS = "match_hours"
    HOLD_SITE_MEETING = "hold_site_meeting"
    HOLD_PARTNERS_MEETING = "hold_partners_meeting"
    CALL_COMPANY = "call_company"
    PLAN_RECEPTION = "plan_reception"
    SETTLE_RECEPTION = "settle_reception"
    ASK_OUTCOME = "ask_outcome"
    MISSING_CONTACT = "missing_contact"
    WRONG_CONTACT = "wrong_contact"
    MAIL_FAILED = "mail_failed"
    DEADLINE_POISONED = "deadline_poisoned"


class TaskStatus(StrEnum):
    OPEN = "open"
    DONE = "done"
    CANCELLED = "cancelled"


class DeadlineRule(StrEnum):
    """Every "later" of the engine. One handler each, in cases/deadlines/."""

    OPINION_LATE = "opinion_late"
    ANSWER_LATE = "answer_late"
    OPEN_SHEETS = "open_sheets"
    SHEET_LADDER = "sheet_ladder"
    ELIGIBILITY_EXPIRING = "eligibility_expiring"
    HOURS_REPORT = "hours_report"
    SITE_MEETING = "site_meeting"
    KICKOFF_OVERDUE = "kickoff_overdue"
    MEETING_REMINDER = "meeting_reminder"
    NEED_ANSWER = "need_answer"
    ERASE_CANDIDATES = "erase_candidates"
    RECEPTION_REMINDER = "reception_reminder"
    OUTCOME = "outcome"


class DeadlineStatus(StrEnum):
    PENDING = "pending"
    PAUSED = "paused"
    FIRED = "fired"
    MOOT = "moot"
    CANCELLED = "cancelled"
    POISONED = "poisoned"


class MailStatus(StrEnum):
    PENDING = "pending"
    SENDING = "sending"
    SENT = "sent"
    KEPT = "kept"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    WITHDRAWN = "withdrawn"


class MailPhase(StrEnum):
    """How far the last attempt went. Only DATA_SENT leaves a doubt."""

    NONE = "none"
    CONNECTED = "connected"
    MAIL_FROM = "mail_from"
    RECIPIENT = "recipient"
    DATA_STARTED = "data_started"
    DATA_SENT = "data_sent"
    ACCEPTED = "accepted"


class LinkAct(StrEnum):
    """The one act that a link without an account allows."""

    SHEET = "sheet"
    COMPANY_SHEETS = "company_sheets"
    REPORT_HOURS = "report_hours"
    ATTEST_HOURS = "attest_hours"
    ANNOUNCE = "announce"
    ASK = "ask"
    PROPOSE = "propose"
