"""Approved replies whose sends go wrong in every way: how many arrive once, or are asked of."""

import random
import time
import uuid
from collections import Counter
from collections.abc import Callable, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from enum import StrEnum
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
from domain.routing import Reason

_ROUNDS: Final = 200
_AT_ONCE: Final = 20
_WORKER: Final = "worker-outgoing"
_PATIENCE: Final = 420.0
"""An attempt that died with its worker is given up after 90 seconds."""
_QUESTION: Final = "Bagaimana perkembangan perkara saya?"
"""The assistant answers this with a draft for a lawyer, and never alone."""

MISHAPS: Final[tuple[dict[str, object], ...]] = (
    {"does": "drop_after_accepting"},
    {"does": "error_after_accepting"},
    {"does": "hang_after_accepting", "seconds": 30},
    {"does": "drop_before_accepting"},
    {"does": "error", "code": 131056},
)


class Fate(StrEnum):
    """What became of an approved reply."""

    ONCE_AND_KNOWN = "once and known"
    """It arrived once, and the firm knows it."""
    ONCE_AND_ASKED = "once and asked"
    """It arrived once, and a lawyer is asked whether to send it again: nobody could tell."""
    ASKED = "asked"
    """It did not arrive, and a lawyer is asked."""
    DOUBLED = "doubled"
    LOST = "lost"
    """It did not arrive, and nobody is asked."""


class Killed(StrEnum):
    """When the worker that sends was killed."""

    BEFORE = "worker killed before a request left"
    DURING = "worker killed while a request was answered"
    AFTER = "worker killed after a request was accepted"


@dataclass(frozen=True, slots=True, kw_only=True)
class Outcome:
    """What became of the replies of all clients."""

    by_mishap: Mapping[str, Counter[Fate]]
    """By the first mishap that a reply's sends met, as the simulator calls it."""
    by_kill: Mapping[str, Counter[Fate]]
    """By when the worker was killed, of all that were approved in the same moment."""

    def total(self, *fates: Fate) -> int:
        """How many replies ended in one of these ways."""
        return sum(counted[fate] for counted in self.by_mishap.values() for fate in fates)


@dataclass(frozen=True, slots=True, kw_only=True)
class _Draft:
    """A suggestion that waits for a lawyer."""

    conversation_id: str
    id: str
    version: int


@dataclass(slots=True)
class _Bench:
    """The stack as the clients, a lawyer and a killer of workers see it."""

    stack: Stack
    meta: httpx.Client
    api: httpx.Client
    database: "psycopg.Connection[tuple[Any, ...]]"
    approved: dict[str, Killed] = field(default_factory=dict[str, Killed])
    """By the drafts' ids."""


def measure() -> None:
    """Two hundred approved replies, each of whose sends goes wrong while workers are killed."""
    with hasty_stack(confirmation_wait="20s") as stack:
        begun = time.perf_counter()
        found = run(stack, _ROUNDS, _AT_ONCE)
        took = time.perf_counter() - begun
    report("send", replies=_ROUNDS, **_figures(found.total), took=f"{took:.0f} s")
    for name, fates in {**found.by_mishap, **found.by_kill}.items():
        report(f"send / {name}", **_figures(fates.__getitem__))


def _figures(count: Callable[[Fate], int]) -> dict[str, int]:
    return {fate.replace(" ", "_"): count(fate) for fate in Fate}


def run(stack: Stack, rounds: int, at_once: int) -> Outcome:
    """Let a lawyer approve so many replies, so many at a time, and see what becomes of them.

    One send after the other meets a mishap, and the worker that sends is killed in each group: in
    turn before a request leaves, while one is answered, and after one was accepted.
    """
    url = stack.endpoint("database_url").replace("+psycopg", "")
    bearer = {"Authorization": f"Bearer {stack.endpoint('lawyer_token')}"}
    with (
        httpx.Client(base_url=f"{stack.endpoint('simulator')}/admin", timeout=60) as meta,
        httpx.Client(
            base_url=f"{stack.endpoint('edge')}/api/v1", headers=bearer, timeout=60
        ) as api,
        psycopg.connect(url, autocommit=True) as database,
    ):
        bench = _Bench(stack=stack, meta=meta, api=api, database=database)
        drafts = _drafts(bench, rounds, at_once)
        mishaps = [MISHAPS[number % len(MISHAPS)] for number in range(rounds)]
        random.Random(rounds).shuffle(mishaps)  # noqa: S311 - the same order each time
        _put(meta, "/faults", {"graph": mishaps, "limits": False})
        for number, first in enumerate(range(0, rounds, at_once)):
            _approve(bench, drafts[first : first + at_once], list(Killed)[number % len(Killed)])
        settled = _until_settled(bench)
        outcome = _outcome(bench, settled)
        meta.delete("/faults").raise_for_status()
    return outcome


