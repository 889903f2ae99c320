"""E-mail over SMTP that says that something waits, and never what."""

import ipaddress
import ssl
from dataclasses import dataclass, field
from email.message import EmailMessage
from email.utils import format_datetime
from typing import Final
from urllib.parse import unquote, urlsplit

import aiosmtplib

from domain.analysis import Language, Urgency
from domain.failures import Failure, Misconfigured, Unavailable, Undeliverable
from domain.notifications import PendingDelivery, notification_text

_PORTS: Final = {"smtp": 587, "smtps": 465}
_TIMEOUT: Final = 15
"""Seconds for each step of an exchange."""

_FOR_EVER: Final = 500
"""Replies from here on say that trying again does not help. Source: RFC 5321, 4.2.1."""


@dataclass(frozen=True, slots=True, kw_only=True)
class MailServer:
    """Where e-mail is handed in, and as whom. Without TLS only on this machine."""

    host: str
    port: int
    implicit_tls: bool
    start_tls: bool
    user: str | None = field(default=None, repr=False)
    password: str | None = field(default=None, repr=False)


def mail_server(url: str) -> MailServer:
    """The server that `smtp://USER:…@host:port` or `smtps://…` names."""
    parts = urlsplit(url)
    host = parts.hostname or ""
    implicit = parts.scheme == "smtps"
    return MailServer(
        host=host,
        port=parts.port or _PORTS[parts.scheme],
        implicit_tls=implicit,
        start_tls=not (implicit or _is_this_machine(host)),
        user=unquote(parts.username) if parts.username else None,
        password=unquote(parts.password) if parts.password else None,
    )


class SmtpNotifier:
    """Implements `domain.ports.Notifier`. Retries nothing itself: Temporal does.

    The message's id is made of the notification's, so that two of them are seen to be one.
    """

    def __init__(
        self,
        server: MailServer,
        *,
        sender: str,
        dashboard: str,
        tls: ssl.SSLContext | None = None,
        timeout: float = _TIMEOUT,
    ) -> None:
        self._server = server
        self._sender = sender
        self._dashboard = dashboard.rstrip("/")
        self._tls = tls or ssl.create_default_context()
        self._timeout = timeout

    async def notify(self, delivery: PendingDelivery) -> None:
        """See the port."""
        if delivery.address is None:
            raise Undeliverable("this person has given no e-mail address")
        message = self._message(delivery, delivery.address)
        try:
            async with self._connection() as connection:
                await connection.send_message(message)
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _failure(error) from None

    async def look(self) -> str:
        """Connect and sign in, without sending anything; what was found.

        Raises:
            Unavailable: the server cannot be reached.
            Misconfigured: it does not accept us, or offers no TLS.
        """
        try:
            async with self._connection():
                pass
        except (aiosmtplib.SMTPException, OSError) as error:
            raise _failure(error) from None
        secure = self._server.implicit_tls or self._server.start_tls
        signed_in = "signed in" if self._server.user else "without a password"
        return f"accepts us, {'TLS' if secure else 'this machine'}, {signed_in}"

    def _connection(self) -> aiosmtplib.SMTP:
        server = self._server
        return aiosmtplib.SMTP(
            hostname=server.host,
            port=server.port,
            username=server.user,
            password=server.password,
            use_tls=server.implicit_tls,
            # Never "if it is offered": who sits between could take the offer away.
            start_tls=server.start_tls,
            tls_context=self._tls if server.implicit_tls or server.start_tls else None,
            timeout=self._timeout,
        )

    def _message(self, delivery: PendingDelivery, address: str) -> EmailMessage:
        told = delivery.notification
        texts = [notification_text(told.kind, told.conversation_id, each) for each in Language]
        message = EmailMessage()
        message["From"] = self._sender
        message["To"] = address
        message["Subject"] = texts[0]
        message["Date"] = format_datetime(told.at)
        domain = self._sender.rpartition("@")[2]
        message["Message-ID"] = f"<{told.id}@{domain}>"
        message["Auto-Submitted"] = "auto-generated"
        if told.urgency is Urgency.EMERGENCY:
            message["Importance"] = "high"
        link = f"{self._dashboard}{told.link_path}"
        message.set_content("\n\n".join((*texts, link)) + "\n")
        return message


def _failure(error: Exception) -> Failure:
    """What an error of the exchange means; by its kind and code, its text may hold addresses."""
    match error:
        case aiosmtplib.SMTPRecipientsRefused():
            codes = [each.code for each in error.recipients]
            told = f"the mail server refused the address: code {codes[0] if codes else '?'}"
            if codes and all(code >= _FOR_EVER for code in codes):
                return Undeliverable(told)
            return Unavailable(told)
        case aiosmtplib.SMTPResponseException():
            told = f"SMTP_URL: the mail server answered with code {error.code}"
            return Misconfigured(told) if error.code >= _FOR_EVER else Unavailable(told)
        case OSError():
            return Unavailable(f"the mail server was not reached: {type(error).__name__}")
        case _:
            return Misconfigured("SMTP_URL: the mail server lacks what we need, such as TLS")


def _is_this_machine(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
