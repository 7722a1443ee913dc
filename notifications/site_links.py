"""The addresses of our pages, as mails write them."""

from dataclasses import dataclass

from cases.links import token_for
from models.secret import secret_key
from models.settings import Settings


@dataclass(frozen=True, slots=True)
class SiteLinks:
    """Absolute addresses under JALON_BASE_URL; those of links open without an account."""

    base_url: str
    secret: bytes

    def sheet_url(self, link_id: int) -> str:
        """Where the company answers."""
        return f"{self.base_url}/f/{token_for(self.secret, link_id)}"

    def company_url(self, link_id: int) -> str:
        """Where the company answers all its sheets on one page."""
        return f"{self.base_url}/e/{token_for(self.secret, link_id)}"

    def announce_url(self, link_id: int) -> str:
        """Where a buyer announces a planned market."""
        return f"{self.base_url}/a/{token_for(self.secret, link_id)}"

    def ask_url(self, link_id: int) -> str:
        """Where companies ask about a tender's clause and read the answers."""
        return f"{self.base_url}/q/{token_for(self.secret, link_id)}"

    def propose_url(self, link_id: int) -> str:
        """Where a partner proposes candidates for a need."""
        return f"{self.base_url}/p/{token_for(self.secret, link_id)}"

    def report_url(self, link_id: int) -> str:
        """Where an insertion structure says its people's hours of a month."""
        return f"{self.base_url}/h/{token_for(self.secret, link_id)}"

    def attest_url(self, link_id: int) -> str:
        """Where a person says whether its hours of a month are right."""
        return f"{self.base_url}/m/{token_for(self.secret, link_id)}"

    def wrong_contact_url(self, link_id: int) -> str:
        """Where it says who should have been asked."""
        return f"{self.sheet_url(link_id)}/contact"

    def plan_url(self, plan_id: int) -> str:
        """The page of a purchasing plan, for people who sign in."""
        return f"{self.base_url}/plans-achats/{plan_id}"

    def market_url(self, market_id: int) -> str:
        """The market's page, for people who sign in."""
        return f"{self.base_url}/marches/{market_id}"


def site_links(settings: Settings) -> SiteLinks:
    """The links of this installation."""
    return SiteLinks(settings.base_url.rstrip("/"), secret_key(settings))
