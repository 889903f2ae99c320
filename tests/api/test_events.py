"""Whoever follows the conversations hears what they may, loses nothing, and holds up nobody."""

import asyncio
import json
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httpx
import pytest
import uvicorn
from fastapi import FastAPI
from sqlalchemy import Engine
from starlette.types import Message

from adapters.keys.keyring import Keyring
from adapters.postgres.engine import connect, transaction
from adapters.postgres.event_bell import PostgresEventBell
from adapters.postgres.events import PostgresEventLog
from adapters.postgres.lawyers import PostgresLawyerRegister
from adapters.postgres.messages import PostgresMessageStore
from adapters.postgres.tables import ConversationEventRow, LawyerToken
from adapters.postgres.vault import Vault
from api import events, problems
from api.connections import guarded
from api.fanout import Fanout
from api.headers import SecurityHeaders
from api.streams import ABORT, EventStream
from domain.events import ConversationEvent, EventKind, EventPage
from domain.failures import Unavailable
from domain.ids import ConversationId, LawyerId
from domain.message_reading import read_message
from domain.messages import RecordedMessage
from tests.adapters.registers import Registers, registers_on
from tests.fake_events import FakeBell, FakeEventLog
from tests.samples import PHONE, inbound_message, make_policy, make_wamid
from tests.servers import migrated_postgres_url, migrated_template, postgres_server

__all__ = ["migrated_postgres_url", "migrated_template", "postgres_server"]

_SOON = timedelta(milliseconds=50)
_PATIENCE = 60


@pytest.fixture
def engine(migrated_postgres_url: str) -> Iterator[Engine]:
    made = connect(migrated_postgres_url)
    yield made
    made.dispose()


@dataclass(slots=True)
class Firm:
    """One database, and as many apis on it as a test wants."""

    engine: Engine
    vault: Vault
    registers: Registers
    stop: list[uvicorn.Server] = field(default_factory=list[uvicorn.Server])

    def token(self, name: str = "Dewi Lestari", role: str = "lawyer") -> str:
        self.registers.people.add(name, role)
        return self.registers.people.new_token(name)

    def wrote(self, number: int = 1, phone: str = PHONE) -> RecordedMessage:
        sent = inbound_message(text="rahasia", wamid=make_wamid(number), phone=phone)
        return PostgresMessageStore(self.engine, self.vault).record(
            sent, read_message(sent), make_policy()
        )

    @asynccontextmanager
    async def api(self) -> AsyncGenerator[httpx.AsyncClient]:
        """An api of its own, as a real server."""
        log = PostgresEventLog(self.engine)
        bell = PostgresEventBell(self.engine.url.render_as_string(hide_password=False))
        fanout = Fanout(log, bell)
        app = FastAPI()
        problems.install(app)
        app.add_middleware(SecurityHeaders)
        stream = events.Stream(
            log=log,
            fanout=fanout,
            lawyers=PostgresLawyerRegister(self.engine, self.vault),
            heartbeat=_SOON,
            look_at_token=_SOON,
        )
        app.include_router(events.router(stream))
        server = uvicorn.Server(
            uvicorn.Config(app, port=0, http=guarded(), log_config=None, lifespan="off")
        )
        reading = asyncio.create_task(fanout.run())
        serving = asyncio.create_task(server.serve())
        while not server.started:  # noqa: ASYNC110 -- uvicorn has no event for it
            await asyncio.sleep(0.01)
        self.stop.append(server)
        port = server.servers[0].sockets[0].getsockname()[1]
        try:
            async with httpx.AsyncClient(
                base_url=f"http://127.0.0.1:{port}", trust_env=False, timeout=_PATIENCE
            ) as client:
                await _until_read(fanout)
                yield client
        finally:
            server.should_exit = True
            reading.cancel()
            await asyncio.gather(reading, serving, return_exceptions=True)


async def _until_read(fanout: Fanout) -> None:
    async with asyncio.timeout(_PATIENCE):
        while True:
            try:
                fanout.expects_one_more()
            except Unavailable:
                await asyncio.sleep(0.01)
            else:
                return


@pytest.fixture
def firm(engine: Engine) -> Firm:
    keyring = Keyring.generate()
    vault = Vault(lambda: keyring)
    return Firm(engine=engine, vault=vault, registers=registers_on(engine, vault))


