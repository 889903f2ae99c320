"""Puts a worker together: settings, adapters, activities, workflows, the queues it serves."""

import asyncio
import signal
from collections.abc import Callable, Sequence
from concurrent.futures import ThreadPoolExecutor
from contextlib import AsyncExitStack
from dataclasses import dataclass
from datetime import timedelta
from typing import TYPE_CHECKING, Any, Final

import structlog
from temporalio.client import Client
from temporalio.worker import Worker

import settings
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
from adapters import firm_policy
from adapters.ai.cautious import CautiousAnalyst
from adapters.ai.circuit import Circuit
from adapters.ai.embedded import EmbeddedAnalyst
from adapters.ai.firm_words import FirmWordsDrafter
from adapters.clamav import ClamAv
from adapters.holidays_id import IndonesianHolidays
from adapters.inspection.inspector import ConfinedInspector
from adapters.keys import opening
from adapters.keys.keyring import Keyring
from adapters.notifying.email import SmtpNotifier, mail_server
from adapters.notifying.webhook import WebhookNotifier, signing_key
from adapters.ocr.recognizer import DocumentRecognizer
from adapters.postgres.account import PostgresAccountEventStore
from adapters.postgres.conversations import PostgresConversationStore
from adapters.postgres.delivery import PostgresStatusStore
from adapters.postgres.engine import connect as connect_postgres
from adapters.postgres.matching import PostgresCaseMatcher
from adapters.postgres.media import PostgresMediaRecords
from adapters.postgres.messages import PostgresMessageStore
from adapters.postgres.notices import PostgresFirmNotices
from adapters.postgres.notifications import PostgresNotificationStore
from adapters.postgres.pen_store import PostgresPenStore
from adapters.postgres.proofs import PostgresIdentityProof
from adapters.postgres.templates import PostgresTemplateStore
from adapters.postgres.vault import Vault
from adapters.previews import ConfinedPreviewMaker
from adapters.s3.files import S3FileStore
from adapters.speech.openai import OpenAiTranscriber
from adapters.temporal import schedules
from adapters.temporal.client import connect as connect_temporal
from adapters.temporal.conversations import TemporalConversationGateway
from adapters.temporal.failures import FailureTranslation
from adapters.temporal.sending_rate import limit_each_number
from adapters.temporal.starter import TemporalStarter
from adapters.whatsapp.graph import GraphSender
from adapters.whatsapp.media import GraphMedia
from adapters.whatsapp.templates import GraphTemplates
from commands.graph_access import access_to, token_keeper
from domain.notifications import Channel
from domain.policy import AssistantTexts, FirmPolicy
from domain.ports import MessageAnalyst, Notifier, ReplyDrafter
from domain.processes import TaskQueue
from workflows.account_event import AccountEventWorkflow
from workflows.conversation import ConversationWorkflow
from workflows.inbound_message import InboundMessageWorkflow
from workflows.media import MediaWorkflow
from workflows.notification import NotificationWorkflow
from workflows.status_update import StatusUpdateWorkflow
from workflows.template_sync import TemplateSyncWorkflow
from workflows.token_check import TokenCheckWorkflow
from workflows.webhook_batch import WebhookBatchWorkflow

if TYPE_CHECKING:
    from adapters.ai.outside import OutsideModel

SERVED: Final = (
    TaskQueue.INCOMING,
    TaskQueue.OUTGOING,
    TaskQueue.STATUS,
    TaskQueue.ANALYSIS,
    TaskQueue.DOCUMENTS,
)
"""The queues there is something to do on."""

_THREADS: Final = 16
_SENDS_A_SECOND: Final = 80
"""What WhatsApp takes from one number; enforced by Temporal over all workers of the queue.

A send names its number as its fairness key; those that name none share one limit.
"""

_GRACE: Final = timedelta(seconds=30)

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class _Parts:
    """What activities are made of, one of each in a process."""

    client: Client
    vault: Vault
    engine: Any
    policy: FirmPolicy


