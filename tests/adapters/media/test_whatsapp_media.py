"""Fetching clients' files: from the simulator as a process, and past every trap on the way."""

import base64
import contextlib
import hashlib
import json
import subprocess
import sys
import threading
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from adapters.whatsapp.access import GraphAccess
from adapters.whatsapp.media import GraphMedia
from domain.failures import (
    Failure,
    MediaAltered,
    MediaGone,
    MediaTooLarge,
    Misconfigured,
    Unavailable,
)
from domain.media import LARGEST
from domain.messages import Media, MediaKind
from tests.adapters.media.simulating import NUMBER_ID, TOKEN, Simulating, simulating

HOSTS = (".media.invalid",)
PDF = b"%PDF-1.4 made up " + bytes(range(256)) * 8


@pytest.fixture(scope="module")
def simulator(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Simulating]:
    with simulating(tmp_path_factory.mktemp("simulator")) as running:
        yield running


@pytest.fixture(autouse=True)
def _nothing_goes_wrong(simulator: Simulating) -> Iterator[None]:  # pyright: ignore[reportUnusedFunction] - pytest uses it
    yield
    simulator.faults()


@dataclass(slots=True)
class Host:
    """A server that gives one answer, and remembers who asked with which token."""

    status: int = 200
    headers: dict[str, str] = field(default_factory=dict[str, str])
    content: bytes = b""
    tells_length: bool = True
    asked: list[tuple[str, str | None]] = field(default_factory=list[tuple[str, str | None]])
    agents: list[str | None] = field(default_factory=list[str | None])
    answers: Callable[[str], bytes | None] = lambda _path: None
    url: str = ""


@contextlib.contextmanager
def hosting(host: Host) -> Generator[Host]:
    class Handler(BaseHTTPRequestHandler):
        def do_GET(self) -> None:
            host.asked.append((self.path, self.headers.get("Authorization")))
            host.agents.append(self.headers.get("User-Agent"))
            special = host.answers(self.path)
            content = host.content if special is None else special
            self.send_response(200 if special is not None else host.status)
            for name, value in host.headers.items() if special is None else ():
                self.send_header(name, value)
            if special is not None or host.tells_length:
                self.send_header("Content-Length", str(len(content)))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(content)

        def log_message(self, *_: object) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride] - quiet

    server = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=server.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    host.url = f"http://127.0.0.1:{server.server_address[1]}"
    try:
        yield host
    finally:
        server.shutdown()
        thread.join()
        server.server_close()


@pytest.fixture
def foreign() -> Iterator[Host]:
    with hosting(Host(content=PDF)) as serving:
        yield serving


@pytest.fixture
def graph() -> Iterator[Host]:
    with hosting(Host(content=PDF)) as serving:
        yield serving


def _media(media_id: str | None, **more: str | None) -> Media:
    return Media(
        kind=MediaKind(more.get("kind") or "document"),
        media_id=media_id,
        mime_type="application/pdf",
        sha256=more.get("sha256"),
    )


def _source(url: str, token: str = TOKEN) -> GraphMedia:
    return GraphMedia(url, "v22.0", GraphAccess.by(token), HOSTS)


def _fetch(url: str, media: Media, to: Path, *, token: str = TOKEN) -> tuple[int, bytes]:
    fetched = _source(url, token).fetch(media, NUMBER_ID, to, lambda _: None)
    return fetched.size, fetched.sha256


def _points_to(graph: Host, address: str, **more: object) -> None:
    body = {"url": address, "id": "77", "messaging_product": "whatsapp", **more}
    graph.answers = lambda path: json.dumps(body).encode() if path.startswith("/v22.0/77") else None