@dataclass(slots=True)
class Heard:
    """A stream, read piece by piece."""

    lines: Any
    position: str = ""

    async def piece(self) -> dict[str, str] | None:
        """The next event, comments among them; None at the end."""
        said: dict[str, str] = {}
        async with asyncio.timeout(_PATIENCE):
            async for line in self.lines:
                if not line:
                    break
                name, _, value = line.partition(": ")
                said[name] = value
        self.position = said.get("id", self.position)
        return said or None

    async def event(self) -> tuple[str, dict[str, str]] | None:
        """The next event that says something; None at the end."""
        while (said := await self.piece()) is not None:
            if "data" in said:
                return said["event"], json.loads(said["data"])
        return None

    async def until(self, conversation: str) -> set[tuple[str, str]]:
        """What came until the message of a conversation did."""
        came: set[tuple[str, str]] = set()
        while True:
            heard = await self.event()
            assert heard is not None, "it ended"
            what = (heard[1].get("conversation_id", heard[0]), heard[1].get("kind", ""))
            came.add(what)
            if what == (conversation, "message"):
                return came

    async def passed(self, position: int) -> None:
        """Come back when the stream is known to be past a transaction."""
        while int(self.position or 0) < position:
            assert await self.piece() is not None


@asynccontextmanager
async def _following(
    client: httpx.AsyncClient, token: str, after: str | None = None
) -> AsyncGenerator[Heard]:
    headers = {"Authorization": f"Bearer {token}"}
    if after is not None:
        headers["Last-Event-ID"] = after
    async with client.stream("GET", "/api/v1/events", headers=headers) as answer:
        assert answer.status_code == 200
        assert answer.headers["content-type"].startswith("text/event-stream")
        assert answer.headers["cache-control"] == "no-store"
        heard = Heard(answer.aiter_lines())
        if after is None:
            while not heard.position:
                assert await heard.piece()
        yield heard


def _now(firm: Firm) -> int:
    return PostgresEventLog(firm.engine).since(None, limit=1).through


async def test_a_change_is_told_by_ids_and_a_word(firm: Firm) -> None:
    async with firm.api() as client, _following(client, firm.token()) as heard:
        here = (await asyncio.to_thread(firm.wrote)).conversation_id
        name, said = await heard.event() or ("", {})
        assert name == "changed"
        assert set(said) == {"conversation_id", "kind", "at"}
        assert said["conversation_id"] == here


async def test_every_api_tells_its_own_readers(firm: Firm) -> None:
    token = firm.token()
    async with (
        firm.api() as one,
        firm.api() as other,
        _following(one, token) as first,
        _following(other, token) as second,
    ):
        here = (await asyncio.to_thread(firm.wrote)).conversation_id
        assert await first.until(here) == await second.until(here)


async def test_what_was_missed_is_told_by_another_api(firm: Firm) -> None:
    token = firm.token()
    async with firm.api() as one, _following(one, token) as heard:
        before = (await asyncio.to_thread(firm.wrote)).conversation_id
        await heard.until(before)
        await heard.passed(_now(firm))
    missed = firm.wrote(2, phone="6281399990001").conversation_id
    async with firm.api() as other, _following(other, token, heard.position) as again:
        came = await again.until(missed)
        assert {conversation for conversation, _ in came} == {missed}
        later = (await asyncio.to_thread(firm.wrote, 3, "6281399990002")).conversation_id
        await again.until(later)


@pytest.mark.parametrize("after", ["999999999999999", "x", "", "-1", "9" * 60])
async def test_a_position_that_was_never_given_out_means_to_load_again(
    firm: Firm, after: str
) -> None:
    async with firm.api() as client, _following(client, firm.token(), after) as heard:
        assert await heard.event() == ("reset", {})
        here = (await asyncio.to_thread(firm.wrote)).conversation_id
        await heard.until(here)


async def test_what_was_forgotten_means_to_load_again(firm: Firm) -> None:
    before = _now(firm)
    firm.wrote()
    with transaction(firm.engine) as session:
        for row in session.query(ConversationEventRow):
            row.at = datetime.now(UTC) - timedelta(days=8)
    async with (
        firm.api() as client,
        _following(client, firm.token(), str(before)) as heard,
    ):
        assert await heard.event() == ("reset", {})


