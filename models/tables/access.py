"""Who may come in: accounts, their sessions, API keys, and links without an account."""

from datetime import date, datetime

from sqlalchemy import CheckConstraint
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import instant, key, refers_to, word
from models.vocabulary import LinkAct, Role


class Account(SQLModel, table=True):
    """A person who signs in. Buyers, companies and partners see what concerns their party."""

    __table_args__ = (only_words("role", Role),)

    id: int | None = key()
    territory_id: int = refers_to("territory.id")
    email: str = Field(unique=True, max_length=254)
    name: str = Field(max_length=120)
    role: Role = word(Role)
    party_id: int | None = refers_to("party.id", default=None)
    password_hash: str = Field(max_length=200)
    phone: str | None = Field(default=None, max_length=40)
    locale: str = Field(default="fr", max_length=5)
    active: bool = True
    created_at: datetime = instant()


class AccountSession(SQLModel, table=True):
    """A signed-in browser: only the hash of its token is kept, and it can be revoked."""

    __tablename__ = "account_session"

    id: int | None = key()
    account_id: int = refers_to("account.id")
    token_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = instant()
    expires_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)
    browser: str = Field(default="", max_length=200)


class ApiKey(SQLModel, table=True):
    """A key for REST, with the rights of its account."""

    __tablename__ = "api_key"

    id: int | None = key()
    account_id: int = refers_to("account.id")
    name: str = Field(max_length=80)
    key_hash: str = Field(unique=True, max_length=64)
    created_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)


class AccessLink(SQLModel, table=True):
    """A link without an account, for one act on one subject. Its 128-bit token is derived, never stored.

    A sheet is answered by its company; a buyer (`party_id`) announces markets; anyone holding the link of a
    tender (`market_id`) asks about it; a partner (`party_id`) proposes candidates for a need. A company
    (`party_id`) answers all its sheets on one page; an insertion structure reports its people's hours for a
    month, and a participant attests theirs.
    """

    __tablename__ = "access_link"
    __table_args__ = (
        only_words("act", LinkAct),
        CheckConstraint("(act = 'sheet') = (sheet_id IS NOT NULL)", name="sheet_link_has_its_sheet"),
        CheckConstraint("act <> 'announce' OR party_id IS NOT NULL", name="announce_link_has_its_buyer"),
        CheckConstraint("act <> 'ask' OR market_id IS NOT NULL", name="ask_link_has_its_market"),
        CheckConstraint(
            "act <> 'propose' OR (party_id IS NOT NULL AND need_id IS NOT NULL)",
            name="propose_link_has_its_need",
        ),
        CheckConstraint(
            "act <> 'company_sheets' OR party_id IS NOT NULL", name="company_link_has_its_company"
        ),
        CheckConstraint(
            "act <> 'report_hours' OR (party_id IS NOT NULL AND month IS NOT NULL)",
            name="report_link_has_its_month",
        ),
        CheckConstraint(
            "act <> 'attest_hours' OR (participant_id IS NOT NULL AND month IS NOT NULL)",
            name="attest_link_has_its_month",
        ),
    )

    id: int | None = key()
    territory_id: int = refers_to("territory.id")
    act: LinkAct = word(LinkAct)
    sheet_id: int | None = refers_to("hour_sheet.id", default=None)
    market_id: int | None = refers_to("market.id", default=None)
    party_id: int | None = refers_to("party.id", default=None)
    need_id: int | None = refers_to("recruitment_need.id", default=None)
    participant_id: int | None = refers_to("participant.id", default=None)
    month: date | None = None
    expires_at: datetime = instant()
    revoked_at: datetime | None = instant(default=None)
    created_at: datetime = instant()
