"""How many messages a second go the whole road, against how many the edge takes."""

import asyncio
import contextlib
import os
import re
import time
from collections.abc import Generator
from pathlib import Path
from typing import Final

import httpx
import psycopg

from bench.meta import report, signed, text_webhook, wamid
from devstack.stack import Stack
from devstack.throwaway import throwaway_folder

_MESSAGES: Final = 200
_AT_ONCE: Final = 16
_PATIENCE: Final = 300.0
_DAYS: Final = (
    "monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday",
)  # fmt: skip


def measure() -> None:
    """Messages of as many clients, each answered by the assistant and followed to `read`."""
    with hasty_stack() as stack:
        asyncio.run(_drive(stack))


@contextlib.contextmanager
def hasty_stack(confirmation_wait: str = "10m") -> Generator[Stack]:
    """A whole stack whose assistant hardly waits for a quiet moment."""
    with throwaway_folder() as folder:
        policy = folder.with_name("firm.yaml")
        here = Path(__file__).parent.parent / "firm.yaml"
        rules = always_open(here.read_text().replace("quiet_period: 6s", "quiet_period: 1s"))
        waiting = f"confirmation_wait: {confirmation_wait}"
        policy.write_text(rules.replace("confirmation_wait: 10m", waiting))
        os.environ["FIRM_POLICY"] = str(policy)
        with Stack(folder) as stack:
            yield stack


def always_open(rules: str) -> str:
    """The firm's rules without hours: whatever the time, nobody is told that it is closed."""
    open_days = "".join(f"  {day}: 00:00-24:00\n" for day in _DAYS)
    # The hours of a day are the first of their name; what follows them stays as it is.
    usual = re.compile(rf"^  (?:{'|'.join(_DAYS)}): .*\n", re.MULTILINE)
    opened = usual.sub("", rules).replace("  zone: WIB\n", f"  zone: WIB\n{open_days}")
    return opened.replace(
        "  national: true\n  joint_leave: true\n", "  national: false\n  joint_leave: false\n"
    )


async def _drive(stack: Stack) -> None:
    begun = time.perf_counter()
    async with httpx.AsyncClient(timeout=60) as http:
        slots = asyncio.Semaphore(_AT_ONCE)

        async def post(number: int) -> None:
            async with slots:
                client = await http.post(
                    f"{stack.endpoint('simulator')}/admin/clients",
                    json={"name": f"Pengukur {number}", "phone": f"+62811{number:07d}"},
                )
                client.raise_for_status()
                # Opens the customer service window at the simulator, as a client's message would.
                await http.put(
                    f"{stack.endpoint('simulator')}/admin/clients/{client.json()['id']}/window",
                    json={"seconds_left": 3600},
                )
                sender = f"62811{number:07d}"
                body = text_webhook(
                    stack.endpoint("phone_number_id"), sender, "Selamat pagi", [wamid(sender)]
                )
                answer = await http.post(
                    stack.endpoint("webhook"),
                    content=body,
                    headers=signed(body, stack.endpoint("app_secret")),
                )
                answer.raise_for_status()

        await asyncio.gather(*(post(number) for number in range(_MESSAGES)))
    taken = time.perf_counter() - begun
    accepted = await asyncio.to_thread(_until_accepted, stack, begun)
    report("road", messages=_MESSAGES, edge_took=f"{taken:.1f} s", all_answered=f"{accepted:.1f} s")
    report("road / edge", time=f"{accepted / taken:.1f}")


def _until_accepted(stack: Stack, begun: float) -> float:
    url = stack.endpoint("database_url").replace("+psycopg", "")
    with psycopg.connect(url, autocommit=True) as connection:
        while time.perf_counter() - begun < _PATIENCE:
            row = connection.execute(
                "SELECT count(*) FROM outbound WHERE accepted_at IS NOT NULL"
            ).fetchone()
            if row and row[0] >= _MESSAGES:
                return time.perf_counter() - begun
            time.sleep(0.2)
    raise TimeoutError(f"not every message was answered in {_PATIENCE} s")
