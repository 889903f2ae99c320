"""What the sender makes of each answer that WhatsApp, a proxy or a cable gives."""

import contextlib
import hashlib
import hmac
import json
import socket
import struct
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field, replace
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

import pytest

from adapters.whatsapp.access import GraphAccess
from adapters.whatsapp.graph import GraphSender
from domain.failures import Failure, Misconfigured, SendPostponed
from domain.ids import ConversationId, OutboundId
from domain.outbound import Accepted, OutboundMessage, ReceivedName, Recipient, Refused, Unanswered
from domain.outbound_content import Text
from tests.samples import BSUID, NUMBER_ID, PHONE

_TOKEN = "EAAGcanarytokencanarytoken"
_TAKEN = b'{"messages":[{"id":"wamid.made"}]}'
_UNKNOWN = b'{"error":{"code":190}}'
_TEXT = OutboundMessage(
    outbound_id=OutboundId("a" * 32),
    conversation_id=ConversationId("c" * 32),
    phone_number_id=NUMBER_ID,
    recipient=Recipient(phone=f"+{PHONE}"),
    content=Text(body="Sama-sama \U0001f64f"),
)


@dataclass(slots=True)
class _Graph:
    """A stand-in for the Graph API: what it was asked, and what it answers."""

    status: int = 200
    content: bytes = b'{"messages":[{"id":"wamid.made"}]}'
    headers: dict[str, str] = field(default_factory=dict[str, str])
    before: Callable[[socket.socket], bool] = lambda _connection: True
    paths: list[str] = field(default_factory=list[str])
    bodies: list[dict[str, Any]] = field(default_factory=list[dict[str, Any]])
    tokens: list[str | None] = field(default_factory=list[str | None])
    url: str = ""

    def refuse(self, code: object, status: int = 400) -> None:
        self.status = status
        self.content = json.dumps({"error": {"message": _TOKEN, "code": code}}).encode()


@contextlib.contextmanager
def _serving(graph: _Graph) -> Generator[_Graph]:
    class Handler(BaseHTTPRequestHandler):
        def _answer(self) -> None:
            raw = self.rfile.read(int(self.headers.get("Content-Length") or 0))
            graph.paths.append(self.path)
            graph.tokens.append(self.headers.get("Authorization"))
            if raw and "/media" not in self.path:
                graph.bodies.append(json.loads(raw))
            if not graph.before(self.connection):
                self.close_connection = True
                return
            self.send_response(graph.status)
            for name, value in graph.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(graph.content)))
            self.end_headers()
            self.wfile.write(graph.content)

        do_GET = do_POST = _answer  # noqa: N815 - the library's names

        def log_message(self, *_: object) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride] - quiet

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    graph.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield graph
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def graph() -> Iterator[_Graph]:
    with _serving(_Graph()) as serving:
        yield serving


@pytest.fixture
def sender(graph: _Graph) -> GraphSender:
    return GraphSender(graph.url, "v22.0", GraphAccess.by(_TOKEN))


def _free_port() -> int:
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        return taken.getsockname()[1]


def _reset(connection: socket.socket) -> bool:
    connection.setsockopt(socket.SOL_SOCKET, socket.SO_LINGER, struct.pack("ii", 1, 0))
    connection.close()
    return False


def test_an_accepted_message_has_a_name(graph: _Graph, sender: GraphSender) -> None:
    assert sender.send(_TEXT) == Accepted(wamid="wamid.made")
    assert graph.paths == [f"/v22.0/{NUMBER_ID}/messages"]
    assert graph.tokens == [f"Bearer {_TOKEN}"]
    assert graph.bodies == [
        {
            "messaging_product": "whatsapp",
            "recipient_type": "individual",
            "to": f"+{PHONE}",
            "type": "text",
            "text": {"preview_url": False, "body": "Sama-sama \U0001f64f"},
            "biz_opaque_callback_data": "a" * 32,
        }
    ]


def test_a_user_id_is_a_recipient_and_never_a_number(graph: _Graph, sender: GraphSender) -> None:
    sender.send(_with(Recipient(user_id=BSUID)))
    assert graph.bodies[0]["recipient"] == BSUID
    assert "to" not in graph.bodies[0]