async def test_nothing_is_heard_through_a_wall_and_who_may_see_it_hears(firm: Firm) -> None:
    inside, outside = firm.token("Rina"), firm.token("Budi")
    viewer = firm.registers.person("Rina")
    secret = firm.wrote()
    case = firm.registers.case(secret.client_id, walled=True, members=(viewer,))
    firm.registers.mapping.put_message(viewer, secret.message_id, case.case.id)
    start = str(_now(firm))
    async with firm.api() as client:
        async with _following(client, inside) as of_inside, _following(client, outside) as of_out:
            await asyncio.to_thread(firm.wrote, 2)
            plain = (await asyncio.to_thread(firm.wrote, 3, "6281399990001")).conversation_id
            assert (secret.conversation_id, "message") in await of_inside.until(plain)
            assert {each for each, _ in await of_out.until(plain)} == {plain}
        # The same of what is told after a connection was lost.
        async with _following(client, outside, start) as of_out:
            assert {each for each, _ in await of_out.until(plain)} == {plain}


async def test_a_new_wall_makes_everybody_load_again(firm: Firm) -> None:
    token, viewer = firm.token("Budi"), firm.registers.person("Rina")
    secret = firm.wrote()
    async with firm.api() as client, _following(client, token) as heard:
        await asyncio.to_thread(
            firm.registers.case, secret.client_id, walled=True, members=(viewer,)
        )
        assert await heard.event() == ("reset", {})
        await asyncio.to_thread(firm.wrote, 2)
        plain = (await asyncio.to_thread(firm.wrote, 3, "6281399990001")).conversation_id
        assert {each for each, _ in await heard.until(plain)} == {plain}


async def test_a_revoked_token_ends_the_stream(firm: Firm) -> None:
    async with firm.api() as client, _following(client, firm.token()) as heard:
        with transaction(firm.engine) as session:
            for row in session.query(LawyerToken):
                row.revoked_at = datetime.now(UTC)
        assert await heard.event() is None


async def test_a_server_that_ends_does_not_wait_for_its_readers(firm: Firm) -> None:
    async with firm.api() as client, _following(client, firm.token()) as heard:
        firm.stop[0].should_exit = True
        with pytest.raises(httpx.TransportError):
            await heard.event()


async def test_a_stranger_hears_nothing(firm: Firm) -> None:
    async with firm.api() as client:
        assert (await client.get("/api/v1/events")).status_code == 401


@asynccontextmanager
async def _running(log: FakeEventLog) -> AsyncGenerator[Fanout]:
    fanout = Fanout(log, FakeBell())
    reading = asyncio.create_task(fanout.run())
    try:
        yield fanout
    finally:
        reading.cancel()
        await asyncio.gather(reading, return_exceptions=True)


def _page(count: int, through: int) -> EventPage:
    event = ConversationEvent(
        conversation_id=ConversationId("c" * 32), kind=EventKind.MESSAGE, at=datetime.now(UTC)
    )
    return EventPage(events=(event,) * count, through=through)


async def test_whoever_takes_nothing_is_let_go_and_holds_nothing() -> None:
    log = FakeEventLog()
    async with _running(log) as fanout:
        await _until_read(fanout)
        with fanout.subscribed(LawyerId("a" * 32)) as slow:
            log.pages = [_page(1_500, 1), _page(1_500, 2)]
            async with asyncio.timeout(_PATIENCE):
                await slow.ended.wait()
            assert not slow.waits
            assert await slow.next(_SOON) is None


async def test_one_lawyer_takes_no_more_than_some_places() -> None:
    async with _running(FakeEventLog()) as fanout:
        await _until_read(fanout)
        held = [fanout.subscribed(LawyerId("a" * 32)) for _ in range(13)]
        subscriptions = [each.__enter__() for each in held]
        assert [each.ended.is_set() for each in subscriptions] == [True] + [False] * 12
        for each in held:
            each.__exit__(None, None, None)


async def test_whoever_comes_before_anything_was_read_is_asked_to_come_again() -> None:
    log = FakeEventLog(broken=True)
    async with _running(log) as fanout:
        await asyncio.sleep(0)
        with pytest.raises(Unavailable), fanout.subscribed(LawyerId("a" * 32)):
            pass
        log.broken = False
        await _until_read(fanout)


async def test_a_reader_whose_buffers_stay_full_is_cut_off() -> None:
    sent: list[str] = []
    aborted = asyncio.Event()

    async def pieces() -> AsyncGenerator[str]:
        yield "data: {}\n\n"

    async def receive() -> dict[str, Any]:
        await asyncio.Event().wait()
        return {}

    async def send(message: Message) -> None:
        sent.append(message["type"])
        if message["type"] == "http.response.body":
            await asyncio.Event().wait()

    scope = {"type": "http", "state": {ABORT: aborted.set}}
    await EventStream(pieces(), stalled=_SOON)(scope, receive, send)
    assert aborted.is_set()
    assert sent == ["http.response.start", "http.response.body"]
