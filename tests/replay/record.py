"""Records histories: `python -m tests.replay.record`, from the repository's top.

Scenarios run on a real development server with the real workflows. A history that exists is never
written again: it stands for a workflow that may still be open somewhere. When a workflow changes,
add a scenario (or a new name for an old one) and record that.
"""

import asyncio
import json
import sys
from collections.abc import AsyncGenerator, Awaitable, Callable
from contextlib import asynccontextmanager
from dataclasses import replace
from datetime import UTC, datetime, timedelta

from temporalio.client import Client
from temporalio.common import SearchAttributeKey
from temporalio.testing import WorkflowEnvironment

from devstack.service import tool
from domain import attributes
from domain.access import Role
from domain.access_tokens import TokenCheck
from domain.account import AccountEventInput
from domain.analysis import Intent
from domain.failures import KeyTaken, Unavailable, UnknownRecord
from domain.ids import (
    CaseId,
    Digest,
    LawyerId,
    OrderId,
    ReviewId,
    inbound_workflow_id,
    media_workflow_id,
    notification_workflow_id,
    template_sync_workflow_id,
    webhook_workflow_id,
)
from domain.matching import MatchCaseResult, MatchReason, PlacedDocument
from domain.messages import InboundMessageInput
from domain.outbound_content import Text
from domain.pen import NewOrder, NewReview
from domain.processes import HAND_BACK, RESOLVE, REVIEW, SEND_MESSAGE, SUBMIT_REVIEW, TAKE_OVER
from domain.review import ReviewAction, ReviewInput
from domain.routing import Reason
from domain.views import LawyerView
from domain.webhooks import Updates
from tests.fake_pens import FakePenDesk, FakeReviewDesk
from tests.replay.corpus import HISTORIES, converter
from tests.samples import (
    ACCOUNT_ID,
    NOW,
    PHONE,
    account_event,
    inbound_message,
    make_analysis,
    make_policy,
    make_template,
    make_wamid,
    message_json,
    status_json,
    template_event,
)
from tests.workflows.firm import Firm, working_firm

Recorded = dict[str, str]
"""File names without their ending, and the ids of the workflows they are recorded from."""


async def greeting(firm: Firm) -> Recorded:
    """A greeting is answered, its statuses come, the conversation ends idle."""
    message = await firm.receive()
    await firm.until(lambda: bool(firm.sender.sent))
    (outbound,) = firm.records.outbound
    await firm.statuses(status_json(callback=outbound), digest="a" * 32)
    await firm.conversation.result()
    return {
        "InboundMessageWorkflow.greeting": inbound_workflow_id(message.message_id),
        "ConversationWorkflow.greeting": firm.conversation.id,
        "StatusUpdateWorkflow.sent": f"statuses/{'a' * 32}",
    }


async def burst_for_a_person(firm: Firm) -> Recorded:
    """Two messages in a burst, one of them for a person; the conversation stays open."""
    firm.analyst.verdicts["Saya mau bicara"] = make_analysis(Intent.HUMAN_REQUEST)
    await firm.receive(inbound_message(wamid="wamid.one"))
    message = await firm.receive(inbound_message(wamid="wamid.two", text="Saya mau bicara"))
    await _until_somebody_waits(firm)
    return {
        "InboundMessageWorkflow.person": inbound_workflow_id(message.message_id),
        "ConversationWorkflow.burst_for_a_person": firm.conversation.id,
    }


async def lost_answer(firm: Firm) -> Recorded:
    """A send that nobody answered, first settled by a status, then by nothing."""
    firm.sender.answers.extend([firm.sender.unanswered(), firm.sender.unanswered()])
    await firm.receive(inbound_message(wamid="wamid.one"))
    await firm.until(lambda: bool(firm.sender.sent))
    (outbound,) = firm.records.outbound
    await firm.statuses(status_json(callback=outbound), digest="b" * 32)
    await firm.receive(inbound_message(wamid="wamid.two"))
    await firm.until(lambda: bool(firm.records.conversations[firm.conversation_id].reasons))
    await _until_somebody_waits(firm)
    return {
        "ConversationWorkflow.lost_answer": firm.conversation.id,
        "StatusUpdateWorkflow.settles_a_lost_answer": f"statuses/{'b' * 32}",
    }


