"""Side effects on inbound messages."""

import asyncio
from dataclasses import dataclass, replace

from temporalio import activity

from domain.analysis import Intent, Language
from domain.conversation import ReadyMessage
from domain.message_reading import read_message
from domain.messages import InboundMessageInput, RecordedMessage
from domain.policy import FirmPolicy
from domain.ports import ConversationGateway, MessageStore
from domain.routing import Decision, Route


@dataclass(frozen=True, slots=True, kw_only=True)
class HandOverInput:
    """A recorded message and what was decided about it."""

    recorded: RecordedMessage
    decision: Decision
    intent: Intent | None
    language: Language


@dataclass(frozen=True, slots=True)
class MessageActivities:
    """One instance a worker, built in worker.py."""

    messages: MessageStore
    conversations: ConversationGateway
    policy: FirmPolicy

    @activity.defn
    def record_message(self, input: InboundMessageInput) -> RecordedMessage:
        """Keep a message, and find or make its client and conversation.

        Safe to run twice: the message's id, which is its wamid's keyed hash, is the row's key.
        """
        return self.messages.record(input, read_message(input), self.policy)

    @activity.defn
    async def hand_over(self, input: HandOverInput) -> None:
        """Write down who answers, then give the message to its conversation.

        What nobody needs to answer is only written down: a reaction disturbs no draft.

        Safe to run twice: the first decision stands, and a conversation takes a message once.
        """
        recorded, decision = input.recorded, input.decision
        # First what a person can see: if the rest must wait, the message is already in the list.
        await asyncio.to_thread(
            self.messages.keep_decision, recorded.message_id, recorded.conversation_id, decision
        )
        if decision.route is not Route.NONE:
            await self.conversations.message_ready(recorded.conversation_id, self._ready(input))
        await asyncio.to_thread(self.messages.mark_handed_over, recorded.message_id)

    def _ready(self, input: HandOverInput) -> ReadyMessage:
        recorded, decision = input.recorded, input.decision
        return ReadyMessage(
            message_id=recorded.message_id,
            sent_at=recorded.sent_at,
            arrived_at=recorded.received_at,
            type=recorded.type,
            intent=input.intent,
            language=input.language,
            urgency=decision.urgency,
            route=decision.route,
            # They are in the database. A worker of an earlier version that met one it does not
            # know here would have to drop the whole signal.
            reasons=(),
            rules=replace(
                self.policy.conversation,
                hours=self.policy.hours_of(recorded.office).around(recorded.received_at),
            ),
            phone_number_id=recorded.phone_number_id,
        )
