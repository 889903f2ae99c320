"""Who notifications are delivered to in tests: a real mail server, a real receiver of webhooks."""

import asyncio
import ssl
import threading
from collections.abc import AsyncGenerator, Generator
from contextlib import asynccontextmanager, contextmanager
from dataclasses import dataclass, field
from email import message_from_bytes, policy
from email.message import EmailMessage
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from typing import Any

from aiosmtpd.smtp import SMTP, Envelope, Session


@dataclass(slots=True)
class MailBox:
    """What a mail server took; `recipient` and `data` are what it answers."""

    recipient: str = "250 OK"
    data: str = "250 OK"
    slow: bool = False
    got: list[Envelope] = field(default_factory=list[Envelope])

    async def handle_RCPT(  # noqa: N802 -- the library's names
        self,
        _server: SMTP,
        _session: Session,
        envelope: Envelope,
        address: str,
        _options: list[str],
    ) -> str:
        if self.slow:
            await asyncio.sleep(3600)
        envelope.rcpt_tos.append(address)
        return self.recipient

    async def handle_DATA(self, _server: SMTP, _session: Session, envelope: Envelope) -> str:  # noqa: N802 -- the library's names
        if self.data.startswith("250"):
            self.got.append(envelope)
        return self.data

    def message(self) -> EmailMessage:
        """The one message that came."""
        (envelope,) = self.got
        assert isinstance(envelope.content, bytes)
        return message_from_bytes(envelope.content, _class=EmailMessage, policy=policy.default)


@asynccontextmanager
async def serving_mail(
    box: MailBox,
    *,
    implicit: ssl.SSLContext | None = None,
    **options: Any,  # noqa: ANN401 -- the library's
) -> AsyncGenerator[int]:
    """A mail server on a free port."""
    loop = asyncio.get_running_loop()
    server = await loop.create_server(
        lambda: SMTP(box, loop=loop, **options), "127.0.0.1", 0, ssl=implicit
    )
    try:
        yield server.sockets[0].getsockname()[1]
    finally:
        server.close()


@dataclass(slots=True)
class Receiver:
    """A server that answers with `status`, and what it was told."""

    status: int = 204
    headers: dict[str, str] = field(default_factory=dict[str, str])
    slow: threading.Event | None = None
    got: list[tuple[str, dict[str, str], bytes]] = field(
        default_factory=list[tuple[str, dict[str, str], bytes]]
    )
    url: str = ""


@contextmanager
def serving_webhooks() -> Generator[Receiver]:
    """A receiver of webhooks on a free port."""
    receiver = Receiver()

    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["content-length"]))
            receiver.got.append((self.path, {k.lower(): v for k, v in self.headers.items()}, body))
            self.do_HEAD()

        def do_HEAD(self) -> None:
            if receiver.slow:
                receiver.slow.wait(30)
            self.send_response(receiver.status)
            for name, value in receiver.headers.items():
                self.send_header(name, value)
            self.send_header("content-length", "0")
            self.end_headers()

        def log_message(self, format: str, *args: object) -> None:
            del format, args

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    receiver.url = f"http://127.0.0.1:{server.server_port}/hook"
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    yield receiver
    if receiver.slow:
        receiver.slow.set()
    server.shutdown()
    thread.join()
    server.server_close()
