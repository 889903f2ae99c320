"""What people say reaches a conversation on a real server, whether a worker is there or not."""

import asyncio
import socket
from collections.abc import AsyncGenerator, Iterator
from contextlib import asynccontextmanager
from datetime import timedelta
from uuid import uuid4

import pytest
from temporalio.client import Client
from temporalio.worker import Worker

from adapters.keys.keyring import Keyring
from adapters.temporal.client import data_converter
from adapters.temporal.control import TemporalConversationControl
from devstack.temporal import NAMESPACE
from domain.access import Role
from domain.failures import NotStarted
from domain.ids import (
    ConversationId,
    DraftId,
    LawyerId,
    OrderId,
    OutboundId,
    ReviewId,
    conversation_workflow_id,
)
from domain.pen import PenInput, SendOrder
from domain.processes import (
    ASSIGN,
    HAND_BACK,
    RESOLVE,
    REVIEW,
    SEND_MESSAGE,
    SET_MODE,
    SUBMIT_REVIEW,
    TAKE_OVER,
    TaskQueue,
)
from domain.review import ReviewAction, ReviewInput, ReviewOutcome
from tests.adapters.small_conversation import SLOW, UNKNOWN, SmallConversation

_GOOD = 900


@pytest.fixture
async def client(temporal_address: str) -> Client:
    keyring = Keyring.generate()
    return await Client.connect(
        temporal_address, namespace=NAMESPACE, data_converter=data_converter(lambda: keyring)
    )


@pytest.fixture
def control(client: Client) -> TemporalConversationControl:
    return TemporalConversationControl(lambda: client)


@pytest.fixture
async def conversation(client: Client) -> AsyncGenerator[ConversationId]:
    """An id that nobody has; whatever a test started under it ends with the test."""
    made = ConversationId(uuid4().hex)
    yield made
    await client.get_workflow_handle(conversation_workflow_id(made)).terminate()


@pytest.fixture
def nowhere() -> Iterator[str]:
    """Where a server connects nobody."""
    with socket.create_server(("127.0.0.1", 0)) as server:
        yield f"127.0.0.2:{server.getsockname()[1]}"


@asynccontextmanager
async def _at_work(client: Client) -> AsyncGenerator[None]:
    async with Worker(client, task_queue=TaskQueue.INCOMING, workflows=[SmallConversation]):
        yield


def _review(version: int = _GOOD) -> ReviewInput:
    return ReviewInput(
        review_id=ReviewId(uuid4().hex),
        action=ReviewAction.APPROVE,
        draft_id=DraftId("d" * 32),
        draft_version=version,
        reviewer=LawyerId("a" * 32),
        role=Role.LAWYER,
        length=12,
    )


def _change(version: int) -> PenInput:
    return PenInput(version=version, holder=LawyerId("a" * 32), assignee=None)


async def _told(client: Client, conversation: ConversationId) -> list[tuple[str, str]]:
    running = client.get_workflow_handle(conversation_workflow_id(conversation))
    return [(name, what) for name, what in await running.query(SmallConversation.told)]


async def test_a_review_is_applied_at_once_where_a_worker_is(
    client: Client, control: TemporalConversationControl, conversation: ConversationId
) -> None:
    review = _review()
    async with _at_work(client):
        await control.pen(conversation, TAKE_OVER, _change(1))
        assert await control.review(conversation, review) is ReviewOutcome.APPLIED
        assert await control.review(conversation, review) is ReviewOutcome.APPLIED
        assert await _told(client, conversation) == [(TAKE_OVER, "1"), (REVIEW, review.review_id)]


async def test_a_refusal_says_which(
    client: Client, control: TemporalConversationControl, conversation: ConversationId
) -> None:
    async with _at_work(client):
        await control.pen(conversation, TAKE_OVER, _change(1))
        for number, outcome in enumerate(ReviewOutcome):
            assert await control.review(conversation, _review(number)) is outcome
        assert await _told(client, conversation) == [(TAKE_OVER, "1")]


async def test_a_review_waits_for_a_worker_to_come(
    client: Client, control: TemporalConversationControl, conversation: ConversationId
) -> None:
    review = _review()
    await control.pen(conversation, TAKE_OVER, _change(1))

    assert await control.review(conversation, review) is ReviewOutcome.RECORDED

    async with _at_work(client):
        assert (SUBMIT_REVIEW, review.review_id) in await _told(client, conversation)


@pytest.mark.parametrize("version", [SLOW, UNKNOWN])
async def test_a_review_that_is_not_answered_in_time_or_not_understood_is_left_there(
    client: Client,
    control: TemporalConversationControl,
    conversation: ConversationId,
    version: int,
) -> None:
    review = _review(version)
    async with _at_work(client):
        await control.pen(conversation, TAKE_OVER, _change(1))
        assert await control.review(conversation, review) is ReviewOutcome.RECORDED
        assert (SUBMIT_REVIEW, review.review_id) in await _told(client, conversation)


async def test_a_review_starts_a_conversation_that_never_ran_or_has_ended(
    client: Client, control: TemporalConversationControl, conversation: ConversationId
) -> None:
    first, second = _review(), _review()
    assert await control.review(conversation, first) is ReviewOutcome.RECORDED
    async with _at_work(client):
        assert await _told(client, conversation) == [(SUBMIT_REVIEW, first.review_id)]
        await client.get_workflow_handle(conversation_workflow_id(conversation)).terminate()
        assert await control.review(conversation, second) is ReviewOutcome.RECORDED
        assert await _told(client, conversation) == [(SUBMIT_REVIEW, second.review_id)]


async def test_who_holds_the_pen_and_what_to_send_is_told_under_its_name(
    client: Client, control: TemporalConversationControl, conversation: ConversationId
) -> None:
    order = SendOrder(
        order_id=OrderId("c" * 32), lawyer=LawyerId("a" * 32), outbound_ids=(OutboundId("e" * 32),)
    )
    signals = (TAKE_OVER, HAND_BACK, ASSIGN, SET_MODE, RESOLVE)
    for version, signal in enumerate(signals):
        await control.pen(conversation, signal, _change(version))
    await control.send(conversation, order)

    async with _at_work(client):
        assert await _told(client, conversation) == [
            *((signal, str(version)) for version, signal in enumerate(signals)),
            (SEND_MESSAGE, order.order_id),
        ]


async def test_nothing_is_promised_while_temporal_is_away(nowhere: str) -> None:
    away = await Client.connect(nowhere, lazy=True)
    control = TemporalConversationControl(lambda: away)
    order = SendOrder(order_id=OrderId("c" * 32), lawyer=LawyerId("a" * 32), outbound_ids=())
    conversation = ConversationId(uuid4().hex)
    for telling in (
        control.review(conversation, _review()),
        control.pen(conversation, RESOLVE, _change(1)),
        control.send(conversation, order),
    ):
        with pytest.raises(NotStarted):
            await telling


async def test_a_server_that_says_no_word_is_not_waited_for_for_ever() -> None:
    with socket.create_server(("127.0.0.1", 0)) as server:
        address = f"127.0.0.1:{server.getsockname()[1]}"
        hanging = await Client.connect(address, lazy=True)
        control = TemporalConversationControl(lambda: hanging)
        with pytest.raises(NotStarted):
            async with asyncio.timeout(timedelta(minutes=1).total_seconds()):
                await control.review(ConversationId(uuid4().hex), _review())
