"""A firm whose vendors are fakes and whose workflows, activities and payloads are the real ones."""

import asyncio
from collections.abc import AsyncGenerator, Callable
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack, asynccontextmanager
from dataclasses import dataclass, field
from datetime import datetime, timedelta
from typing import Any, Final

from temporalio import activity
from temporalio.client import Client, WorkflowExecutionStatus, WorkflowHandle
from temporalio.testing import WorkflowEnvironment
from temporalio.worker import Worker

from activities.account import AccountActivities
from activities.analysis import AnalysisActivities
from activities.cases import CaseActivities
from activities.desk import DeskActivities
from activities.media import DocumentActivities, MediaActivities
from activities.messages import MessageActivities
from activities.notifying import NotifyingActivities
from activities.sending import SendingActivities
from activities.statuses import StatusActivities
from activities.templates import TemplateActivities
from activities.tokens import TokenActivities
from activities.webhooks import WebhookActivities
from adapters.temporal.conversations import TemporalConversationGateway
from adapters.temporal.failures import FailureTranslation
from adapters.temporal.starter import TemporalStarter
from domain.access_tokens import CheckTokensInput, TokenCheck
from domain.account import AccountEventInput
from domain.conversation import ConversationView
from domain.ids import (
    ConversationId,
    Digest,
    LawyerId,
    conversation_workflow_id,
    inbound_workflow_id,
    media_workflow_id,
)
from domain.messages import InboundMessageInput
from domain.policy import FirmPolicy
from domain.processes import TaskQueue
from domain.statuses import StatusUpdateInput
from domain.templates import SynchronisedTemplates, SynchroniseTemplatesInput
from domain.webhooks import Updates, WebhookBatchInput, arrange
from tests.fake_cases import FakeCaseMatcher
from tests.fake_files import (
    FakeFileInspector,
    FakeFileStore,
    FakeMediaSource,
    FakePreviewMaker,
    FakeVirusScanner,
)
from tests.fake_notifications import FakeNotifications
from tests.fake_pens import FakePenStore
from tests.fake_proofs import FakeIdentityProof
from tests.fake_recognizer import FakeRecognizer, FakeTranscriber
from tests.fake_records import FakeFile, FakeRecords
from tests.fake_templates import (
    FakeFirmNotices,
    FakeTemplateSource,
    FakeTemplateStore,
    FakeTokenKeeper,
)
from tests.fakes import (
    FakeAccountEventStore,
    FakeAnalyst,
    FakeConversationStore,
    FakeDrafter,
    FakeMediaRecords,
    FakeMessageStore,
    FakeSender,
    FakeStatusStore,
)
from tests.samples import ACCOUNT_ID, NOW, inbound_message, make_policy
from tests.workflows.starters import InterruptedStarter
from workflows.account_event import AccountEventWorkflow
from workflows.conversation import ConversationWorkflow
from workflows.inbound_message import InboundMessageWorkflow
from workflows.media import MediaWorkflow
from workflows.notification import NotificationWorkflow
from workflows.status_update import StatusUpdateWorkflow
from workflows.template_sync import TemplateSyncWorkflow
from workflows.token_check import TokenCheckWorkflow
from workflows.webhook_batch import WebhookBatchWorkflow

_NONE: Final = timedelta(0)


