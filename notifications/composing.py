"""From a typed message to the words of a mail: subject, text and HTML.

Each kind has a folder by language in `mails/`. Its MJML is compiled once, with the Jinja expressions still
in it, so that a mail then costs three renders of Jinja. While compiling, `[% %]` and `[[ ]]` assemble the
layout; when writing a mail, `{% %}` and `{{ }}` read the message. A name that a template misspells raises.
"""

from functools import lru_cache, partial
from pathlib import Path
from typing import Any, NamedTuple, Protocol

import mrml
from jinja2 import Environment, FileSystemLoader, StrictUndefined, Template
from markupsafe import Markup

from cases.messages import MailKind, Message, SheetRequest
from exchange.documents.terms import contract, meeting, modality, sentence_case, trade
from exchange.documents.views import headline
from exchange.documents.wording import clock, day, euros, hours, month, of_month, weekday

MAILS = Path(__file__).parent / "mails"
LOCALES = ("fr", "en")


class LinkBuilder(Protocol):
    """Gives the addresses of our pages. Absolute, and made when the mail is written."""

    def sheet_url(self, link_id: int) -> str:
        """Where the company answers, without an account."""
        ...

    def company_url(self, link_id: int) -> str:
        """Where the company answers all its sheets on one page, without an account."""
        ...

    def announce_url(self, link_id: int) -> str:
        """Where a buyer announces a planned market, without an account."""
        ...

    def ask_url(self, link_id: int) -> str:
        """Where companies ask about a tender's clause and read the answers, without an account."""
        ...

    def propose_url(self, link_id: int) -> str:
        """Where a partner proposes candidates for a need, without an account."""
        ...

    def report_url(self, link_id: int) -> str:
        """Where an insertion structure says its people's hours, without an account."""
        ...

    def attest_url(self, link_id: int) -> str:
        """Where a person says whether its hours are right, without an account."""
        ...

    def wrong_contact_url(self, link_id: int) -> str:
        """Where it says who should have been asked."""
        ...

    def plan_url(self, plan_id: int) -> str:
        """The page of a purchasing plan, for people who sign in."""
        ...

    def market_url(self, market_id: int) -> str:
        """The market's page, for people who sign in."""
        ...


class Composed(NamedTuple):
    """A mail's words."""

    subject: str
    text: str
    html: str


class UnknownLocale(ValueError):
    """No mail is written in that language."""


class _Templates(NamedTuple):
    subject: Template
    text: Template
    html: Template


def compose(kind: MailKind, locale: str, payload: Message, links: LinkBuilder) -> Composed:
    """Word a message.

    Raises UnknownLocale, and jinja2.UndefinedError when a template asks for what the message does not hold.
    """
    templates = _templates(kind, locale)
    context = _context(payload, links)
    subject = _one_line(templates.subject.render(context))
    text = templates.text.render(context).strip() + "\n"
    return Composed(subject, text, templates.html.render(context, subject=subject))


def _context(payload: Message, links: LinkBuilder) -> dict[str, Any]:
    context: dict[str, Any] = dict(payload)
    context["links"] = links
    if isinstance(payload, SheetRequest):
        context["first"], *context["others"] = payload.pressing
        context["one_page"] = payload.company_link_id is not None and len(payload.lines) > 1
    return context


def _one_line(subject: str) -> str:
    """Plain spaces and apostrophes: what people search for in a mailbox."""
    return " ".join(subject.split()).replace("\u2019", "'")


@lru_cache(64)
def _templates(kind: MailKind, locale: str) -> _Templates:
    if locale not in LOCALES:
        raise UnknownLocale(locale)
    text = _environment(locale, html=False)
    return _Templates(
        subject=text.get_template(f"{kind}/{locale}/subject.txt"),
        text=text.get_template(f"{kind}/{locale}/body.txt"),
        html=_environment(locale, html=True).from_string(_compiled_mjml(kind, locale)),
    )


def _compiled_mjml(kind: MailKind, locale: str) -> str:
    """The HTML of a folder's MJML, its Jinja expressions untouched. No font is fetched from elsewhere."""
    assembly = Environment(
        loader=FileSystemLoader(MAILS),
        undefined=StrictUndefined,
        autoescape=False,  # noqa: S701 - assembles our own files; `_environment` escapes what messages hold
        block_start_string="[%",
        block_end_string="%]",
        variable_start_string="[[",
        variable_end_string="]]",
        comment_start_string="[#",
        comment_end_string="#]",
    )
    source = assembly.get_template(f"{kind}/{locale}/body.mjml").render(locale=locale)
    return mrml.to_html(source, None, mrml.RenderOptions(fonts={})).content


@lru_cache(4)
def _environment(locale: str, *, html: bool) -> Environment:
    environment = Environment(
        loader=FileSystemLoader(MAILS),
        undefined=StrictUndefined,
        autoescape=html,  # noqa: S701 - plain text and subjects are no markup
        trim_blocks=True,
        lstrip_blocks=True,
        auto_reload=False,
    )
    environment.filters |= {
        "day": partial(day, locale=locale),
        "weekday": partial(weekday, locale=locale),
        "clock": partial(clock, locale=locale),
        "modality": partial(modality, locale=locale),
        "short_day": partial(day, locale=locale, year=False),
        "month": partial(month, locale=locale),
        "of_month": partial(of_month, locale=locale),
        "of_short_month": partial(of_month, locale=locale, year=False),
        "hours": partial(hours, locale=locale),
        "euros": partial(euros, locale=locale),
        "share": partial(headline, locale=locale),
        "trade": partial(trade, locale=locale),
        "contract": partial(contract, locale=locale),
        "gathering": partial(meeting, locale=locale),
        "sentence": sentence_case,
        "dial": _dialled,
        "lines": _in_lines,
    }
    return environment


def _in_lines(text: str) -> Markup:
    """A text of several lines, for HTML: what users wrote stays text."""
    return Markup("<br>").join(text.splitlines())


def _dialled(phone: str) -> str:
    """The digits of a phone number, as a `tel:` link wants them."""
    return "".join(character for character in phone if character.isdigit() or character == "+")