def _drafts(bench: _Bench, rounds: int, at_once: int) -> Sequence[_Draft]:
    """Let so many clients ask, and wait until there is a draft for each of them."""
    began = time.time_ns() // 1_000_000 % 10_000
    with ThreadPoolExecutor(at_once) as threads:
        asking = [threads.submit(_ask, bench.meta, began, number) for number in range(rounds)]
        wamids = [each.result() for each in asking]
    keyring = Keyring.from_json(Path(bench.stack.endpoint("keyring_file")).read_bytes())
    ids = [message_id(keyring.pepper, wamid) for wamid in wamids]
    query = (
        "SELECT d.conversation_id, d.id, d.version FROM draft_answers a"
        " JOIN drafts d ON d.id = a.draft_id WHERE a.message_id = ANY(%s) ORDER BY a.message_id"
    )

    def found() -> list[tuple[Any, ...]]:
        return bench.database.execute(query, [ids]).fetchall()

    _until(lambda: len(found()) >= rounds, "a draft for each client")
    return [_Draft(conversation_id=row[0], id=row[1], version=row[2]) for row in found()]


def _approve(bench: _Bench, drafts: Sequence[_Draft], killed: Killed) -> None:
    """Approve these at once through the lawyers' API, and kill the worker in the midst of it."""
    before = _progress(bench.meta)
    with ThreadPoolExecutor(len(drafts)) as threads:
        answers = [threads.submit(_review, bench.api, draft) for draft in drafts]
        _kill(bench, before, killed)
    for draft, answer in zip(drafts, answers, strict=True):
        answer.result()
        bench.approved[draft.id] = killed


def _review(api: httpx.Client, draft: _Draft) -> None:
    said = {
        "review_id": str(uuid.uuid4()), "draft_id": draft.id, "draft_version": draft.version,
        "action": "approve",
    }  # fmt: skip
    api.post(f"/conversations/{draft.conversation_id}/reviews", json=said).raise_for_status()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Settled:
    draft_id: str
    outbound_id: str
    asked: bool
    """Whether the conversation waits for a lawyer because nobody knows whether it was sent."""
    taken: bool


def _until_settled(bench: _Bench) -> Sequence[_Settled]:
    """Whatever is not settled in the end counts as lost, unless it arrived."""
    ends = time.monotonic() + _PATIENCE
    while True:
        found = _states(bench)
        if all(each.asked or each.taken for each in found) or time.monotonic() > ends:
            return found
        time.sleep(0.5)


def _states(bench: _Bench) -> Sequence[_Settled]:
    query = (
        "SELECT d.id, coalesce(o.id, ''), coalesce(o.state, 'queued'),"
        " c.needs_lawyer_since IS NOT NULL AND %s = ANY(c.reasons)"
        " FROM drafts d JOIN conversations c ON c.id = d.conversation_id"
        " LEFT JOIN outbound o ON o.draft_id = d.id WHERE d.id = ANY(%s)"
    )
    values = [Reason.SEND_UNCONFIRMED.value, list(bench.approved)]
    return [
        _Settled(draft_id=row[0], outbound_id=row[1], taken=was_taken(DeliveryState(row[2])),
                 asked=row[3])
        for row in bench.database.execute(query, values).fetchall()
    ]  # fmt: skip


def _outcome(bench: _Bench, settled: Sequence[_Settled]) -> Outcome:
    arrived = Counter(
        str(each["biz_opaque_callback_data"])
        for each in bench.meta.get("/messages").json()
        if each["sender"] == "office"
    )
    met: dict[str, str] = {}
    for call in bench.meta.get("/requests", params={"limit": 10_000}).json():
        if call["fault"] and call["body"]:
            met.setdefault(str(call["body"].get("biz_opaque_callback_data")), call["fault"])
    by_mishap: dict[str, Counter[Fate]] = {}
    by_kill: dict[str, Counter[Fate]] = {}
    for each in settled:
        fate = _fate(each, arrived[each.outbound_id])
        by_mishap.setdefault(met.get(each.outbound_id, "no mishap"), Counter())[fate] += 1
        by_kill.setdefault(bench.approved[each.draft_id], Counter())[fate] += 1
    return Outcome(by_mishap=by_mishap, by_kill=by_kill)


def _fate(settled: _Settled, times: int) -> Fate:
    if times > 1:
        return Fate.DOUBLED
    if settled.asked:
        return Fate.ONCE_AND_ASKED if times else Fate.ASKED
    return Fate.ONCE_AND_KNOWN if times and settled.taken else Fate.LOST


def _kill(bench: _Bench, before: tuple[int, int], killed: Killed) -> None:
    """Kill the sending worker: at once, as soon as a request came, or once one was accepted."""
    stack = bench.stack
    if killed is not Killed.BEFORE:
        place = 0 if killed is Killed.DURING else 1
        _until(lambda: _progress(bench.meta)[place] > before[place], "a send began")
    process = stack.pids().get(_WORKER)
    stack.kill_service(_WORKER)
    _until(lambda: stack.pids().get(_WORKER, process) != process, "the worker is back")


def _progress(meta: httpx.Client) -> tuple[int, int]:
    """How many sends were tried, and how many messages of the office there are."""
    calls = meta.get("/requests", params={"limit": 10_000}).json()
    messages = meta.get("/messages").json()
    return (
        sum(bool(call["body"] and "to" in call["body"]) for call in calls),
        sum(message["sender"] == "office" for message in messages),
    )


def _ask(meta: httpx.Client, began: int, number: int) -> str:
    """What a new client asks; its wamid."""
    phone = f"+62813{began:04d}{number:04d}"
    made = meta.post("/clients", json={"name": f"Pengukur {number}", "phone": phone})
    made.raise_for_status()
    client = str(made.json()["id"])
    sent = meta.post(f"/clients/{client}/messages", json={"text": _QUESTION})
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
