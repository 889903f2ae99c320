"""Brings webhooks to the firm as Meta does: signed, concurrently, again and again until a 200."""

import asyncio
import random
import time
from collections.abc import Callable
from dataclasses import dataclass
from typing import Final

import httpx
import structlog

from simulator.alarm import Alarm
from simulator.batching import Post, post_of, posts_of
from simulator.faults import FaultBoard
from simulator.hub import Hub
from simulator.payloads import signature
from simulator.records import Delivery, DeliveryKind, MessageStatus, NewDelivery, Outgoing
from simulator.retrying import expiry, next_attempt
from simulator.storage.deliveries import KEPT_TRYING, Deliveries

# Exactly 200: Meta takes 201, 202 and 204 for failures too.
_OK: Final = 200
# How long Meta waits for an answer is not documented; this is generous.
_TIMEOUT_SECONDS: Final = 20.0
_SHUFFLED_OVER_SECONDS: Final = 0.5
_LAST_WORDS_SECONDS: Final = 3.0

_log = structlog.stdlib.get_logger("simulator.delivery")


@dataclass(frozen=True, slots=True, kw_only=True)
class Webhook:
    """Where webhooks go and the secret they are signed with."""

    url: str
    app_secret: str
    concurrency: int


@dataclass(slots=True)
class Health:
    """How the webhook last answered: HTTP status, or None for no answer at all."""

    healthy: bool = True
    answer: int | None = None


