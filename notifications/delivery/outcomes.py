"""What an attempt means for the mail: pure, so that every answer of a relay can be tested as a table."""

import re
from dataclasses import dataclass
from datetime import datetime, timedelta
from enum import StrEnum
from zlib import crc32

from models.vocabulary import MailPhase, MailStatus
from notifications.delivery.connection import Attempt

FIRST_DELAY = timedelta(minutes=1)
LONGEST_DELAY = timedelta(hours=4)
DOUBT_DELAY = timedelta(minutes=5)
NO_SUCH_ADDRESS = (550, 551, 553)
POLICY = re.compile(r"^\s*5\.[67]\.")
ERROR_LENGTH = 500


class Fate(StrEnum):
    """What became of a claimed mail in this round."""

    SENT = "sent"
    KEPT = "kept"
    DEFERRED = "deferred"
    IN_DOUBT = "in_doubt"
    FAILED = "failed"
    RELEASED = "released"


@dataclass(frozen=True, slots=True)
class Trial:
    """What the outbox knew of a mail when it was claimed. `attempts` counts this one."""

    message_id: str
    attempts: int
    phase: MailPhase
    first_attempt_at: datetime
    retry_delay: timedelta

    @property
    def was_in_doubt(self) -> bool:
        return self.phase is MailPhase.DATA_SENT


@dataclass(frozen=True, slots=True)
class Outcome:
    """What to record: the mail's new status, when it is tried again, and whether its address is dead."""

    fate: Fate
    status: MailStatus
    phase: MailPhase
    error: str | None = None
    next_at: datetime | None = None
    is_address_dead: bool = False


def outcome_of(attempt: Attempt, trial: Trial, now: datetime) -> Outcome:
    """Accepted, refused for good, put off, or in doubt (DESIGN.md, "Mail is an outbox").

    A mail once in doubt keeps that mark through later attempts: it is sent a second time at most.
    """
    error = _error(attempt)
    if attempt.phase is MailPhase.ACCEPTED:
        return Outcome(Fate.SENT, MailStatus.SENT, MailPhase.ACCEPTED, error)
    if attempt.phase is MailPhase.DATA_SENT:
        if trial.was_in_doubt:
            return failed(attempt.phase, f"in doubt twice: {error}")
        return Outcome(
            Fate.IN_DOUBT, MailStatus.IN_DOUBT, MailPhase.DATA_SENT, error, next_at=now + DOUBT_DELAY
        )
    phase = MailPhase.DATA_SENT if trial.was_in_doubt else attempt.phase
    if attempt.code is not None and attempt.code >= 500:
        return failed(phase, error, is_address_dead=_is_address_dead(attempt))
    return put_off(trial, phase, error, now)


def put_off(trial: Trial, phase: MailPhase, error: str | None, now: datetime) -> Outcome:
    """Try again later; a person takes over once an attempt fails after the whole retry delay."""
    if now - trial.first_attempt_at >= trial.retry_delay:
        hours = int(trial.retry_delay / timedelta(hours=1))
        return failed(phase, f"given up after {hours} h: {error}")
    next_at = now + backoff(trial.message_id, trial.attempts)
    return Outcome(Fate.DEFERRED, MailStatus.PENDING, phase, _storable(error or ""), next_at=next_at)


def failed(phase: MailPhase, error: str | None, *, is_address_dead: bool = False) -> Outcome:
    """The end of the road: a person is told."""
    text = _storable(error or "")
    return Outcome(Fate.FAILED, MailStatus.FAILED, phase, text, is_address_dead=is_address_dead)


def backoff(message_id: str, attempts: int) -> timedelta:
    """One minute, doubling up to four hours, spread by half on either side.

    The spread comes from the mail itself, so that mails put off together do not come back together and a
    replay gives the same instants.
    """
    delay = min(FIRST_DELAY * (1 << min(attempts - 1, 20)), LONGEST_DELAY)
    spread = crc32(f"{message_id}:{attempts}".encode()) / 2**32
    return delay * (0.5 + spread)


def _error(attempt: Attempt) -> str | None:
    if attempt.phase is MailPhase.ACCEPTED and not attempt.text:
        return None
    return _storable(f"{attempt.code or ''} {attempt.text}".strip())


def _storable(text: str) -> str:
    """In characters that any database takes: one odd answer must not stop the recording of the others."""
    return text.encode("utf-8", "replace").decode().replace("\0", "")[:ERROR_LENGTH]


def _is_address_dead(attempt: Attempt) -> bool:
    """The relay says that nobody lives there; a refusal for content or policy says nothing of the address."""
    at_recipient = attempt.phase is MailPhase.RECIPIENT and attempt.code in NO_SUCH_ADDRESS
    return at_recipient and not POLICY.match(attempt.text)
