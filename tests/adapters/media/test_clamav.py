"""Debian's own ClamAV daemon with our own signature of the standard test file."""

import contextlib
import socket
import subprocess
import threading
import time
from collections.abc import Generator, Iterator
from dataclasses import dataclass
from pathlib import Path

import pytest

from adapters.clamav import ClamAv
from devstack.service import REPOSITORY, tool
from domain.failures import Failure, Misconfigured, Unavailable
from domain.media import LARGEST
from domain.messages import MediaKind

# In two halves, or a scanner on the developer's machine takes this file away.
EICAR = b"X5O!P%@AP[4\\PZX54(P^)7CC)7}$EICAR-STANDARD-" + b"ANTIVIRUS-TEST-FILE!$H+H*"

_CONFIGURATION = REPOSITORY / "deploy/clamav/clamd.conf"


@dataclass(frozen=True, slots=True, kw_only=True)
class Daemon:
    """A running daemon, reached in two ways."""

    tcp: str
    unix: str


@contextlib.contextmanager
def daemon(folder: Path, **limits: str) -> Generator[Daemon]:
    """ClamAV in its own folder, on a port of its own, until the block ends."""
    with socket.socket() as taken:
        taken.bind(("127.0.0.1", 0))
        port = taken.getsockname()[1]
    database = folder / "signatures"
    database.mkdir()
    (database / "own.ndb").write_text(f"Own.Eicar:0:*:{EICAR[28:].hex()}\n")
    unix = folder / "clamd.sock"
    # As in production, but for places and, where a test is to go beyond them, for limits.
    lines = [line for line in _CONFIGURATION.read_text().splitlines() if line[:1] != "#"]
    chosen: dict[str, object] = {
        **dict(line.split() for line in lines),
        "DatabaseDirectory": database,
        "TemporaryDirectory": folder,
        "LocalSocket": unix,
        "TCPSocket": port,
        "TCPAddr": "127.0.0.1",
        "Foreground": "yes",
        **limits,
    }
    (folder / "clamd.conf").write_text("".join(f"{name} {chosen[name]}\n" for name in chosen))
    process = subprocess.Popen(  # noqa: S603 - the system's own program
        [tool("clamd"), "--config-file", str(folder / "clamd.conf")],
        stdout=subprocess.DEVNULL,
    )
    try:
        while not unix.exists():
            assert process.poll() is None
            time.sleep(0.01)
        yield Daemon(tcp=f"tcp://127.0.0.1:{port}", unix=f"unix://{unix}")
    finally:
        process.terminate()
        process.wait(30)


@pytest.fixture(scope="module")
def clamd(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    with daemon(tmp_path_factory.mktemp("clamd")) as running:
        yield running


@pytest.fixture(scope="module")
def narrow(tmp_path_factory: pytest.TempPathFactory) -> Iterator[Daemon]:
    limits = {"StreamMaxLength": "1M", "MaxFileSize": "512K", "MaxScanSize": "512K"}
    with daemon(tmp_path_factory.mktemp("narrow"), **limits) as running:
        yield running


@pytest.fixture(params=["tcp", "unix"])
def scanner(request: pytest.FixtureRequest, clamd: Daemon) -> ClamAv:
    return ClamAv(clamd.tcp if request.param == "tcp" else clamd.unix)


def _file(folder: Path, content: bytes) -> Path:
    file = folder / "file"
    file.write_bytes(content)
    return file


def test_a_virus_is_named(scanner: ClamAv, tmp_path: Path) -> None:
    assert scanner.scan(_file(tmp_path, EICAR)) == "Own.Eicar.UNOFFICIAL"


@pytest.mark.parametrize("content", [b"surat", b"", bytes(300_000)])
def test_a_harmless_file_has_none(scanner: ClamAv, content: bytes, tmp_path: Path) -> None:
    assert scanner.scan(_file(tmp_path, content)) is None


@pytest.mark.parametrize("size", [700_000, 3_000_000, 30_000_000])
def test_a_file_beyond_its_limits_is_not_said_to_be_clean(
    narrow: Daemon, size: int, tmp_path: Path
) -> None:
    with pytest.raises(Misconfigured) as raised:
        ClamAv(narrow.tcp).scan(_file(tmp_path, bytes(range(250)) * (size // 250)))
    assert raised.value.retryable


def test_a_virus_at_the_end_of_the_largest_file_is_found(clamd: Daemon, tmp_path: Path) -> None:
    large = bytes(LARGEST[MediaKind.DOCUMENT] - len(EICAR)) + EICAR
    assert ClamAv(clamd.tcp).scan(_file(tmp_path, large)) == "Own.Eicar.UNOFFICIAL"


def test_it_tells_its_version(scanner: ClamAv) -> None:
    assert scanner.version().startswith("ClamAV 1.")


@pytest.mark.parametrize("url", ["tcp://127.0.0.1:9", "unix:///nowhere/clamd.sock"])
def test_a_daemon_that_is_down_can_be_asked_again(url: str, tmp_path: Path) -> None:
    for ask in (lambda: ClamAv(url).scan(_file(tmp_path, EICAR)), ClamAv(url).version):
        with pytest.raises(Unavailable) as raised:
            ask()
        assert raised.value.retryable


@pytest.mark.parametrize(
    ("answer", "failure"),
    [
        (b"", Unavailable),
        (b"stream: O", Unavailable),
        (b"HTTP/1.1 400 Bad Request\r\n\r\n", Unavailable),
        (b"stream: Can't allocate memory ERROR\0", Misconfigured),
    ],
)
def test_half_an_answer_or_another_one_is_never_taken_for_clean(
    answer: bytes, failure: type[Failure], tmp_path: Path
) -> None:
    with socket.create_server(("127.0.0.1", 0)) as listener:

        def say() -> None:
            connection, _ = listener.accept()
            with connection:
                while not connection.recv(4096).endswith(bytes(4)):
                    pass
                connection.sendall(answer)

        thread = threading.Thread(target=say)
        thread.start()
        with pytest.raises(failure):
            ClamAv(f"tcp://127.0.0.1:{listener.getsockname()[1]}").scan(_file(tmp_path, b"surat"))
        thread.join()
