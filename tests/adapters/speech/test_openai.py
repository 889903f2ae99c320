"""Speech written down by a server that speaks OpenAI's protocol: here one of this test's own."""

import contextlib
import email.policy
import json
import threading
import tracemalloc
from collections.abc import Callable, Generator, Iterator
from dataclasses import dataclass, field
from datetime import timedelta
from email.message import EmailMessage
from email.parser import BytesParser
from http.server import BaseHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from adapters.speech.openai import OpenAiTranscriber
from domain.documents import ReadProblem
from domain.failures import Failure, Misconfigured, Unavailable, UnreadableDocument
from tests.adapters.media.bodies import sample

_MIB = 1024 * 1024
_WORDS = "Selamat pagi, saya mendapat somasi."


@dataclass(slots=True)
class Server:
    """Answers each request with `said`, after `waits`; keeps what it was asked."""

    url: str = ""
    status: int = 200
    said: bytes = field(default_factory=lambda: json.dumps({"text": f" {_WORDS}\n"}).encode())
    headers: dict[str, str] = field(default_factory=dict[str, str])
    breaks_off: bool = False
    goes_on: threading.Event | None = None
    asked: list[tuple[str, str | None, EmailMessage]] = field(
        default_factory=list[tuple[str, str | None, EmailMessage]]
    )


@contextlib.contextmanager
def _serving(server: Server) -> Generator[Server]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            body = self.rfile.read(int(self.headers["Content-Length"]))
            head = f"Content-Type: {self.headers['Content-Type']}\r\n\r\n".encode()
            form = BytesParser(policy=email.policy.HTTP).parsebytes(head + body)
            server.asked.append((self.path, self.headers.get("Authorization"), form))
            if server.goes_on is not None:
                server.goes_on.wait(30)
            self.send_response(server.status)
            for name, value in server.headers.items():
                self.send_header(name, value)
            self.send_header("Content-Length", str(len(server.said) + 9 * server.breaks_off))
            self.end_headers()
            with contextlib.suppress(OSError):
                self.wfile.write(server.said)

        def log_message(self, *_: object) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride] - quiet

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    server.url = f"http://127.0.0.1:{listening.server_address[1]}/v1"
    try:
        yield server
    finally:
        if server.goes_on is not None:
            server.goes_on.set()
        listening.shutdown()
        thread.join()
        listening.server_close()


@pytest.fixture
def server() -> Iterator[Server]:
    with _serving(Server()) as serving:
        yield serving


@pytest.fixture
def voice(tmp_path: Path) -> Path:
    file = tmp_path / "file"
    file.write_bytes(sample("voice.ogg"))
    return file


def _nothing() -> None: ...


def _transcribe(
    server: Server, file: Path, *, key: str | None = None, alive: Callable[[], None] = _nothing
) -> str:
    transcriber = OpenAiTranscriber(server.url, "whisper-1", key)
    return transcriber.transcribe(file, "audio/ogg; codecs=opus", alive=alive)


def test_a_voice_note_is_written_down(server: Server, voice: Path) -> None:
    assert _transcribe(server, voice, key="a-key") == _WORDS
    ((path, key, form),) = server.asked
    assert (path, key) == ("/v1/audio/transcriptions", "Bearer a-key")
    parts = {part.get_param("name", header="content-disposition"): part for part in form.walk()}
    assert parts["model"].get_payload() == "whisper-1"
    assert parts["file"].get_payload(decode=True) == sample("voice.ogg")
    assert (parts["file"].get_content_type(), parts["file"].get_filename()) == (
        "audio/ogg",
        "audio.ogg",
    )


def test_a_server_that_asks_for_no_key_is_given_none(server: Server, voice: Path) -> None:
    _transcribe(server, voice)
    assert server.asked[0][1] is None


def test_a_silent_recording_has_no_words(server: Server, voice: Path) -> None:
    server.said = b'{"text": ""}'
    assert _transcribe(server, voice) == ""


