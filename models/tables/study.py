"""What the study of a planned market leaves: opinions, calibrations, and the territory's clause templates."""

from datetime import datetime
from decimal import Decimal

from sqlalchemy import CheckConstraint, Index, Text, UniqueConstraint, text
from sqlmodel import Field, SQLModel

from models.columns import only_words
from models.fields import hours, instant, key, refers_to, word
from models.vocabulary import Advice, ClauseArticle, Lever, RefusalGround

IN_FORCE = "retained_at IS NOT NULL AND superseded_at IS NULL"


class Opinion(SQLModel, table=True):
    """What the score suggested and what a person decided, both kept; the highest number is in force."""

    __table_args__ = (
        UniqueConstraint("market_id", "number"),
        only_words("advice", Advice),
        CheckConstraint("(advice = 'clause') = (lever IS NOT NULL)", name="a_clause_has_its_lever"),
        CheckConstraint("advice = 'clause' OR reason IS NOT NULL", name="a_refusal_has_its_reason"),
        CheckConstraint("advice <> 'clause' OR ground IS NULL", name="a_clause_has_no_ground"),
    )

    id: int | None = key()
    market_id: int = refers_to("market.id", index=False)
    number: int
    advice: Advice = word(Advice)
    lever: Lever | None = word(Lever, default=None)
    ground: RefusalGround | None = word(RefusalGround, default=None)
    reason: str | None = Field(default=None, max_length=2000)
    suggested_advice: Advice = word(Advice)
    suggested_lever: Lever | None = word(Lever, default=None)
    score: int
    score_details: str = Field(sa_type=Text)
    pack_version: str = Field(max_length=40)
    given_by: int | None = refers_to("account.id", default=None, index=False)
    given_at: datetime = instant()


class Calibration(SQLModel, table=True):
    """One scenario of required hours, for the market or one of its lots; frozen once it is retained.

    `inputs` and `result` are JSON, as given and as computed under that version of the pack. The one in force
    is retained and not superseded: at most one for the market as a whole, and one for each part.
    """

    __table_args__ = (
        Index("ix_calibration_market", "market_id", "part_id"),
        Index(
            "ix_calibration_in_force_of_part",
            "part_id",
            unique=True,
            sqlite_where=text(IN_FORCE),
            postgresql_where=text(IN_FORCE),
        ),
        Index(
            "ix_calibration_in_force_of_market",
            "market_id",
            unique=True,
            sqlite_where=text(f"part_id IS NULL AND {IN_FORCE}"),
            postgresql_where=text(f"part_id IS NULL AND {IN_FORCE}"),
        ),
        CheckConstraint("required_hours >= 0", name="calibrated_not_negative"),
        CheckConstraint("qpv_hours >= 0", name="calibrated_qpv_not_negative"),
        CheckConstraint("superseded_at IS NULL OR retained_at IS NOT NULL", name="superseded_was_retained"),
    )

    id: int | None = key()
    market_id: int = refers_to("market.id", index=False)
    part_id: int | None = refers_to("market_part.id", default=None)
    name: str = Field(max_length=80)
    inputs: str = Field(sa_type=Text)
    result: str = Field(sa_type=Text)
    required_hours: Decimal = hours()
    qpv_hours: Decimal = hours(default=Decimal(0))
    pack_version: str = Field(max_length=40)
    made_by: int | None = refers_to("account.id", default=None, index=False)
    made_at: datetime = instant()
    retained_at: datetime | None = instant(default=None)
    superseded_at: datetime | None = instant(default=None)


class ClauseTemplate(SQLModel, table=True):
    """A territory's own wording of one article for one lever; a new version never changes the one before."""

    __tablename__ = "clause_template"
    __table_args__ = (
        UniqueConstraint("territory_id", "lever", "article", "version"),
        only_words("lever", Lever),
        only_words("article", ClauseArticle),
    )

    id: int | None = key()
    territory_id: int = refers_to("territory.id", index=False)
    lever: Lever = word(Lever)
    article: ClauseArticle = word(ClauseArticle)
    version: int
    text: str = Field(sa_type=Text)
    adopted_by: int | None = refers_to("account.id", default=None, index=False)
    adopted_at: datetime = instant()
