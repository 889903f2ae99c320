"""Asks the webhook once whether it is the firm's, as Meta does when its address is set."""

import asyncio
import secrets
from typing import Final

import httpx
import structlog

_OK: Final = 200
_FIRST_PAUSE: Final = 1.0
_LONGEST_PAUSE: Final = 30.0
_TIMEOUT_SECONDS: Final = 10.0

_log = structlog.stdlib.get_logger("simulator.verification")


class Verification:
    """The challenge to the webhook, repeated until it is answered well. Nothing waits for it."""

    def __init__(self, *, url: str, token: str, http: httpx.AsyncClient) -> None:
        self._url = url
        self._token = token
        self._http = http
        self.verified = False
        self.last_answer: int | None = None

    async def run(self) -> None:
        """Challenge until the answer is right."""
        pause = _FIRST_PAUSE
        while not await self._challenge():
            await asyncio.sleep(pause)
            pause = min(pause * 2, _LONGEST_PAUSE)

    async def _challenge(self) -> bool:
        challenge = str(secrets.randbelow(9 * 10**9) + 10**9)
        question = {
            "hub.mode": "subscribe",
            "hub.challenge": challenge,
            "hub.verify_token": self._token,
        }
        try:
            answer = await self._http.get(self._url, params=question, timeout=_TIMEOUT_SECONDS)
        except httpx.HTTPError as error:
            self.last_answer = None
            _log.info("verification.no_answer", trouble=type(error).__name__)
            return False
        self.last_answer = answer.status_code
        self.verified = answer.status_code == _OK and answer.text == challenge
        if self.verified:
            _log.info("verification.done")
        else:
            _log.warning("verification.refused", answer=answer.status_code)
        return self.verified
