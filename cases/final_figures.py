"""The final figures of a market, gathered from its sheets under the counting rules, for its documents."""

from collections import defaultdict
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field
from datetime import date
from decimal import Decimal
from typing import Any

from sqlalchemy import Row, func, or_, select

from cases.casework import Casework
from cases.correspondence import Correspondent, correspondents
from cases.documents import (
    CertificateFigures,
    CompanyLine,
    MonthLine,
    Penalty,
    SetAsideLine,
    ShortfallFigures,
    StatementFigures,
    Waiver,
)
from cases.reasons import REASON_EN, REASON_FR
from cases.rules.final_count import FinalCount, final_count
from cases.statements import table_of
from models.tables import CountedHours, HourSheet, MarketParty, Participant
from models.vocabulary import CompanyRole, SetAside, ShortfallDecision

SHEET, PART, MEMBER = table_of(HourSheet), table_of(CountedHours), table_of(MarketParty)
PERSON = table_of(Participant)
ZERO = Decimal(0)


@dataclass(slots=True)
class CountedSheet:
    """One company's month: what it declared here, what counts here, and what became of the rest.

    Hours that a globalisation agreement credits to another market leave (`spread_out_hours`); those declared
    on another market and credited here come in, among `counted_hours`.
    """

    party_id: int
    month: date
    declared_hours: Decimal = ZERO
    counted_hours: Decimal = ZERO
    spread_out_hours: Decimal = ZERO
    spread_in_hours: Decimal = ZERO
    set_aside: dict[SetAside, Decimal] = field(default_factory=dict)
    people: set[int] = field(default_factory=set)


@dataclass(frozen=True, slots=True)
class Member:
    """A company of the market with its share."""

    party_id: int
    role: CompanyRole
    committed_hours: Decimal | None


@dataclass(frozen=True, slots=True)
class FinalFigures:
    """The count, the buyer's statement, and each company's paper by its number."""

    count: FinalCount
    statement: StatementFigures
    papers: Mapping[int, CertificateFigures | ShortfallFigures]


def gather_figures(case: Casework) -> FinalFigures:
    """Count every declared hour of the market and word its documents.

    The contract binds the group through its lead: when hours are missing, the notice goes to the lead for the
    whole market, and the other companies receive a certificate if they did their own share. A company that
    did no hour receives none.
    """
    market = case.market
    sheets = counted_sheets(case)
    members = _members(case)
    people = correspondents(case.session, [market.buyer_id, *(member.party_id for member in members)])
    final = final_count(
        market.required_hours or ZERO,
        market.committed_hours or ZERO,
        sum((sheet.counted_hours for sheet in sheets), ZERO),
        case.pack,
    )
    statement = _statement(case, final, sheets, members, people)
    papers = {}
    for member in members:
        if paper := _paper(case, final, member, sheets, people):
            papers[member.party_id] = paper
    return FinalFigures(final, statement, papers)


def counted_sheets(case: Casework) -> list[CountedSheet]:
    """Every sheet of the market, and those of others that credit it, with what became of their hours."""
    market_id, connection = case.market.id, case.session.connection()
    own = select(SHEET.c.party_id, SHEET.c.month).where(SHEET.c.market_id == market_id)
    found = {
        (month, party): CountedSheet(party, month)
        for party, month in connection.execute(own.order_by(SHEET.c.month, SHEET.c.id))
    }
    parts = (
        select(
            SHEET.c.market_id.label("declared_on"),
            SHEET.c.party_id,
            SHEET.c.month,
            func.coalesce(PERSON.c.merged_into_id, PERSON.c.id).label("person"),
            PART.c.market_id.label("credited_to"),
            PART.c.hours,
            PART.c.reason,
        )
        .join(SHEET, SHEET.c.id == PART.c.sheet_id)
        .join(PERSON, PERSON.c.id == PART.c.participant_id)
        .where(or_(SHEET.c.market_id == market_id, PART.c.market_id == market_id))
    )
    for row in connection.execute(parts.order_by(PART.c.id)):
        if row.declared_on != market_id and row.reason is not None:
            continue  # set aside where it was declared
        sheet = found.setdefault((row.month, row.party_id), CountedSheet(row.party_id, row.month))
        _add(sheet, row, market_id)
    return [found[place] for place in sorted(found)]


def _add(sheet: CountedSheet, row: Row[Any], market_id: int) -> None:
    """One part of the month's hours."""
    if row.declared_on == market_id:
        sheet.declared_hours += row.hours
        sheet.people.add(row.person)
    if row.reason is not None:
        sheet.set_aside[row.reason] = sheet.set_aside.get(row.reason, ZERO) + row.hours
    elif row.credited_to != market_id:
        sheet.spread_out_hours += row.hours
    else:
        sheet.counted_hours += row.hours
        sheet.spread_in_hours += row.hours if row.declared_on != market_id else ZERO


def _members(case: Casework) -> list[Member]:
    query = select(MEMBER.c.party_id, MEMBER.c.role, MEMBER.c.committed_hours)
    rows = case.session.connection().execute(
        query.where(MEMBER.c.market_id == case.market.id).order_by(MEMBER.c.id)
    )
    return [Member(*row) for row in rows]


