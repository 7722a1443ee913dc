"""The outbox against a real SMTP server: each mail once, nothing lost, nothing silently dropped."""

import asyncio
from datetime import UTC, datetime, timedelta
from unittest.mock import patch

import pytest

from cases.messages import MailKind
from models.database import Database
from models.vocabulary import MailPhase, MailStatus
from notifications.delivery import DeliveryCounts, delivery_loop
from notifications.delivery.delivering import IDLE_SECONDS, Deliverer
from notifications.delivery.outbox import LEASE, claim
from notifications.delivery.relay import parse_relay
from notifications.delivery.writing import Writer
from tests.exchange.test_documents import a_statement
from tests.notifications.conftest import TUESDAY, Outbox, settings_for
from tests.notifications.messages import Links, a_line, a_request, examples
from tests.notifications.relay_server import HANG_UP, Mailbox, free_port

BOB = "bob@bati.example"
EVE = "eve@bati.example"
LATER = TUESDAY + timedelta(minutes=10)


async def test_a_mail_is_sent_and_recorded(outbox: Outbox, mailbox: Mailbox, port: int) -> None:
    mail_id = outbox.put("k1", BOB, cc_email="alice@fictiville.example", to_name="Bob Inventé")
    assert await outbox.deliver(port) == DeliveryCounts(sent=1)
    (mail,) = mailbox.mails
    assert mailbox.accepted[0].mail_from == "jalon@fictiville.example"
    assert mailbox.accepted[0].rcpt_tos == [BOB, "alice@fictiville.example"]
    assert mail["message-id"] == "<jalon-k1@fictiville.example>"
    assert mail["cc"] == "Alice Exemple <alice@fictiville.example>"
    assert mail["from"].addresses[0].display_name == "Territoire d’essai de Fictiville"
    assert mail["date"].datetime == TUESDAY
    row = outbox.mail(mail_id)
    assert (row.status, row.phase) == (MailStatus.SENT, MailPhase.ACCEPTED)
    assert (row.attempts, row.first_attempt_at, row.finished_at) == (1, TUESDAY, TUESDAY)
    assert row.lease_until is None
    assert await outbox.deliver(port) == DeliveryCounts()


async def test_chasers_of_one_sheet_share_a_reference(outbox: Outbox, mailbox: Mailbox, port: int) -> None:
    outbox.put("k1", BOB, a_request(a_line()))
    outbox.put("k2", BOB, a_request(a_line(sheet_id=13, link_id=35), a_line()))
    await outbox.deliver(port)
    assert all("<sheet-12@fictiville.example>" in mail["references"] for mail in mailbox.mails)


async def test_connections_are_reused(outbox: Outbox, mailbox: Mailbox, port: int) -> None:
    for number in range(120):
        outbox.put(f"k{number}", BOB)
    assert await outbox.deliver(port) == DeliveryCounts(sent=120)
    assert len(set(mailbox.seen)) == len(mailbox.seen) == 120
    assert len(mailbox.connections) == 4