def test_a_number_and_a_user_id_are_never_both_sent(graph: _Graph, sender: GraphSender) -> None:
    sender.send(_with(Recipient(phone=f"+{PHONE}", user_id=BSUID)))
    assert ("to" in graph.bodies[0]) + ("recipient" in graph.bodies[0]) == 1


def test_a_message_to_nobody_is_refused_without_asking(graph: _Graph, sender: GraphSender) -> None:
    assert isinstance(sender.send(_with(Recipient())), Refused)
    assert not graph.bodies


@pytest.mark.parametrize(
    "code",
    [
        4, 80007, 130429, 131056, 2, 131016, 133004, 131057, 0, 190, 3, 10, 200, 299, 131005, 368,
        131031, 131037, 131042, 131045, 133010,
    ],
)  # fmt: skip
def test_what_may_go_later_is_postponed(graph: _Graph, sender: GraphSender, code: int) -> None:
    graph.refuse(code)
    with pytest.raises(SendPostponed) as raised:
        sender.send(_TEXT)
    assert str(code) in str(raised.value)
    assert raised.value.code == code
    _has_no_secret(raised.value)


@pytest.mark.parametrize(
    "code",
    [
        131047, 131026, 131049, 131050, 130472, 130403, 131062, 131008, 131009, 100, 33, 131021,
        131030, 131048, 131051, 132000, 132015, 137000, 130497, 999999, "131047",
    ],
)  # fmt: skip
def test_what_will_never_go_is_refused(graph: _Graph, sender: GraphSender, code: object) -> None:
    graph.refuse(code)
    assert sender.send(_TEXT) == Refused(code=int(str(code)))


@pytest.mark.parametrize(("code", "status"), [(1, 400), (131000, 500)])
def test_an_error_inside_meta_leaves_it_open(
    graph: _Graph, sender: GraphSender, code: int, status: int
) -> None:
    graph.refuse(code, status)
    assert sender.send(_TEXT) == Unanswered()


def test_the_code_counts_and_not_the_status(graph: _Graph, sender: GraphSender) -> None:
    graph.refuse(131047, 500)
    assert sender.send(_TEXT) == Refused(code=131047)


@pytest.mark.parametrize(
    ("status", "content"),
    [
        (502, b"<html><body>Bad Gateway</body></html>"),
        (504, b""),
        (400, b"[]"),
        (400, b'{"error":"no"}'),
        (400, b'{"error":{"code":null}}'),
        (400, b'{"error":{"code":true}}'),
        (429, b"\xff\xfe"),
        (200, b""),
        (200, b"<html>"),
        (200, b'{"messages":[]}'),
        (200, b'{"messages":[{"id":""}]}'),
        (200, b'{"success":true}'),
    ],
)
def test_an_answer_that_is_not_metas_leaves_it_open(
    graph: _Graph, sender: GraphSender, status: int, content: bytes
) -> None:
    graph.status, graph.content = status, content
    assert sender.send(_TEXT) == Unanswered()


@pytest.mark.parametrize("status", [301, 302, 307, 308])
def test_no_redirect_is_followed(graph: _Graph, sender: GraphSender, status: int) -> None:
    with _serving(_Graph()) as elsewhere:
        graph.status, graph.content = status, b""
        graph.headers = {"Location": f"{elsewhere.url}/v22.0/{NUMBER_ID}/messages"}
        assert sender.send(_TEXT) == Unanswered()
        assert not elsewhere.paths


def test_a_server_that_is_not_there_postpones() -> None:
    sender = GraphSender(f"http://127.0.0.1:{_free_port()}", "v22.0", GraphAccess.by(_TOKEN))
    with pytest.raises(SendPostponed) as raised:
        sender.send(_TEXT)
    _has_no_secret(raised.value)


def test_a_connection_lost_after_the_request_leaves_it_open(
    graph: _Graph, sender: GraphSender
) -> None:
    graph.before = _reset
    assert sender.send(_TEXT) == Unanswered()
    assert len(graph.bodies) == 1


def test_an_answer_that_breaks_off_leaves_it_open(graph: _Graph, sender: GraphSender) -> None:
    def half(connection: socket.socket) -> bool:
        connection.sendall(b"HTTP/1.1 200 OK\r\nContent-Length: 999\r\n\r\n{")
        return False

    graph.before = half
    assert sender.send(_TEXT) == Unanswered()


