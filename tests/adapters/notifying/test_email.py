"""E-mail reaches a real mail server, or it is said why not, without an address."""

import ipaddress
import socket
import ssl
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta
from pathlib import Path
from typing import Any, Final

import pytest
from aiosmtpd.smtp import SMTP, AuthResult, Envelope, LoginPassword, Session
from cryptography import x509
from cryptography.hazmat.primitives import hashes, serialization
from cryptography.hazmat.primitives.asymmetric import ec
from cryptography.x509.oid import NameOID

from adapters.notifying.email import MailServer, SmtpNotifier, mail_server
from domain.analysis import Urgency
from domain.failures import Failure, Misconfigured, Unavailable, Undeliverable
from domain.notifications import NotificationKind
from tests.adapters.notifying.receivers import MailBox, serving_mail
from tests.adapters.notifying.samples import ADDRESS, make_delivery

_USER, _PASSWORD = "hub", "a password of the firm's"
_SENDER: Final = "hub@firm.example"


def _authenticate(
    _server: SMTP, _session: Session, _envelope: Envelope, _mechanism: str, given: object
) -> AuthResult:
    right = LoginPassword(_USER.encode(), _PASSWORD.encode())
    # Not `handled`: the library says 535 itself.
    return AuthResult(success=given == right, handled=False)


def _here(
    port: int,
    *,
    host: str = "127.0.0.1",
    start_tls: bool = False,
    implicit_tls: bool = False,
    user: str | None = None,
    password: str | None = None,
) -> MailServer:
    return MailServer(
        host=host,
        port=port,
        start_tls=start_tls,
        implicit_tls=implicit_tls,
        user=user,
        password=password,
    )


def _notifier(server: MailServer, tls: ssl.SSLContext | None = None) -> SmtpNotifier:
    return SmtpNotifier(
        server, sender=_SENDER, dashboard="https://hub.firm.example/", tls=tls, timeout=2
    )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Tls:
    server: ssl.SSLContext
    client: ssl.SSLContext


@pytest.fixture(scope="module")
def tls(tmp_path_factory: pytest.TempPathFactory) -> _Tls:
    """A certificate for this machine, and a client that trusts it."""
    return _make_tls(tmp_path_factory.mktemp("tls") / "server.pem")


def _make_tls(path: Path) -> _Tls:
    key = ec.generate_private_key(ec.SECP256R1())
    name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "127.0.0.1")])
    made = (
        x509.CertificateBuilder()
        .subject_name(name)
        .issuer_name(name)
        .public_key(key.public_key())
        .serial_number(x509.random_serial_number())
        .not_valid_before(datetime.now(UTC) - timedelta(days=1))
        .not_valid_after(datetime.now(UTC) + timedelta(days=1))
        .add_extension(
            x509.SubjectAlternativeName([x509.IPAddress(ipaddress.ip_address("127.0.0.1"))]),
            critical=False,
        )
        .sign(key, hashes.SHA256())
    )
    certificate = made.public_bytes(serialization.Encoding.PEM)
    path.write_bytes(
        key.private_bytes(
            serialization.Encoding.PEM,
            serialization.PrivateFormat.PKCS8,
            serialization.NoEncryption(),
        )
        + certificate
    )
    server = ssl.SSLContext(ssl.PROTOCOL_TLS_SERVER)
    server.load_cert_chain(path)
    return _Tls(server=server, client=ssl.create_default_context(cadata=certificate.decode()))


async def test_an_email_says_that_something_waits_in_both_languages_and_where() -> None:
    box = MailBox()
    async with serving_mail(box) as port:
        await _notifier(_here(port)).notify(make_delivery())
    message = box.message()
    assert (message["To"], message["From"]) == (ADDRESS, _SENDER)
    assert message["Subject"] == "Pesan di percakapan 3f2a91c0… menunggu Anda."
    assert message["Message-ID"] == f"<{'9' * 32}@firm.example>"
    assert message["Auto-Submitted"] == "auto-generated"
    assert message["Importance"] is None
    assert message.get_content().splitlines() == [
        "Pesan di percakapan 3f2a91c0… menunggu Anda.",
        "",
        "A message in conversation 3f2a91c0… needs you.",
        "",
        f"https://hub.firm.example/?conversation=3f2a91c0{'0' * 24}",
    ]


async def test_an_emergency_is_marked_as_important() -> None:
    box = MailBox()
    urgent = make_delivery(kind=NotificationKind.EMERGENCY, urgency=Urgency.EMERGENCY)
    async with serving_mail(box) as port:
        await _notifier(_here(port)).notify(urgent)
    assert box.message()["Importance"] == "high"
    assert box.message()["Subject"].startswith("DARURAT")


