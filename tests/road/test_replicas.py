"""Two replicas of the api behind Caddy; one of them is killed while Meta delivers."""

import contextlib
import signal
import socket
import subprocess
import threading
import time
from collections.abc import Generator, Mapping, Sequence
from concurrent.futures import ThreadPoolExecutor
from dataclasses import dataclass, field
from pathlib import Path

import httpx

from devstack.product import inherited
from devstack.service import REPOSITORY, tool
from tests.road import webhooks
from tests.road.edges import is_ready
from tests.road.road import PATIENCE, Road, until

# As deploy/Caddyfile passes webhooks on, without its names and certificates.
CADDYFILE = """
{{
	admin off
	persist_config off
	auto_https off
}}
http://127.0.0.1:{port} {{
	reverse_proxy {replicas} {{
		lb_policy least_conn
		lb_try_duration 5s
		lb_try_interval 250ms
		health_uri /healthz
		health_interval 1s
		health_timeout 3s
	}}
}}
"""


def free_port() -> int:
    with socket.create_server(("127.0.0.1", 0)) as found:
        return int(found.getsockname()[1])


@contextlib.contextmanager
def running(
    command: Sequence[str], environment: Mapping[str, str]
) -> Generator[subprocess.Popen[bytes]]:
    """A process of this test's own."""
    process = subprocess.Popen(  # noqa: S603 - our own command
        command, cwd=REPOSITORY, env=environment,
        stdout=subprocess.DEVNULL, stderr=subprocess.DEVNULL,
    )  # fmt: skip
    try:
        yield process
    finally:
        process.kill()
        process.wait()


@dataclass(slots=True, kw_only=True)
class Meta:
    """Delivers as Meta does: what is not answered with 200 comes again."""

    at: httpx.Client
    secret: str
    again: int = 0
    done: int = 0
    lock: threading.Lock = field(default_factory=threading.Lock)

    def deliver(self, message: webhooks.Json) -> None:
        """Until it is taken."""
        body = webhooks.encode(webhooks.of_messages(message))
        headers = {
            "Content-Type": "application/json",
            "X-Hub-Signature-256": webhooks.signature(body, self.secret),
        }
        deadline = time.monotonic() + PATIENCE
        while not self._taken(body, headers):
            assert time.monotonic() < deadline, "never taken"
            with self.lock:
                self.again += 1
            time.sleep(0.2)
        with self.lock:
            self.done += 1

    def _taken(self, body: bytes, headers: Mapping[str, str]) -> bool:
        try:
            answer = self.at.post("/webhooks/whatsapp", content=body, headers=headers)
        except httpx.TransportError:
            return False
        return answer.status_code == 200


def test_a_replica_that_is_killed_under_load_loses_nothing_and_doubles_nothing(
    road: Road, tmp_path: Path
) -> None:
    messages = [
        webhooks.text(webhooks.new_phone(), f"Saya mau bicara dengan pengacara, {number}")
        for number in range(100)
    ]
    ports = [free_port(), free_port()]
    front = free_port()
    configuration = tmp_path / "Caddyfile"
    configuration.write_text(
        CADDYFILE.format(port=front, replicas=" ".join(f"127.0.0.1:{port}" for port in ports))
    )
    caddy = [tool("caddy"), "run", "--adapter", "caddyfile", "--config", str(configuration)]
    homes = {"XDG_DATA_HOME": str(tmp_path / "data"), "XDG_CONFIG_HOME": str(tmp_path / "config")}
    with contextlib.ExitStack() as entered:
        replicas = [
            entered.enter_context(
                running([tool("lawyershub"), "api", "--port", str(port)], road.environment)
            )
            for port in ports
        ]
        for port in ports:
            own = entered.enter_context(httpx.Client(base_url=f"http://127.0.0.1:{port}"))
            until(lambda own=own: is_ready(own), "a replica is ready")
        entered.enter_context(running(caddy, {**inherited(), **homes}))
        at = entered.enter_context(
            httpx.Client(base_url=f"http://127.0.0.1:{front}", timeout=PATIENCE)
        )
        until(lambda: is_ready(at), "Caddy passes requests on")
        meta = Meta(at=at, secret=road.stack.endpoint("app_secret"))
        crowd = entered.enter_context(ThreadPoolExecutor(12))
        # Where one fails the others need not be tried.
        entered.callback(crowd.shutdown, cancel_futures=True)
        deliveries = [crowd.submit(meta.deliver, message) for message in messages]
        until(lambda: meta.done >= 30, "some are taken")
        assert meta.done < len(messages)
        replicas[0].send_signal(signal.SIGKILL)
        assert replicas[0].wait() == -signal.SIGKILL
        for delivery in deliveries:
            delivery.result()
        assert is_ready(at)
        assert replicas[1].poll() is None

    wamids = [message["id"] for message in messages]
    until(lambda: road.kept_messages(wamids) == len(wamids), "all messages")
    until(lambda: road.runs(wamids) >= len(wamids), "all workflows are listed")
    assert road.runs(wamids) == len(wamids)
    states = {each["state"] for each in until(lambda: settled(road, wamids), "all are routed")}
    assert states == {"waiting_for_lawyer"}
    for message in messages:
        (shown,) = road.conversation(str(road.conversation_of(message["id"])))["messages"]
        assert shown["body"] == message["text"]["body"]


def settled(road: Road, wamids: Sequence[str]) -> list[webhooks.Json] | None:
    found = road.trace_all(wamids)
    return found if all(each["state"] == "waiting_for_lawyer" for each in found) else None
