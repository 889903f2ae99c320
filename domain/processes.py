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
NOTIFICATION = "NotificationWorkflow"
WEBHOOK_BATCH = "WebhookBatchWorkflow"
TEMPLATE_SYNC = "TemplateSyncWorkflow"
TOKEN_CHECK = "TokenCheckWorkflow"  # noqa: S105 -- a name

MESSAGE_READY = "message_ready"
"""Signal to a conversation: a message was understood and routed."""

DELIVERY_REPORTED = "delivery_reported"
"""Signal to a conversation: an ambiguous send was settled, a sent message failed,
or one came as far as the conversation wanted to hear of."""

REVIEW = "review"
"""Update of a conversation: somebody approves, edits or rejects its draft."""

SUBMIT_REVIEW = "submit_review"
"""Signal to a conversation: the same, where no worker answers."""

TAKE_OVER = "take_over"
HAND_BACK = "hand_back"
ASSIGN = "assign"
SET_MODE = "set_mode"
RESOLVE = "resolve"
"""Signals to a conversation: who holds the pen has changed, or the matter is settled."""

SEND_MESSAGE = "send_message"
"""Signal to a conversation: a person of the firm has written something to send."""
