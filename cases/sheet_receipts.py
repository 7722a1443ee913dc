"""What a company is told of a file that answers its sheets: one mail, whatever their number."""

from collections.abc import Callable, Mapping, Sequence
from functools import partial

from sqlmodel import Session

from cases.actors import Actor
from cases.casework import Casework
from cases.correspondence import correspondents
from cases.decisions import NewMail
from cases.declarations import SheetOutcome
from cases.messages import MailKind, SheetsReceipt, SheetsReceiptLine
from cases.openings import next_opening
from cases.sheetwork import SheetState, company_of, latest_link
from cases.whom_to_call import called_about
from models.vocabulary import Role

Receipt = Callable[[Casework, SheetState, int], tuple[NewMail, ...]]
"""What a company is written once a sheet has this new version."""


def receipts(
    session: Session,
    actor: Actor,
    answered: Sequence[tuple[int, SheetOutcome]],
    *,
    by_file: bool = True,
    company_links: Mapping[int, int | None] | None = None,
) -> list[Receipt | None]:
    """For each sheet, in the order in which they are answered, the receipt that leaves with it.

    None stands for the sheet's own receipt, when it is the company's only one. Several leave one mail, with
    the last; so does a sheet that a structure answers for a company. `by_file`: they came by a file, not on
    the page of all the company's sheets, which `company_links` opens.
    """
    given: list[Receipt | None] = []
    for rank, (party_id, _) in enumerate(answered):
        mine = [outcome for other, outcome in answered if other == party_id]
        sender = _sender(session, actor, party_id)
        if len(mine) == 1 and sender is None:
            given.append(None)
        elif any(other == party_id for other, _ in answered[rank + 1 :]):
            given.append(_nothing)
        else:
            given.append(partial(_one_for_all, mine, sender, by_file, (company_links or {}).get(party_id)))
    return given


def _sender(session: Session, actor: Actor, party_id: int) -> str | None:
    """The structure that answers for another, by name."""
    if actor.role is not Role.PARTNER or actor.party_id in (None, party_id):
        return None
    return correspondents(session, [actor.party_id])[actor.party_id].name


def _nothing(case: Casework, sheet: SheetState, version: int) -> tuple[NewMail, ...]:
    return ()


def _one_for_all(
    outcomes: Sequence[SheetOutcome],
    sender: str | None,
    by_file: bool,
    company_link_id: int | None,
    case: Casework,
    sheet: SheetState,
    version: int,
) -> tuple[NewMail, ...]:
    company = company_of(case, sheet)
    if company.email is None:
        return ()
    message = SheetsReceipt(
        **called_about(case.session, [outcome.sheet_id for outcome in outcomes]),
        company_name=company.name,
        link_id=latest_link(case.session, outcomes[0].sheet_id),
        received_on=case.today,
        lines=tuple(_line(outcome) for outcome in outcomes),
        sent_by=sender,
        by_file=by_file,
        company_link_id=company_link_id,
        opens_on=next_opening(case.session, case.territory_id, {each.market_id for each in outcomes}),
    )
    mail = NewMail(
        kind=MailKind.SHEETS_RECEIPT,
        to_email=company.email,
        to_name=company.contact_name or company.name,
        message=message,
        unique_key=_key(case, sheet, version, outcomes[-1]),
        release_at=case.release_at,
        locale=company.locale,
        party_id=company.party_id,
        sheets=tuple((outcome.sheet_id, "receipt") for outcome in outcomes),
    )
    return (mail,)


def _key(case: Casework, sheet: SheetState, version: int, outcome: SheetOutcome) -> str:
    """A sheet that still awaits its company has no new version: the market's tells one file from the next."""
    key = f"receipts:{sheet.id}:v{version}"
    return f"{key}:m{case.market.version}" if outcome.awaits_company else key


def _line(outcome: SheetOutcome) -> SheetsReceiptLine:
    return SheetsReceiptLine(
        sheet_id=outcome.sheet_id,
        market_title=outcome.title,
        buyer_name=outcome.buyer,
        month=outcome.month,
        declared_hours=outcome.hours,
        nil=outcome.nil,
        people_count=outcome.people,
        awaits=outcome.awaits_company,
    )