@dataclass(slots=True)
class Firm:
    """Everything a test touches."""

    environment: WorkflowEnvironment
    records: FakeRecords
    policy: FirmPolicy
    analyst: FakeAnalyst = field(default_factory=FakeAnalyst)
    drafter: FakeDrafter = field(default_factory=FakeDrafter)
    sender: FakeSender = field(default_factory=FakeSender)
    files: FakeMediaSource = field(default_factory=FakeMediaSource)
    inspector: FakeFileInspector = field(default_factory=FakeFileInspector)
    scanner: FakeVirusScanner = field(default_factory=FakeVirusScanner)
    bucket: FakeFileStore = field(default_factory=FakeFileStore)
    previews: FakePreviewMaker = field(default_factory=FakePreviewMaker)
    recognizer: FakeRecognizer = field(default_factory=FakeRecognizer)
    transcriber: FakeTranscriber | None = None
    cases: FakeCaseMatcher = field(default_factory=FakeCaseMatcher)
    templates: FakeTemplateSource = field(default_factory=FakeTemplateSource)
    tokens: FakeTokenKeeper = field(default_factory=FakeTokenKeeper)
    told: FakeFirmNotices = field(default_factory=FakeFirmNotices)
    proof: FakeIdentityProof = field(init=False)
    notifications: FakeNotifications = field(
        default_factory=lambda: FakeNotifications(otherwise=LawyerId("0" * 32))
    )
    cached: int = 0
    """How many workflows a worker keeps in memory.

    With none, each task replays all before it, so that what is not deterministic shows at once, and
    the test server never waits for a worker that had a workflow in memory and is gone.
    """
    events: FakeAccountEventStore = field(init=False)
    batches: InterruptedStarter = field(init=False)
    """What batches start their workflows through."""

    def __post_init__(self) -> None:
        self.events = FakeAccountEventStore(self.records)
        self.proof = FakeIdentityProof(self.records)
        self.batches = InterruptedStarter(TemporalStarter(lambda: self.client, of_a_batch=True))

    @property
    def client(self) -> Client:
        """The connection to the server."""
        return self.environment.client

    @property
    def media(self) -> FakeMediaRecords:
        """What is known of files."""
        return FakeMediaRecords(self.records)

    async def file_of(self, message: InboundMessageInput) -> FakeFile:
        """What became of a message's file, when its workflow has ended; time is skipped."""
        await self.end_of(self.client.get_workflow_handle(media_workflow_id(message.message_id)))
        return self.records.files[message.message_id]

    async def receive(self, input: InboundMessageInput | None = None) -> InboundMessageInput:
        """Let a message come in, and wait until its own workflow has ended; no time is skipped."""
        message = input or inbound_message()
        await self.starter.message(message)
        await self.client.get_workflow_handle(inbound_workflow_id(message.message_id)).result()
        return message

    async def receive_late(self, input: InboundMessageInput | None = None) -> InboundMessageInput:
        """The same for a message whose workflow has to wait for something: time is skipped."""
        message = input or inbound_message()
        await self.starter.message(message)
        await self.end_of(self.client.get_workflow_handle(inbound_workflow_id(message.message_id)))
        return message

    async def end_of(self, workflow: WorkflowHandle[Any, Any]) -> None:
        """Let time pass until a workflow has ended."""
        step = timedelta(seconds=1)
        while (await workflow.describe()).status is WorkflowExecutionStatus.RUNNING:
            await self.environment.sleep(step)
            step = min(step * 2, timedelta(hours=1))

    async def pass_time(self, duration: timedelta) -> None:
        """Let so much time pass."""
        await self.environment.sleep(duration)

    async def statuses(self, *statuses: str, digest: str = "0" * 32) -> None:
        """Let one webhook's statuses come in, and wait until they are applied."""
        await self.starter.statuses(
            StatusUpdateInput(digest=Digest(digest), received_at=NOW, statuses=statuses)
        )
        await self.client.get_workflow_handle(f"statuses/{digest}").result()

    async def account_event(self, input: AccountEventInput) -> None:
        """Let an account event come in, and wait until it is kept."""
        await self.starter.event(input)
        await self.client.get_workflow_handle(f"account-event/{input.digest}").result()

    async def synchronise_templates(self, name: str = "template-sync") -> SynchronisedTemplates:
        """Let the templates be asked for as their schedule does; time is skipped."""
        handle = await self.client.start_workflow(
            TemplateSyncWorkflow.run,
            SynchroniseTemplatesInput(),
            id=name,
            task_queue=TaskQueue.OUTGOING,
        )
        await self.end_of(handle)
        return await handle.result()

    async def check_tokens(self, name: str = "token-check") -> TokenCheck:
        """Let the tokens be looked after as their schedule does; time is skipped."""
        handle = await self.client.start_workflow(
            TokenCheckWorkflow.run, CheckTokensInput(), id=name, task_queue=TaskQueue.OUTGOING
        )
        await self.end_of(handle)
        return await handle.result()

    @property
    def starter(self) -> TemporalStarter:
        """As the edge starts workflows."""
        return TemporalStarter(lambda: self.client)

    async def batch(self, updates: Updates) -> list[WebhookBatchInput]:
        """Let a large webhook come in as the edge takes it; its batches have not ended yet."""
        arranged = arrange(updates)
        for each in arranged.batches:
            await self.starter.batch(each)
        return list(arranged.batches)

    @property
    def conversation_id(self) -> ConversationId:
        """The only conversation there is."""
        (found,) = self.records.conversations
        return found

    @property
    def conversation(self) -> WorkflowHandle[Any, Any]:
        """The workflow of the only conversation there is."""
        return self.client.get_workflow_handle(conversation_workflow_id(self.conversation_id))

    async def view(self) -> ConversationView:
        """What the conversation says of itself."""
        return await self.conversation.query(ConversationWorkflow.state)

    async def until(self, true: Callable[[], bool]) -> None:
        """Wait for something to become true; the test's own time limit ends it otherwise."""
        while not true():  # noqa: ASYNC110 -- what is waited for is the fakes' own state
            await asyncio.sleep(0.02)


