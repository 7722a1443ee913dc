"""The relay's URL does what it says about TLS, and nothing is sent otherwise."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest

from models.vocabulary import MailPhase
from notifications.delivery.connection import Connection, Envelope, RelayUnreachable
from notifications.delivery.relay import BadRelay, Relay, parse_relay
from tests.notifications.relay_server import Mailbox, serving

ENVELOPE = Envelope(
    "jalon@fictiville.example", "bob@bati.example", b"Subject: a\r\n\r\n.dot\r\n..\r\nend\r\n"
)


@pytest.mark.parametrize(
    ("url", "relay"),
    [
        ("smtp://relay.example", Relay("relay.example", 25)),
        ("smtp://relay.example:2525/", Relay("relay.example", 2525)),
        ("smtps://relay.example", Relay("relay.example", 465, is_tls=True)),
        ("smtp://relay.example?starttls=require", Relay("relay.example", 587, starttls=True)),
        (
            "smtps://user%40a:p%2Fw@relay.example:466",
            Relay("relay.example", 466, username="user@a", password="p/w", is_tls=True),
        ),
    ],
)
def test_a_url_says_where_and_how(url: str, relay: Relay) -> None:
    assert parse_relay(url) == relay


@pytest.mark.parametrize(
    "url",
    [
        "relay.example",
        "http://relay.example",
        "smtp://",
        "smtp://relay.example:port",
        "smtp://relay.example?starttls=optional",
        "smtp://relay.example?starttls=require&verify=no",
        "smtp://relay.example?tls",
        "smtps://relay.example?starttls=require",
        "smtp://secret@relay.example",
        "smtp://relay.example/path",
    ],
)
def test_a_url_that_is_not_understood_is_refused_without_being_repeated(url: str) -> None:
    with pytest.raises(BadRelay) as refusal:
        parse_relay(url)
    assert "secret" not in str(refusal.value)


async def test_plain_means_plain_even_when_the_server_offers_more(
    mailbox: Mailbox, certificate: tuple[Path, Path]
) -> None:
    with serving(mailbox, tls_context=_server_context(certificate)) as port:
        connection = Connection(Relay("127.0.0.1", port))
        assert (await connection.send(ENVELOPE)).phase is MailPhase.ACCEPTED
        await connection.close()
    assert len(mailbox.accepted) == 1


async def test_starttls_upgrades_before_the_mail_is_said(
    mailbox: Mailbox, certificate: tuple[Path, Path]
) -> None:
    with serving(mailbox, tls_context=_server_context(certificate), require_starttls=True) as port:
        relay = Relay("127.0.0.1", port, starttls=True, tls_context=_trusting(certificate))
        connection = Connection(relay)
        assert (await connection.send(ENVELOPE)).phase is MailPhase.ACCEPTED
        assert connection.opened == 1
        await connection.close()
    assert mailbox.accepted[0].content == b"Subject: a\r\n\r\n.dot\r\n..\r\nend\r\n"


async def test_smtps_is_tls_from_the_first_byte(mailbox: Mailbox, certificate: tuple[Path, Path]) -> None:
    with serving(mailbox, ssl_context=_server_context(certificate)) as port:
        connection = Connection(Relay("127.0.0.1", port, is_tls=True, tls_context=_trusting(certificate)))
        assert (await connection.send(ENVELOPE)).phase is MailPhase.ACCEPTED
        await connection.close()


@pytest.mark.parametrize("is_tls", [True, False], ids=["smtps", "starttls"])
async def test_a_certificate_that_nobody_vouches_for_stops_everything(
    mailbox: Mailbox, certificate: tuple[Path, Path], is_tls: bool
) -> None:
    context = {"ssl_context" if is_tls else "tls_context": _server_context(certificate)}
    with serving(mailbox, **context) as port:
        relay = Relay("127.0.0.1", port, is_tls=is_tls, starttls=not is_tls)
        with pytest.raises(RelayUnreachable, match="CERTIFICATE_VERIFY_FAILED"):
            await Connection(relay).send(ENVELOPE)
    assert mailbox.seen == []


async def test_smtps_against_a_plain_server_says_nothing(mailbox: Mailbox, port: int) -> None:
    with pytest.raises(RelayUnreachable):
        await Connection(Relay("127.0.0.1", port, is_tls=True, timeout_seconds=1)).send(ENVELOPE)
    assert mailbox.seen == []


async def test_a_kept_connection_found_dead_is_opened_again(mailbox: Mailbox) -> None:
    with serving(mailbox) as port:
        connection = Connection(Relay("127.0.0.1", port))
        await connection.send(ENVELOPE)
    with serving(mailbox, port):
        assert (await connection.send(ENVELOPE)).phase is MailPhase.ACCEPTED
        await connection.close()
    assert connection.opened == 2
    assert len(mailbox.accepted) == 2


async def test_a_large_mail_arrives_whole(mailbox: Mailbox, port: int) -> None:
    content = (
        b"Subject: a\r\n\r\n" + b".line of sixty characters or so, to fill the buffers well..\r\n" * 100_000
    )
    connection = Connection(Relay("127.0.0.1", port))
    attempt = await connection.send(Envelope("jalon@fictiville.example", "bob@bati.example", content))
    assert attempt.phase is MailPhase.ACCEPTED
    assert mailbox.accepted[0].content == content
    await connection.close()


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> tuple[Path, Path]:
    """A certificate for 127.0.0.1 that only its own file vouches for."""
    pytest.importorskip("cryptography")
    from cryptography import x509
    from cryptography.hazmat.primitives import hashes, serialization
    from cryptography.hazmat.primitives.asymmetric import ec

    private = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(x509.NameOID.COMMON_NAME, "relay.example")])
    start = datetime.now(UTC) - timedelta(hours=1)
    public = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(private.public_key())
        .serial_number(1)
        .not_valid_before(start)
        .not_valid_after(start + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=None), critical=True)
        .sign(private, hashes.SHA256())
    )
    folder = tmp_path_factory.mktemp("tls")
    (folder / "cert.pem").write_bytes(public.public_bytes(serialization.Encoding.PEM))
    (folder / "key.pem").write_bytes(
        private.private_bytes(
            serialization.Encoding.PEM, serialization.PrivateFormat.PKCS8, serialization.NoEncryption()
        )
    )
    return folder / "cert.pem", folder / "key.pem"


def _server_context(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(*certificate)
    return context


def _trusting(certificate: tuple[Path, Path]) -> ssl.SSLContext:
    return ssl.create_default_context(cafile=certificate[0])
