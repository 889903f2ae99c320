"""Has speech written down by a server that speaks OpenAI's protocol, theirs or the firm's own."""

import asyncio
import json
from collections.abc import Callable
from datetime import timedelta
from http import HTTPStatus
from pathlib import Path
from typing import Any, Final

import httpx

from domain.documents import ReadProblem
from domain.failures import Failure, Misconfigured, Unavailable, UnreadableDocument
from domain.webhook_json import as_object, as_text

_TIMEOUT: Final = httpx.Timeout(connect=5, write=30, read=None, pool=5)
"""Servers answer when they have heard the whole: how long that may take is bounded as a whole."""

_LONGEST: Final = timedelta(minutes=10)
_LARGEST: Final = 25 * 1024 * 1024
"""What OpenAI itself takes; WhatsApp's own limit for a recording is 16 MiB."""

_LARGEST_ANSWER: Final = 1024 * 1024
_UNREADABLE: Final = {
    HTTPStatus.BAD_REQUEST,
    HTTPStatus.UNSUPPORTED_MEDIA_TYPE,
    HTTPStatus.UNPROCESSABLE_ENTITY,
}
_ENDINGS: Final = {
    "audio/aac": "aac",
    "audio/amr": "amr",
    "audio/flac": "flac",
    "audio/mp4": "m4a",
    "audio/mpeg": "mp3",
    "audio/ogg": "ogg",
    "audio/wav": "wav",
}
"""Servers go by the ending of a name; the client's own name is nothing to them."""


class OpenAiTranscriber:
    """Implements `domain.ports.Transcriber`. Retries nothing itself: Temporal does.

    `POST <url>/audio/transcriptions`. Source: OpenAI's API reference, "Create transcription".
    """

    def __init__(
        self, url: str, model: str, key: str | None, *, longest: timedelta = _LONGEST
    ) -> None:
        self._url = f"{url.rstrip('/')}/audio/transcriptions"
        self._model = model
        self._headers = {"User-Agent": "lawyershub/0.1"}
        if key is not None:
            self._headers["Authorization"] = f"Bearer {key}"
        self._longest = longest

    def transcribe(self, file: Path, mime_type: str, *, alive: Callable[[], None]) -> str:
        """See the port."""
        if file.stat().st_size > _LARGEST:
            raise UnreadableDocument(ReadProblem.TOO_LARGE)
        return asyncio.run(self._watched(file, mime_type, alive))

    async def _watched(self, file: Path, mime_type: str, alive: Callable[[], None]) -> str:
        asking = asyncio.create_task(self._asked(file, mime_type))
        try:
            async with asyncio.timeout(self._longest.total_seconds()):
                while not (await asyncio.wait({asking}, timeout=1))[0]:
                    alive()
                return await asking
        except TimeoutError:
            raise Unavailable("the transcriber takes too long") from None
        finally:
            asking.cancel()

    async def _asked(self, file: Path, mime_type: str) -> str:
        kind = mime_type.partition(";")[0]
        try:
            async with httpx.AsyncClient(
                headers=self._headers,
                timeout=_TIMEOUT,
                # A recording and the key go where the firm said, and nowhere else.
                follow_redirects=False,
                trust_env=False,
            ) as client:
                with file.open("rb") as content:
                    named = (f"audio.{_ENDINGS.get(kind, 'bin')}", content, kind)
                    async with client.stream(
                        "POST",
                        self._url,
                        data={"model": self._model, "response_format": "json"},
                        files={"file": named},
                    ) as answer:
                        if not answer.is_success:
                            raise _refusal(answer.status_code)
                        return _words(await _bounded(answer))
        except httpx.HTTPError as error:
            raise Unavailable(f"the transcriber was not reached: {type(error).__name__}") from None


async def _bounded(answer: httpx.Response) -> bytes:
    said = bytearray()
    async for chunk in answer.aiter_bytes():
        said += chunk
        if len(said) > _LARGEST_ANSWER:
            raise Unavailable("the transcriber answers without an end")
    return bytes(said)


def _words(said: bytes) -> str:
    try:
        answer: Any = json.loads(said)
    except ValueError:
        answer = None
    words = as_object(answer).get("text")
    if not isinstance(words, str):
        raise Unavailable("the transcriber answered, but not with a text")
    return as_text(words).strip()


def _refusal(status: int) -> Failure:
    if status == HTTPStatus.REQUEST_ENTITY_TOO_LARGE:
        return UnreadableDocument(ReadProblem.TOO_LARGE)
    if status in _UNREADABLE:
        return UnreadableDocument(ReadProblem.DAMAGED)
    if status == HTTPStatus.TOO_MANY_REQUESTS or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return Unavailable(f"the transcriber cannot now: status {status}")
    return Misconfigured(f"the transcriber does not accept us: status {status}")
