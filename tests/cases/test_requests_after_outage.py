"""What a company reads after an outage of the relay, of the clocks, or of its own address."""

from datetime import date, timedelta

from sqlalchemy import select, update

from cases.commands import drafting, parties
from cases.inputs import ContactInput, MarketDescription
from cases.messages import MailKind, SheetRequest, parse_message
from models.tables import MarketParty
from models.vocabulary import MailStatus, TaskStatus
from tests.support.people import MAIL, TASK, House, at

JANUARY = date(2027, 1, 1)


def waiting(house: House) -> list[SheetRequest]:
    query = select(MAIL.c.kind, MAIL.c.payload).where(MAIL.c.status == MailStatus.PENDING)
    with house.database.read() as session:
        rows = session.connection().execute(query.order_by(MAIL.c.id)).all()
    messages = [parse_message(MailKind(row.kind), row.payload) for row in rows]
    return [message for message in messages if isinstance(message, SheetRequest)]


def days(first: date, last: date) -> list[date]:
    return [first + timedelta(days=n) for n in range((last - first).days + 1)]


def test_a_relay_down_for_two_weeks_leaves_one_message_that_says_the_latest_step(house: House) -> None:
    house.under_way(date(2027, 1, 4))
    house.tick(at(date(2027, 1, 29), 10))
    for day in days(date(2027, 2, 1), date(2027, 2, 17)):
        house.tick(at(day, 10), deliver=False)
        assert len(waiting(house)) == 1, day
    [message] = waiting(house)
    assert [line.step for line in message.lines] == ["second_chase"]


def test_a_relay_down_over_a_new_month_leaves_one_message_with_both_months(house: House) -> None:
    house.under_way(date(2027, 1, 4))
    house.tick(at(date(2027, 1, 29), 10))
    for day in days(date(2027, 2, 1), date(2027, 3, 1)):
        house.tick(at(day, 10), deliver=False)
    [message] = waiting(house)
    assert [(line.month.month, line.step) for line in message.pressing] == [
        (1, "second_chase"),
        (2, "opened"),
    ]


def test_an_answer_during_the_outage_takes_its_line_out_of_the_message(house: House) -> None:
    market = house.under_way(date(2027, 1, 4))
    house.tick(at(date(2027, 1, 29), 10))
    for day in days(date(2027, 2, 1), date(2027, 3, 1)):
        house.tick(at(day, 10), deliver=False)
    house.answer(market, JANUARY, "10", date(2027, 3, 1))
    [message] = waiting(house)
    assert [line.month.month for line in message.lines] == [2]


def builder_of(house: House, market: int) -> int:
    query = select(MarketParty.party_id).where(MarketParty.market_id == market)
    with house.database.read() as session:
        return int(session.scalar(query) or 0)


def move_builder_to(house: House, market: int, email: str, day: date) -> None:
    with house.database.write() as session:
        contact = ContactInput(email=email, contact_name="Nadia Inventée")
        parties.set_contact(session, house.alice, market, builder_of(house, market), contact, now=at(day))


def test_what_waits_leaves_to_the_new_address(house: House) -> None:
    market = house.under_way(date(2027, 1, 4))
    house.tick(at(date(2027, 2, 1), 10), deliver=False)
    move_builder_to(house, market, "nadia@batisseur.example", date(2027, 2, 1))
    query = select(MAIL.c.to_email).where(MAIL.c.status == MailStatus.PENDING, MAIL.c.kind == "sheet_opened")
    with house.database.read() as session:
        assert session.connection().execute(query).scalars().all() == ["nadia@batisseur.example"]


def closed_without_address(house: House) -> int:
    market = house.under_way(date(2027, 1, 4), hours=10)
    house.tick(at(date(2027, 2, 1), 10))
    house.answer(market, JANUARY, "10", date(2027, 2, 2))
    house.validate(market, JANUARY, date(2027, 2, 2))
    house.receive(market, date(2027, 1, 29))
    refused = update(MarketParty.metadata.tables["party"]).values(email_refused_at=at(date(2027, 2, 3)))
    with house.database.write() as session:
        session.connection().execute(refused.where(refused.table.c.id == builder_of(house, market)))
    house.issue(market, date(2027, 2, 4))
    return market


def test_a_certificate_without_an_address_leaves_once_there_is_one(house: House) -> None:
    market = closed_without_address(house)
    assert "certificate" not in [kind for kind, _ in house.mails()]
    assert house.open_tasks() == ["missing_contact"]
    move_builder_to(house, market, "nadia@batisseur.example", date(2027, 2, 8))
    assert house.mails("certificate") == [("certificate", "2027-02-08")]
    assert house.open_tasks() == []
    move_builder_to(house, market, "autre@batisseur.example", date(2027, 2, 9))
    assert house.mails("certificate") == [("certificate", "2027-02-08")]


def test_a_missing_address_is_asked_for_once(house: House) -> None:
    house.under_way(date(2027, 1, 4))
    refused = MarketParty.metadata.tables["party"]
    with house.database.write() as session:
        session.connection().execute(update(refused).values(email_refused_at=at(date(2027, 1, 5))))
    house.live(date(2027, 2, 1), date(2027, 2, 26))
    assert house.open_tasks().count("missing_contact") == 1


def test_a_new_referent_takes_over_the_open_tasks(house: House) -> None:
    market = house.register(date(2027, 1, 4))
    with house.database.write() as session:
        second = session.connection().execute(
            MarketParty.metadata.tables["account"]
            .insert()
            .values(
                territory_id=house.territory_id,
                email="zoe@territoire.example",
                name="Zoé Exemple",
                role="facilitator",
                password_hash="x",
                locale="fr",
                active=True,
                created_at=at(date(2027, 1, 4)),
            )
            .returning(MarketParty.metadata.tables["account"].c.id)
        )
        zoe = second.scalar_one()
        drafting.describe_market(
            session, house.alice, market, MarketDescription(referent_id=zoe), now=at(date(2027, 1, 5))
        )
    query = select(TASK.c.assignee_id).where(TASK.c.market_id == market, TASK.c.status == TaskStatus.OPEN)
    with house.database.read() as session:
        assert session.connection().execute(query).scalars().all() == [zoe]
