"""The running stack as Meta, a client, a lawyer and an operator see it."""

import asyncio
import hashlib
import hmac
import json
import subprocess
import tempfile
import time
from collections.abc import Awaitable, Callable, Collection, Mapping, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, TypeVar, cast

import httpx
import psycopg
from temporalio.client import Client

from adapters.keys.keyring import Keyring
from devstack.product import inherited
from devstack.service import REPOSITORY, tool
from devstack.stack import Stack
from tests.road import webhooks
from tests.road.webhooks import Json

PATIENCE = 120.0
"""Seconds that anything may take on a busy machine."""

FoundT = TypeVar("FoundT")


def until(look: Callable[[], FoundT | None], what: str, patience: float = PATIENCE) -> FoundT:
    """Look again and again until there is something to see, and give it."""
    deadline = time.monotonic() + patience
    while True:
        found = look()
        if found:
            return found
        assert time.monotonic() < deadline, f"waited in vain: {what}"
        time.sleep(0.1)


@dataclass(frozen=True, slots=True, kw_only=True)
class Person:
    """A client of the firm at the simulator."""

    id: str
    name: str
    phone: str


@dataclass(frozen=True, slots=True, kw_only=True)
class Road:
    """Everything a test does to the stack; whatever waits has an end."""

    stack: Stack
    folder: Path
    edge: httpx.Client
    meta: httpx.Client

    # ---- Meta and its clients

    def person(self, name: str = "Budi Contoh", **more: object) -> Person:
        """A new client, known to nobody yet."""
        phone = webhooks.new_phone()
        made = self.admin("POST", "/clients", {"name": name, "phone": f"+{phone}", **more})
        # As if they had written before: the office may write to them.
        self.admin("PUT", f"/clients/{made['id']}/window", {"seconds_left": 3600})
        return Person(id=made["id"], name=name, phone=phone)

    def admin(self, method: str, path: str, body: object = None) -> Any:  # noqa: ANN401 - JSON
        """Ask the simulator's own API."""
        answer = self.meta.request(method, f"/admin{path}", json=body)
        answer.raise_for_status()
        return answer.json() if answer.content else None

    def write(self, person: Person, text: str, **more: object) -> str:
        """Write to the office as this client; the message's wamid."""
        sent = self.admin("POST", f"/clients/{person.id}/messages", {"text": text, **more})
        return str(sent["wamid"])

    def faults(self, **faults: object) -> None:
        """Let this go wrong, and nothing else."""
        self.admin("PUT", "/faults", faults)

    def replies(self, person: Person) -> list[Json]:
        """What the office has sent to a client."""
        messages: list[Json] = self.admin("GET", f"/messages?client={person.id}")
        return [message for message in messages if message["sender"] == "office"]

    def replies_to(self, phone: str) -> list[Json]:
        """What the office has sent to a number, whether the simulator knows it or not."""
        messages: list[Json] = self.admin("GET", "/messages")
        return [each for each in messages if each["recipient_phone"] == phone]

    def answered(self, person: Person, count: int = 1, *, patience: float = PATIENCE) -> list[Json]:
        """Wait until a client got so many replies and has read them."""
        return until(
            lambda: (
                [each for each in self.replies(person) if each["confirmed_status"] == "read"][
                    count - 1 :
                ]
                and self.replies(person)
            ),
            f"{count} reply(s) that were read",
            patience,
        )

    def post(
        self, payload: object, *, signed: str | None = None, headers: Mapping[str, str] = {}
    ) -> httpx.Response:
        """POST a webhook signed as Meta would; bytes go as they are."""
        body = payload if isinstance(payload, bytes) else webhooks.encode(payload)
        right = signed or webhooks.signature(body, self.stack.endpoint("app_secret"))
        sent = {"Content-Type": "application/json", "X-Hub-Signature-256": right, **headers}
        return self.edge.post("/webhooks/whatsapp", content=body, headers=sent)

    # ---- lawyers

    def api(self, path: str, *, token: str | None = None) -> httpx.Response:
        """Ask the lawyers' API with the demonstration lawyer's token."""
        bearer = token or self.stack.endpoint("lawyer_token")
        return self.edge.get(f"/api/v1{path}", headers={"Authorization": f"Bearer {bearer}"})

    def conversation(self, conversation_id: str) -> Json:
        """What lawyers read of a conversation."""
        answer = self.api(f"/conversations/{conversation_id}")
        assert answer.status_code == 200, answer.text
        return answer.json()

    # ---- operators

    def command(self, *words: str, env: Mapping[str, str] = {}) -> subprocess.CompletedProcess[str]:
        """Run `lawyershub` to its end as an operator would."""
        return subprocess.run(  # noqa: S603 - our own command
            [tool("lawyershub"), *words],
            cwd=REPOSITORY, env={**self.environment, **env}, check=False,
            capture_output=True, text=True, timeout=PATIENCE,
        )  # fmt: skip

    @property
    def environment(self) -> dict[str, str]:
        """What a process of the product needs on this stack."""
        return {**inherited(), **cast("dict[str, str]", self.stack.endpoints["env"])}

    def trace(self, wamid: str) -> Json:
        """What `lawyershub trace` says of a message."""
        done = self.command("trace", wamid, "--json")
        assert done.returncode == 0, done.stderr
        return json.loads(done.stdout)

    def trace_all(self, wamids: Sequence[str]) -> list[Json]:
        """What `lawyershub trace --file` says, in the order of the wamids."""
        with tempfile.NamedTemporaryFile("w", suffix=".txt") as file:
            file.write("".join(f"{wamid}\n" for wamid in wamids))
            file.flush()
            done = self.command("trace", "--file", file.name)
        assert done.returncode == 0, done.stderr
        return [json.loads(line) for line in done.stdout.splitlines()]

    def recorded(self, wamid: str, *states: str) -> Json | None:
        """The row of a message by its id, once it is there (and in one of these states)."""
        conversation = self.conversation_of(wamid)
        if conversation is None:
            return None
        messages = self.conversation(conversation)["messages"]
        found = next(each for each in messages if each["id"] == self.message_id(wamid))
        if states and found["state"] not in states:
            return None
        return {"conversation_id": conversation, "state": found["state"]}

    def conversation_of(self, wamid: str) -> str | None:
        """The conversation that a message was put in."""
        query = "SELECT conversation_id FROM messages WHERE id = %s"
        found = self.rows(query, self.message_id(wamid))
        return str(found[0][0]) if found else None

    def kept_messages(self, wamids: Collection[str]) -> int:
        """How many rows there are for these messages of clients."""
        ids = [self.message_id(wamid) for wamid in wamids]
        return int(self.rows("SELECT count(*) FROM messages WHERE id = ANY(%s)", ids)[0][0])

    def kept_statuses(self, wamids: Collection[str]) -> int:
        """How many statuses were kept of these messages."""
        indices = [self.keyring.blind_index("wamid", wamid) for wamid in wamids]
        query = "SELECT count(*) FROM statuses WHERE wamid_index = ANY(%s)"
        return int(self.rows(query, indices)[0][0])

    @property
    def keyring(self) -> Keyring:
        """The firm's keys."""
        return Keyring.from_json(Path(self.stack.endpoint("keyring_file")).read_bytes())

    def message_id(self, wamid: str) -> str:
        """The id that stands for a wamid everywhere: only the keyring's holder can tell it."""
        return hmac.new(self.keyring.pepper, wamid.encode(), hashlib.sha256).hexdigest()[:32]

    def rows(self, query: str, *values: object) -> Sequence[tuple[Any, ...]]:
        """Read from the database; nothing can be written."""
        url = self.stack.endpoint("database_url").replace("+psycopg", "")
        options = "-c default_transaction_read_only=on"
        with psycopg.connect(url, options=options) as database:
            return database.execute(query.encode(), values).fetchall()

    def count(self, table: str) -> int:
        """How many rows a table has."""
        return int(self.rows(f"SELECT count(*) FROM {table}")[0][0])  # noqa: S608 - the tests' own

    def ask_temporal(self, question: Callable[[Client], Awaitable[FoundT]]) -> FoundT:
        """Ask Temporal without any key, as whoever reads its server."""

        async def ask() -> FoundT:
            client = await Client.connect(
                self.stack.endpoint("temporal_address"),
                namespace=self.stack.endpoint("temporal_namespace"),
            )
            return await question(client)

        return asyncio.run(ask())

    def runs(self, wamids: Collection[str]) -> int:
        """How many times workflows of these messages were started."""
        ids = ", ".join(f"'inbound/{self.message_id(wamid)}'" for wamid in wamids)

        async def number(client: Client) -> int:
            return (await client.count_workflows(f"WorkflowId IN ({ids})")).count

        return self.ask_temporal(number)