async def test_a_mail_put_off_is_tried_again_later_with_the_same_message_id(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    mailbox.answers[BOB] = ["451 4.3.0 later", "dot:452 4.3.1 full"]
    mail_id = outbox.put("k1", BOB)
    assert await outbox.deliver(port) == DeliveryCounts(deferred=1)
    row = outbox.mail(mail_id)
    assert (row.status, row.phase) == (MailStatus.PENDING, MailPhase.RECIPIENT)
    assert row.error == "451 4.3.0 later"
    assert TUESDAY + timedelta(seconds=30) <= row.release_at <= TUESDAY + timedelta(seconds=90)
    assert await outbox.deliver(port, LATER) == DeliveryCounts(deferred=1)
    assert outbox.mail(mail_id).phase is MailPhase.DATA_STARTED
    assert await outbox.deliver(port, LATER + timedelta(minutes=10)) == DeliveryCounts(sent=1)
    assert set(mailbox.seen) == {"<jalon-k1@fictiville.example>"}
    assert outbox.mail(mail_id).attempts == 3


async def test_after_72_hours_of_putting_off_a_person_takes_over(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    mailbox.answers[BOB] = ["451 later"] * 3
    mail_id = outbox.put("k1", BOB)
    await outbox.deliver(port)
    assert await outbox.deliver(port, TUESDAY + timedelta(hours=71)) == DeliveryCounts(deferred=1)
    assert await outbox.deliver(port, TUESDAY + timedelta(hours=73)) == DeliveryCounts(failed=1)
    assert outbox.mail(mail_id).status is MailStatus.FAILED
    assert outbox.mail(mail_id).error == "given up after 72 h: 451 later"
    assert len(outbox.failures()) == 1
    assert outbox.party().email_refused_at is None


async def test_one_refused_recipient_opens_a_task_marks_the_address_and_blocks_nobody(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    mailbox.answers[BOB] = ["550 5.1.1 no such user"]
    bad = outbox.put("k1", BOB)
    for number in range(8):
        outbox.put(f"good{number}", EVE)
    assert await outbox.deliver(port) == DeliveryCounts(sent=8, failed=1)
    assert (outbox.mail(bad).status, outbox.mail(bad).phase) == (MailStatus.FAILED, MailPhase.RECIPIENT)
    (task,) = outbox.failures()
    assert (task.subject_id, task.assignee_id) == (bad, outbox.ids["alice"])
    assert "no such user" in task.details
    assert outbox.party().email_refused_at == TUESDAY


@pytest.mark.parametrize("answer", ["550 5.7.1 not allowed", "dot:554 5.6.0 looks like spam"])
async def test_a_refusal_that_says_nothing_of_the_address_does_not_mark_it(
    outbox: Outbox, mailbox: Mailbox, port: int, answer: str
) -> None:
    mailbox.answers[BOB] = [answer]
    outbox.put("k1", BOB)
    assert await outbox.deliver(port) == DeliveryCounts(failed=1)
    assert len(outbox.failures()) == 1
    assert outbox.party().email_refused_at is None


async def test_a_refused_copy_does_not_hold_back_the_mail(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    mailbox.answers["alice@fictiville.example"] = ["550 5.1.1 gone"]
    mail_id = outbox.put("k1", BOB, cc_email="alice@fictiville.example")
    assert await outbox.deliver(port) == DeliveryCounts(sent=1)
    assert mailbox.accepted[0].rcpt_tos == [BOB]
    assert outbox.mail(mail_id).error == "250 copy refused: 550 5.1.1 gone"


async def test_a_loss_after_the_dot_is_in_doubt_and_sent_once_more_with_the_same_message_id(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    mailbox.answers[BOB] = [f"dot:{HANG_UP}"]
    mail_id = outbox.put("k1", BOB)
    assert await outbox.deliver(port) == DeliveryCounts(in_doubt=1)
    row = outbox.mail(mail_id)
    assert (row.status, row.phase) == (MailStatus.IN_DOUBT, MailPhase.DATA_SENT)
    assert await outbox.deliver(port, LATER) == DeliveryCounts(sent=1)
    assert mailbox.seen == ["<jalon-k1@fictiville.example>"] * 2


async def test_a_mail_twice_in_doubt_is_not_sent_a_third_time(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    mailbox.answers[BOB] = [f"dot:{HANG_UP}", "451 later", f"dot:{HANG_UP}"]
    mail_id = outbox.put("k1", BOB)
    await outbox.deliver(port)
    assert await outbox.deliver(port, LATER) == DeliveryCounts(deferred=1)
    assert await outbox.deliver(port, LATER + timedelta(hours=1)) == DeliveryCounts(failed=1)
    assert (outbox.mail(mail_id).error or "").startswith("in doubt twice")
    assert len(outbox.failures()) == 1
    assert await outbox.deliver(port, LATER + timedelta(hours=5)) == DeliveryCounts()
    assert len(mailbox.seen) == 2


async def test_a_loss_before_the_dot_leaves_no_doubt(outbox: Outbox, mailbox: Mailbox, port: int) -> None:
    mailbox.answers[BOB] = [HANG_UP, HANG_UP]
    mail_id = outbox.put("k1", BOB)
    assert await outbox.deliver(port) == DeliveryCounts(deferred=1)
    assert outbox.mail(mail_id).phase is MailPhase.RECIPIENT


async def test_a_mail_whose_deliverer_died_is_sent_once_its_lease_ends_under_the_same_message_id(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    mail_id = outbox.put("k1", BOB)
    with outbox.database.write() as session:
        assert [mail.id for mail in claim(session, TUESDAY).mails] == [mail_id]
    before_the_end = TUESDAY + LEASE - timedelta(seconds=1)
    assert await outbox.deliver(port, before_the_end) == DeliveryCounts()
    assert await outbox.deliver(port, TUESDAY + LEASE) == DeliveryCounts(sent=1)
    assert mailbox.seen == ["<jalon-k1@fictiville.example>"]


async def test_a_mail_that_keeps_killing_its_deliverer_is_set_apart(outbox: Outbox, port: int) -> None:
    outbox.put("k1", BOB)
    now = TUESDAY
    for _ in range(5):
        with outbox.database.write() as session:
            claim(session, now)
        now += LEASE
    assert await outbox.deliver(port, now) == DeliveryCounts(failed=1)
    assert len(outbox.failures()) == 1


async def test_two_deliverers_at_once_send_each_mail_once(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    for number in range(150):
        outbox.put(f"k{number}", BOB)
    first, second = await asyncio.gather(outbox.deliver(port), outbox.deliver(port))
    assert first.sent + second.sent == 150
    assert len(mailbox.seen) == len(set(mailbox.seen)) == 150


@pytest.mark.database
async def test_two_deliverers_on_postgresql_share_the_work_and_send_each_mail_once(
    migrated_postgres_url: str, mailbox: Mailbox, port: int
) -> None:
    database = Database(migrated_postgres_url)
    try:
        outbox = Outbox(database).found()
        for number in range(150):
            outbox.put(f"k{number}", BOB)
        first, second = await asyncio.gather(outbox.deliver(port), outbox.deliver(port))
        assert first.sent + second.sent == 150
        assert len(mailbox.seen) == len(set(mailbox.seen)) == 150
    finally:
        database.dispose()


async def test_tls_that_is_required_and_not_offered_sends_nothing(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    mail_id = outbox.put("k1", BOB)
    assert await outbox.deliver(port, options="?starttls=require") == DeliveryCounts(deferred=1)
    assert mailbox.seen == []
    assert "STARTTLS" in (outbox.mail(mail_id).error or "").upper()


async def test_without_a_relay_the_whole_outbox_waits(outbox: Outbox) -> None:
    for number in range(60):
        outbox.put(f"k{number}", BOB)
    assert await outbox.deliver(free_port()) == DeliveryCounts(deferred=60)
    assert outbox.failures() == []


async def test_without_smtp_settings_mail_is_kept(outbox: Outbox) -> None:
    mail_id = outbox.put("k1", BOB)
    assert await outbox.deliver(None) == DeliveryCounts(kept=1)
    assert (outbox.mail(mail_id).status, outbox.mail(mail_id).phase) == (MailStatus.KEPT, MailPhase.NONE)


async def test_a_mail_that_cannot_be_written_is_set_apart_and_blocks_nobody(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    broken = outbox.put("k1", BOB, payload='{"unknown": true}')
    hostile = outbox.put("k2", "bob@bati.example\r\nBcc: eve@example.org")
    outbox.put("k3", EVE)
    assert await outbox.deliver(port) == DeliveryCounts(sent=1, failed=2)
    assert [task.subject_id for task in outbox.failures()] == [broken, hostile]


@pytest.mark.parametrize(
    ("now", "opening"),
    [
        (datetime(2027, 4, 10, 9, tzinfo=UTC), datetime(2027, 4, 12, 6, tzinfo=UTC)),
        (datetime(2027, 5, 6, 9, tzinfo=UTC), datetime(2027, 5, 7, 6, tzinfo=UTC)),
        (datetime(2027, 4, 6, 19, tzinfo=UTC), datetime(2027, 4, 7, 6, tzinfo=UTC)),
    ],
    ids=["Saturday", "Ascension Day", "evening"],
)
async def test_what_is_late_waits_for_the_next_day_and_hour_of_mail(
    outbox: Outbox, mailbox: Mailbox, port: int, now: datetime, opening: datetime
) -> None:
    mail_id = outbox.put("k1", BOB)
    assert await outbox.deliver(port, now) == DeliveryCounts(postponed=1)
    row = outbox.mail(mail_id)
    assert (row.status, row.release_at, row.attempts) == (MailStatus.PENDING, opening, 0)
    assert await outbox.deliver(port, opening) == DeliveryCounts(sent=1)


async def test_a_mail_before_its_release_stays(outbox: Outbox, mailbox: Mailbox, port: int) -> None:
    outbox.put("k1", BOB, release_at=LATER)
    assert await outbox.deliver(port) == DeliveryCounts()


async def test_the_statement_leaves_with_its_pdf(outbox: Outbox, mailbox: Mailbox, port: int) -> None:
    kind, message = examples()["statement"]
    figures = outbox.keep_figures(a_statement().model_dump_json())
    outbox.put("k1", BOB, message, kind=MailKind(kind), document_id=figures)
    assert await outbox.deliver(port) == DeliveryCounts(sent=1)
    (pdf,) = mailbox.mails[0].iter_attachments()
    assert pdf.get_filename() == "Bilan 2027-FICT-014.pdf"
    assert pdf.get_content().startswith(b"%PDF")


async def test_the_loop_sends_within_moments_of_waking_and_stops_when_told(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    wake, stop = asyncio.Event(), asyncio.Event()
    loop = asyncio.create_task(
        delivery_loop(outbox.database, settings_for(port), lambda: TUESDAY, wake, stop, links=Links())
    )
    await asyncio.sleep(0.2)
    outbox.put("k1", BOB)
    wake.set()
    await _until(lambda: len(mailbox.accepted) == 1)
    outbox.put("k2", BOB)
    wake.set()
    await _until(lambda: len(mailbox.accepted) == 2)
    stop.set()
    await asyncio.wait_for(loop, timeout=5)
    assert len(mailbox.connections) == 1


async def test_stopping_gives_back_what_was_not_sent_and_sends_it_once_later(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    ids = [outbox.put(f"k{number}", BOB) for number in range(30)]
    stop = asyncio.Event()

    def clock() -> datetime:
        if len(mailbox.accepted) >= 5:
            stop.set()
        return TUESDAY

    await delivery_loop(outbox.database, settings_for(port), clock, asyncio.Event(), stop, links=Links())
    sent = len(mailbox.accepted)
    assert 5 <= sent < 30
    statuses = [outbox.mail(each).status for each in ids]
    assert statuses.count(MailStatus.SENT) == sent
    assert statuses.count(MailStatus.PENDING) == 30 - sent
    assert await outbox.deliver(port) == DeliveryCounts(sent=30 - sent)
    assert len(set(mailbox.seen)) == len(mailbox.seen) == 30


async def test_an_idle_connection_is_closed(outbox: Outbox, port: int) -> None:
    deliverer = Deliverer(
        outbox.database, parse_relay(f"smtp://127.0.0.1:{port}"), Writer("jalon@fictiville.example", Links())
    )
    outbox.put("k1", BOB)
    await deliverer.drain(lambda: TUESDAY)
    await deliverer.close_idle()
    assert [each.is_open for each in deliverer.connections] == [True, False, False, False]
    deliverer.connections[0].last_used -= IDLE_SECONDS + 1
    await deliverer.close_idle()
    assert not deliverer.connections[0].is_open


async def test_the_loop_survives_a_database_that_goes_away_and_records_what_it_had_sent(
    outbox: Outbox, mailbox: Mailbox, port: int
) -> None:
    mail_id = outbox.put("k1", BOB)
    wake, stop = asyncio.Event(), asyncio.Event()
    real_write, failures = outbox.database.write, []

    def write():  # type: ignore[no-untyped-def]
        if len(mailbox.accepted) == 1 and not failures:
            failures.append("database away")
            raise ConnectionError(failures[0])
        return real_write()

    with patch.object(outbox.database, "write", write):
        loop = asyncio.create_task(
            delivery_loop(outbox.database, settings_for(port), lambda: TUESDAY, wake, stop, links=Links())
        )
        await _until(lambda: bool(failures))
        wake.set()
        await _until(lambda: outbox.mail(mail_id).status is MailStatus.SENT)
        stop.set()
        await asyncio.wait_for(loop, timeout=5)
    assert len(mailbox.seen) == 1


async def _until(holds, seconds: float = 5) -> None:  # type: ignore[no-untyped-def]
    async with asyncio.timeout(seconds):
        while not holds():
            await asyncio.sleep(0.02)