async def test_with_tls_and_a_password_it_signs_in(tls: _Tls) -> None:
    box = MailBox()
    given: dict[str, Any] = {"authenticator": _authenticate, "auth_required": True}
    async with serving_mail(box, tls_context=tls.server, require_starttls=True, **given) as port:
        server = _here(port, start_tls=True, user=_USER, password=_PASSWORD)
        notifier = _notifier(server, tls.client)
        await notifier.notify(make_delivery())
        assert await notifier.look() == "accepts us, TLS, signed in"
    given["auth_require_tls"] = False
    async with serving_mail(box, implicit=tls.server, **given) as port:
        server = _here(port, implicit_tls=True, user=_USER, password=_PASSWORD)
        await _notifier(server, tls.client).notify(make_delivery())
    assert len(box.got) == 2


async def test_nothing_is_sent_where_no_tls_is_offered_or_the_server_is_another(
    tls: _Tls,
) -> None:
    box = MailBox()
    async with serving_mail(box) as port:
        with pytest.raises(Misconfigured, match="SMTP_URL"):
            await _notifier(_here(port, start_tls=True), tls.client).notify(make_delivery())
    async with serving_mail(box, tls_context=tls.server) as port:
        with pytest.raises(Unavailable):
            await _notifier(_here(port, start_tls=True)).notify(make_delivery())
    assert not box.got


async def test_a_wrong_password_is_for_a_person_to_mend(tls: _Tls) -> None:
    async with serving_mail(
        MailBox(), tls_context=tls.server, authenticator=_authenticate, auth_required=True
    ) as port:
        server = _here(port, start_tls=True, user=_USER, password="another one")
        notifier = _notifier(server, tls.client)
        with pytest.raises(Misconfigured, match="code 535") as raised:
            await notifier.notify(make_delivery())
        assert "another one" not in str(raised.value)
        with pytest.raises(Misconfigured, match="code 535"):
            await notifier.look()


@pytest.mark.parametrize(
    ("box", "failure", "says"),
    [
        (MailBox(recipient=f"550 <{ADDRESS}> unknown"), Undeliverable, "code 550"),
        (MailBox(recipient=f"451 <{ADDRESS}> greylisted"), Unavailable, "code 451"),
        (MailBox(data=f"554 no mail for {ADDRESS}"), Misconfigured, "code 554"),
        (MailBox(data=f"452 no room for {ADDRESS}"), Unavailable, "code 452"),
        (MailBox(data="421 going down"), Unavailable, "code 421"),
    ],
)
async def test_a_refusal_is_told_by_its_code_and_without_the_address(
    box: MailBox, failure: type[Failure], says: str
) -> None:
    async with serving_mail(box) as port:
        with pytest.raises(failure, match=says) as raised:
            await _notifier(_here(port)).notify(make_delivery())
    assert type(raised.value) is failure
    assert "dewi" not in str(raised.value)
    assert raised.value.__cause__ is None
    assert not box.got


async def test_a_server_that_is_not_there_is_unavailable() -> None:
    with socket.socket() as held:
        held.bind(("127.0.0.1", 0))
        notifier = _notifier(_here(held.getsockname()[1]))
        with pytest.raises(Unavailable, match="not reached"):
            await notifier.notify(make_delivery())
        with pytest.raises(Unavailable, match="not reached"):
            await notifier.look()


async def test_a_server_that_never_answers_is_unavailable() -> None:
    async with serving_mail(MailBox(slow=True)) as port:
        with pytest.raises(Unavailable, match="not reached"):
            await _notifier(_here(port)).notify(make_delivery())
    with (
        socket.create_server(("127.0.0.1", 0)) as silent,
        pytest.raises(Unavailable, match="not reached"),
    ):
        await _notifier(_here(silent.getsockname()[1])).notify(make_delivery())


async def test_nobody_is_told_who_gave_no_address() -> None:
    with pytest.raises(Undeliverable):
        await _notifier(_here(1)).notify(make_delivery(address=None))


@pytest.mark.parametrize(
    ("url", "server"),
    [
        ("smtp://127.0.0.1:2525", _here(2525)),
        ("smtp://localhost", _here(587, host="localhost")),
        ("smtp://[::1]:25", _here(25, host="::1")),
        (
            "smtp://hub%40firm.example:p%2Fw@mail.example",
            _here(
                587, host="mail.example", start_tls=True, user="hub@firm.example", password="p/w"
            ),
        ),
        ("smtps://mail.example/", _here(465, host="mail.example", implicit_tls=True)),
    ],
)
def test_only_this_machine_is_spoken_to_without_tls(url: str, server: MailServer) -> None:
    assert mail_server(url) == server
    assert "p/w" not in repr(mail_server(url))
