"""Asks ClamAV's daemon about files.

By its own protocol: of the clients for it, one has had no release for twelve years and the other
nine, and the third is under a licence that this project cannot take on, sends a kilobyte at a time
and leaves some errors of the connection as they are.
"""

import socket
import struct
from contextlib import suppress
from pathlib import Path
from typing import Final
from urllib.parse import urlsplit

from domain.failures import Misconfigured, Unavailable

_CONNECT_SECONDS: Final = 5
_ANSWER_SECONDS: Final = 120
"""ClamAV's own limit for one file."""
_CHUNK: Final = 128 * 1024
_LONGEST_ANSWER: Final = 4096
_LIMITS: Final = "Heuristics.Limits.Exceeded"
"""What ClamAV says, if it is told to, of a file that it did not look through to its end."""


class ClamAv:
    """Implements `domain.ports.VirusScanner`. Source: clamd(8), INSTREAM.

    `url` is `tcp://host:port` or `unix:///path`.
    """

    def __init__(self, url: str) -> None:
        self._place = urlsplit(url)

    def scan(self, file: Path) -> str | None:
        """See the port."""
        try:
            with self._connected() as connection, file.open("rb") as content:
                # When the daemon has had enough it closes; why, it has said before that.
                with suppress(BrokenPipeError, ConnectionResetError):
                    connection.sendall(b"zINSTREAM\0")
                    while chunk := content.read(_CHUNK):
                        connection.sendall(struct.pack(">I", len(chunk)) + chunk)
                    connection.sendall(struct.pack(">I", 0))
                answer = _answer(connection)
        except OSError as error:
            raise Unavailable(f"ClamAV was not reached: {type(error).__name__}") from None
        return _read(answer)

    def version(self) -> str:
        """What answers, and how old its signatures are, in its own words.

        Raises:
            Unavailable: nothing does.
        """
        try:
            with self._connected() as connection:
                connection.sendall(b"zVERSION\0")
                answer = _answer(connection)
        except OSError as error:
            raise Unavailable(f"ClamAV was not reached: {type(error).__name__}") from None
        if not answer.startswith("ClamAV "):
            raise Unavailable("what answers is not ClamAV")
        return answer

    def _connected(self) -> socket.socket:
        if self._place.scheme == "unix":
            connection = socket.socket(socket.AF_UNIX, socket.SOCK_STREAM)
            try:
                connection.settimeout(_CONNECT_SECONDS)
                connection.connect(self._place.path)
            except OSError:
                connection.close()
                raise
        else:
            address = self._place.hostname or "", self._place.port or 0
            connection = socket.create_connection(address, timeout=_CONNECT_SECONDS)
        connection.settimeout(_ANSWER_SECONDS)
        return connection


def _answer(connection: socket.socket) -> str:
    said = b""
    while not said.endswith(b"\0") and len(said) < _LONGEST_ANSWER:
        more = connection.recv(_LONGEST_ANSWER)
        if not more:
            break
        said += more
    return said.rstrip(b"\0").decode(errors="replace")


def _read(answer: str) -> str | None:
    if answer == "stream: OK":
        return None
    if answer.startswith("stream: ") and answer.endswith(" FOUND"):
        virus = answer.removeprefix("stream: ").removesuffix(" FOUND")
        if virus.startswith(_LIMITS):
            raise Misconfigured("ClamAV's limits are smaller than this file")
        return virus
    if answer.endswith("size limit exceeded. ERROR"):
        raise Misconfigured("ClamAV's StreamMaxLength is smaller than this file")
    if answer.endswith(" ERROR"):
        raise Misconfigured("ClamAV cannot scan this file")
    raise Unavailable("ClamAV broke off")
