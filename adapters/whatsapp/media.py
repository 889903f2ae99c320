"""Fetches clients' files through Meta's Graph API."""

import base64
import binascii
import hashlib
import ipaddress
import re
import time
from collections.abc import Callable, Sequence
from contextlib import suppress
from dataclasses import dataclass
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import httpx

from adapters.whatsapp.access import GraphAccess
from domain.failures import (
    MediaAltered,
    MediaGone,
    MediaTooLarge,
    Misconfigured,
    Unavailable,
)
from domain.media import LARGEST, FetchedMedia, Progress
from domain.messages import Media
from domain.send_errors import Handling, send_error
from domain.webhook_json import as_integer, as_object, as_text

_TIMEOUT: Final = httpx.Timeout(connect=5, write=10, read=20, pool=5)
_LONGEST_SECONDS: Final = 20 * 60
"""A sender that lets one byte drip at a time would otherwise hold a thread for ever."""

_CHUNK: Final = 256 * 1024
_MOST_REDIRECTS: Final = 3
_MEDIA_ID: Final = re.compile(r"[0-9]{1,40}")
_NUMBER_ID: Final = re.compile(r"[0-9]{1,32}")
_HOST: Final = re.compile(r"[a-z0-9.-]{1,253}")
_HTTPS_PORTS: Final = {None, 443}
_SHA256_HEX: Final = 64

_NO_SUCH_OBJECT: Final = (100, 33)
"""Meta's code and subcode for an id that is unknown, has expired, or is not ours to see."""


class _DeadLink(Exception):
    """The address of a file opens no longer."""


class GraphMedia:
    """Implements `domain.ports.MediaSource`. Retries nothing itself: Temporal does.

    `hosts` are the ends of host names that the token may go to (`.fbsbx.com`), over HTTPS. A Graph
    API on this machine's own loopback address, for tests and development, may also give files.
    """

    def __init__(
        self,
        url: str,
        version: str,
        access: GraphAccess,
        hosts: Sequence[str],
        *,
        clock: Callable[[], float] = time.monotonic,
    ) -> None:
        self._graph = httpx.URL(f"{url.rstrip('/')}/{version}/")
        self._hosts = tuple(f".{host.strip('.').lower()}" for host in hosts if host.strip("."))
        self._clock = clock
        self._access = access
        self._client = httpx.Client(
            # The token is no header of the client's: it is put to a request after a look at where
            # that goes. What is compressed could be larger than it was announced.
            headers={"User-Agent": "lawyershub/0.1", "Accept-Encoding": "identity"},
            timeout=_TIMEOUT,
            follow_redirects=False,
            # The proxy variables of a shell must not carry the token elsewhere.
            trust_env=False,
        )

    def fetch(
        self, media: Media, phone_number_id: str, to: Path, progress: Progress
    ) -> FetchedMedia:
        """See the port."""
        download = _Download(
            to=to,
            largest=LARGEST[media.kind],
            progress=progress,
            clock=self._clock,
            ends_at=self._clock() + _LONGEST_SECONDS,
        )
        try:
            return self._fetch(media, phone_number_id, download)
        except BaseException:
            to.unlink(missing_ok=True)
            raise

    def _fetch(self, media: Media, phone_number_id: str, download: "_Download") -> FetchedMedia:
        try:
            return self._attempt(media, phone_number_id, download)
        except _DeadLink:
            # An address lives five minutes; a new one may well open.
            try:
                return self._attempt(media, phone_number_id, download)
            except _DeadLink:
                raise Unavailable("WhatsApp knows the file, its address opens nothing") from None

    def _attempt(self, media: Media, phone_number_id: str, download: "_Download") -> FetchedMedia:
        known = self._look_up(media, phone_number_id)
        if known.size is not None and known.size > download.largest:
            raise MediaTooLarge(f"the file has {known.size} bytes")
        fetched = self._download(known.url, download)
        for digest in known.digests:
            if _digest(digest) != fetched.sha256:
                raise MediaAltered("the file's sha256 is not the one that WhatsApp told")
        return fetched

    def _look_up(self, media: Media, phone_number_id: str) -> "_Known":
        if media.media_id is None or not _MEDIA_ID.fullmatch(media.media_id):
            # It becomes part of the address that our token is sent to.
            raise MediaGone("the message names no file that WhatsApp could have")
        # A number that is none of Meta's is left out rather than put into an address.
        address = self._graph.join(media.media_id)
        number = phone_number_id if _NUMBER_ID.fullmatch(phone_number_id) else None
        try:
            answer = self._access.ask(
                lambda by: self._client.get(
                    address,
                    params={**({"phone_number_id": number} if number else {}), **by.params},
                    headers=by.headers,
                )
            )
        except httpx.HTTPError as error:
            raise Unavailable(f"WhatsApp was not reached: {type(error).__name__}") from None
        content = _content(answer)
        if not answer.is_success:
            _refuse(answer, content)
        url = as_text(content.get("url"))
        if not url:
            raise Unavailable("WhatsApp answered, but not where the file is")
        return _Known(
            url=url,
            size=as_integer(content.get("file_size")),
            digests=tuple(filter(None, (media.sha256, as_text(content.get("sha256"))))),
        )

    def _download(self, address: str, download: "_Download") -> FetchedMedia:
        for _ in range(_MOST_REDIRECTS + 1):
            url = self._trusted(address)
            try:
                headers = self._access.current().headers
                with self._client.stream("GET", url, headers=headers) as answer:
                    if answer.has_redirect_location:
                        address = str(url.join(answer.headers["Location"]))
                        continue
                    _check_status(answer.status_code)
                    return download.take(answer)
            except (httpx.HTTPError, httpx.InvalidURL) as error:
                raise Unavailable(f"the download broke off: {type(error).__name__}") from None
        raise Unavailable("the file's address leads from one place to the next")

    def _trusted(self, address: str) -> httpx.URL:
        """The address, where the token may be sent to.

        Raises:
            Misconfigured: it may not.
        """
        with suppress(httpx.InvalidURL):
            url = httpx.URL(address)
            if self._may_have_the_token(url):
                return url
        raise Misconfigured("the file lies on a host that WHATSAPP_MEDIA_HOSTS does not list")

    def _may_have_the_token(self, url: httpx.URL) -> bool:
        if url.userinfo:
            return False
        if _is_loopback(url.host) and _is_loopback(self._graph.host):
            return (url.scheme, url.port) == (self._graph.scheme, self._graph.port)
        # Of the host as it goes over the wire, so that no other spelling passes for it.
        host = url.raw_host.decode("ascii").lower()
        return (
            url.scheme == "https"
            and url.port in _HTTPS_PORTS
            and _HOST.fullmatch(host) is not None
            and not _is_address(host)
            and host.endswith(self._hosts)
        )


