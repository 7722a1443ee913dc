"""Hours as insertion structures say them, compared with the companies' and decided between."""

from datetime import date
from typing import Annotated

from fastapi import APIRouter, Path

from api.dependencies import Now, Reading, Writing
from api.permissions import Staff, allow
from api.rest import examples
from api.rest.documentation import READS, WRITES, Number, body, operation_id
from api.rest.report_shapes import AttestationRecord, MatchRecord, ReportedPersonRecord
from cases.actors import Actor
from cases.asked_hours import ReportedPerson, reported_people
from cases.commands.attestations import choose_attestation
from cases.commands.hours_decisions import decide_difference
from cases.commands.hours_reports import report_hours
from cases.inputs.report import AttestationChoice, DifferenceDecision, HoursReportInput
from cases.queries.matched_hours import MatchRow, match_rows
from cases.rules.months import month_of
from models.vocabulary import Role

router = APIRouter(prefix="/api/v1", tags=["Sheets"], generate_unique_id_function=operation_id)
Partner = Annotated[Actor, allow(Role.PARTNER)]
Month = Annotated[date, Path(description="Any day of the month worked.")]


@router.get(
    "/hours-reports/{month}",
    summary="List whose hours to report",
    response_model=list[ReportedPersonRecord],
    responses=READS,
)
def list_reported_people(session: Reading, actor: Partner, month: Month) -> list[ReportedPerson]:
    """Those whom the structure employs that month, market by market, with what it said so far."""
    return reported_people(session, actor.territory_id, actor.party_id or 0, month_of(month))


@router.put(
    "/hours-reports/{month}",
    summary="Report hours",
    response_model=list[ReportedPersonRecord],
    responses=WRITES,
)
def report_month(
    session: Writing,
    actor: Partner,
    now: Now,
    month: Month,
    report: Annotated[HoursReportInput, body(examples.HOURS_REPORT)],
) -> list[ReportedPerson]:
    """Say hours, or replace what was said; what is left out stays. Companies do not see them."""
    report_hours(session, actor, month_of(month), report, now=now)
    return reported_people(session, actor.territory_id, actor.party_id or 0, month_of(month))


@router.get(
    "/sheets/{sheet_id}/match",
    summary="Compare the statements of hours",
    response_model=list[MatchRecord],
    responses=READS,
)
def read_match(session: Reading, actor: Staff, sheet_id: Number) -> list[MatchRow]:
    """The company's, the structure's and the person's figures, side by side."""
    return match_rows(session, actor, sheet_id)


@router.post(
    "/sheets/{sheet_id}/match",
    summary="Decide between statements of hours",
    response_model=list[MatchRecord],
    responses=WRITES,
)
def decide_match(
    session: Writing,
    actor: Staff,
    now: Now,
    sheet_id: Number,
    decision: Annotated[DifferenceDecision, body(examples.DIFFERENCE_DECISION)],
) -> list[MatchRow]:
    """The figure that stands takes the place of the company's, which is told; the hours are counted anew."""
    decide_difference(session, actor, sheet_id, decision, now=now)
    return match_rows(session, actor, sheet_id)


@router.put(
    "/markets/{market_id}/attestation",
    summary="Ask people about their hours",
    response_model=AttestationRecord,
    responses=WRITES,
)
def set_attestation(
    session: Writing,
    actor: Staff,
    now: Now,
    market_id: Number,
    choice: Annotated[AttestationChoice, body(examples.ATTESTATION)],
) -> AttestationChoice:
    """Whether people are asked, by mail, if the hours declared for them on this market are right."""
    choose_attestation(session, actor, market_id, choice, now=now)
    return choice
