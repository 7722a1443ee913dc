"""The end of a market: the shortfall decided by a person, the statement to the buyer, the case closed."""

from datetime import datetime

from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.commands.moving import allowed, apply, check_move, standing_for
from cases.correspondence import correspondents
from cases.deadlines.opening import missing_contact
from cases.decisions import Decision, NewDeadline, NewMail, NewTask, TaskEnd
from cases.final_figures import FinalFigures, gather_figures
from cases.inputs import ShortfallChoice
from cases.papers import freeze, paper_mail
from cases.refusals import MoveForbidden, NotAllowed
from cases.rules.lifecycle import BY_MOVE, Move
from cases.rules.months import add_months
from cases.statements import table_of
from models.tables import Document
from models.vocabulary import DeadlineRule, Stage, TaskKind

DOCUMENT = table_of(Document)


def decide_shortfall(
    session: Session, actor: Actor, market_id: int, input: ShortfallChoice, *, now: datetime
) -> None:
    """Record what a person decided about the missing hours; it may be changed until the statement leaves.

    Raises MoveForbidden elsewhere than at reception or after a termination.
    """
    if not actor.is_staff:
        raise NotAllowed
    case = take_up(session, actor, market_id, now)
    if case.market.stage not in (Stage.RECEPTION, Stage.TERMINATED):
        raise MoveForbidden(BY_MOVE[Move.ISSUE_STATEMENT], case.market)
    changes = {"shortfall_decision": input.decision, "shortfall_reason": input.reason}
    case.decide(Decision("shortfall_decided", {"decision": input.decision}, changes=changes))


def issue_statement(session: Session, actor: Actor, market_id: int, *, now: datetime) -> None:
    """Freeze the final figures, send them to the buyer and each company its paper, and close the market.

    Raises MoveIncomplete with everything that is missing. The participants' situation is asked at the pack's
    months after the closing.
    """
    case = take_up(session, actor, market_id, now)
    allowed(actor, case.market, Move.ISSUE_STATEMENT)
    standing = standing_for(case, Move.ISSUE_STATEMENT)
    changes = {"closed_on": case.today}
    check_move(actor, case.market, Move.ISSUE_STATEMENT, changes, standing)
    figures = gather_figures(case)
    says, opens = _papers(case, figures)
    apply(
        case,
        Move.ISSUE_STATEMENT,
        Decision(
            "",
            payload={
                "required_hours": figures.count.required_hours,
                "committed_hours": figures.count.committed_hours,
                "counted_hours": figures.count.counted_hours,
                "documents": [mail.document_id for mail in says],
            },
            changes=changes,
            ends=(TaskEnd(TaskKind.SETTLE_RECEPTION, market_id),),
            opens=tuple(opens),
            sets=_outcome_deadlines(case),
            says=tuple(says),
        ),
        standing=standing,
    )


def _outcome_deadlines(case: Casework) -> tuple[NewDeadline, ...]:
    calendar, period = case.pack.calendar, case.today.isoformat()
    return tuple(
        NewDeadline(
            DeadlineRule.OUTCOME,
            case.market.id,
            f"+{months}",
            period,
            case.deadline_at(calendar.first_working_day(add_months(case.today, months))),
        )
        for months in case.pack.outcome_months
    )


def _papers(case: Casework, figures: FinalFigures) -> tuple[list[NewMail], list[NewTask]]:
    """The statement for the buyer, and for each company its certificate or the lead's notice."""
    people = correspondents(case.session, [case.market.buyer_id, *figures.papers])
    says, opens = [], []
    buyer = people[case.market.buyer_id]
    for party, paper in [(buyer, figures.statement), *((people[p], f) for p, f in figures.papers.items())]:
        document_id = freeze(case, party, paper)
        if party.email is None:
            opens.append(missing_contact(party, case.pack, case.today))
            continue
        says.append(paper_mail(case, party, paper, document_id))
    return says, opens
