"""How a conversation sends, one message at a time, and hears what became of it."""

from temporalio import workflow
from temporalio.common import Priority
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.sending import FlagInput, SendingActivities
    from domain.conversation import ConversationState
    from domain.drafts import DraftRef
    from domain.ids import ConversationId, MessageId, OutboundId, outbound_id
    from domain.outbound import (
        AcknowledgeInput,
        DeliveryState,
        SendDraftInput,
        SendMessageInput,
        SendResult,
    )
    from domain.processes import TaskQueue
    from domain.routing import Reason
    from domain.send_errors import failure_reason
    from workflows import policies
    from workflows.search_attributes import show
    from workflows.story import Story


class ConversationSending:
    """One instance a run; what it remembers is the conversation's state."""

    def __init__(
        self, conversation: ConversationId, state: ConversationState, story: Story
    ) -> None:
        self._conversation = conversation
        self._state = state
        self._story = story

    async def send_draft(self, draft: DraftRef) -> SendResult:
        """Send the assistant's words; the result has a reason where a person must look."""
        try:
            result = await workflow.execute_activity_method(
                SendingActivities.send_draft,
                SendDraftInput(
                    conversation_id=self._conversation,
                    draft_id=draft.draft_id,
                    draft_version=draft.version,
                ),
                task_queue=TaskQueue.OUTGOING,
                summary=f"send draft {draft.version}",
                priority=self._priority(),
                **policies.WHATSAPP,
            )
        except ActivityError:
            result = _refused(outbound_id(draft.draft_id))
        return await self._settled(result)

    async def send_message(self, outbound: OutboundId, *, followed: bool) -> SendResult:
        """Send what a person wrote. `followed`: another one goes when it is on its way."""
        rules = self._state.rules
        state = DeliveryState.SENT
        if rules is not None and rules.wait_for_delivery:
            state = DeliveryState.DELIVERED
        try:
            result = await workflow.execute_activity_method(
                SendingActivities.send_message,
                SendMessageInput(
                    conversation_id=self._conversation,
                    outbound_id=outbound,
                    report=state if followed else None,
                ),
                task_queue=TaskQueue.OUTGOING,
                summary=f"send message {outbound[:8]}",
                priority=self._priority(),
                **policies.WHATSAPP_FILE,
            )
        except ActivityError:
            result = _refused(outbound)
        result = await self._settled(result)
        if followed and result.state is DeliveryState.ACCEPTED:
            await self._on_its_way(outbound)
        return result

    async def acknowledge(self, message: MessageId, *, typing: bool) -> None:
        """Show a client that their message was read, or that somebody writes; no matter if not."""
        try:
            await workflow.execute_activity_method(
                SendingActivities.acknowledge_message,
                AcknowledgeInput(message_id=message, typing=typing),
                task_queue=TaskQueue.OUTGOING,
                summary="show that somebody writes" if typing else "mark as read",
                priority=self._priority(),
                **policies.READ_RECEIPT,
            )
        except ActivityError:
            self._story.tell("a message could not be marked as read")

    async def heed_reports(self) -> tuple[OutboundId, ...]:
        """Have a lawyer look at what could not be delivered; gives what that was."""
        failed: list[OutboundId] = []
        while self._state.reports:
            outbound, state = self._state.reports.popitem()
            code = self._state.error_codes.pop(outbound, None)
            self._story.tell(f"outbound {outbound[:8]}: {state}")
            if state is DeliveryState.FAILED:
                await self.flag(failure_reason(code), outbound)
                failed.append(outbound)
        return tuple(failed)

    async def flag(self, reason: Reason, outbound: OutboundId | None = None) -> None:
        """Mark the conversation as needing a lawyer."""
        await workflow.execute_activity_method(
            SendingActivities.flag_for_lawyer,
            FlagInput(conversation_id=self._conversation, reason=reason, outbound_id=outbound),
            task_queue=TaskQueue.OUTGOING,
            summary=f"a lawyer is needed: {reason}",
            **policies.DATABASE,
        )
        self._story.tell(f"a lawyer is needed: {reason}")
        show(needs_lawyer=True)

    async def _settled(self, result: SendResult) -> SendResult:
        """Wait for a status that tells whether a send whose answer was lost went through."""
        if result.state is not DeliveryState.AMBIGUOUS or self._state.rules is None:
            return result
        outbound = result.outbound_id
        self._state.unconfirmed = outbound
        self._story.tell("nobody answered the send; waiting for a status")
        try:
            await workflow.wait_condition(
                lambda: outbound in self._state.reports,
                timeout=self._state.rules.confirmation_wait,
                timeout_summary="waiting for a status",
            )
        except TimeoutError:
            return SendResult(
                outbound_id=outbound,
                state=DeliveryState.AMBIGUOUS,
                reason=Reason.SEND_UNCONFIRMED,
            )
        finally:
            self._state.unconfirmed = None
        state = self._state.reports.pop(outbound)
        code = self._state.error_codes.pop(outbound, None)
        failed = state is DeliveryState.FAILED
        return SendResult(
            outbound_id=outbound,
            state=state,
            reason=failure_reason(code) if failed else None,
            error_code=code,
        )

    async def _on_its_way(self, outbound: OutboundId) -> None:
        """Wait until WhatsApp says that a message is on its way, so that none overtakes it."""
        try:
            await workflow.wait_condition(
                lambda: outbound in self._state.reports,
                timeout=policies.LONGEST_WAY,
                timeout_summary="the message before is on its way",
            )
        except TimeoutError:
            self._story.tell("no status came of it; going on")
            return
        if self._state.reports[outbound] is not DeliveryState.FAILED:
            del self._state.reports[outbound]

    def _priority(self) -> Priority:
        # Temporal holds each of the firm's numbers to what WhatsApp takes from it.
        return Priority(fairness_key=self._state.number or None)


def _refused(outbound: OutboundId) -> SendResult:
    return SendResult(outbound_id=outbound, state=DeliveryState.REFUSED, reason=Reason.SEND_REFUSED)