async def refused_and_undelivered(firm: Firm) -> Recorded:
    """A reply is refused, another one is not delivered."""
    await firm.receive(inbound_message(wamid="wamid.one"))
    await firm.until(lambda: bool(firm.sender.sent))
    (outbound,) = firm.records.outbound
    failed = status_json(status="failed", callback=outbound, error_code=131026)
    await firm.statuses(failed, digest="c" * 32)
    await firm.until(lambda: bool(firm.records.conversations[firm.conversation_id].reasons))
    firm.sender.answers.append(firm.sender.refused(131026))
    await firm.receive(inbound_message(wamid="wamid.two"))
    await _until_somebody_waits(firm)
    return {"ConversationWorkflow.refused_and_undelivered": firm.conversation.id}


async def unreadable_and_unanalysed(firm: Firm) -> Recorded:
    """A sticker; and a text whose analysis fails twice before it comes."""
    sticker = await firm.receive(inbound_message(wamid="wamid.one", kind="sticker"))
    firm.analyst.verdicts["sekali"] = Unavailable("the model is away")
    slow = inbound_message(wamid="wamid.two", text="sekali")
    await firm.starter.message(slow)
    await firm.until(lambda: bool(firm.analyst.asked))
    firm.analyst.verdicts["sekali"] = make_analysis()
    await firm.client.get_workflow_handle(inbound_workflow_id(slow.message_id)).result()
    return {
        "InboundMessageWorkflow.unreadable": inbound_workflow_id(sticker.message_id),
        "InboundMessageWorkflow.analysis_retried": inbound_workflow_id(slow.message_id),
    }


async def kept_account_event(firm: Firm) -> Recorded:
    """An account event is kept."""
    event = AccountEventInput(
        digest=Digest("d" * 32), field="account_update", received_at=NOW, body='{"event":"X"}'
    )
    await firm.account_event(event)
    return {"AccountEventWorkflow.kept": f"account-event/{'d' * 32}"}


async def large_webhook(firm: Firm) -> Recorded:
    """A batch whose second half has to wait for Temporal."""
    firm.batches.left = 15
    messages = tuple(inbound_message(wamid=make_wamid(number)) for number in range(30))
    (batch,) = await firm.batch(Updates(messages=messages))
    await firm.until(lambda: len(firm.batches.asked) > 15)
    firm.batches.left = None
    await firm.client.get_workflow_handle(webhook_workflow_id(batch.digest)).result()
    return {"WebhookBatchWorkflow.started": webhook_workflow_id(batch.digest)}


async def account_events_acted_on(firm: Firm) -> Recorded:
    """A client stops marketing; a body that nobody understood; an echo of the office's phone."""
    wish = {"wa_id": PHONE, "category": "marketing_messages", "value": "stop"}
    echo = {**message_json(phone="15550001111"), "to": PHONE}
    events = {
        "preference": account_event(
            "user_preferences", {"user_preferences": [wish]}, digest="e" * 32
        ),
        "unread": replace(account_event("unread", {}, digest="f" * 32), encoding="base64", body=""),
        "echo": account_event("smb_message_echoes", {"message_echoes": [echo]}, digest="1" * 32),
    }
    for event in events.values():
        await firm.account_event(event)
    return {
        f"AccountEventWorkflow.acted_on_{name}": f"account-event/{event.digest}"
        for name, event in events.items()
    }


async def files(firm: Firm) -> Recorded:
    """A file that is fetched at the second try and read; one that is gone; one nobody can keep."""
    firm.files.files = {"kept": b"%PDF-1.7 kept"}
    firm.files.failures = [Unavailable("503")]
    kept = await firm.receive(_document("wamid.one", "kept"))
    await firm.client.get_workflow_handle(media_workflow_id(kept.message_id)).result()
    gone = await firm.receive(_document("wamid.two", "gone"))
    await firm.client.get_workflow_handle(media_workflow_id(gone.message_id)).result()
    firm.files.failures = [KeyTaken("no attempt will help")]
    failed = await firm.receive(_document("wamid.three", "kept"))
    await firm.client.get_workflow_handle(media_workflow_id(failed.message_id)).result()
    return {
        "InboundMessageWorkflow.with_a_file": inbound_workflow_id(kept.message_id),
        "MediaWorkflow.kept_and_read": media_workflow_id(kept.message_id),
        "MediaWorkflow.gone": media_workflow_id(gone.message_id),
        "MediaWorkflow.given_up": media_workflow_id(failed.message_id),
    }


async def unread_file(firm: Firm) -> Recorded:
    """A file that is kept and cannot be read, whoever tries."""
    firm.files.files = {"kept": b"%PDF-1.7 kept"}
    firm.recognizer.failures = [KeyTaken("no attempt will help")]
    kept = await firm.receive(_document("wamid.one", "kept"))
    await firm.client.get_workflow_handle(media_workflow_id(kept.message_id)).result()
    return {"MediaWorkflow.kept_and_not_read": media_workflow_id(kept.message_id)}


