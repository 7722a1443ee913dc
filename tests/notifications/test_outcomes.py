"""What each answer of a relay means, as a table."""

from datetime import UTC, datetime, timedelta

import pytest

from models.vocabulary import MailPhase, MailStatus
from notifications.delivery.connection import Attempt
from notifications.delivery.outcomes import LONGEST_DELAY, Fate, Trial, backoff, outcome_of, put_off

NOW = datetime(2027, 4, 6, 8, tzinfo=UTC)
P = MailPhase


def a_trial(phase: MailPhase = P.NONE, since: timedelta = timedelta(0), attempts: int = 1) -> Trial:
    return Trial("jalon-k1", attempts, phase, NOW - since, timedelta(hours=72))


@pytest.mark.parametrize(
    ("phase", "code", "fate", "status"),
    [
        (P.ACCEPTED, 250, Fate.SENT, MailStatus.SENT),
        (P.DATA_SENT, None, Fate.IN_DOUBT, MailStatus.IN_DOUBT),
        (P.DATA_SENT, -1, Fate.IN_DOUBT, MailStatus.IN_DOUBT),
        (P.DATA_STARTED, None, Fate.DEFERRED, MailStatus.PENDING),
        (P.DATA_STARTED, 452, Fate.DEFERRED, MailStatus.PENDING),
        (P.DATA_STARTED, 554, Fate.FAILED, MailStatus.FAILED),
        (P.RECIPIENT, None, Fate.DEFERRED, MailStatus.PENDING),
        (P.RECIPIENT, 450, Fate.DEFERRED, MailStatus.PENDING),
        (P.RECIPIENT, 421, Fate.DEFERRED, MailStatus.PENDING),
        (P.RECIPIENT, 550, Fate.FAILED, MailStatus.FAILED),
        (P.MAIL_FROM, 451, Fate.DEFERRED, MailStatus.PENDING),
        (P.MAIL_FROM, 553, Fate.FAILED, MailStatus.FAILED),
        (P.CONNECTED, None, Fate.DEFERRED, MailStatus.PENDING),
    ],
)
def test_how_far_and_what_answer_decide(
    phase: MailPhase, code: int | None, fate: Fate, status: MailStatus
) -> None:
    outcome = outcome_of(Attempt(phase, code), a_trial(), NOW)
    assert (outcome.fate, outcome.status, outcome.phase) == (fate, status, phase)
    assert (outcome.next_at is not None) == (status in (MailStatus.PENDING, MailStatus.IN_DOUBT))


@pytest.mark.parametrize(
    ("phase", "code", "text", "is_dead"),
    [
        (P.RECIPIENT, 550, "5.1.1 no such user", True),
        (P.RECIPIENT, 551, "", True),
        (P.RECIPIENT, 553, "5.1.3 bad address", True),
        (P.RECIPIENT, 550, "5.7.1 relaying denied", False),
        (P.RECIPIENT, 550, "5.6.7 needs SMTPUTF8", False),
        (P.RECIPIENT, 552, "5.2.2 mailbox full", False),
        (P.RECIPIENT, 530, "sign in first", False),
        (P.MAIL_FROM, 550, "5.1.8 sender unknown", False),
        (P.DATA_STARTED, 550, "5.1.1 content", False),
    ],
)
def test_only_a_recipient_said_not_to_exist_is_marked(
    phase: MailPhase, code: int, text: str, is_dead: bool
) -> None:
    assert outcome_of(Attempt(phase, code, text), a_trial(), NOW).is_address_dead is is_dead


def test_a_second_doubt_is_the_last_even_after_a_putting_off() -> None:
    put_off = outcome_of(Attempt(P.RECIPIENT, 451), a_trial(P.DATA_SENT), NOW)
    assert (put_off.fate, put_off.phase) == (Fate.DEFERRED, P.DATA_SENT)
    assert outcome_of(Attempt(P.DATA_SENT), a_trial(put_off.phase), NOW).fate is Fate.FAILED


@pytest.mark.parametrize(("hours", "fate"), [(0, Fate.DEFERRED), (71, Fate.DEFERRED), (72, Fate.FAILED)])
def test_putting_off_ends_after_the_retry_delay(hours: int, fate: Fate) -> None:
    assert outcome_of(Attempt(P.RECIPIENT, 451), a_trial(since=timedelta(hours=hours)), NOW).fate is fate


@pytest.mark.parametrize(("attempts", "minutes"), [(1, 1), (2, 2), (5, 16), (8, 128), (9, 240), (500, 240)])
def test_the_wait_doubles_up_to_four_hours(attempts: int, minutes: int) -> None:
    wait = backoff("jalon-k1", attempts)
    assert timedelta(minutes=minutes) * 0.5 <= wait <= timedelta(minutes=minutes) * 1.5


def test_mails_put_off_together_do_not_come_back_together() -> None:
    waits = {backoff(f"jalon-{number}", 9) for number in range(100)}
    assert len(waits) > 95
    assert max(waits) - min(waits) > LONGEST_DELAY * 0.8
    assert backoff("jalon-1", 9) == backoff("jalon-1", 9)


def test_an_odd_answer_can_be_stored() -> None:
    outcome = outcome_of(Attempt(P.RECIPIENT, 451, "full\0 \udce9t\udce9"), a_trial(), NOW)
    assert outcome.error == "451 full ?t?"


def test_a_long_answer_is_cut_to_what_the_row_holds() -> None:
    outcome = outcome_of(Attempt(P.RECIPIENT, 550, "x" * 5000), a_trial(P.NONE), NOW)
    assert len(outcome.error or "") <= 500
    put_back = put_off(a_trial(), P.NONE, "x" * 5000, NOW)
    assert len(put_back.error or "") <= 500
    twice = outcome_of(Attempt(P.DATA_SENT, None, "x" * 5000), a_trial(P.DATA_SENT), NOW)
    assert len(twice.error or "") <= 500
    late = outcome_of(Attempt(P.CONNECTED, None, "x" * 5000), a_trial(since=timedelta(hours=99)), NOW)
    assert len(late.error or "") <= 500
