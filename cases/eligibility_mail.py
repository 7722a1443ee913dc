"""What companies are told of the decisions about their people: one mail for the decisions of a day."""

from collections.abc import Iterable

from sqlalchemy import select, update

from cases.correspondence import Correspondent, correspondents, letterhead_of
from cases.deadlines.opening import missing_contact
from cases.decisions import NewMail, NewTask
from cases.hour_facts import PERSON
from cases.messages import EligibilityDecided, MailKind, PersonDecided, parse_message
from cases.personwork import PersonCase
from cases.statements import MAIL
from models.vocabulary import MailStatus


def decision_told(case: PersonCase, reason: str | None) -> tuple[tuple[NewMail, ...], tuple[NewTask, ...]]:
    """Mails to the companies that know the person: confirmed, or refused for this reason; never a criterion.

    They leave the next working morning. A mail that waits takes the decision in; one task for each company
    that has no address.
    """
    if case.home is None:
        return (), ()
    query = select(PERSON.c.id, PERSON.c.party_id, PERSON.c.first_name, PERSON.c.last_name)
    rows = case.session.connection().execute(query.where(PERSON.c.id.in_(case.records))).all()
    told: dict[int, list[PersonDecided]] = {}
    for row in rows:
        name = f"{row.first_name} {row.last_name}"
        told.setdefault(row.party_id, []).append(
            PersonDecided(participant_id=row.id, name=name, refused_because=reason)
        )
    companies = correspondents(case.session, told)
    mails = (_mail(case, companies[number], people) for number, people in sorted(told.items()))
    silent = (company for _, company in sorted(companies.items()) if company.email is None)
    tasks = (missing_contact(company, case.pack, case.today) for company in silent)
    return tuple(mail for mail in mails if mail is not None), tuple(tasks)


def _mail(case: PersonCase, company: Correspondent, people: list[PersonDecided]) -> NewMail | None:
    """A new mail, or None when one that waits has taken the decision in."""
    if company.email is None or case.home is None:
        return None
    pack = case.pack
    release_at = pack.calendar.at(pack.calendar.shift(case.today, 1), pack.mail_opens_at)
    key = f"{MailKind.ELIGIBILITY_DECIDED}:{company.party_id}:{pack.calendar.local_date(release_at)}"
    if _taken_in(case, key, people):
        return None
    message = EligibilityDecided(
        **letterhead_of(case.session, case.home).fields(), company_name=company.name, people=tuple(people)
    )
    return NewMail(
        kind=MailKind.ELIGIBILITY_DECIDED,
        to_email=company.email,
        to_name=company.contact_name or company.name,
        message=message,
        unique_key=key,
        release_at=release_at,
        locale=company.locale,
        party_id=company.party_id,
    )


def _taken_in(case: PersonCase, key: str, people: Iterable[PersonDecided]) -> bool:
    connection = case.session.connection()
    waiting = select(MAIL.c.id, MAIL.c.kind, MAIL.c.payload).where(
        MAIL.c.unique_key == key, MAIL.c.status == MailStatus.PENDING
    )
    row = connection.execute(waiting.with_for_update()).first()
    if row is None:
        return False
    message = parse_message(MailKind(row.kind), row.payload)
    assert isinstance(message, EligibilityDecided)
    said = {each.participant_id: each for each in (*message.people, *people)}
    longer = message.model_copy(update={"people": tuple(said.values())})
    connection.execute(update(MAIL).where(MAIL.c.id == row.id).values(payload=longer.model_dump_json()))
    return True