class Deliverer:
    """Owns every webhook POST. What is owed is in the database before it is tried."""

    def __init__(
        self,
        *,
        webhook: Webhook,
        deliveries: Deliveries,
        faults: FaultBoard,
        hub: Hub,
        http: httpx.AsyncClient,
    ) -> None:
        self._webhook = webhook
        self._deliveries = deliveries
        self._faults = faults
        self._hub = hub
        self._http = http
        self._alarm = Alarm()
        self._attempts: set[asyncio.Task[int | None]] = set()
        self._acknowledged: list[Callable[[Delivery], None]] = []
        self.health = Health()
        faults.when_clock_changes(self._change_clock)

    def when_acknowledged(self, told: Callable[[Delivery], None]) -> None:
        """Call `told` with each delivery that was answered with 200."""
        self._acknowledged.append(told)

    def owe(
        self,
        *,
        kind: DeliveryKind,
        body: bytes,
        wamid: str | None,
        status: MessageStatus | None = None,
    ) -> None:
        """Note a webhook; call it inside the transaction that makes it true, then `wake`."""
        faults = self._faults.now.webhook
        now = time.time()
        for _ in range(1 + faults.duplicates):
            jitter = random.uniform(0, _SHUFFLED_OVER_SECONDS) if faults.shuffle else 0  # noqa: S311 - no secret
            delivery = NewDelivery(
                kind=kind,
                wamid=wamid,
                status=status,
                body=body,
                signature=signature(self._webhook.app_secret, body),
                due_at=now + faults.delay_ms / 1000 + jitter,
                expires_at=expiry(now, self._faults.now),
            )
            self._deliveries.add(delivery, now=now)

    def wake(self) -> None:
        """Look at what is owed now."""
        self._alarm.call()

    async def send_now(
        self,
        body: bytes,
        *,
        signed: str | None,
        times: int,
        concurrency: int,
        retry: bool,
    ) -> list[int | None]:
        """POST any body `times` times; the statuses of the first attempts, None for no answer."""
        now = time.time()
        delivery = NewDelivery(
            kind="custom",
            body=body,
            signature=signed,
            due_at=now,
            expires_at=expiry(now, self._faults.now),
            retry=retry,
            state="sending",
        )
        owed = [self._deliveries.add(delivery, now=now) for _ in range(times)]
        gate = asyncio.Semaphore(concurrency)

        async def through_the_gate(outgoing: Outgoing) -> int | None:
            async with gate:
                return await self._attempt(post_of(outgoing))

        return await asyncio.gather(*(through_the_gate(outgoing) for outgoing in owed))

    async def run(self) -> None:
        """Deliver what is owed until cancelled."""
        resumed = self._deliveries.resume()
        pruned = self._deliveries.prune(before=time.time() - KEPT_TRYING)
        _log.info("delivery.started", resumed=resumed, pruned=pruned)
        while True:
            free = self._webhook.concurrency - len(self._attempts)
            if free > 0:
                for post in self._take_posts(free):
                    self._begin(post)
            full = len(self._attempts) >= self._webhook.concurrency
            await self._alarm.wait_until(None if full else self._deliveries.next_due())

    async def finish(self) -> None:
        """Give attempts under way a moment; those cut short are owed again after a restart."""
        if self._attempts:
            await asyncio.wait(self._attempts, timeout=_LAST_WORDS_SECONDS)
        for attempt in tuple(self._attempts):
            attempt.cancel()
        await asyncio.gather(*self._attempts, return_exceptions=True)

    def _take_posts(self, free: int) -> list[Post]:
        faults = self._faults.now.webhook
        return posts_of(
            self._deliveries.take_due(now=time.time(), limit=free * faults.batch_up_to),
            up_to=faults.batch_up_to,
            into=faults.batch_into,
            app_secret=self._webhook.app_secret,
        )

    def _begin(self, post: Post) -> None:
        attempt = asyncio.create_task(self._attempt(post))
        self._attempts.add(attempt)
        attempt.add_done_callback(self._end)

    def _end(self, attempt: asyncio.Task[int | None]) -> None:
        self._attempts.discard(attempt)
        self._alarm.call()
        if not attempt.cancelled() and (error := attempt.exception()) is not None:
            _log.error("delivery.broken", exc_info=error)

    async def _attempt(self, post: Post) -> int | None:
        headers = {"Content-Type": "application/json", "User-Agent": "facebookexternalua"}
        if post.signature is not None:
            headers["X-Hub-Signature-256"] = post.signature
        answer: int | None = None
        trouble: str | None = None
        try:
            response = await self._http.post(
                self._webhook.url, content=post.body, headers=headers, timeout=_TIMEOUT_SECONDS
            )
            answer = response.status_code
        except httpx.HTTPError as error:
            trouble = type(error).__name__
        for outgoing in post.brings:
            self._settle(outgoing, answer, trouble)
        return answer

    def _settle(self, outgoing: Outgoing, answer: int | None, trouble: str | None) -> None:
        delivery = self._deliveries.note_attempt(outgoing.id, status_code=answer, error=trouble)
        if delivery is None:
            return  # everything was forgotten while the POST was on its way
        now = time.time()
        delivered = answer == _OK
        if delivered:
            for told in self._acknowledged:
                told(delivery)
        faults = self._faults.now
        due_at = next_attempt(delivery, delivered=delivered, now=now, faults=faults)
        if due_at is None or not outgoing.retry:
            self._deliveries.finish(outgoing.id, delivered=delivered, now=now)
        else:
            self._deliveries.try_again(outgoing.id, due_at=due_at)
            self._alarm.call()
        if not delivered:
            _log.info(
                "delivery.refused",
                delivery=delivery.id,
                kind=delivery.kind,
                attempts=delivery.attempts,
                answer=answer,
                trouble=trouble,
            )
        if delivery.kind != "custom":
            self._note_health(healthy=delivered, answer=answer)

    def _note_health(self, *, healthy: bool, answer: int | None) -> None:
        if (self.health.healthy, self.health.answer) != (healthy, answer):
            self.health.healthy, self.health.answer = healthy, answer
            self._hub.webhook(healthy=healthy, answer=answer)

    def _change_clock(self, factor: float) -> None:
        self._deliveries.rescale(now=time.time(), factor=factor)
        self._alarm.call()
