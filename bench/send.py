"""Replies whose sends go wrong in every way: how many arrive once, and how many a lawyer sees."""

import random
import time
from collections import Counter
from collections.abc import Callable, Sequence
from concurrent.futures import Future, ThreadPoolExecutor
from dataclasses import dataclass
from pathlib import Path
from typing import Any, Final

import httpx
import psycopg

from adapters.keys.keyring import Keyring
from bench.meta import report
from bench.road import hasty_stack
from devstack.stack import Stack
from domain.ids import message_id
from domain.outbound import DeliveryState, was_taken

_ROUNDS: Final = 200
_AT_ONCE: Final = 20
_WORKER: Final = "worker-outgoing"
_PATIENCE: Final = 420.0
"""An attempt that died with its worker is given up after 90 seconds."""

MISHAPS: Final[tuple[dict[str, object], ...]] = (
    {"does": "drop_after_accepting"},
    {"does": "error_after_accepting"},
    {"does": "hang_after_accepting", "seconds": 30},
    {"does": "drop_before_accepting"},
    {"does": "error", "code": 131056},
)


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the replies of all clients."""

    once_and_known: int = 0
    """Arrived once, and the firm knows it."""
    once_and_asked: int = 0
    """Arrived once, and a lawyer was asked since nobody could tell."""
    asked: int = 0
    """Did not arrive, and a lawyer was asked."""
    doubled: int = 0
    lost: int = 0
    """Did not arrive, and nobody was asked."""
    kills: int = 0


def measure() -> None:
    """Two hundred clients, each with a reply whose send may go wrong while workers are killed."""
    with hasty_stack(confirmation_wait="20s") as stack:
        begun = time.perf_counter()
        found = run(stack, _ROUNDS, _AT_ONCE)
        took = time.perf_counter() - begun
    report(
        "send",
        replies=_ROUNDS,
        once_and_known=found.once_and_known,
        once_and_asked=found.once_and_asked,
        asked=found.asked,
        doubled=found.doubled,
        lost=found.lost,
        workers_killed=found.kills,
        took=f"{took:.0f} s",
    )


def run(stack: Stack, rounds: int, at_once: int) -> Outcome:
    """Let so many clients write, so many at a time, and see what becomes of their replies.

    One send after the other meets a mishap, and the worker that sends is killed in each group: in
    turn before a request leaves, while one is answered, and after one was accepted.
    """
    with httpx.Client(base_url=f"{stack.endpoint('simulator')}/admin", timeout=60) as meta:
        mishaps = [MISHAPS[number % len(MISHAPS)] for number in range(rounds)]
        random.Random(rounds).shuffle(mishaps)  # noqa: S311 - the same order each time
        _put(meta, "/faults", {"graph": mishaps, "limits": False})
        clients = [_client(meta, number) for number in range(rounds)]
        wamids: list[str] = []
        kills = 0
        for group, first in enumerate(range(0, rounds, at_once)):
            before = _progress(meta)
            writing: list[Future[str]] = []
            with ThreadPoolExecutor(at_once) as threads:
                writing += [
                    threads.submit(_write, meta, client)
                    for client in clients[first : first + at_once]
                ]
            wamids += [each.result() for each in writing]
            _kill(stack, meta, before, group % 3)
            kills += 1
        settled = _until_settled(stack, wamids)
        arrived = Counter(
            str(each["biz_opaque_callback_data"])
            for each in meta.get("/messages").json()
            if each["sender"] == "office"
        )
        meta.delete("/faults").raise_for_status()
    return _outcome(settled, arrived, kills)


def _outcome(settled: Sequence["_Settled"], arrived: Counter[str], kills: int) -> Outcome:
    counted: Counter[str] = Counter()
    for each in settled:
        times = arrived[each.outbound_id]
        if times > 1:
            counted["doubled"] += 1
        elif times:
            counted["once_and_asked" if each.asked else "once_and_known"] += 1
        else:
            counted["asked" if each.asked else "lost"] += 1
    return Outcome(kills=kills, **counted)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    outbound_id: str
    asked: bool


def _until_settled(stack: Stack, wamids: Sequence[str]) -> Sequence[_Settled]:
    keyring = Keyring.from_json(Path(stack.endpoint("keyring_file")).read_bytes())
    ids = [message_id(keyring.pepper, wamid) for wamid in wamids]
    url = stack.endpoint("database_url").replace("+psycopg", "")
    query = (
        "SELECT coalesce(o.id, ''), coalesce(o.state, 'queued'), c.needs_lawyer_since IS NOT NULL"
        " FROM messages m JOIN conversations c ON c.id = m.conversation_id"
        " LEFT JOIN outbound o ON o.conversation_id = c.id WHERE m.id = ANY(%s)"
    )
    ends = time.monotonic() + _PATIENCE
    with psycopg.connect(url, autocommit=True) as database:
        while True:
            rows = database.execute(query, [ids]).fetchall()
            settled = all(asked or was_taken(DeliveryState(state)) for _, state, asked in rows)
            # What is not settled in the end counts as lost unless it arrived.
            if (settled and len(rows) >= len(ids)) or time.monotonic() > ends:
                return [_Settled(outbound_id=row[0], asked=row[2]) for row in rows]
            time.sleep(0.5)


def _kill(stack: Stack, meta: httpx.Client, before: tuple[int, int], when: int) -> None:
    """Kill the sending worker: 0 at once, 1 as soon as a request came, 2 once one was accepted."""
    if when:
        _until(lambda: _progress(meta)[when - 1] > before[when - 1], "a send began")
    killed = stack.pids().get(_WORKER)
    stack.kill_service(_WORKER)
    _until(lambda: stack.pids().get(_WORKER, killed) != killed, "the worker is back")


def _progress(meta: httpx.Client) -> tuple[int, int]:
    """How many sends were tried, and how many messages of the office there are."""
    calls = meta.get("/requests", params={"limit": 10_000}).json()
    messages = meta.get("/messages").json()
    return (
        sum(bool(call["body"] and "to" in call["body"]) for call in calls),
        sum(message["sender"] == "office" for message in messages),
    )


def _client(meta: httpx.Client, number: int) -> str:
    phone = f"+62813{time.time_ns() // 1_000_000 % 10_000:04d}{number:04d}"
    made = meta.post("/clients", json={"name": f"Pengukur {number}", "phone": phone})
    made.raise_for_status()
    client = str(made.json()["id"])
    _put(meta, f"/clients/{client}/window", {"seconds_left": 3600})
    return client


def _write(meta: httpx.Client, client: str) -> str:
    sent = meta.post(f"/clients/{client}/messages", json={"text": "Selamat pagi"})
    sent.raise_for_status()
    return str(sent.json()["wamid"])


def _put(meta: httpx.Client, path: str, body: dict[str, Any]) -> None:
    meta.put(path, json=body).raise_for_status()


def _until(true: Callable[[], bool], what: str) -> None:
    ends = time.monotonic() + _PATIENCE
    while not true():
        if time.monotonic() > ends:
            raise TimeoutError(f"waited in vain: {what}")
        time.sleep(0.1)