async def reaction(firm: Firm) -> Recorded:
    """A message that nobody needs to answer."""
    message = inbound_message(wamid="wamid.two", kind="reaction")
    content = {**json.loads(message.message), "reaction": {"message_id": "wamid.one", "emoji": "x"}}
    received = await firm.receive(replace(message, message=json.dumps(content)))
    return {"InboundMessageWorkflow.nothing_to_answer": inbound_workflow_id(received.message_id)}


async def cases(firm: Firm) -> Recorded:
    """A message of a client with one case; an opponent's; one whose case nobody could look for."""
    firm.cases.answer = MatchCaseResult(case_id=CaseId("c" * 32), reason=MatchReason.ONLY_OPEN)
    put = await firm.receive(inbound_message(wamid="wamid.one"))
    firm.cases.answer = MatchCaseResult(
        case_id=None, reason=MatchReason.NONE, circumstances=(Reason.CONFLICT,)
    )
    caught = await firm.receive(inbound_message(wamid="wamid.two"))
    firm.cases.answer = UnknownRecord("no such message")
    unclear = await firm.receive(inbound_message(wamid="wamid.three"))
    firm.files.files = {"kept": b"%PDF-1.7 kept"}
    firm.cases.placed = PlacedDocument(
        case_id=CaseId("c" * 32), reason=MatchReason.CASE_NUMBER, deadlines=1
    )
    placed = await firm.receive(_document("wamid.four", "kept"))
    await firm.client.get_workflow_handle(media_workflow_id(placed.message_id)).result()
    return {
        "InboundMessageWorkflow.put_to_a_case": inbound_workflow_id(put.message_id),
        "InboundMessageWorkflow.in_conflict": inbound_workflow_id(caught.message_id),
        "InboundMessageWorkflow.no_case_looked_for": inbound_workflow_id(unclear.message_id),
        "MediaWorkflow.placed": media_workflow_id(placed.message_id),
    }


async def templates(firm: Firm) -> Recorded:
    """Templates are asked for by the schedule, and again after one was paused."""
    firm.templates.listed[ACCOUNT_ID] = (make_template(),)
    await firm.synchronise_templates()
    event = template_event("PAUSED", digest="2" * 32)
    await firm.account_event(event)
    after = template_sync_workflow_id(event.digest)
    await firm.client.get_workflow_handle(after).result()
    return {
        "TemplateSyncWorkflow.scheduled": "template-sync",
        "TemplateSyncWorkflow.after_an_event": after,
        "AccountEventWorkflow.template_paused": f"account-event/{event.digest}",
    }


async def tokens(firm: Firm) -> Recorded:
    """A token that lasts; one that is renewed; one that cannot be; one that nobody may renew."""
    await firm.check_tokens("token-lasts")
    ends = TokenCheck(usable=True, expires_at=datetime.now(UTC) + timedelta(days=2))
    firm.tokens.check = replace(ends, can_refresh=True)
    firm.tokens.renewed = replace(ends, expires_at=datetime.now(UTC) + timedelta(days=60))
    await firm.check_tokens("token-renewed")
    firm.tokens.check = replace(ends, can_refresh=True)
    firm.tokens.renewed = KeyTaken("no attempt will help")
    await firm.check_tokens("token-not-renewed")
    firm.tokens.check = ends
    await firm.check_tokens("token-ends")
    return {
        "TokenCheckWorkflow.lasts": "token-lasts",
        "TokenCheckWorkflow.renewed": "token-renewed",
        "TokenCheckWorkflow.not_renewed": "token-not-renewed",
        "TokenCheckWorkflow.ends": "token-ends",
    }


def _document(wamid: str, media_id: str) -> InboundMessageInput:
    message = inbound_message(wamid=wamid, kind="document")
    content = {**json.loads(message.message), "document": {"id": media_id}}
    return replace(message, message=json.dumps(content))


async def _until_somebody_waits(firm: Firm) -> None:
    while not (await firm.view()).waiting:  # noqa: ASYNC110 -- the state is on the server
        await asyncio.sleep(0.1)


