"""A conversation's values: what reaches it, what it remembers."""

from dataclasses import dataclass, field, replace
from datetime import datetime, timedelta
from typing import Final

from domain.analysis import Intent, Language, Urgency
from domain.drafts import DraftRef
from domain.ids import ConversationId, DraftId, LawyerId, MessageId, OutboundId, ReviewId
from domain.outbound import DeliveryState
from domain.pen import ApplyReviewInput, PenInput, SendOrder
from domain.policy import ConversationRules
from domain.review import COUNTS, LiveDraft, ReviewInput, ReviewOutcome, head_of, judge
from domain.routing import Mode, Reason, Route, most_urgent
from domain.sla import Waiting

CUSTOMER_SERVICE_WINDOW: Final = timedelta(hours=24)
"""How long after a client's message Meta lets a business write free text."""


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


@dataclass(frozen=True, slots=True, kw_only=True)
class OpenMessage:
    """A message that waits for a person, as a draft that answers it must know it."""

    message_id: MessageId
    intent: Intent | None
    language: Language


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
    error_codes: dict[OutboundId, int] = field(default_factory=dict[OutboundId, int])
    """Meta's, of the failures among them."""
    heard: list[str] = field(default_factory=list[str])
    """The last reports taken in, so that a repeated one is known."""
    answered: int = 0
    rules: ConversationRules | None = None
    """The firm's, as the last message brought them."""
    number: str = ""
    """The firm's number that is written to, as Meta calls it."""
    window_until: datetime | None = None
    """The end of the customer service window, by Meta's own clock."""
    open_messages: list[OpenMessage] = field(default_factory=list[OpenMessage])
    """What waits for a person, in order: the same as `waiting`, and what a draft must know."""
    live: LiveDraft | None = None
    judged: dict[ReviewId, ReviewOutcome] = field(default_factory=dict[ReviewId, ReviewOutcome])
    """The last reviews, so that a repeated one is known."""
    reviews: list[ApplyReviewInput] = field(default_factory=list[ApplyReviewInput])
    """Judged, and not yet written down and done."""
    orders: list[SendOrder] = field(default_factory=list[SendOrder])
    """What people of the firm have written, to be sent."""
    held: list[SendOrder] = field(default_factory=list[SendOrder])
    """What goes out as soon as the client writes again."""
    ordered: list[str] = field(default_factory=list[str])
    """The last orders taken in, so that a repeated one is known."""
    pen: PenInput = field(default_factory=lambda: PenInput(version=0, holder=None, assignee=None))
    sla: Waiting | None = None
    waits: int = 0
    """How many times somebody began to wait: tells their alarms apart."""
    told_closing: datetime | None = None
    """The end of the window that a person was told of."""
    receipted_until: datetime | None = None
    """When the office opens that a receipt spoke of: until then no other one is sent."""

    def take_in(self, message: ReadyMessage, *, remember: int) -> None:
        """Put a message into the inbox unless it was there before; remember the last few.

        It opens the window anew: what was held for that goes out. What was drafted before answers
        something else than what is there now.
        """
        self.rules = message.rules
        self.number = message.phone_number_id
        if message.message_id in self.recent:
            return
        self.recent = [*self.recent[-remember + 1 :], message.message_id]
        self.inbox.append(message)
        ends = message.sent_at + CUSTOMER_SERVICE_WINDOW
        self.window_until = max(ends, self.window_until or ends)
        self.live = None
        self.orders, self.held = [*self.held, *self.orders], []

    def judge(self, review: ReviewInput, now: datetime) -> ReviewOutcome:
        """What becomes of a review now; one that was judged before is what it was."""
        known = self.judged.get(review.review_id)
        if known is not None:
            return known
        if self.rules is None:
            return ReviewOutcome.STALE
        closes = self.window_until and self.window_until - self.rules.window_margin
        return judge(review, self.live, now=now, closes=closes, rules=self.rules.reviews)

    def take_review(
        self, conversation: ConversationId, review: ReviewInput, now: datetime, *, remember: int
    ) -> ReviewOutcome:
        """Judge a review, and note what is to be done on its account."""
        outcome = self.judge(review, now)
        if review.review_id in self.judged:
            return outcome
        kept = list(self.judged.items())[-remember + 1 :]
        self.judged = {**dict(kept), review.review_id: outcome}
        self.reviews.append(
            ApplyReviewInput(conversation_id=conversation, review=review, outcome=outcome)
        )
        if outcome in COUNTS and self.live is not None:
            is_first = outcome is ReviewOutcome.NEEDS_SECOND
            self.live = self.live.after(review) if is_first else None
        return outcome

    def take_order(self, order: SendOrder, *, remember: int) -> bool:
        """Note what a person sends, once; it takes the place of whatever was drafted.

        It answers what came before it, too: the assistant says nothing after it to that.
        """
        if order.order_id in self.ordered:
            return False
        self.ordered = [*self.ordered[-remember + 1 :], order.order_id]
        self.orders.append(order)
        if self.inbox:
            self.wait_for_person(self.next_turn())
        self.live = None
        return True

    def take_pen(self, change: PenInput) -> bool:
        """Note who holds the pen, unless something later is known."""
        if change.resolved:
            # However late it comes: nothing else says it again.
            self.settle()
        if change.version <= self.pen.version:
            return False
        self.pen = change
        if self.sla is not None:
            self.sla = replace(self.sla, taken=change.holder is not None)
        return True

    def wait_for_person(self, turn: Turn) -> None:
        """Note that a turn waits for a person, and since when somebody does."""
        for message in turn.messages:
            self.waiting[message.message_id] = message.urgency
            self.open_messages.append(
                OpenMessage(
                    message_id=message.message_id, intent=message.intent, language=message.language
                )
            )
        urgency = most_urgent(*self.waiting.values())
        if self.sla is None or self.sla.answered or self.sla.urgency is not urgency:
            # Another answer is due, or an earlier one: its alarms count from this turn.
            self.waits += 1
            since = min(message.arrived_at for message in turn.messages)
            self.sla = Waiting(urgency=urgency, since=since, taken=self.pen.holder is not None)

    def offer(self, draft: DraftRef) -> None:
        """Make a draft the one that may be approved."""
        self.draft, self.draft_version = draft.draft_id, draft.version
        self.live = LiveDraft(
            draft_id=draft.draft_id,
            version=draft.version,
            head=head_of([each.message_id for each in self.open_messages]),
            intents=tuple(each.intent for each in self.open_messages if each.intent is not None),
        )

    def answered_by_person(self) -> tuple[MessageId, ...]:
        """Note that a person has answered all that waited; gives what that was."""
        answered = tuple(each.message_id for each in self.open_messages)
        self.answered += len(answered)
        self.waiting, self.open_messages, self.live = {}, [], None
        if self.sla is not None:
            self.sla = replace(self.sla, answered=True)
        return answered

    def settle(self) -> None:
        """Note that nothing is left to do."""
        self.waiting, self.open_messages, self.live, self.sla = {}, [], None, None

    def hear(self, report: DeliveryReport, *, remember: int) -> None:
        """Note a report unless it was heard before; remember the last few."""
        told = f"{report.outbound_id}/{report.state}"
        if told not in self.heard:
            self.heard = [*self.heard[-remember + 1 :], told]
            self.reports[report.outbound_id] = report.state
            if report.error_code is not None:
                self.error_codes[report.outbound_id] = report.error_code

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
        return bool(self.inbox or self.reports or self.person_acted)

    @property
    def person_acted(self) -> bool:
        """Whether somebody of the firm waits for something to be done."""
        return bool(self.reviews or self.orders)

    @property
    def reminded_by(self) -> tuple[object, ...]:
        """All that it depends on when whom must be told what: it changes when one of them does."""
        return (
            self.sla,
            self.waits,
            self.pen.version,
            self.window_until,
            self.told_closing,
            bool(self.waiting),
        )

    @property
    def urgency(self) -> Urgency:
        """Of what waits for a person."""
        return most_urgent(*self.waiting.values())

    @property
    def assistant_may_answer(self) -> bool:
        """Whether nobody of the firm has kept the assistant from it."""
        return self.pen.holder is None and self.pen.mode in {None, Mode.AUTO}

    @property
    def is_urgent(self) -> bool:
        """Whether the inbox holds something that must not wait for a quiet moment."""
        return any(message.urgency is not Urgency.NORMAL for message in self.inbox)

    @property
    def nothing_pending(self) -> bool:
        """Whether the conversation may end: nothing to answer or settle, nobody waiting."""
        return not (
            self.has_news or self.waiting or self.unconfirmed or self.sla or self.held or self.live
        )


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
    live: LiveDraft | None = None
    holder: LawyerId | None = None
    assignee: LawyerId | None = None
    mode: Mode | None = None
    window_until: datetime | None = None
    orders: int = 0
    held: int = 0
    waiting_since: datetime | None = None
    alarms: tuple[str, ...] = ()
    """The names of those that went out for whoever waits now."""