def test_the_sender_sends_once(graph: _Graph, sender: GraphSender) -> None:
    graph.before = _reset
    sender.send(_TEXT)
    graph.refuse(131000, 500)
    graph.before = lambda _connection: True
    sender.send(_TEXT)
    assert len(graph.bodies) == 2


def test_a_token_that_whatsapp_does_not_know_gives_way_to_the_next(graph: _Graph) -> None:
    sender = GraphSender(graph.url, "v22.0", GraphAccess.by(f"EAAGold,{_TOKEN}"))

    def only_the_new(_connection: socket.socket) -> bool:
        known = graph.tokens[-1] == f"Bearer {_TOKEN}"
        graph.status, graph.content = (200, _TAKEN) if known else (401, _UNKNOWN)
        return True

    graph.before = only_the_new
    for _ in range(2):
        assert isinstance(sender.send(_TEXT), Accepted)
    # The one that worked is the first from then on.
    old, new = "Bearer EAAGold", f"Bearer {_TOKEN}"
    assert graph.tokens == [old, new, new]


def test_no_other_token_is_tried_where_the_message_may_have_gone(graph: _Graph) -> None:
    sender = GraphSender(graph.url, "v22.0", GraphAccess.by(f"EAAGold,{_TOKEN}"))
    for code in (131000, 131047, 10):
        graph.refuse(code)
        with contextlib.suppress(SendPostponed):
            sender.send(_TEXT)
    graph.before = _reset
    assert sender.send(_TEXT) == Unanswered()
    assert len(graph.tokens) == 4


def test_every_call_proves_that_the_apps_secret_is_known(graph: _Graph, tmp_path: Path) -> None:
    file = tmp_path / "surat.pdf"
    file.write_bytes(b"%PDF")
    graph.content = b'{"messages":[{"id":"wamid.made"}],"id":"7","success":true}'
    sender = GraphSender(graph.url, "v22.0", GraphAccess.by(_TOKEN, "made up"))
    sender.send(_TEXT)
    sender.acknowledge(ReceivedName(phone_number_id=NUMBER_ID, wamid="wamid.a"), typing=True)
    proof = hmac.new(b"made up", _TOKEN.encode(), hashlib.sha256).hexdigest()
    sender.upload(NUMBER_ID, file, "application/pdf")
    assert len(graph.paths) == 3
    assert all(f"appsecret_proof={proof}" in path for path in graph.paths)
    assert graph.bodies[1]["typing_indicator"] == {"type": "text"}


def test_a_shells_proxy_does_not_get_the_token(
    graph: _Graph, monkeypatch: pytest.MonkeyPatch
) -> None:
    with _serving(_Graph()) as proxy:
        for name in ("http_proxy", "HTTP_PROXY", "all_proxy", "ALL_PROXY"):
            monkeypatch.setenv(name, proxy.url)
        sender = GraphSender(graph.url, "v22.0", GraphAccess.by(_TOKEN))
        assert isinstance(sender.send(_TEXT), Accepted)
        assert not proxy.paths


@pytest.mark.parametrize("token", ["", "  \n", "to\x7fken", "t\u00f6ken"])
def test_a_token_that_no_header_can_carry_is_a_misconfiguration(token: str) -> None:
    with pytest.raises(Misconfigured):
        GraphAccess.by(token)


def test_an_address_in_place_of_a_number_does_not_get_the_token(
    graph: _Graph, sender: GraphSender
) -> None:
    with _serving(_Graph()) as elsewhere:
        answer = sender.send(replace(_TEXT, phone_number_id=elsewhere.url))
        assert isinstance(answer, Refused)
        assert not elsewhere.tokens
        assert not graph.tokens


def _with(recipient: Recipient) -> OutboundMessage:
    return replace(_TEXT, recipient=recipient)


def _has_no_secret(failure: Failure) -> None:
    told = str(failure) + repr(failure.__cause__)
    assert _TOKEN not in told
    assert PHONE not in told
    assert "Sama-sama" not in told
    assert failure.__suppress_context__ or failure.__context__ is None