def _common(case: Casework, buyer_name: str, locale: str) -> dict[str, object]:
    ended_on = case.market.ends_on
    assert ended_on is not None
    return {
        **case.letterhead.fields(),
        "locale": locale,
        "market_title": case.market.title,
        "market_reference": case.market.reference,
        "buyer_name": buyer_name,
        "pack_version": case.pack.version,
        "frozen_on": case.today,
        "received_on": ended_on,
        "started_on": case.market.starts_on,
    }


def _statement(
    case: Casework,
    final: FinalCount,
    sheets: Iterable[CountedSheet],
    members: Collection[Member],
    people: Mapping[int, Correspondent],
) -> StatementFigures:
    sheets, buyer = list(sheets), people[case.market.buyer_id]
    reasons = REASON_FR if buyer.locale == "fr" else REASON_EN
    return StatementFigures.model_validate(
        {
            **_common(case, buyer.name, buyer.locale),
            "awarded_on": case.market.awarded_on,
            "required_hours": final.required_hours,
            "committed_hours": final.committed_hours,
            "declared_hours": sum((sheet.declared_hours for sheet in sheets), ZERO),
            "counted_hours": final.counted_hours,
            "spread_out_hours": sum((sheet.spread_out_hours for sheet in sheets), ZERO),
            "spread_in_hours": sum((sheet.spread_in_hours for sheet in sheets), ZERO),
            "people_count": len(set[int]().union(*(sheet.people for sheet in sheets))),
            "companies": [
                _company_line(member, sheets, people, share_of(member, members, final.committed_hours))
                for member in members
            ],
            "months": _month_lines(sheets),
            "set_aside": [
                SetAsideLine(
                    month=sheet.month,
                    company_name=people[sheet.party_id].name,
                    hours=hours,
                    reason=reasons[reason],
                )
                for sheet in sheets
                for reason, hours in sorted(sheet.set_aside.items())
            ],
            "outcome": "certificate" if final.is_met else "shortfall",
        }
    )


def share_of(member: Member, members: Collection[Member], committed: Decimal | None) -> Decimal | None:
    """The hours that a company committed to: all of the market's when it is alone."""
    return committed if len(members) == 1 else member.committed_hours


def _company_line(
    member: Member,
    sheets: Iterable[CountedSheet],
    people: Mapping[int, Correspondent],
    committed: Decimal | None,
) -> CompanyLine:
    mine = [sheet for sheet in sheets if sheet.party_id == member.party_id]
    return CompanyLine(
        company_name=people[member.party_id].name,
        role=member.role,
        required_hours=None,
        committed_hours=committed,
        declared_hours=sum((sheet.declared_hours for sheet in mine), ZERO),
        counted_hours=sum((sheet.counted_hours for sheet in mine), ZERO),
    )


def _month_lines(sheets: Iterable[CountedSheet]) -> list[MonthLine]:
    by_month: dict[date, list[CountedSheet]] = defaultdict(list)
    for sheet in sheets:
        by_month[sheet.month].append(sheet)
    return [
        MonthLine(
            month=month,
            declared_hours=sum((sheet.declared_hours for sheet in found), ZERO),
            counted_hours=sum((sheet.counted_hours for sheet in found), ZERO),
        )
        for month, found in sorted(by_month.items())
    ]


def _paper(
    case: Casework,
    final: FinalCount,
    member: Member,
    sheets: Iterable[CountedSheet],
    people: Mapping[int, Correspondent],
) -> CertificateFigures | ShortfallFigures | None:
    mine = [sheet for sheet in sheets if sheet.party_id == member.party_id]
    done = sum((sheet.counted_hours for sheet in mine), ZERO)
    company = people[member.party_id]
    common = {
        **_common(case, people[case.market.buyer_id].name, company.locale),
        "company_name": company.name,
        "company_siret": company.siret,
        "role": member.role,
    }
    if not final.is_met and member.role is CompanyRole.LEAD:
        return _notice(case, final, common)
    did_its_share = member.committed_hours is not None and done >= member.committed_hours
    took_part = member.role is CompanyRole.LEAD or done > 0
    if not took_part or not (final.is_met or did_its_share):
        return None
    people_count = len(set[int]().union(*(sheet.people for sheet in mine)))
    owed = member.committed_hours if member.committed_hours is not None else final.owed_hours
    return CertificateFigures.model_validate(
        {**common, "required_hours": owed, "counted_hours": done, "people_count": people_count}
    )


def _notice(case: Casework, final: FinalCount, common: dict[str, object]) -> ShortfallFigures:
    decision: Penalty | Waiver = Waiver(reason=case.market.shortfall_reason or "")
    if case.market.shortfall_decision is ShortfallDecision.PENALTY:
        decision = Penalty(amount=final.penalty_amount, hourly_rate=case.pack.penalty_hourly_rate)
    return ShortfallFigures.model_validate(
        {
            **common,
            "required_hours": final.owed_hours,
            "counted_hours": final.counted_hours,
            "missing_hours": final.missing_hours,
            "decision": decision,
        }
    )
