"""A conversation's values: what reaches it, what it remembers."""

from dataclasses import dataclass, field
from datetime import datetime

from domain.analysis import Intent, Language, Urgency
from domain.ids import ConversationId, DraftId, MessageId, OutboundId
from domain.outbound import DeliveryState
from domain.policy import ConversationRules
from domain.routing import Reason, Route, most_urgent


@dataclass(frozen=True, slots=True, kw_only=True)
class ReadyMessage:
    """A message that was understood and routed: what `message_ready` tells a conversation."""

    message_id: MessageId
    sent_at: datetime
    arrived_at: datetime
    type: str
    intent: Intent | None
    language: Language
    urgency: Urgency
    route: Route
    reasons: tuple[Reason, ...]
    rules: ConversationRules
    phone_number_id: str = ""
    """The number of the firm's that it came to, as Meta calls it."""


@dataclass(frozen=True, slots=True, kw_only=True)
class DeliveryReport:
    """What became of a message we sent: what `delivery_reported` tells a conversation."""

    outbound_id: OutboundId
    state: DeliveryState
    error_code: int | None = None
    """Meta's, of a failure; `domain.send_errors.failure_reason` says what a person must know."""


@dataclass(frozen=True, slots=True, kw_only=True)
class Turn:
    """Messages that are answered together, in the order in which the client sent them."""

    messages: tuple[ReadyMessage, ...]

    @property
    def route(self) -> Route:
        """A person's, as soon as one of the messages is a person's."""
        routes = {message.route for message in self.messages}
        return Route.HUMAN if Route.HUMAN in routes else Route.AI

    @property
    def urgency(self) -> Urgency:
        """The most urgent of the messages'."""
        return most_urgent(*(message.urgency for message in self.messages))

    @property
    def intents(self) -> tuple[Intent, ...]:
        """What was understood, in order; nothing of a message without words."""
        return tuple(each.intent for each in self.messages if each.intent is not None)

    @property
    def message_ids(self) -> tuple[MessageId, ...]:
        """The messages' ids, in order."""
        return tuple(message.message_id for message in self.messages)


@dataclass(slots=True, kw_only=True)
class ConversationState:
    """All that a conversation carries over when it continues as new."""

    inbox: list[ReadyMessage] = field(default_factory=list[ReadyMessage])
    """Routed, and not yet part of a turn."""
    recent: list[MessageId] = field(default_factory=list[MessageId])
    """The last messages taken in, so that a repeated signal is known."""
    waiting: dict[MessageId, Urgency] = field(default_factory=dict[MessageId, Urgency])
    """Messages that wait for a lawyer, and how urgently."""
    draft: DraftId | None = None
    draft_version: int = 0
    unconfirmed: OutboundId | None = None
    """A send whose outcome is not known."""
    reports: dict[OutboundId, DeliveryState] = field(
        default_factory=dict[OutboundId, DeliveryState]
    )
    """Reports that were not acted on yet."""
    heard: list[str] = field(default_factory=list[str])
    """The last reports taken in, so that a repeated one is known."""
    answered: int = 0
    rules: ConversationRules | None = None
    """The firm's, as the last message brought them."""

    def take_in(self, message: ReadyMessage, *, remember: int) -> None:
        """Put a message into the inbox unless it was there before; remember the last few."""
        self.rules = message.rules
        if message.message_id not in self.recent:
            self.recent = [*self.recent[-remember + 1 :], message.message_id]
            self.inbox.append(message)

    def hear(self, report: DeliveryReport, *, remember: int) -> None:
        """Note a report unless it was heard before; remember the last few."""
        told = f"{report.outbound_id}/{report.state}"
        if told not in self.heard:
            self.heard = [*self.heard[-remember + 1 :], told]
            self.reports[report.outbound_id] = report.state

    def take_back(self, turn: Turn) -> None:
        """Return a turn's messages to the inbox: something came before it was answered."""
        self.inbox = [*turn.messages, *self.inbox]

    def next_turn(self) -> Turn:
        """All of the inbox, ordered by Meta's timestamp, then arrival; the inbox is left empty."""
        ordered = sorted(self.inbox, key=lambda message: (message.sent_at, message.arrived_at))
        self.inbox = []
        return Turn(messages=tuple(ordered))

    @property
    def has_news(self) -> bool:
        """Whether there is something to act on now."""
        return bool(self.inbox or self.reports)

    @property
    def is_urgent(self) -> bool:
        """Whether the inbox holds something that must not wait for a quiet moment."""
        return any(message.urgency is not Urgency.NORMAL for message in self.inbox)

    @property
    def nothing_pending(self) -> bool:
        """Whether the conversation may end: nothing to answer or settle, nobody waiting."""
        return not (self.has_news or self.waiting or self.unconfirmed)


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationInput:
    """What a conversation starts from; `state` is what an earlier run left."""

    conversation_id: ConversationId
    state: ConversationState | None = None


@dataclass(frozen=True, slots=True, kw_only=True)
class ConversationView:
    """What the `state` query answers: ids, counts and codes, never a word of the conversation."""

    inbox: int
    waiting: tuple[MessageId, ...]
    urgency: Urgency
    draft: DraftId | None
    draft_version: int
    unconfirmed: OutboundId | None
    answered: int