@dataclass(frozen=True, slots=True, kw_only=True)
class _Known:
    """What Meta says of a file; digests as the webhook and the Graph API gave them."""

    url: str
    size: int | None
    digests: tuple[str, ...]


@dataclass(frozen=True, slots=True, kw_only=True)
class _Download:
    """One file on its way to a place on disk."""

    to: Path
    largest: int
    progress: Progress
    clock: Callable[[], float]
    ends_at: float

    def take(self, answer: httpx.Response) -> FetchedMedia:
        """Write a body to its place, no further than allowed."""
        announced = as_integer(answer.headers.get("Content-Length"))
        if announced is not None and announced > self.largest:
            raise MediaTooLarge(f"the file has {announced} bytes")
        digest, size = hashlib.sha256(), 0
        with self.to.open("wb") as file:
            for chunk in answer.iter_raw(_CHUNK):
                size += len(chunk)
                if size > self.largest:
                    raise MediaTooLarge(f"the file has more than {self.largest} bytes")
                if self.clock() > self.ends_at:
                    raise Unavailable("the download takes too long")
                digest.update(chunk)
                file.write(chunk)
                self.progress(size)
        return FetchedMedia(size=size, sha256=digest.digest())


def _digest(told: str) -> bytes | None:
    """32 bytes of a digest in hex or base64: Meta writes either, and its length tells which."""
    try:
        return (
            bytes.fromhex(told)
            if len(told) == _SHA256_HEX
            else base64.b64decode(told, validate=True)
        )
    except (ValueError, binascii.Error):
        return None


def _check_status(status: int) -> None:
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        raise _DeadLink
    if status in {HTTPStatus.UNAUTHORIZED, HTTPStatus.FORBIDDEN}:
        raise Misconfigured(f"WhatsApp refused the token for a file: status {status}")
    if status != HTTPStatus.OK:
        raise Unavailable(f"WhatsApp did not give the file: status {status}")


def _refuse(answer: httpx.Response, content: Any) -> None:  # noqa: ANN401 - see `_content`
    error = as_object(content.get("error"))
    code = as_integer(error.get("code"))
    if (code, as_integer(error.get("error_subcode"))) == _NO_SUCH_OBJECT:
        raise MediaGone("WhatsApp has no such file any more")
    if code is None:
        # Not Meta's envelope: some proxy answered.
        raise Unavailable(f"WhatsApp did not answer: status {answer.status_code}")
    understood = send_error(code)
    if understood.handling is Handling.STOP_NUMBER or answer.status_code == HTTPStatus.UNAUTHORIZED:
        raise Misconfigured(f"WhatsApp does not accept this account: code {code}")
    raise Unavailable(
        f"WhatsApp did not tell of the file: code {code}", retry_after=understood.wait(0)
    )


def _content(answer: httpx.Response) -> Any:  # noqa: ANN401 - read through `as_…` only
    try:
        value: Any = answer.json()
    except ValueError:
        value = None
    return as_object(value)


def _is_address(host: str) -> bool:
    # Resolvers also take 2130706433 and 0x7f.1 for addresses; no name ends in a number.
    if re.fullmatch(r"(0x[0-9a-f]*|[0-9]+)", host.rstrip(".").rpartition(".")[2]):
        return True
    try:
        ipaddress.ip_address(host.strip("[]"))
    except ValueError:
        return False
    return True


def _is_loopback(host: str) -> bool:
    if host == "localhost":
        return True
    try:
        return ipaddress.ip_address(host).is_loopback
    except ValueError:
        return False
