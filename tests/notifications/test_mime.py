"""The bytes of a mail parse back to what was meant, and no name or address can add a header."""

from datetime import UTC, datetime
from email import message_from_bytes
from email.message import EmailMessage
from email.policy import default
from typing import Any

import pytest

from notifications.composing import Composed
from notifications.mime import Address, Attachment, UnsafeHeader, build, sheet_anchors

WORDS = Composed(
    "Heures d'insertion de mars - réponse avant le 7 avril", "Bonjour,\n.\nÀ bientôt\n", "<p>Été</p>"
)
TERRITORY = Address("jalon@fictiville.example", "Territoire d’essai de Fictiville")
BOB = Address("bob@bati.example", "Bob Inventé, directeur")
ALICE = Address("alice@fictiville.example", "Alice Exemple")


def built(composed: Composed = WORDS, **changes: Any) -> bytes:
    values: dict[str, Any] = {
        "sender": TERRITORY,
        "recipient": BOB,
        "reply_to": ALICE,
        "message_id": "abc123@fictiville.example",
        "date": datetime(2027, 4, 1, 8, tzinfo=UTC),
    }
    return build(composed, **values | changes)


def parsed(content: bytes) -> EmailMessage:
    mail = message_from_bytes(content, policy=default)
    assert isinstance(mail, EmailMessage)
    assert [part.defects for part in mail.walk() if part.defects] == []
    return mail


def test_the_headers_say_who_to_whom_when_and_that_a_machine_wrote() -> None:
    mail = parsed(built(cc=[ALICE]))
    assert mail["from"].addresses[0].display_name == TERRITORY.name
    assert mail["from"].addresses[0].addr_spec == TERRITORY.email
    assert mail["to"].addresses[0].display_name == BOB.name
    assert mail["cc"] == "Alice Exemple <alice@fictiville.example>"
    assert mail["reply-to"] == "Alice Exemple <alice@fictiville.example>"
    assert mail["subject"] == WORDS.subject
    assert mail["date"].datetime == datetime(2027, 4, 1, 8, tzinfo=UTC)
    assert mail["message-id"] == "<abc123@fictiville.example>"
    assert mail["auto-submitted"] == "auto-generated"
    assert mail["references"] is None


def test_text_and_html_are_alternatives_in_that_order() -> None:
    mail = parsed(built())
    assert mail.get_content_type() == "multipart/alternative"
    text, html = mail.iter_parts()
    assert text.get_content().replace("\r\n", "\n") == WORDS.text
    assert html.get_content() == WORDS.html


def test_chasers_of_one_sheet_refer_to_the_same_anchor() -> None:
    mail = parsed(built(references=sheet_anchors([12, 13], "fictiville.example")))
    assert mail["references"].split() == ["<sheet-12@fictiville.example>", "<sheet-13@fictiville.example>"]
    assert mail["in-reply-to"] == "<sheet-12@fictiville.example>"


def test_a_pdf_is_attached_under_its_accented_name() -> None:
    content = bytes(range(256)) * 50
    mail = parsed(built(attachments=[Attachment("Bilan – École/Été.pdf", content)]))
    assert mail.get_content_type() == "multipart/mixed"
    body, pdf = mail.iter_parts()
    assert body.get_content_type() == "multipart/alternative"
    assert pdf.get_content_type() == "application/pdf"
    assert pdf.get_filename() == "Bilan – École-Été.pdf"
    assert pdf.get_content() == content


def test_the_same_mail_gives_the_same_bytes() -> None:
    attachments = [Attachment("a.pdf", b"%PDF")]
    assert built(attachments=attachments) == built(attachments=attachments)


@pytest.mark.parametrize("subject", ["", "Court", "é" * 300, "🙂" * 60, "=?utf-8?b?x?=", "word " * 60])
def test_any_subject_survives_and_no_line_is_too_long(subject: str) -> None:
    content = built(WORDS._replace(subject=subject.strip()))
    assert parsed(content)["subject"] == subject.strip()
    assert max(len(line) for line in content.split(b"\r\n")) <= 78


@pytest.mark.parametrize("separator", ["\n", "\r\n", "\r", "\x00", "\x0b", "\x85", "\u2028"])
def test_names_and_subjects_cannot_add_a_header(separator: str) -> None:
    hostile = f"Eve{separator}Bcc: eve@example.org{separator}{separator}<p>"
    mail = parsed(
        built(
            WORDS._replace(subject=hostile),
            recipient=Address("bob@bati.example", hostile),
            sender=Address("jalon@fictiville.example", hostile),
        )
    )
    assert mail["bcc"] is None
    assert len(mail["to"].addresses) == 1
    assert mail["subject"].startswith("Eve Bcc: eve@example.org")


@pytest.mark.parametrize(
    "email",
    [
        "bob@bati.example\r\nBcc: eve@example.org",
        "bob@bati.example\n",
        "bob@bati.example, eve@example.org",
        "<bob@bati.example>",
        "bob",
        "bob@",
        "bob bob@bati.example",
        "bôb@bati.example",
        "b@" + "a" * 260,
        "",
    ],
)
def test_an_address_that_is_not_plainly_one_is_refused(email: str) -> None:
    for role in ("sender", "recipient", "reply_to"):
        with pytest.raises(UnsafeHeader):
            built(**{role: Address(email)})
    with pytest.raises(UnsafeHeader):
        built(cc=[Address(email)])


def test_an_identifier_that_could_add_a_header_is_refused() -> None:
    with pytest.raises(UnsafeHeader):
        built(message_id="<a@b>\r\nBcc: eve@example.org")
    with pytest.raises(UnsafeHeader):
        built(references=["<a@b>\r\nBcc: eve@example.org"])


def test_every_line_ends_as_smtp_wants_it_and_none_is_too_long_for_it() -> None:
    long_lines = WORDS._replace(text="é" * 5000 + "\n.\rmixed\r\nends", html="<p>" + "x" * 5000 + "</p>\n")
    content = built(long_lines, attachments=[Attachment("a.pdf", bytes(5000))])
    assert content.endswith(b"\r\n")
    assert b"\n" not in content.replace(b"\r\n", b"")
    assert b"\r" not in content.replace(b"\r\n", b"")
    assert max(len(line) for line in content.split(b"\r\n")) <= 78


def test_a_naive_date_is_refused() -> None:
    with pytest.raises(ValueError, match="aware"):
        built(date=datetime(2027, 4, 1, 8))  # noqa: DTZ001
