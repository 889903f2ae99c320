"""The names by which processes find each other in Temporal: queues, workflows, signals."""

from enum import StrEnum


class TaskQueue(StrEnum):
    """Task queues, named after the event topics they stand for."""

    INCOMING = "wa.message.incoming"
    OUTGOING = "wa.message.outgoing"
    STATUS = "wa.status.update"
    ANALYSIS = "wa.ai.analysis"
    DOCUMENTS = "wa.document.ocr"


INBOUND_MESSAGE = "InboundMessageWorkflow"
CONVERSATION = "ConversationWorkflow"
MEDIA = "MediaWorkflow"
STATUS_UPDATE = "StatusUpdateWorkflow"
ACCOUNT_EVENT = "AccountEventWorkflow"
WEBHOOK_BATCH = "WebhookBatchWorkflow"

MESSAGE_READY = "message_ready"
"""Signal to a conversation: a message was understood and routed."""

DELIVERY_REPORTED = "delivery_reported"
"""Signal to a conversation: an ambiguous send was settled, or a sent message failed."""
