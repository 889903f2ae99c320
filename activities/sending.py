"""Sending, once."""

from dataclasses import dataclass

from temporalio import activity

from domain.failures import SendPostponed
from domain.ids import ConversationId, OutboundId
from domain.outbound import (
    Accepted,
    DeliveryState,
    OutboundText,
    Refused,
    SendAnswer,
    SendDraftInput,
    SendResult,
)
from domain.policy import FirmPolicy
from domain.ports import ConversationStore, MessageSender
from domain.routing import Reason


@dataclass(frozen=True, slots=True, kw_only=True)
class FlagInput:
    """Which conversation needs a lawyer, and why."""

    conversation_id: ConversationId
    reason: Reason
    outbound_id: OutboundId | None = None
    """The message of ours that is why, where one is."""


@dataclass(frozen=True, slots=True)
class SendingActivities:
    """One instance a worker, built in worker.py."""

    conversations: ConversationStore
    sender: MessageSender
    policy: FirmPolicy

    @activity.defn
    def send_draft(self, input: SendDraftInput) -> SendResult:
        """Send a draft, at most once, and say how far it came.

        Safe to run twice: the outbound row is written and claimed before the request leaves. An
        attempt that finds the claim of another never sends: nobody knows what that one did.
        """
        ready = self.conversations.prepare_send(input.conversation_id, input.draft_id, self.policy)
        if isinstance(ready, SendResult):
            return ready
        try:
            answer = self.sender.send_text(ready)
        except SendPostponed:
            self.conversations.release_send(ready)
            raise
        return self.conversations.settle_send(_result(ready, answer), answer)

    @activity.defn
    def flag_for_lawyer(self, input: FlagInput) -> None:
        """Mark a conversation as needing a lawyer.

        Safe to run twice: since when stays, and a reason is kept once.
        """
        self.conversations.flag_for_lawyer(input.conversation_id, input.reason, input.outbound_id)


def _result(sent: OutboundText, answer: SendAnswer) -> SendResult:
    match answer:
        case Accepted():
            return SendResult(outbound_id=sent.outbound_id, state=DeliveryState.ACCEPTED)
        case Refused():
            return SendResult(
                outbound_id=sent.outbound_id,
                state=DeliveryState.REFUSED,
                reason=Reason.SEND_REFUSED,
            )
        case _:
            return SendResult(outbound_id=sent.outbound_id, state=DeliveryState.AMBIGUOUS)
