"""Tells every open phone page what has just changed."""

import asyncio
import json
from collections.abc import AsyncIterator
from dataclasses import asdict
from typing import Final

from simulator.records import Client, Message

# A page that falls this far behind is sent away; it comes back and reads everything anew.
_BACKLOG: Final = 1000
_KEEP_ALIVE_SECONDS: Final = 15


class Hub:
    """Server-sent events to any number of pages."""

    def __init__(self) -> None:
        self._pages: set[asyncio.Queue[bytes | None]] = set()
        self._closed = False

    def message(self, message: Message) -> None:
        """A message is new or has changed."""
        if message.client_id is not None:
            self._tell({"kind": "message", "message": asdict(message)})

    def client(self, client: Client) -> None:
        """A client is new or has changed."""
        self._tell({"kind": "client", "client": asdict(client)})

    def typing(self, client_id: str, *, seconds: float) -> None:
        """The office is typing to this client, for at most so many seconds."""
        self._tell({"kind": "typing", "client_id": client_id, "seconds": seconds})

    def webhook(self, *, healthy: bool, answer: int | None) -> None:
        """The webhook has begun to answer 200, or has stopped doing so."""
        self._tell({"kind": "webhook", "healthy": healthy, "answer": answer})

    def reset(self) -> None:
        """Everything was forgotten."""
        self._tell({"kind": "reset"})

    def close(self) -> None:
        """End every open stream, so that the server can stop."""
        self._closed = True
        for page in tuple(self._pages):
            self._send_away(page)

    async def stream(self) -> AsyncIterator[bytes]:
        """Events for one page until it leaves, falls behind, or the simulator stops."""
        page: asyncio.Queue[bytes | None] = asyncio.Queue(_BACKLOG)
        self._pages.add(page)
        try:
            yield b"retry: 1000\n\n"
            while not self._closed:
                try:
                    async with asyncio.timeout(_KEEP_ALIVE_SECONDS):
                        event = await page.get()
                except TimeoutError:
                    event = b": still here\n\n"
                if event is None:
                    return
                yield event
        finally:
            self._pages.discard(page)

    def _tell(self, event: dict[str, object]) -> None:
        line = b"data: " + json.dumps(event).encode() + b"\n\n"
        for page in tuple(self._pages):
            try:
                page.put_nowait(line)
            except asyncio.QueueFull:
                self._send_away(page)

    def _send_away(self, page: asyncio.Queue[bytes | None]) -> None:
        self._pages.discard(page)
        while page.full():
            page.get_nowait()
        page.put_nowait(None)