async def run(queues: Sequence[TaskQueue], ready: Callable[[], None]) -> None:
    """Serve some queues until SIGTERM or SIGINT; calls `ready` once it does.

    Raises:
        InvalidSettings: a setting is missing or malformed.
        Misconfigured: the keyring, firm.yaml or a model is.
    """
    keyring = _keyring()
    policy = firm_policy.load(settings.load(settings.FirmSettings).firm_policy)
    database = settings.load(settings.DatabaseSettings).database_url.get_secret_value()
    engine = connect_postgres(database, pool_size=_THREADS)
    client = await connect_temporal(keyring)
    parts = _Parts(client=client, vault=Vault(keyring), engine=engine, policy=policy)
    stop = asyncio.Event()
    for number in (signal.SIGTERM, signal.SIGINT):
        asyncio.get_running_loop().add_signal_handler(number, stop.set)
    async with AsyncExitStack() as stack:
        threads = stack.enter_context(ThreadPoolExecutor(_THREADS, "activity"))
        for queue in queues:
            limit = await _limit(queue, client)
            await stack.enter_async_context(_worker(queue, parts, threads, limit))
        if TaskQueue.OUTGOING in queues:
            await _schedule(client)
        ready()
        _log.info("serving", queues=[str(queue) for queue in queues])
        await stop.wait()
        _log.info("stopping")
    engine.dispose()


async def _schedule(client: Client) -> None:
    """Make what runs by itself. Its workflows are of the one queue whose workers know Meta."""
    has_accounts = settings.load(settings.GraphSettings).whatsapp_business_account_ids
    await schedules.keep_schedules(
        client,
        [schedules.TOKENS, *([schedules.TEMPLATES] if has_accounts else [])],
        not_wanted=[] if has_accounts else [schedules.TEMPLATES],
    )


def _keyring() -> Callable[[], Keyring]:
    keys = settings.load(settings.KeyringSettings)
    keyring = opening.keyring_file(keys.keyring_file, keys.keyring_kms_key_id).keyring
    # Now rather than at the first message: a missing keyring stops the start.
    keyring()
    return keyring


async def _limit(queue: TaskQueue, client: Client) -> float | None:
    """How many activities a second all workers of a queue may take together."""
    if queue is not TaskQueue.OUTGOING:
        return None
    each = await limit_each_number(client, queue, _SENDS_A_SECOND)
    # A server that cannot tell the numbers apart holds all of them to what one may send.
    return None if each else _SENDS_A_SECOND


def _worker(
    queue: TaskQueue, parts: _Parts, threads: ThreadPoolExecutor, limit: float | None
) -> Worker:
    workflows, activities = _served(queue, parts)
    return Worker(
        parts.client,
        task_queue=queue,
        workflows=workflows,
        activities=activities,
        activity_executor=threads,
        max_concurrent_activities=_THREADS,
        max_task_queue_activities_per_second=limit,
        graceful_shutdown_timeout=_GRACE,
        interceptors=[FailureTranslation()],
    )


def _served(queue: TaskQueue, parts: _Parts) -> tuple[list[type], list[Callable[..., Any]]]:
    """The workflows and activities of a queue."""
    messages = PostgresMessageStore(parts.engine, parts.vault)
    conversations = PostgresConversationStore(parts.engine, parts.vault)
    gateway = TemporalConversationGateway(parts.client)
    match queue:
        case TaskQueue.INCOMING:
            kept = MessageActivities(messages, gateway, parts.policy)
            cases = CaseActivities(
                PostgresCaseMatcher(parts.engine, parts.vault, IndonesianHolidays()),
                messages,
                PostgresIdentityProof(parts.engine, parts.vault),
            )
            desk = DeskActivities(PostgresPenStore(parts.engine, parts.vault), parts.policy)
            account = AccountActivities(PostgresAccountEventStore(parts.engine, parts.vault))
            webhooks = WebhookActivities(TemporalStarter(lambda: parts.client, of_a_batch=True))
            return (
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
            )
        case TaskQueue.OUTGOING:
            sending = SendingActivities(conversations, _sender(), parts.policy, _bucket())
            return [TemplateSyncWorkflow, TokenCheckWorkflow], [
                sending.send_draft,
                sending.send_message,
                sending.acknowledge_message,
                sending.flag_for_lawyer,
                *_of_the_account(parts),
            ]
        case TaskQueue.STATUS:
            statuses = StatusActivities(PostgresStatusStore(parts.engine, parts.vault), gateway)
            notifying = NotifyingActivities(
                PostgresNotificationStore(parts.engine, parts.vault), _notifiers(), parts.policy
            )
            return [StatusUpdateWorkflow, NotificationWorkflow], [
                statuses.apply_statuses,
                statuses.tell_conversations,
                notifying.notify,
            ]
        case TaskQueue.ANALYSIS:
            analyst, drafter = _understanding(parts.policy.texts)
            analysis = AnalysisActivities(messages, conversations, analyst, drafter, parts.policy)
            return [], [
                analysis.analyse_message,
                analysis.draft_reply,
                analysis.suggest_reply,
                analysis.write_receipt,
            ]
        case TaskQueue.DOCUMENTS:
            return [MediaWorkflow], _files(parts)


