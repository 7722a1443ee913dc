"""A buyer's purchasing plan taken in: all of its markets or, when asked, those without a fault."""

import json
from dataclasses import asdict
from datetime import datetime

from sqlalchemy import insert, select
from sqlmodel import Session

from cases import ledger
from cases.access import can_sign_in, open_link
from cases.actors import Actor
from cases.casework import Casework, take_up
from cases.commands.announcing import announce_market, refuse_others_buyer
from cases.correspondence import correspondents
from cases.decisions import NewMail
from cases.findings import REJECTED, Finding
from cases.messages import MailKind, PlanReceipt, PlanReceiptLine
from cases.purchasing import PlanLine, PlannedMarket, PlanReading, PlanReport
from cases.refusals import Place, PlanRefused
from cases.statements import MARKET, hot_writes, table_of
from models.tables import Party, PurchasingPlan
from models.vocabulary import ActorKind, LinkAct

PLAN, PARTY = table_of(PurchasingPlan), table_of(Party)
LINES_TOLD = 100
"""Markets that the acknowledgement names; it counts the others."""


def import_plan(
    session: Session,
    actor: Actor,
    buyer_id: int,
    plan: PlanReading,
    *,
    partial: bool,
    now: datetime,
    dry_run: bool = False,
) -> PlanReport:
    """Announce the markets of a plan for one buyer, who gets one acknowledgement for all; keep the plan.

    The same file twice for the same buyer changes nothing and says so. A dry run writes nothing. Raises
    NotAllowed for another's buyer, NotFound for an unknown one, and PlanRefused, naming each place, when
    there is a fault and `partial` is false, or when no market is without one.
    """
    refuse_others_buyer(session, actor, buyer_id)
    if not dry_run:  # two copies of one file wait their turn
        session.connection().execute(select(PARTY.c.id).where(PARTY.c.id == buyer_id).with_for_update())
    known = _known_plan(session, buyer_id, plan)
    plan = plan if known is not None else _without_taken(session, actor, plan)
    lines = tuple(PlanLine.of(market) for market in plan.markets)
    report = PlanReport(lines, plan.findings, partial, dry_run, known is not None, known)
    if dry_run or report.is_known:
        return report
    if not report.is_importable:
        raise PlanRefused(*_places(report))
    return _announce(session, actor, buyer_id, plan, partial, now)


def _known_plan(session: Session, buyer_id: int, plan: PlanReading) -> int | None:
    """The number under which the same file was taken in."""
    query = select(PLAN.c.id).where(PLAN.c.buyer_id == buyer_id, PLAN.c.file_sha256 == plan.file_sha256)
    found = session.connection().execute(query).scalar()
    return None if found is None else int(found)


def _without_taken(session: Session, actor: Actor, plan: PlanReading) -> PlanReading:
    """The plan without the markets whose reference the territory already has: each is found at fault."""
    references = [market.reference for market in plan.markets]
    query = select(MARKET.c.reference).where(
        MARKET.c.territory_id == actor.territory_id, MARKET.c.reference.in_(references)
    )
    taken = set(session.connection().execute(query).scalars())
    return plan.without(taken, tuple(_taken(market) for market in plan.markets if market.reference in taken))


def _taken(market: PlannedMarket) -> Finding:
    return Finding(
        REJECTED,
        market.reference,
        market.place,
        market.reference,
        "Un marché du territoire porte déjà cette référence : donnez-en une autre, ou retirez ses lignes.",
        "This reference is already that of a market of the territory: give another, or remove its rows.",
    )


def _places(report: PlanReport) -> tuple[Place, ...]:
    """Each fault under the name of its cell. A plan without any is refused for having no market."""
    places = tuple(
        Place(finding.place.cell or "file", finding.reason_fr, finding.reason_en)
        for finding in report.rejected
    )
    return places or (Place("file", "Le plan ne contient aucun marché.", "The plan holds no market."),)


def _announce(
    session: Session, actor: Actor, buyer_id: int, plan: PlanReading, partial: bool, now: datetime
) -> PlanReport:
    lines = tuple(
        PlanLine.of(
            market,
            announce_market(session, actor, buyer_id, market.announcement, now=now, acknowledges=False),
        )
        for market in plan.markets
    )
    report = PlanReport(lines, plan.findings, partial)
    plan_id = _keep(session, actor, buyer_id, plan, report, now)
    _acknowledge(session, actor, plan_id, report, now)
    return PlanReport(lines, plan.findings, partial, plan_id=plan_id)


def _keep(
    session: Session, actor: Actor, buyer_id: int, plan: PlanReading, report: PlanReport, now: datetime
) -> int:
    values = {
        "territory_id": actor.territory_id,
        "buyer_id": buyer_id,
        "account_id": actor.id if actor.kind is ActorKind.ACCOUNT else None,
        "file_name": plan.file_name,
        "file_sha256": plan.file_sha256,
        "markets": json.dumps([asdict(line) for line in report.markets], default=str, ensure_ascii=False),
        "counts": json.dumps(report.counts()),
        "findings": json.dumps([finding.as_json() for finding in report.findings], ensure_ascii=False),
        "read_at": now,
    }
    added = session.connection().execute(insert(PLAN).values(**values).returning(PLAN.c.id))
    return int(added.scalar_one())


def _acknowledge(session: Session, actor: Actor, plan_id: int, report: PlanReport, now: datetime) -> None:
    """One message for the whole plan, with the letterhead of its first market; none without an address."""
    case = take_up(session, actor, report.markets[0].market_id or 0, now)
    mail = _receipt(case, plan_id, report)
    if mail is not None:
        row = ledger.mail_row(mail, actor.territory_id, None, now)
        hot_writes(session.connection().dialect.name).add_mail.write(session, [row])


def _receipt(case: Casework, plan_id: int, report: PlanReport) -> NewMail | None:
    buyer_id = case.market.buyer_id
    buyer = correspondents(case.session, [buyer_id])[buyer_id]
    if buyer.email is None:
        return None
    message = PlanReceipt(
        **case.letterhead.fields(),
        buyer_name=buyer.name,
        plan_id=plan_id,
        announced_on=case.today,
        opinion_by=case.market.study_due_on or case.today,
        markets=tuple(_told(line) for line in report.markets[:LINES_TOLD]),
        others=max(0, len(report.markets) - LINES_TOLD),
        link_id=open_link(case.session, LinkAct.ANNOUNCE, now=case.now, party_id=buyer_id),
        can_sign_in=can_sign_in(case.session, buyer_id),
    )
    return NewMail(
        kind=MailKind.PLAN_RECEIPT,
        to_email=buyer.email,
        to_name=buyer.contact_name or buyer.name,
        message=message,
        unique_key=f"plan:{plan_id}",
        release_at=case.release_at,
        locale=buyer.locale,
        party_id=buyer_id,
    )


def _told(line: PlanLine) -> PlanReceiptLine:
    return PlanReceiptLine(
        reference=line.reference, title=line.title, lots=line.lots, amount_excl_tax=line.amount_excl_tax
    )
