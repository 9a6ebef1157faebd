"""No address and no password leaves for a mail server that nobody vouches for, or in clear."""

import ssl
from datetime import UTC, datetime, timedelta
from ipaddress import IPv4Address
from pathlib import Path

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword
from aiosmtpd.smtp import Session as SmtpSession
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from app.domain.notices import NoticeKind
from app.services.mail import Line, MailNotices, Security
from app.services.notices import Fate
from tests.notices.conftest import SENDER, WORDS
from tests.notices.mailbox import Mailbox, mailbox

ADDRESS, SECRET = "a@x.example", "Zwetschgenkuchen"
DAY = timedelta(days=1)


@pytest.fixture(scope="module")
def certificate(tmp_path_factory: pytest.TempPathFactory) -> Path:
    """A certificate of 127.0.0.1, signed by itself, and its key, in one file."""
    key, now = ec.generate_private_key(ec.SECP256R1()), datetime.now(UTC)
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "mail")])
    made = (
        x509.CertificateBuilder(
            name, name, key.public_key(), x509.random_serial_number(), now - DAY, now + DAY
        )
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(IPv4Address("127.0.0.1"))]), critical=False
        )
        .add_extension(x509.BasicConstraints(ca=True, path_length=0), critical=True)
        .sign(key, hashes.SHA256())
    )
    pem = serialization.Encoding.PEM
    secret = key.private_bytes(pem, serialization.PrivateFormat.PKCS8, serialization.NoEncryption())
    file = tmp_path_factory.mktemp("tls") / "mail.pem"
    file.write_bytes(made.public_bytes(pem) + secret)
    return file


@pytest.fixture
def tls(certificate: Path) -> ssl.SSLContext:
    context = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    context.load_cert_chain(certificate)
    return context


def sent(line: Line) -> Fate:
    return MailNotices(line, SENDER, WORDS).carry({"address": ADDRESS}, NoticeKind.DAILY)


def test_mail_goes_over_an_encrypted_line_to_a_server_that_is_vouched_for(
    tls: ssl.SSLContext, certificate: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("SSL_CERT_FILE", str(certificate))
    with mailbox(tls_context=tls, require_starttls=True) as box:
        assert sent(box.line_by(Security.STARTTLS)) is Fate.SENT
        assert [mail.to for mail in box.came] == [ADDRESS]
    with mailbox(ssl_context=tls) as box:
        assert sent(box.line_by(Security.TLS)) is Fate.SENT


def test_a_server_that_nobody_vouches_for_gets_nothing(tls: ssl.SSLContext) -> None:
    for security, options in (
        (Security.STARTTLS, {"tls_context": tls}),
        (Security.TLS, {"ssl_context": tls}),
    ):
        with mailbox(**options) as box:
            assert sent(box.line_by(security, user="u", password=SECRET)) is Fate.NOT_YET
            assert box.came == []


def test_a_line_whose_encryption_somebody_took_out_carries_nothing() -> None:
    tried: list[str] = []

    def authenticated(
        _: SMTP, __: SmtpSession, ___: Envelope, ____: str, data: object
    ) -> AuthResult:  # the library's order
        assert isinstance(data, LoginPassword)
        tried.append(data.password.decode())
        return AuthResult(success=True)

    with mailbox(authenticator=authenticated, auth_require_tls=False) as box:
        assert sent(box.line_by(Security.STARTTLS, user="u", password=SECRET)) is Fate.NOT_YET
        assert (box.came, tried) == ([], [])


def test_a_server_that_is_not_there_is_asked_again_later() -> None:
    assert sent(Mailbox(1).line) is Fate.NOT_YET


def test_a_password_stands_in_no_description() -> None:
    assert SECRET not in repr(Line("mail.example", 465, user="u", password=SECRET))