def _of_the_account(parts: _Parts) -> list[Callable[..., Any]]:
    """What is done about the firm's own account at Meta."""
    graph = settings.load(settings.GraphSettings)
    source = GraphTemplates(
        str(graph.whatsapp_graph_url), graph.whatsapp_api_version, access_to(graph)
    )
    templates = TemplateActivities(
        source, PostgresTemplateStore(parts.engine), graph.whatsapp_business_account_ids
    )
    tokens = TokenActivities(token_keeper(graph), PostgresFirmNotices(parts.engine, parts.vault))
    return [
        templates.synchronise_templates,
        tokens.inspect_tokens,
        tokens.refresh_token,
        tokens.warn_of_tokens,
    ]


def _files(parts: _Parts) -> list[Callable[..., Any]]:
    """What is done with clients' files."""
    graph = settings.load(settings.GraphSettings)
    clamav = settings.load(settings.ScannerSettings).clamav_url
    records = PostgresMediaRecords(parts.engine, parts.vault)
    store = _bucket()
    source = GraphMedia(
        str(graph.whatsapp_graph_url),
        graph.whatsapp_api_version,
        access_to(graph),
        graph.whatsapp_media_hosts,
    )
    media = MediaActivities(
        records,
        source,
        ConfinedInspector(),
        ClamAv(clamav) if clamav else None,
        store,
        ConfinedPreviewMaker(),
        PostgresConversationStore(parts.engine, parts.vault),
        parts.policy.texts.send_again,
    )
    documents = DocumentActivities(
        records, store, DocumentRecognizer(), parts.policy, _transcriber()
    )
    return [
        media.keep_media,
        media.give_up_media,
        documents.read_document,
        documents.give_up_reading,
    ]


def _transcriber() -> OpenAiTranscriber | None:
    speech = settings.load(settings.TranscriberSettings)
    if speech.transcriber_url is None:
        return None
    key = speech.transcriber_api_key
    return OpenAiTranscriber(
        str(speech.transcriber_url),
        speech.transcriber_model or "",
        key.get_secret_value() if key else None,
    )


def _notifiers() -> dict[Channel, Notifier]:
    """The channels that the settings know an address of."""
    given = settings.load(settings.NotificationSettings)
    public = settings.load(settings.PublicSettings).public_url
    found: dict[Channel, Notifier] = {}
    if given.smtp_url is not None:
        found[Channel.EMAIL] = SmtpNotifier(
            mail_server(given.smtp_url.get_secret_value()),
            sender=given.sender(public),
            dashboard=str(public),
        )
    if given.notify_webhook_url is not None and given.notify_webhook_secret is not None:
        found[Channel.WEBHOOK] = WebhookNotifier(
            str(given.notify_webhook_url),
            signing_key(given.notify_webhook_secret.get_secret_value()),
            dashboard=str(public),
        )
    return found


def _bucket() -> S3FileStore:
    storage = settings.load(settings.StorageSettings)
    endpoint = str(storage.s3_endpoint_url) if storage.s3_endpoint_url else None
    return S3FileStore(storage.s3_bucket, endpoint)


def _sender() -> GraphSender:
    graph = settings.load(settings.GraphSettings)
    return GraphSender(str(graph.whatsapp_graph_url), graph.whatsapp_api_version, access_to(graph))


def outside_model(given: settings.AnalysisSettings) -> "OutsideModel":
    """The model that the settings name.

    The vendors' libraries take seconds and memory to load: only who has a model pays for them.
    """
    from adapters.ai.outside import ModelAccess, OutputMode, OutsideModel  # noqa: PLC0415 -- above

    # Servers of one's own know schemas; the vendors' models know tools best.
    mode = given.ai_output_mode or ("native" if given.ai_base_url else "tool")
    return OutsideModel(
        ModelAccess(
            model=given.ai_model,
            key=given.key,
            base_url=str(given.ai_base_url) if given.ai_base_url else None,
            output_mode=OutputMode(mode),
        )
    )


def _understanding(texts: AssistantTexts) -> tuple[MessageAnalyst, ReplyDrafter]:
    """Who understands messages, and who writes: the rules and the firm's words, or a model too."""
    given = settings.load(settings.AnalysisSettings)
    rules, words = EmbeddedAnalyst(), FirmWordsDrafter(texts)
    if given.ai_model == "embedded":
        return rules, words
    from adapters.ai.model import ModelAnalyst, ModelDrafter  # noqa: PLC0415 -- as above

    model = outside_model(given)

    circuit = Circuit()
    return (
        CautiousAnalyst(ModelAnalyst(model), rules, circuit),
        ModelDrafter(words, model, texts, circuit),
    )
