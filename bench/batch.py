"""What a large webhook costs: its answer, its end, and the small ones that come meanwhile."""

import asyncio
import statistics
import time
from collections.abc import Awaitable, Callable, Sequence
from dataclasses import dataclass, field
from pathlib import Path
from typing import Final

import httpx
import psycopg

from adapters.keys.keyring import Keyring
from bench.meta import (
    milliseconds,
    report,
    signed,
    status_webhook,
    text_webhook,
    texts_webhook,
    wamid,
)
from bench.road import hasty_stack
from devstack.stack import Stack
from domain.ids import message_id

_MANY: Final = 1000
_CLIENTS: Final = 200
_ALONE: Final = 40
_PATIENCE: Final = 600.0

_LONG_TEXT: Final = "Mohon bantuan \u00e9\u00e8 \U0001f64f soal sewa. " * 70
"""A thousand of them are a webhook of 3 MB, as Meta escapes them."""


@dataclass(slots=True)
class _Small:
    """Seconds of webhooks with one message: until the answer, and until the message is kept."""

    answered: list[float] = field(default_factory=list[float])
    kept: list[float] = field(default_factory=list[float])


@dataclass(frozen=True, slots=True, kw_only=True)
class _Bench:
    stack: Stack
    http: httpx.AsyncClient
    database: psycopg.AsyncConnection
    keyring: Keyring

    async def post(self, body: bytes) -> float:
        """Seconds until the edge said 200."""
        headers = signed(body, self.stack.endpoint("app_secret"))
        begun = time.perf_counter()
        answer = await self.http.post(self.stack.endpoint("webhook"), content=body, headers=headers)
        answer.raise_for_status()
        return time.perf_counter() - begun

    async def count(self, query: str, *values: object) -> int:
        """How many rows a query that counts them found."""
        cursor = await self.database.execute(query.encode(), values)
        row = await cursor.fetchone()
        return int(row[0]) if row else 0

    async def until(self, done: Callable[[], Awaitable[bool]], every: float = 0.1) -> float:
        """Seconds until something is done."""
        begun = time.perf_counter()
        while not await done():
            if time.perf_counter() - begun > _PATIENCE:
                raise TimeoutError(f"not all was done in {_PATIENCE} s")
            await asyncio.sleep(every)
        return time.perf_counter() - begun

    async def until_kept(self, wamids: Sequence[str], every: float = 0.1) -> float:
        """Seconds until these messages have rows."""
        ids = [message_id(self.keyring.pepper, each) for each in wamids]

        async def kept() -> bool:
            query = "SELECT count(*) FROM messages WHERE id = ANY(%s)"
            return await self.count(query, ids) == len(ids)

        return await self.until(kept, every)

    async def small(self, into: _Small, number: int) -> None:
        """One message, posted and kept; a person is asked for, so nothing is sent."""
        sender = f"62813{number:07d}"
        name = wamid(sender)
        number_id = self.stack.endpoint("phone_number_id")
        answered = await self.post(text_webhook(number_id, sender, "Saya mau bicara", [name]))
        into.answered.append(answered)
        into.kept.append(answered + await self.until_kept([name], every=0.01))


def measure() -> None:
    """Webhooks of 1,000 messages, of 1,000 statuses and of 3 MB, against one of one message."""
    with hasty_stack() as stack:
        asyncio.run(_measure(stack))