async def lawyers_answer(firm: Firm) -> Recorded:
    """Reviews by update and by signal; somebody takes over, writes, hands back, settles it."""
    now = datetime.now(UTC)
    firm.analyst.verdicts["Saya mau bicara"] = make_analysis(Intent.HUMAN_REQUEST)
    lawyer = LawyerView(id=LawyerId("d" * 32), name="Dewi", role=Role.LAWYER)
    desk, pen = FakeReviewDesk(firm.records), FakePenDesk(firm.records)
    await firm.receive(inbound_message(wamid="wamid.1", text="Saya mau bicara", sent_at=now))
    await _until_somebody_waits(firm)

    async def reviewed(name: str, action: ReviewAction, text: str | None = None) -> ReviewInput:
        while (view := await firm.view()).live is None:  # noqa: ASYNC110 -- the workflow's own state
            await asyncio.sleep(0.05)
        review = NewReview(
            review_id=ReviewId(name * 32),
            conversation_id=firm.conversation_id,
            draft_id=view.live.draft_id,
            draft_version=view.live.version,
            action=action,
            text=text,
            reason="keliru" if action is ReviewAction.REJECT else None,
        )
        return desk.record(lawyer, review, firm.policy).input

    rejected = await reviewed("1", ReviewAction.REJECT)
    await firm.conversation.signal(SUBMIT_REVIEW, rejected)
    await firm.receive(inbound_message(wamid="wamid.2", text="Saya mau bicara", sent_at=now))
    edited = await reviewed("2", ReviewAction.EDIT, "Silakan datang besok.")
    await firm.conversation.execute_update(REVIEW, edited)  # pyright: ignore[reportUnknownMemberType] -- the SDK's type
    await firm.until(lambda: len(firm.sender.sent) == 1)
    taken = pen.take_over(lawyer, firm.conversation_id)
    await firm.conversation.signal(TAKE_OVER, taken)
    await firm.receive(inbound_message(wamid="wamid.3", sent_at=now))
    order = NewOrder(
        order_id=OrderId("a" * 32),
        conversation_id=firm.conversation_id,
        content=Text(body="Saya jawab sendiri."),
    )
    await firm.conversation.signal(SEND_MESSAGE, pen.order(lawyer, order, firm.policy))
    await firm.until(lambda: len(firm.sender.sent) == 2)
    await firm.conversation.signal(HAND_BACK, pen.hand_back(lawyer, firm.conversation_id))
    await firm.conversation.signal(RESOLVE, pen.resolve(lawyer, firm.conversation_id))
    await firm.conversation.result()
    return {
        "ConversationWorkflow.lawyers_answer": firm.conversation.id,
        "NotificationWorkflow.told": notification_workflow_id(firm.conversation_id, "1/waiting"),
    }


SCENARIOS: tuple[Callable[[Firm], Awaitable[Recorded]], ...] = (
    greeting,
    burst_for_a_person,
    lost_answer,
    refused_and_undelivered,
    unreadable_and_unanalysed,
    kept_account_event,
    account_events_acted_on,
    large_webhook,
    files,
    unread_file,
    reaction,
    cases,
    templates,
    tokens,
    lawyers_answer,
)


_KEYWORDS = (attributes.STAGE, attributes.ROUTE, attributes.URGENCY, attributes.MESSAGE_TYPE)


@asynccontextmanager
async def _server() -> AsyncGenerator[WorkflowEnvironment]:
    async with await WorkflowEnvironment.start_local(  # pyright: ignore[reportUnknownMemberType] -- the SDK leaves a type variable open
        dev_server_existing_path=tool("temporal"),
        data_converter=converter(),
        search_attributes=[
            *(SearchAttributeKey.for_keyword(name) for name in _KEYWORDS),
            SearchAttributeKey.for_bool(attributes.NEEDS_LAWYER),
        ],
    ) as environment:
        yield environment


async def main() -> None:
    """Run every scenario on a server of its own, and write what is not there yet."""
    policy = make_policy(
        quiet_period=timedelta(milliseconds=500),
        idle_after=timedelta(seconds=2),
        confirmation_wait=timedelta(seconds=3),
    )
    for scenario in SCENARIOS:
        began = datetime.now(UTC)
        async with _server() as server, working_firm(server, policy, now=began) as firm:
            for name, workflow_id in (await scenario(firm)).items():
                await _write(server.client, name, workflow_id)


async def _write(client: Client, name: str, workflow_id: str) -> None:
    file = HISTORIES / f"{name}.json"
    if file.exists():
        sys.stdout.write(f"kept     {file.name}\n")
        return
    history = await client.get_workflow_handle(workflow_id).fetch_history()
    file.write_text(history.to_json() + "\n", encoding="utf-8")
    sys.stdout.write(f"recorded {file.name}\n")


if __name__ == "__main__":
    asyncio.run(main())
