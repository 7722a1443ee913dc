"""The mail of a change: each company and the buyer read what was and what will be, figure by figure."""

from collections.abc import Sequence
from dataclasses import dataclass, fields, replace
from decimal import Decimal

from cases.casework import Casework
from cases.changework import Change
from cases.correspondence import Correspondent, correspondents
from cases.deadlines.opening import missing_contact
from cases.decisions import NewMail, NewTask
from cases.meetings import members_of
from cases.messages import ChangedHours, ChangedPart, HoursFigure, MailKind, MarketChanged
from cases.obligations import freeze_obligations
from cases.rules.market_changes import Owed
from cases.rules.market_state import MarketState
from cases.rules.part_changes import PartMoved
from models.vocabulary import CompanyRole

STATE = {field.name for field in fields(MarketState)}
OF_MARKET = (HoursFigure.REQUIRED, HoursFigure.COMMITTED, HoursFigure.QPV, HoursFigure.LOCAL)


@dataclass(frozen=True, slots=True)
class Named:
    """What a change is called in its mail: its number, its object, and the hours that it brings."""

    number: str | None = None
    title: str | None = None
    part_hours: Decimal | None = None


def change_mails(
    case: Casework, change: Change, rank: int, named: Named, *, is_cancelled: bool = False
) -> tuple[tuple[NewMail, ...], tuple[NewTask, ...]]:
    """A mail for each company and for the buyer, the facilitator in copy of the lead's; who has no address.

    Call it once the change's rows are written: the new sheet of obligations goes with new hours.
    """
    members = members_of(case.session, case.market.id)
    people = correspondents(case.session, [case.market.buyer_id, *(each.party_id for each in members)])
    buyer = people[case.market.buyer_id]
    leads = {each.party_id for each in members if each.role is CompanyRole.LEAD}
    told = _with_new_state(case, change)
    says, opens = [], []
    for party in (*(people[each.party_id] for each in members), buyer):
        if party.email is None:
            if party is not buyer:
                opens.append(missing_contact(party, case.pack, case.today))
            continue
        document = freeze_obligations(told, party) if change.moves_hours else None
        message = _message(case, change, named, buyer, party)
        message = message.model_copy(
            update={"is_cancelled": is_cancelled, "brings_obligations": document is not None}
        )
        end = "-cancelled" if is_cancelled else ""
        says.append(
            NewMail(
                kind=MailKind.MARKET_CHANGED,
                to_email=party.email,
                to_name=party.contact_name or party.name,
                message=message,
                unique_key=f"change:{case.market.id}:{rank}:{party.party_id}{end}",
                release_at=case.release_at,
                locale=party.locale,
                cc_email=(message.facilitator_email or None) if party.party_id in leads else None,
                party_id=party.party_id,
                document_id=document,
            )
        )
    return tuple(says), tuple(opens)


def _with_new_state(case: Casework, change: Change) -> Casework:
    """The desk as it will be once the change is decided."""
    state = {name: value for name, value in change.changes.items() if name in STATE}
    return replace(case, market=replace(case.market, **state))


def _message(
    case: Casework, change: Change, named: Named, buyer: Correspondent, party: Correspondent
) -> MarketChanged:
    before, after = change.before, change.after
    is_buyer = party is buyer
    moved = before.amount_excl_tax != after.amount_excl_tax
    ends = before.planned_end_on != after.planned_end_on
    return MarketChanged(
        **case.letterhead.fields(),
        change=change.kind,
        market_title=case.market.title,
        market_reference=case.market.reference,
        buyer_name=buyer.name,
        effective_on=change.effective_on,
        number=named.number,
        title=named.title,
        part_hours=named.part_hours,
        hours=tuple(_hours(before, after, None if is_buyer else party.party_id)),
        parts=tuple(_part(each) for each in change.parts),
        amount_before=before.amount_excl_tax if moved else None,
        amount_after=after.amount_excl_tax if moved else None,
        end_before=before.planned_end_on if ends else None,
        end_after=after.planned_end_on if ends else None,
        market_id=case.market.id if is_buyer else None,
    )


def _part(moved: PartMoved) -> ChangedPart:
    return ChangedPart(
        kind=moved.part.kind,
        number=moved.part.number,
        title=moved.part.title,
        hours_before=moved.before.required_hours,
        hours_after=moved.after.required_hours,
        amount_before=moved.before.amount_excl_tax,
        amount_after=moved.after.amount_excl_tax,
    )


def _hours(before: Owed, after: Owed, party_id: int | None) -> Sequence[ChangedHours]:
    """The figures that move; a company also reads its own share, when the hours are shared out."""
    found = []
    for figure in OF_MARKET:
        was, will_be = getattr(before, figure), getattr(after, figure)
        if was != will_be:
            found.append(ChangedHours(figure=figure, before=was, after=will_be))
    was, will_be = (dict(owed.shares).get(party_id or 0) for owed in (before, after))
    if len(after.shares) > 1 and was != will_be:
        found.append(ChangedHours(figure=HoursFigure.SHARE, before=was, after=will_be))
    return found