async def _measure(stack: Stack) -> None:
    url = stack.endpoint("database_url").replace("+psycopg", "")
    keyring = Keyring.from_json(Path(stack.endpoint("keyring_file")).read_bytes())  # noqa: ASYNC240 -- before anything is measured
    async with (
        httpx.AsyncClient(timeout=60) as http,
        await psycopg.AsyncConnection.connect(url, autocommit=True) as database,
    ):
        bench = _Bench(stack=stack, http=http, database=database, keyring=keyring)
        for number in range(_ALONE // 2):
            await bench.small(_Small(), 9_000_000 + number)
        alone = _Small()
        for number in range(_ALONE):
            await bench.small(alone, number)
        report("one message a POST", **milliseconds(alone.answered), **_kept(alone))
        await _messages(bench, alone)
        await _statuses(bench, alone)
        await _large(bench, alone)


async def _messages(bench: _Bench, alone: _Small) -> None:
    named = _named("62811")
    number_id = bench.stack.endpoint("phone_number_id")
    body = texts_webhook(number_id, named, "Saya mau bicara")
    wamids = [name for _, name in named]
    await _beside(bench, f"{_MANY} messages", body, lambda: bench.until_kept(wamids), alone)


async def _statuses(bench: _Bench, alone: _Small) -> None:
    """Statuses of messages that the office sent to all these clients."""
    ours = [wamid("62811") for _ in range(_MANY)]
    await _sent(bench, ours)
    statuses = [
        {"id": each, "status": "delivered", "timestamp": str(int(time.time()))} for each in ours
    ]
    body = status_webhook(bench.stack.endpoint("phone_number_id"), statuses)

    async def applied() -> bool:
        query = "SELECT count(*) FROM outbound WHERE state = 'delivered'"
        return await bench.count(query) == len(ours)

    title = f"{len(ours)} statuses of ours"
    await _beside(bench, title, body, lambda: bench.until(applied, 0.02), alone)


async def _sent(bench: _Bench, wamids: Sequence[str]) -> None:
    """The rows of messages that were accepted under these names.

    Written here, because a thousand real ones would take longer than all that is measured.
    """
    await bench.database.execute(
        "INSERT INTO drafts (id, conversation_id, version, body, language) "
        "SELECT md5('draft' || c.id || n), c.id, 1000 + n, ''::bytea, 'id' "
        "FROM conversations c, generate_series(1, 20) n"
    )
    await bench.database.execute(
        "INSERT INTO outbound "
        "(id, conversation_id, draft_id, identity_id, state, accepted_at, wamid, wamid_index) "
        "SELECT md5('outbound' || d.id), d.conversation_id, d.id, m.identity_id, 'accepted', "
        "now(), ''::bytea, i.index "
        "FROM (SELECT *, row_number() OVER (ORDER BY version, id) AS place FROM drafts "
        "WHERE version > 1000) d "
        "JOIN unnest(%s::bytea[]) WITH ORDINALITY AS i(index, place) ON i.place = d.place "
        "CROSS JOIN LATERAL (SELECT identity_id FROM messages "
        "WHERE conversation_id = d.conversation_id LIMIT 1) m",
        [[bench.keyring.blind_index("wamid", each) for each in wamids]],
    )


async def _large(bench: _Bench, alone: _Small) -> None:
    named = _named("62812")
    text = f"Saya mau bicara. {_LONG_TEXT}"
    body = texts_webhook(bench.stack.endpoint("phone_number_id"), named, text)
    title = f"{_MANY} messages of {len(body) / 1e6:.1f} MB"
    wamids = [name for _, name in named]
    await _beside(bench, title, body, lambda: bench.until_kept(wamids), alone)


async def _beside(
    bench: _Bench, title: str, body: bytes, end: Callable[[], Awaitable[float]], alone: _Small
) -> None:
    """Post a large webhook, and small ones until it is done."""
    small, over = _Small(), asyncio.Event()

    async def others() -> None:
        number = time.time_ns() // 1_000_000 % 5_000_000
        while not over.is_set():
            await bench.small(small, number + len(small.answered))

    meanwhile = asyncio.create_task(others())
    begun = time.perf_counter()
    answer = await bench.post(body)
    report(title, answer=f"{answer * 1000:.0f} ms")
    await end()
    whole = time.perf_counter() - begun
    over.set()
    await meanwhile
    bare = statistics.median(alone.answered)
    report(title, all_done=f"{whole:.1f} s")
    report(f"{title} / one", answer=f"{answer / bare:.1f}", all_done=f"{whole / bare:.0f}")
    report("small ones meanwhile", number=len(small.answered), **milliseconds(small.answered))
    report(
        "small ones meanwhile / alone",
        answer=f"{statistics.median(small.answered) / bare:.1f}",
        kept=f"{statistics.median(small.kept) / statistics.median(alone.kept):.1f}",
        worst_kept=f"{max(small.kept) / statistics.median(alone.kept):.0f}",
    )


def _named(prefix: str) -> Sequence[tuple[str, str]]:
    """Senders and wamids."""
    senders = [f"{prefix}{number % _CLIENTS:07d}" for number in range(_MANY)]
    return [(sender, wamid(sender)) for sender in senders]


def _kept(small: _Small) -> dict[str, str]:
    return {"kept_after": f"{statistics.median(small.kept) * 1000:.0f} ms"}
