"""Every mail is written in both languages, says what it must, and never runs or loses what users wrote."""

import re
from pathlib import Path

import pytest
from jinja2 import UndefinedError

from cases.messages import PAYLOADS, MailKind, SheetRequest, SheetStep, parse_message
from notifications.composing import LOCALES, MAILS, UnknownLocale, compose
from tests.notifications.messages import SENDER, Links, a_line, a_request, examples

EXAMPLES = examples()
EVERY_MAIL = pytest.mark.parametrize("name", EXAMPLES)
EVERY_LOCALE = pytest.mark.parametrize("locale", LOCALES)


def plain(text: str) -> str:
    """The same words with every kind of space made plain."""
    return " ".join(text.split())


def test_every_kind_has_a_payload_a_folder_and_an_example() -> None:
    folders = {each.name for each in MAILS.iterdir()} - {"layout", "sheet_request"}
    assert folders == set(MailKind) == set(PAYLOADS) == {kind for kind, _ in EXAMPLES.values()}


@EVERY_MAIL
@EVERY_LOCALE
def test_every_mail_is_written_in_every_language(name: str, locale: str) -> None:
    kind, message = EXAMPLES[name]
    mail = compose(kind, locale, message, Links())
    for part in mail:
        assert "{{" not in part
        assert "{%" not in part
        assert "[%" not in part
        assert "None" not in part
    assert "\n" not in mail.subject
    assert len(mail.subject) < 160
    assert f'lang="{locale}"' in mail.html
    assert "01 99 00 12 34" in mail.text
    assert "01 99 00 12 34" in mail.html
    assert "mj-" not in mail.html.replace("mj-column-per-100", "").replace("mj-outlook-group-fix", "")


@EVERY_MAIL
@EVERY_LOCALE
def test_no_mail_fetches_anything_or_has_more_than_one_button(name: str, locale: str) -> None:
    kind, message = EXAMPLES[name]
    html = compose(kind, locale, message, Links()).html
    addresses = set(re.findall(r"https?://[^\s\"'<>]+", html)) - {"http://www.w3.org/1999/xhtml"}
    assert all(address.startswith("https://jalon.example/") for address in addresses)
    assert not re.search(r"<img|<link|@import|url\(", html)
    assert html.count('bgcolor="#1b4b8a" role="presentation"') <= 1


@EVERY_MAIL
def test_the_text_alternative_has_the_same_links_as_the_html(name: str) -> None:
    kind, message = EXAMPLES[name]
    mail = compose(kind, "fr", message, Links())
    in_html = {link.replace("&amp;", "&") for link in re.findall(r'href="(https://[^"]+)"', mail.html)}
    assert in_html == set(re.findall(r"https://\S+", mail.text))


@EVERY_MAIL
def test_french_mails_have_no_break_spaces_before_double_punctuation(name: str) -> None:
    kind, message = EXAMPLES[name]
    text = compose(kind, "fr", message, Links()).text.replace("dépassent le mois : 310 h", "")
    assert not re.search(r" [:;?!]", text)


@pytest.mark.parametrize("path", sorted(MAILS.glob("*/fr/*")), ids=lambda path: str(path.relative_to(MAILS)))
def test_the_title_of_a_market_never_follows_a_word_that_a_vowel_would_cut(path: Path) -> None:
    assert not re.search(r"\b[Dd]e (<strong>)?\{\{ (\w+\.)?market_title", path.read_text(encoding="utf-8"))


def test_the_number_of_markets_of_a_plan_stays_with_its_word() -> None:
    kind, message = EXAMPLES["plan_receipt"]
    assert re.search(r"\d\u00a0marchés sont annoncés", compose(kind, "fr", message, Links()).text)


@pytest.mark.parametrize(
    ("step", "subject"),
    [
        (
            SheetStep.OPENED,
            "Heures d'insertion de mars - réponse avant le 7 avril - Chantier École Imaginaire",
        ),
        (
            SheetStep.REMINDER,
            "Rappel : heures d'insertion de mars - réponse avant le 7 avril - Chantier École Imaginaire",
        ),
        (
            SheetStep.FIRST_CHASE,
            "Heures d'insertion de mars - réponse attendue depuis le 7 avril - Chantier École Imaginaire",
        ),
        (
            SheetStep.SECOND_CHASE,
            "Dernière relance : heures d'insertion de mars - réponse attendue depuis le 7 avril"
            " - Chantier École Imaginaire",
        ),
    ],
)
def test_the_subject_says_what_when_and_where(step: SheetStep, subject: str) -> None:
    request = a_request(a_line(step))
    assert compose(request.kind, "fr", request, Links()).subject == subject


