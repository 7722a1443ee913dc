"""What waits and what was written: sheets, tasks, deadlines, mails, documents."""

from cases.messages import MailKind
from models.vocabulary import (
    DeadlineRule,
    DeadlineStatus,
    DocumentKind,
    MailStatus,
    SheetStatus,
    TaskKind,
)

SHEETS = {
    SheetStatus.AWAITED: "Awaited",
    SheetStatus.SUBMITTED: "To review",
    SheetStatus.VALIDATED: "Validated",
    SheetStatus.REJECTED: "Sent back",
    SheetStatus.CANCELLED: "Cancelled",
}
TASKS = {
    TaskKind.STUDY_MARKET: "Study the planned market",
    TaskKind.ANSWER_QUESTION: "Answer a company’s question",
    TaskKind.REVIEW_CANDIDATES: "Look at the candidates proposed",
    TaskKind.NEED_UNANSWERED: "No partner has answered a need",
    TaskKind.ANALYSE_OFFERS: "Analyse the offers",
    TaskKind.VERIFY_IMPORT: "Verify the import",
    TaskKind.HOLD_KICKOFF: "Hold the kickoff meeting",
    TaskKind.KICKOFF_OVERDUE: "Kickoff meeting overdue",
    TaskKind.REVIEW_SHEET: "Review the sheet",
    TaskKind.CALL_COMPANY: "Call the company about its sheet",
    TaskKind.PLAN_RECEPTION: "Plan the reception",
    TaskKind.SETTLE_RECEPTION: "Settle the reception",
    TaskKind.ASK_OUTCOME: "Ask the participants’ situation",
    TaskKind.MISSING_CONTACT: "Find an address for the company",
    TaskKind.WRONG_CONTACT: "Correct the contact",
    TaskKind.MAIL_FAILED: "A mail was not delivered",
    TaskKind.DEADLINE_POISONED: "A deadline could not be handled",
}
DEADLINES = {
    DeadlineRule.OPINION_LATE: "Late opinion told to the buyer",
    DeadlineRule.ANSWER_LATE: "Question still to be answered",
    DeadlineRule.MEETING_REMINDER: "Reminder of a meeting",
    DeadlineRule.NEED_ANSWER: "Partners’ answers to a need",
    DeadlineRule.ERASE_CANDIDATES: "Candidates’ names erased",
    DeadlineRule.OPEN_SHEETS: "Opening of the sheets",
    DeadlineRule.SHEET_LADDER: "Sheet followed up",
    DeadlineRule.KICKOFF_OVERDUE: "Kickoff not held",
    DeadlineRule.RECEPTION_REMINDER: "Reception to be planned",
    DeadlineRule.OUTCOME: "Participants’ situation",
}
STEPS = {
    "open": "the month’s opening",
    "reminder": "reminder",
    "first_chase": "first chaser",
    "second_chase": "second chaser",
    "call_company": "call to the company",
    "inform_buyer": "buyer informed",
    "overdue": "overdue",
    "ahead": "before the planned end",
}
DEADLINE_STATES = {
    DeadlineStatus.PENDING: "Planned",
    DeadlineStatus.FIRED: "Done",
    DeadlineStatus.MOOT: "Not needed",
    DeadlineStatus.CANCELLED: "Cancelled",
    DeadlineStatus.POISONED: "Set apart",
    DeadlineStatus.PAUSED: "Paused",
}
MAILS = {
    MailKind.RECRUITMENT_NEED: "Recruitment need sent to a partner",
    MailKind.NEED_CLOSED: "Need closed, told to a partner",
    MailKind.CANDIDATES_PRESENTED: "Candidates presented to the company",
    MailKind.CANDIDATE_OUTCOME: "Outcome told to a partner",
    MailKind.MEETING_INVITATION: "Invitation to the kickoff meeting",
    MailKind.MEETING_CANCELLED: "Meeting cancelled",
    MailKind.MEETING_REMINDER: "Reminder of the meeting",
    MailKind.KICKOFF_CHASE: "Chaser for the kickoff",
    MailKind.KICKOFF_MISSING_BUYER: "Buyer informed of a missing kickoff",
    MailKind.KICKOFF_MINUTES: "Minutes of the kickoff",
    MailKind.SHEET_OPENED: "Sheet asked for",
    MailKind.SHEET_REMINDER: "Sheet reminder",
    MailKind.SHEET_FIRST_CHASE: "First chaser",
    MailKind.SHEET_SECOND_CHASE: "Second chaser",
    MailKind.SHEET_MISSING_BUYER: "Buyer informed of a missing sheet",
    MailKind.SHEET_RECEIPT: "Receipt of a sheet",
    MailKind.SHEET_REJECTED: "Sheet sent back",
    MailKind.ANNOUNCEMENT_INVITATION: "Announcement link sent",
    MailKind.ANNOUNCEMENT_RECEIPT: "Acknowledgement of a planned market",
    MailKind.OPINION_LATE: "Late opinion told to the buyer",
    MailKind.QUESTION_RECEIPT: "Receipt of a question",
    MailKind.QUESTION_ANSWERED: "Answer to a question",
    MailKind.OFFER_ANALYSIS: "Analysis of the offers",
    MailKind.STATEMENT: "Statement",
    MailKind.AWARD_NOTICE: "Notice to a company that won",
    MailKind.CERTIFICATE: "Certificate",
    MailKind.SHORTFALL_NOTICE: "Notice of shortfall",
}
MAIL_STATES = {
    MailStatus.PENDING: "Waiting",
    MailStatus.SENDING: "Leaving",
    MailStatus.SENT: "Sent",
    MailStatus.KEPT: "Kept, not sent",
    MailStatus.IN_DOUBT: "In doubt",
    MailStatus.FAILED: "Failed",
    MailStatus.WITHDRAWN: "Withdrawn",
}
DOCUMENTS = {
    DocumentKind.CLAUSE_TEXT: "Text of the clause",
    DocumentKind.OFFER_ANALYSIS: "Analysis of the offers",
    DocumentKind.OBLIGATIONS: "Obligations of the clause",
    DocumentKind.STATEMENT: "Statement",
    DocumentKind.CERTIFICATE: "Certificate",
    DocumentKind.SHORTFALL_NOTICE: "Notice of shortfall",
}
