"""The vocabulary as the screen says it: message ids by word, translated where they are shown."""

from cases.messages import MailKind
from cases.rules.calendar import HolidayZone
from models.vocabulary import (
    ActorKind,
    CompanyRole,
    DeadlineRule,
    DeadlineStatus,
    DocumentKind,
    Lever,
    MailStatus,
    PartyKind,
    Role,
    SheetStatus,
    ShortfallDecision,
    Stage,
    TaskKind,
)

STAGES = {
    Stage.DRAFTING: "Drafting",
    Stage.TENDER_ANALYSIS: "Tender analysis",
    Stage.KICKOFF: "Kickoff",
    Stage.FOLLOW_UP: "Monthly follow-up",
    Stage.RECEPTION: "Reception",
    Stage.CLOSED: "Closed",
    Stage.SUSPENDED: "Suspended",
    Stage.ABANDONED: "Abandoned",
    Stage.TERMINATED: "Terminated",
}
ROLES = {
    Role.DIRECTOR: "Director",
    Role.FACILITATOR: "Facilitator",
    Role.BUYER: "Buyer",
    Role.COMPANY: "Company",
    Role.PARTNER: "Partner",
}
LEVERS = {
    Lever.EXECUTION_CONDITION: "Execution condition (L2112-2, formerly article 14)",
    Lever.AWARD_CRITERION: "Award criterion (R2152-7, formerly article 53)",
    Lever.CONDITION_AND_CRITERION: "Condition and criterion (formerly articles 14 and 53)",
    Lever.RESERVED_EA_ESAT: "Reserved for EA and ESAT (L2113-12)",
    Lever.RESERVED_SIAE: "Reserved for SIAE (L2113-13)",
    Lever.RESERVED_BOTH: "Reserved for EA, ESAT and SIAE (L2113-14)",
    Lever.RESERVED_ESS: "Reserved for the social economy (L2113-15)",
    Lever.INSERTION_SERVICE: "Insertion service (R2123-1 3°, formerly article 30)",
}
COMPANY_ROLES = {
    CompanyRole.LEAD: "Lead",
    CompanyRole.CO_CONTRACTOR: "Co-contractor",
    CompanyRole.SUBCONTRACTOR: "Subcontractor",
}
PARTY_KINDS = {
    PartyKind.BUYER: "Buyer",
    PartyKind.COMPANY: "Company",
    PartyKind.INSERTION_STRUCTURE: "Insertion structure",
    PartyKind.PRESCRIBER: "Prescriber",
}
SHEETS = {
    SheetStatus.AWAITED: "Awaited",
    SheetStatus.SUBMITTED: "To review",
    SheetStatus.VALIDATED: "Validated",
    SheetStatus.REJECTED: "Sent back",
    SheetStatus.CANCELLED: "Cancelled",
}
SHORTFALL_DECISIONS = {
    ShortfallDecision.PENALTY: "Apply the penalty",
    ShortfallDecision.WAIVER: "Waive it",
}
TASKS = {
    TaskKind.STUDY_MARKET: "Study the planned market",
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
    DeadlineRule.OPEN_SHEETS: "Opening of the sheets",
    DeadlineRule.SHEET_LADDER: "Sheet followed up",
    DeadlineRule.KICKOFF_OVERDUE: "Kickoff meeting reminder",
    DeadlineRule.RECEPTION_REMINDER: "Reception to be planned",
    DeadlineRule.OUTCOME: "Participants’ situation",
}
MAILS = {
    MailKind.SHEET_OPENED: "Sheet asked for",
    MailKind.SHEET_REMINDER: "Sheet reminder",
    MailKind.SHEET_FIRST_CHASE: "First chaser",
    MailKind.SHEET_SECOND_CHASE: "Second chaser",
    MailKind.SHEET_MISSING_BUYER: "Buyer informed of a missing sheet",
    MailKind.SHEET_RECEIPT: "Receipt of a sheet",
    MailKind.SHEET_REJECTED: "Sheet sent back",
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
    DocumentKind.STATEMENT: "Statement",
    DocumentKind.CERTIFICATE: "Certificate",
    DocumentKind.SHORTFALL_NOTICE: "Notice of shortfall",
}
LANGUAGES = {"fr": "Français", "en": "English"}
DONE = {
    "deconnexion": "You are signed out.",
    "session": "The session is closed.",
    "cle": "The key is revoked.",
    "mot-de-passe": "Your password is changed, and your other browsers are signed out.",
    "import": "The file is imported.",
    "horloge": "The clock has moved; what fell due on the way is done.",
    "tache": "The task is done.",
    "nouveau": "The case is open.",
    "publication": "The publication is recorded.",
    "attribution": "The award is recorded.",
    "attribution-corrigee": "The award is corrected.",
    "relance": "The procedure is restarted.",
    "lancement": "The kickoff is recorded: the sheets will open on the first of each month.",
    "reception": "The reception is recorded.",
    "bilan": "The statement leaves for the buyer, and the market is closed.",
    "suspension": "The market is suspended.",
    "reprise": "The market has resumed.",
    "abandon": "The market is abandoned.",
    "resiliation": "The market is terminated.",
    "description": "The description is kept.",
    "heures-manquantes": "The decision is kept.",
    "contact": "The contact is kept.",
    "validee": "The sheet is validated: its hours count.",
    "rejetee": "The sheet is sent back to the company with your reason.",
    "personne": "The person can sign in.",
}
"""What a page says after a form, by the code of its address."""
EVENTS = {
    "registered": "Case opened",
    "described": "Description completed",
    "published": "Tender published",
    "restarted": "Procedure restarted",
    "abandoned": "Market abandoned",
    "awarded": "Market awarded",
    "kickoff_held": "Kickoff meeting held",
    "received": "Works received",
    "suspended": "Work suspended",
    "resumed": "Work resumed",
    "terminated": "Market terminated",
    "shortfall_decided": "Missing hours decided on",
    "statement_issued": "Statement sent, market closed",
    "imported": "Market imported",
    "import_updated": "Market updated by an import",
    "contact_set": "Contact given",
    "sheets_opened": "Sheets opened",
    "no_sheet_owed": "No sheet owed",
    "sheet_submitted": "Sheet received",
    "sheet_validated": "Sheet validated",
    "sheet_rejected": "Sheet sent back",
    "sheet_reminded": "Company reminded of its sheet",
    "sheet_chased": "Company chased for its sheet",
    "contact_missing": "No address to write to",
    "award_corrected": "Award corrected",
    "sheet_step_skipped": "Late step skipped",
    "company_call_asked": "Call to the company asked for",
    "buyer_informed": "Buyer informed of a missing sheet",
    "kickoff_overdue": "Kickoff meeting overdue",
    "reception_ahead": "Reception to be planned",
    "outcome_asked": "Participants’ situation asked",
    "task_done": "Task done",
    "wrong_contact_reported": "Wrong contact reported",
    "deadline_set_apart": "Deadline set apart after an error",
}
HOLIDAY_ZONES = {
    HolidayZone.METROPOLE: "Mainland France",
    HolidayZone.ALSACE_MOSELLE: "Alsace-Moselle",
    HolidayZone.GUADELOUPE: "Guadeloupe",
    HolidayZone.MARTINIQUE: "Martinique",
    HolidayZone.GUYANE: "French Guiana",
    HolidayZone.LA_REUNION: "La Réunion",
    HolidayZone.MAYOTTE: "Mayotte",
    HolidayZone.SAINT_BARTHELEMY: "Saint-Barthélemy",
    HolidayZone.SAINT_MARTIN: "Saint-Martin",
    HolidayZone.SAINT_PIERRE_ET_MIQUELON: "Saint-Pierre-et-Miquelon",
    HolidayZone.WALLIS_ET_FUTUNA: "Wallis and Futuna",
    HolidayZone.POLYNESIE_FRANCAISE: "French Polynesia",
    HolidayZone.NOUVELLE_CALEDONIE: "New Caledonia",
}
ACTORS = {
    ActorKind.ACCOUNT: "A person",
    ActorKind.LINK: "The company, by its link",
    ActorKind.CLOCK: "The clocks",
    ActorKind.IMPORT: "An import",
    ActorKind.CONSOLE: "The operator",
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
