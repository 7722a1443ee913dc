"""Attempts to sign in, limited per account and per address; acts through a link, limited per link."""

from limits import RateLimitItem, RateLimitItemPerMinute
from limits.storage import MemoryStorage
from limits.strategies import MovingWindowRateLimiter

from cases.refusals import Refusal


class TooManyAttempts(Refusal):
    """The account or the address has tried too often."""

    status = 429

    def __init__(self) -> None:
        super().__init__(
            "Trop de tentatives. Attendez un quart d’heure, puis réessayez.",
            "Too many attempts. Wait a quarter of an hour, then try again.",
        )


class Throttle:
    """Counts kept in this process."""

    def __init__(self) -> None:
        self._limiter = MovingWindowRateLimiter(MemoryStorage())
        self.per_account: RateLimitItem = RateLimitItemPerMinute(10, 15)
        self.per_address: RateLimitItem = RateLimitItemPerMinute(60, 15)
        self.per_link: RateLimitItem = RateLimitItemPerMinute(40, 15)
        self.per_draft: RateLimitItem = RateLimitItemPerMinute(600, 15)
        self.per_asker: RateLimitItem = RateLimitItemPerMinute(10, 15)

    def attempt(self, account: str, address: str) -> None:
        """Count an attempt. Raises TooManyAttempts when there were too many before it."""
        by_account = self._limiter.hit(self.per_account, "account", account)
        by_address = self._limiter.hit(self.per_address, "address", address)
        if not (by_account and by_address):
            raise TooManyAttempts

    def act_by_link(self, link_id: int) -> None:
        """Count an act through a link without an account. Raises TooManyAttempts."""
        if not self._limiter.hit(self.per_link, "link", str(link_id)):
            raise TooManyAttempts

    def draft_by_link(self, link_id: int) -> None:
        """Count a draft kept through a link, which its page does as one types. Raises TooManyAttempts."""
        if not self._limiter.hit(self.per_draft, "draft", str(link_id)):
            raise TooManyAttempts

    def ask(self, link_id: int, address: str, email: str) -> None:
        """Count a question asked by a tender's link, which anyone may hold: per link, per network address,
        and per mailbox, so that nobody is written to at will. Raises TooManyAttempts.
        """
        self.act_by_link(link_id)
        by_address = self._limiter.hit(self.per_asker, "asker", address)
        by_email = self._limiter.hit(self.per_asker, "mailbox", email.lower())
        if not (by_address and by_email):
            raise TooManyAttempts