def test_a_file_arrives_as_it_was_sent(simulator: Simulating, tmp_path: Path) -> None:
    seen: list[int] = []
    media = _media(
        simulator.give(PDF), sha256=base64.b64encode(hashlib.sha256(PDF).digest()).decode()
    )
    fetched = _source(simulator.url).fetch(media, NUMBER_ID, tmp_path / "file", seen.append)
    assert (tmp_path / "file").read_bytes() == PDF
    assert fetched.sha256 == hashlib.sha256(PDF).digest()
    assert fetched.size == len(PDF) == seen[-1]


@pytest.mark.parametrize(
    "faults",
    [
        {"media": [{"does": "not_found"}]},
        {"media": [{"does": "slow", "seconds": 0.5}]},
        {"file_size_as_string": True},
    ],
)
def test_what_heals_by_itself_is_not_noticed(
    faults: dict[str, object], simulator: Simulating, tmp_path: Path
) -> None:
    media = _media(simulator.give(PDF))
    simulator.faults(**faults)
    _fetch(simulator.url, media, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == PDF


@pytest.mark.parametrize(
    ("fault", "failure"),
    [
        ({"does": "not_found", "times": 2}, Unavailable),
        ({"does": "truncate"}, Unavailable),
        ({"does": "shorten"}, MediaAltered),
        ({"does": "corrupt"}, MediaAltered),
        ({"does": "wrong_sha256"}, MediaAltered),
        ({"does": "refuse_info", "code": 131000}, Unavailable),
        ({"does": "refuse_info", "code": 131016}, Unavailable),
        ({"does": "refuse_info", "code": 190}, Misconfigured),
        ({"does": "refuse_info", "code": 10}, Misconfigured),
        ({"does": "redirect", "location": "http://elsewhere.invalid/file"}, Misconfigured),
    ],
)
def test_what_goes_wrong_leaves_nothing_and_can_be_tried_again(
    fault: dict[str, object], failure: type[Failure], simulator: Simulating, tmp_path: Path
) -> None:
    media = _media(simulator.give(PDF))
    simulator.faults(media=[fault])
    with pytest.raises(failure) as raised:
        _fetch(simulator.url, media, tmp_path / "file")
    assert raised.value.retryable
    assert type(raised.value) is failure
    assert not list(tmp_path.iterdir())
    assert str(media.media_id) not in str(raised.value)
    _fetch(simulator.url, media, tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == PDF


def test_a_token_that_is_not_accepted_is_for_a_person_to_mend(
    simulator: Simulating, tmp_path: Path
) -> None:
    media = _media(simulator.give(PDF))
    with pytest.raises(Misconfigured):
        _fetch(simulator.url, media, tmp_path / "file", token="another")


@pytest.mark.parametrize("media_id", ["999999999999", None, "../debug_token", "1?a=b", ""])
def test_an_unknown_id_is_gone_for_ever(
    media_id: str | None, simulator: Simulating, tmp_path: Path
) -> None:
    before = len(simulator.calls())
    with pytest.raises(MediaGone) as raised:
        _fetch(simulator.url, _media(media_id), tmp_path / "file")
    assert not raised.value.retryable
    assert len(simulator.calls()) == before + (media_id == "999999999999")


def test_an_expired_file_is_gone_for_ever(simulator: Simulating, tmp_path: Path) -> None:
    media_id = simulator.give(PDF)
    simulator.http.delete(
        f"/v22.0/{media_id}", headers={"Authorization": f"Bearer {TOKEN}"}
    ).raise_for_status()
    with pytest.raises(MediaGone):
        _fetch(simulator.url, _media(media_id), tmp_path / "file")


def test_a_digest_of_the_webhook_that_is_another_is_noticed(
    simulator: Simulating, tmp_path: Path
) -> None:
    for digest in (hashlib.sha256(b"other").hexdigest(), "no digest", "!" * 44):
        with pytest.raises(MediaAltered):
            _fetch(simulator.url, _media(simulator.give(PDF), sha256=digest), tmp_path / "file")


@pytest.mark.parametrize(
    "address",
    [
        "{foreign}/file",
        "http://a.media.invalid/file",
        "https://127.0.0.1/file",
        "https://2130706433/file",
        "https://0x7f.0.0.1/file",
        "https://[::1]/file",
        "https://evilmedia.invalid/file",
        "https://media.invalid/file",
        "https://a.media.invalid.example.org/file",
        "https://a.media.invalid./file",
        "https://a.media.invalid:8443/file",
        "https://user@a.media.invalid/file",
        "https://a.media.invalid@example.org/file",
        "https://example.org\\@a.media.invalid/file",
        "https://example.org#@a.media.invalid/file",
        "https://example.org?@a.media.invalid/file",
        "https://a.media.inval\u0131d/file",
        "https://example.org%2f.media.invalid/file",
        "https://a\t.media.invalid\n/file",
        "ftp://a.media.invalid/file",
        "file:///etc/passwd",
        "/file",
        "https://",
    ],
)
def test_the_token_goes_to_no_host_that_is_not_listed(
    address: str, graph: Host, foreign: Host, tmp_path: Path
) -> None:
    _points_to(graph, address.format(foreign=foreign.url))
    with pytest.raises(Misconfigured):
        _fetch(graph.url, _media("77"), tmp_path / "file")
    assert not foreign.asked
    assert len(graph.asked) == 1


@pytest.mark.parametrize(
    "address", ["https://a.media.invalid/file", "https://B.Media.Invalid:443/file"]
)
def test_a_listed_host_is_asked(address: str, graph: Host, tmp_path: Path) -> None:
    _points_to(graph, address)
    # Nobody has these names: that it was not reached shows that it was allowed.
    with pytest.raises(Unavailable):
        _fetch(graph.url, _media("77"), tmp_path / "file")


@pytest.mark.parametrize("status", [301, 302, 303, 307, 308])
def test_the_token_follows_no_redirect_to_another_host(
    status: int, graph: Host, foreign: Host, tmp_path: Path
) -> None:
    _points_to(graph, f"{graph.url}/file")
    graph.status, graph.headers = status, {"Location": f"{foreign.url}/file"}
    with pytest.raises(Misconfigured):
        _fetch(graph.url, _media("77"), tmp_path / "file")
    assert not foreign.asked


def test_a_redirect_that_stays_where_it_is_allowed_is_followed(graph: Host, tmp_path: Path) -> None:
    _points_to(graph, f"{graph.url}/moved", sha256=hashlib.sha256(PDF).hexdigest())
    answers = graph.answers
    graph.answers = lambda path: PDF if path == "/here" else answers(path)
    graph.status, graph.headers = 302, {"Location": "/here"}
    _fetch(graph.url, _media("77"), tmp_path / "file")
    assert (tmp_path / "file").read_bytes() == PDF
    assert [path for path, _ in graph.asked] == [
        f"/v22.0/77?phone_number_id={NUMBER_ID}", "/moved", "/here",
    ]  # fmt: skip
    assert {token for _, token in graph.asked} == {f"Bearer {TOKEN}"}
    assert set(graph.agents) == {"lawyershub/0.1"}


def test_a_redirect_in_a_circle_ends(graph: Host, tmp_path: Path) -> None:
    _points_to(graph, f"{graph.url}/file")
    graph.status, graph.headers = 302, {"Location": "/file"}
    with pytest.raises(Unavailable):
        _fetch(graph.url, _media("77"), tmp_path / "file")


@pytest.mark.parametrize("kind", MediaKind)
def test_a_file_that_is_announced_too_large_is_not_fetched(
    kind: MediaKind, graph: Host, tmp_path: Path
) -> None:
    _points_to(graph, f"{graph.url}/file", file_size=str(LARGEST[kind] + 1))
    with pytest.raises(MediaTooLarge) as raised:
        _fetch(graph.url, _media("77", kind=kind), tmp_path / "file")
    assert not raised.value.retryable
    assert len(graph.asked) == 1


@pytest.mark.parametrize("announced", [True, False])
@pytest.mark.parametrize(
    ("kind", "size"), [("sticker", LARGEST[MediaKind.STICKER] + 1), ("document", 101 * 1024**2)]
)
def test_a_file_that_turns_out_too_large_is_let_go(
    graph: Host, tmp_path: Path, kind: str, size: int, *, announced: bool
) -> None:
    _points_to(graph, f"{graph.url}/file", file_size=10)
    graph.content = bytes(size)
    graph.tells_length = announced
    with pytest.raises(MediaTooLarge):
        _fetch(graph.url, _media("77", kind=kind), tmp_path / "file")
    assert not list(tmp_path.iterdir())


@pytest.mark.parametrize(("status", "failure"), [
    (401, Misconfigured), (403, Misconfigured), (410, Unavailable), (429, Unavailable),
    (500, Unavailable), (503, Unavailable), (204, Unavailable),
])  # fmt: skip
def test_each_refusal_of_a_file_has_its_meaning(
    status: int, failure: type[Failure], graph: Host, tmp_path: Path
) -> None:
    _points_to(graph, f"{graph.url}/file")
    graph.status, graph.content = status, b""
    with pytest.raises(failure):
        _fetch(graph.url, _media("77"), tmp_path / "file")


@pytest.mark.parametrize("content", [b"", b"[]", b"<html>", b'{"error": 5}', b'{"url": 0}'])
@pytest.mark.parametrize("status", [200, 404, 502])
def test_an_answer_that_is_not_metas_is_tried_again(
    content: bytes, status: int, graph: Host, tmp_path: Path
) -> None:
    graph.status, graph.content = status, content
    with pytest.raises((Unavailable, Misconfigured)) as raised:
        _fetch(graph.url, _media("77"), tmp_path / "file")
    assert raised.value.retryable


def test_a_download_that_never_ends_is_ended(graph: Host, tmp_path: Path) -> None:
    _points_to(graph, f"{graph.url}/file")
    hours = iter(range(0, 36000, 3600))
    source = GraphMedia(graph.url, "v22.0", GraphAccess.by(TOKEN), HOSTS, clock=lambda: next(hours))
    with pytest.raises(Unavailable):
        source.fetch(_media("77"), NUMBER_ID, tmp_path / "file", lambda _: None)


def test_what_progress_raises_ends_the_download(graph: Host, tmp_path: Path) -> None:
    _points_to(graph, f"{graph.url}/file")

    def cancelled(_: int) -> None:
        raise KeyboardInterrupt

    with pytest.raises(KeyboardInterrupt):
        _source(graph.url).fetch(_media("77"), NUMBER_ID, tmp_path / "file", cancelled)
    assert not list(tmp_path.iterdir())


_MEASURE = """
import resource, sys
from pathlib import Path
from adapters.whatsapp.access import GraphAccess
from adapters.whatsapp.media import GraphMedia
from domain.messages import Media, MediaKind
url, token, number, media_id, to = sys.argv[1:]
source = GraphMedia(url, "v22.0", GraphAccess.by(token), ())
before = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
media = Media(kind=MediaKind.DOCUMENT, media_id=media_id, mime_type=None, sha256=None)
fetched = source.fetch(media, number, Path(to), lambda _: None)
after = resource.getrusage(resource.RUSAGE_SELF).ru_maxrss
print(fetched.size, after - before)
"""


def test_memory_stays_flat_for_the_largest_file(simulator: Simulating, tmp_path: Path) -> None:
    size = LARGEST[MediaKind.DOCUMENT]
    media_id = simulator.give(b"y" * size, "text/plain", "besar.txt")
    said = subprocess.run(  # noqa: S603 - our own program
        [sys.executable, "-c", _MEASURE, simulator.url, TOKEN, NUMBER_ID, media_id,
         str(tmp_path / "file")],
        capture_output=True, text=True, check=True,
    ).stdout  # fmt: skip
    fetched, grown_kib = map(int, said.split())
    assert fetched == size
    assert grown_kib < 8 * 1024