def test_the_most_pressing_sheet_names_the_mail_and_the_others_are_listed() -> None:
    late = a_line(SheetStep.FIRST_CHASE, sheet_id=14, link_id=36, market_title="Pont Rêvé")
    new = a_line(sheet_id=13, link_id=35, market_title="Gymnase Inventé")
    request = a_request(new, late, a_line())
    mail = compose(request.kind, "fr", request, Links())
    assert request.kind is MailKind.SHEET_FIRST_CHASE
    assert request.sheet_ids == (14, 12, 13)
    assert mail.subject.endswith("- Pont Rêvé et 2 autres fiches")
    assert "- Gymnase Inventé, mars 2027 (Ville de Fictiville), réponse avant le 7 avril 2027" in plain(
        mail.text
    )
    assert all(f"/f/{link}?" in mail.text for link in (34, 35, 36))


def test_the_receipt_says_nobody_or_how_many_hours_for_whom() -> None:
    hours = plain(compose(*_with("fr", "sheet_receipt"), Links()).text)
    assert "84,5 h déclarées pour 2 personnes." in hours
    assert "Jusqu’à sa validation, vous pouvez la corriger par le même lien." in hours
    assert "La prochaine fiche s’ouvre le 1er mai 2027" in hours
    assert "Aucune heure d’insertion ce mois-là." in plain(compose(*_with("fr", "nil_receipt"), Links()).text)


def test_a_buyer_who_cannot_sign_in_gets_no_button() -> None:
    kind, message = EXAMPLES["statement"]
    assert "/marches/56" in compose(kind, "fr", message, Links()).html
    without = message.model_copy(update={"market_id": None})
    assert "/marches/" not in compose(kind, "fr", without, Links()).html


def test_what_users_write_is_shown_as_written_in_html() -> None:
    hostile = "<script>alert(1)</script> {{ links }} {% raw %} & \"'"
    request = a_request(a_line(market_title=hostile))
    mail = compose(request.kind, "fr", request, Links())
    assert "<script>" not in mail.html
    assert "&lt;script&gt;alert(1)&lt;/script&gt; {{ links }} {% raw %} &amp; &#34;&#39;" in mail.html
    assert hostile in mail.text


def test_a_line_feed_in_a_title_does_not_reach_the_subject() -> None:
    request = a_request(a_line(market_title="Chantier\r\nBcc: eve@example.org"))
    assert compose(request.kind, "fr", request, Links()).subject.endswith("Chantier Bcc: eve@example.org")


@EVERY_MAIL
def test_a_message_comes_back_from_its_json_unchanged(name: str) -> None:
    kind, message = EXAMPLES[name]
    assert parse_message(kind, message.model_dump_json()) == message


def test_a_template_that_asks_for_what_the_message_does_not_hold_fails() -> None:
    with pytest.raises(UndefinedError):
        compose(MailKind.CERTIFICATE, "fr", a_request(a_line()), Links())


def test_a_language_we_do_not_write_is_refused() -> None:
    with pytest.raises(UnknownLocale):
        compose(*_with("de", "certificate"), Links())


def test_payloads_refuse_unknown_fields_and_empty_requests() -> None:
    with pytest.raises(ValueError, match="Extra inputs"):
        SheetRequest.model_validate(SENDER | {"company_name": "B", "lines": (a_line(),), "colour": "red"})
    with pytest.raises(ValueError, match="at least 1 item"):
        a_request()


@pytest.mark.parametrize("path", sorted(MAILS.rglob("*.*")), ids=lambda path: str(path.relative_to(MAILS)))
def test_no_template_holds_an_address_of_ours_or_an_image(path: Path) -> None:
    assert not re.search(r"https?://|<img|mj-image", path.read_text())


def _with(locale: str, name: str):  # type: ignore[no-untyped-def]
    kind, message = EXAMPLES[name]
    return kind, locale, message