@pytest.mark.parametrize(
    ("status", "failure"),
    [
        (400, UnreadableDocument), (413, UnreadableDocument), (415, UnreadableDocument),
        (422, UnreadableDocument), (401, Misconfigured), (403, Misconfigured),
        (404, Misconfigured), (302, Misconfigured), (429, Unavailable), (500, Unavailable),
        (503, Unavailable),
    ],
)  # fmt: skip
def test_each_refusal_has_its_meaning(
    server: Server, voice: Path, status: int, failure: type[Failure]
) -> None:
    server.status, server.headers = status, {"Location": f"{server.url}/elsewhere"}
    server.said = f'{{"error": {{"message": "{_WORDS}"}}}}'.encode()
    with pytest.raises(failure) as raised:
        _transcribe(server, voice)
    assert _WORDS not in str(raised.value)
    assert len(server.asked) == 1


@pytest.mark.parametrize(
    "said", [b"", b"<html>", b"[]", b'{"text": null}', b'{"text": 5}', b'"' + b"x" * 2 * _MIB]
)
def test_what_is_no_text_is_asked_for_again(server: Server, voice: Path, said: bytes) -> None:
    server.said = said
    with pytest.raises(Unavailable):
        _transcribe(server, voice)


def test_an_answer_that_breaks_off_is_asked_for_again(server: Server, voice: Path) -> None:
    server.breaks_off = True
    with pytest.raises(Unavailable):
        _transcribe(server, voice)


def test_a_server_that_is_away_is_asked_again(voice: Path) -> None:
    with pytest.raises(Unavailable):
        _transcribe(Server(url="http://127.0.0.1:9/v1"), voice)


def test_a_server_that_never_answers_is_left(server: Server, voice: Path) -> None:
    server.goes_on = threading.Event()
    hasty = OpenAiTranscriber(server.url, "m", None, longest=timedelta(milliseconds=200))
    with pytest.raises(Unavailable):
        hasty.transcribe(voice, "audio/ogg", alive=_nothing)


def test_whoever_waits_is_told_that_it_is_alive_and_may_end_it(server: Server, voice: Path) -> None:
    server.goes_on = threading.Event()
    told = list[int]()

    def alive() -> None:
        told.append(1)
        if len(told) == 2:
            raise KeyError("the worker is asked to stop")

    with pytest.raises(KeyError):
        _transcribe(server, voice, alive=alive)


def test_what_is_larger_than_a_server_takes_is_not_sent(server: Server, tmp_path: Path) -> None:
    file = tmp_path / "long"
    with file.open("wb") as content:
        content.truncate(25 * _MIB + 1)
    with pytest.raises(UnreadableDocument) as raised:
        _transcribe(server, file)
    assert (raised.value.problem, server.asked) == (ReadProblem.TOO_LARGE, [])


def test_the_whole_of_a_recording_is_never_in_memory(voice: Path) -> None:
    with voice.open("wb") as content:
        content.truncate(25 * _MIB)
    tracemalloc.start()
    try:
        # It takes what comes and forgets it, so that all that is counted is the sender's.
        with _forgetful() as url, pytest.raises(Unavailable):
            _transcribe(Server(url=url), voice)
        assert tracemalloc.get_traced_memory()[1] < 8 * _MIB
    finally:
        tracemalloc.stop()


@contextlib.contextmanager
def _forgetful() -> Generator[str]:
    class Handler(BaseHTTPRequestHandler):
        def do_POST(self) -> None:
            left = int(self.headers["Content-Length"])
            while left > 0:
                left -= len(self.rfile.read(min(left, 65536)))
            self.send_response(503)
            self.send_header("Content-Length", "0")
            self.end_headers()

        def log_message(self, *_: object) -> None: ...  # pyright: ignore[reportIncompatibleMethodOverride] - quiet

    listening = ThreadingHTTPServer(("127.0.0.1", 0), Handler)
    thread = threading.Thread(target=listening.serve_forever, kwargs={"poll_interval": 0.01})
    thread.start()
    try:
        yield f"http://127.0.0.1:{listening.server_address[1]}/v1"
    finally:
        listening.shutdown()
        thread.join()
        listening.server_close()
