"""What the edge adds to a bare start of a workflow: signature, reading, sealing, answering."""

import asyncio
import os
import time
from collections.abc import Awaitable, Callable
from typing import Final

import httpx
from temporalio.client import Client

from bench.meta import milliseconds, report, signed, text_webhook, wamid
from devstack.stack import Stack
from devstack.throwaway import throwaway_folder

_UPDATES: Final = 400
_AT_ONCE: Final = 16


def measure() -> None:
    """POSTs of one message each against bare starts of the same number of workflows."""
    services = ("postgres", "temporal", "storage", "simulator", "api")
    with throwaway_folder() as folder, Stack(folder, services=services) as stack:
        asyncio.run(_compare(stack))


async def _compare(stack: Stack) -> None:
    os.environ.pop("TEMPORAL_NAMESPACE", None)
    client = await Client.connect(
        stack.endpoint("temporal_address"), namespace=stack.endpoint("temporal_namespace")
    )
    async with httpx.AsyncClient(limits=httpx.Limits(max_connections=_AT_ONCE)) as http:

        async def post(number: int) -> None:
            sender = f"62811{number:07d}"
            body = text_webhook(stack.endpoint("phone_number_id"), sender, "Halo", [wamid(sender)])
            answer = await http.post(
                stack.endpoint("webhook"),
                content=body,
                headers=signed(body, stack.endpoint("app_secret")),
            )
            answer.raise_for_status()

        async def start(number: int) -> None:
            await client.start_workflow(
                "Nothing", "Halo", id=f"bench/{number}", task_queue="nobody serves this"
            )

        for warm_up in range(_AT_ONCE):
            await asyncio.gather(post(-1 - warm_up), start(-1 - warm_up))
        through_the_edge = await _timed(post)
        bare = await _timed(start)
    report("edge, one message a POST", **milliseconds(through_the_edge.each))
    report("bare start of a workflow", **milliseconds(bare.each))
    report("edge / bare", time=f"{through_the_edge.whole / bare.whole:.2f}")


class _Times:
    def __init__(self, whole: float, each: list[float]) -> None:
        self.whole = whole
        self.each = each


async def _timed(do: Callable[[int], Awaitable[None]]) -> _Times:
    slots = asyncio.Semaphore(_AT_ONCE)
    each: list[float] = []

    async def one(number: int) -> None:
        async with slots:
            begun = time.perf_counter()
            await do(number)
            each.append(time.perf_counter() - begun)

    begun = time.perf_counter()
    await asyncio.gather(*(one(number) for number in range(_UPDATES)))
    return _Times(time.perf_counter() - begun, each)