@asynccontextmanager
async def working_firm(
    environment: WorkflowEnvironment,
    policy: FirmPolicy | None = None,
    *,
    drafter: FakeDrafter | None = None,
    transcriber: FakeTranscriber | None = None,
    now: datetime = NOW,
    cached: int = 0,
) -> AsyncGenerator[Firm]:
    """A firm with a worker on each queue; its records' clock begins at `now`."""
    began = await environment.get_current_time()

    def clock() -> datetime:
        """Later by as much as the server has skipped."""
        return now + (activity.info().started_time - began if activity.in_activity() else _NONE)

    firm = Firm(
        environment=environment,
        records=FakeRecords(clock=clock),
        policy=policy or make_policy(),
        drafter=drafter or FakeDrafter(),
        transcriber=transcriber,
        cached=cached,
    )
    async with working(firm):
        yield firm


@asynccontextmanager
async def working(firm: Firm) -> AsyncGenerator[None]:
    """A worker on each queue, for as long as it is entered."""
    messages, conversations = FakeMessageStore(firm.records), FakeConversationStore(firm.records)
    gateway = TemporalConversationGateway(firm.client)
    kept = MessageActivities(messages, gateway, firm.policy)
    cases = CaseActivities(firm.cases, messages, firm.proof)
    account = AccountActivities(firm.events)
    webhooks = WebhookActivities(firm.batches)
    sending = SendingActivities(conversations, firm.sender, firm.policy, firm.bucket)
    statuses = StatusActivities(FakeStatusStore(firm.records), gateway)
    analysis = AnalysisActivities(messages, conversations, firm.analyst, firm.drafter, firm.policy)
    desk = DeskActivities(FakePenStore(firm.records), firm.policy)
    notifying = NotifyingActivities(firm.notifications, {}, firm.policy)
    media = MediaActivities(
        firm.media,
        firm.files,
        firm.inspector,
        firm.scanner,
        firm.bucket,
        firm.previews,
        conversations,
        firm.policy.texts.send_again,
    )
    documents = DocumentActivities(
        firm.media, firm.bucket, firm.recognizer, firm.policy, firm.transcriber
    )
    templates = TemplateActivities(
        firm.templates, FakeTemplateStore(firm.records.catalogue), [ACCOUNT_ID]
    )
    tokens = TokenActivities(firm.tokens, firm.told)
    served: dict[TaskQueue, tuple[list[type], list[Callable[..., Any]]]] = {
        TaskQueue.DOCUMENTS: (
            [MediaWorkflow],
            [
                media.keep_media,
                media.give_up_media,
                documents.read_document,
                documents.give_up_reading,
            ],
        ),
        TaskQueue.INCOMING: (
            [
                InboundMessageWorkflow,
                ConversationWorkflow,
                AccountEventWorkflow,
                WebhookBatchWorkflow,
            ],
            [
                kept.record_message,
                kept.hand_over,
                cases.match_case,
                cases.place_document,
                account.record_account_event,
                account.act_on_account_event,
                desk.apply_review,
                desk.note_answered,
                webhooks.start_updates,
            ],
        ),
        TaskQueue.OUTGOING: (
            [TemplateSyncWorkflow, TokenCheckWorkflow],
            [
                sending.send_draft,
                sending.send_message,
                sending.acknowledge_message,
                sending.flag_for_lawyer,
                templates.synchronise_templates,
                tokens.inspect_tokens,
                tokens.refresh_token,
                tokens.warn_of_tokens,
            ],
        ),
        TaskQueue.STATUS: (
            [StatusUpdateWorkflow, NotificationWorkflow],
            [statuses.apply_statuses, statuses.tell_conversations, notifying.notify],
        ),
        TaskQueue.ANALYSIS: (
            [],
            [
                analysis.analyse_message,
                analysis.draft_reply,
                analysis.suggest_reply,
                analysis.write_receipt,
            ],
        ),
    }
    async with AsyncExitStack() as stack:
        threads = stack.enter_context(ThreadPoolExecutor(8))
        for queue, (workflows, activities) in served.items():
            await stack.enter_async_context(
                _patient(
                    Worker(
                        firm.client,
                        task_queue=queue,
                        workflows=workflows,
                        activities=activities,
                        activity_executor=threads,
                        interceptors=[FailureTranslation()],
                        graceful_shutdown_timeout=timedelta(seconds=1),
                        max_cached_workflows=firm.cached,
                    )
                )
            )
        yield


def _patient(worker: Worker) -> Worker:
    """The SDK takes a task of two seconds for a deadlock, which on a busy machine it is not.

    It says so in an exception that it raises into the thread, at worst in a garbage collection.
    """
    serving: Any = worker._workflow_worker  # noqa: SLF001 # pyright: ignore[reportPrivateUsage] -- no option but its debug mode, which leaves out the threads
    if serving is not None:
        serving._deadlock_timeout_seconds = 60  # noqa: SLF001 -- as above
    return worker
