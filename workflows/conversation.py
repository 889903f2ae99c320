"""A client's conversation with one of the firm's numbers: order, drafts, sending."""

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.analysis import AnalysisActivities
    from activities.sending import FlagInput, SendingActivities
    from domain.analysis import Urgency
    from domain.conversation import (
        ConversationInput,
        ConversationState,
        ConversationView,
        DeliveryReport,
        ReadyMessage,
        Turn,
    )
    from domain.drafts import DraftRef, DraftReplyInput
    from domain.ids import OutboundId, draft_id, outbound_id
    from domain.outbound import DeliveryState, SendDraftInput, SendResult
    from domain.policy import ConversationRules
    from domain.processes import CONVERSATION, DELIVERY_REPORTED, MESSAGE_READY, TaskQueue
    from domain.routing import Reason, Route, most_urgent
    from workflows import policies
    from workflows.search_attributes import show
    from workflows.story import Story


@workflow.defn(name=CONVERSATION)
class ConversationWorkflow:
    """`conversation/<ConversationId>` on `wa.message.incoming`.

    It alone answers: one turn at a time, one message at a time.
    """

    @workflow.init
    def __init__(self, input: ConversationInput) -> None:
        self._id = input.conversation_id
        self._state = input.state or ConversationState()
        self._story = Story()

    @workflow.run
    async def run(self, input: ConversationInput) -> None:  # noqa: ARG002 -- taken by __init__
        """Answer turn after turn; end when nothing is pending for long enough."""
        while await self._something_to_do():
            if self._state.inbox:
                await self._take_turn()
            await self._heed_reports()
            if workflow.info().is_continue_as_new_suggested():
                await workflow.wait_condition(workflow.all_handlers_finished)
                workflow.continue_as_new(
                    ConversationInput(conversation_id=self._id, state=self._state)
                )
        show(stage="idle")

    @workflow.signal(name=MESSAGE_READY)
    def message_ready(self, message: ReadyMessage) -> None:
        """A message was understood and routed."""
        self._state.take_in(message, remember=policies.REMEMBERED_MESSAGES)

    @workflow.signal(name=DELIVERY_REPORTED)
    def delivery_reported(self, report: DeliveryReport) -> None:
        """Meta said what became of a message we were unsure of, or could not deliver."""
        self._state.hear(report, remember=policies.REMEMBERED_MESSAGES)

    @workflow.query
    def state(self) -> ConversationView:
        """What the conversation is at; ids and counts only."""
        return ConversationView(
            inbox=len(self._state.inbox),
            waiting=tuple(self._state.waiting),
            urgency=most_urgent(*self._state.waiting.values()),
            draft=self._state.draft,
            draft_version=self._state.draft_version,
            unconfirmed=self._state.unconfirmed,
            answered=self._state.answered,
        )

    async def _something_to_do(self) -> bool:
        """Wait for news. False: nothing is pending and none came for long enough."""
        idle_after = self._state.rules.idle_after if self._state.rules else policies.SHORTEST_IDLE
        try:
            await workflow.wait_condition(
                lambda: self._state.has_news,
                timeout=idle_after if self._state.nothing_pending else policies.LONGEST_WAIT,
                timeout_summary="idle" if self._state.nothing_pending else "waiting for a lawyer",
            )
        except TimeoutError:
            return not self._state.nothing_pending
        return True

    async def _take_turn(self) -> None:
        rules = self._state.inbox[-1].rules
        await self._until_quiet(rules)
        turn = self._state.next_turn()
        held = any(urgency is not Urgency.NORMAL for urgency in self._state.waiting.values())
        if turn.route is Route.HUMAN or held:
            # Nothing cheerful from a machine while something urgent waits for a person.
            self._leave_to_lawyer(turn)
            if workflow.patched("suggest-replies"):
                await self._suggest(turn)
            return
        draft = await self._draft(turn)
        if draft is None:
            self._leave_to_lawyer(turn)
        elif self._state.inbox:
            self._story.tell(f"draft {draft.version} is stale: the client wrote again")
            self._state.take_back(turn)
        else:
            await self._send(turn, draft, rules)

    async def _until_quiet(self, rules: ConversationRules) -> None:
        """Let a burst of messages end, unless one of them is urgent."""
        latest = workflow.now() + rules.quiet_period * policies.QUIET_PERIODS_AT_MOST
        while workflow.now() < latest and not self._state.is_urgent:
            known = len(self._state.inbox)
            try:
                await workflow.wait_condition(
                    lambda known=known: len(self._state.inbox) > known,
                    timeout=rules.quiet_period,
                    timeout_summary="quiet period",
                )
            except TimeoutError:
                return

    async def _draft(self, turn: Turn) -> DraftRef | None:
        """Have a reply written; None where that was not possible."""
        try:
            draft = await workflow.execute_activity_method(
                AnalysisActivities.draft_reply,
                self._to_write(turn),
                task_queue=TaskQueue.ANALYSIS,
                summary="write a reply",
                **policies.ANALYSIS,
            )
        except ActivityError:
            await self._flag(Reason.DRAFTING_FAILED)
            return None
        self._state.draft, self._state.draft_version = draft.draft_id, draft.version
        self._story.tell(f"draft {draft.version} for {len(turn.messages)} message(s)")
        return draft

    async def _suggest(self, turn: Turn) -> None:
        """Have something written that the lawyer may begin with; without it they write alone."""
        if not turn.intents:
            return
        try:
            draft = await workflow.execute_activity_method(
                AnalysisActivities.suggest_reply,
                self._to_write(turn),
                task_queue=TaskQueue.ANALYSIS,
                summary="suggest a reply to the lawyer",
                **policies.SUGGESTION,
            )
        except ActivityError:
            self._story.tell("no suggestion was possible")
            return
        self._story.tell(f"suggestion {draft.version} for the lawyer")

    def _to_write(self, turn: Turn) -> DraftReplyInput:
        return DraftReplyInput(
            draft_id=draft_id(self._id, turn.message_ids),
            conversation_id=self._id,
            answers=turn.message_ids,
            intents=turn.intents,
            language=turn.messages[-1].language,
        )

    async def _send(self, turn: Turn, draft: DraftRef, rules: ConversationRules) -> None:
        try:
            result = await workflow.execute_activity_method(
                SendingActivities.send_draft,
                SendDraftInput(
                    conversation_id=self._id,
                    draft_id=draft.draft_id,
                    draft_version=draft.version,
                ),
                task_queue=TaskQueue.OUTGOING,
                summary=f"send draft {draft.version}",
                **policies.WHATSAPP,
            )
        except ActivityError:
            self._state.draft = None
            await self._flag(Reason.SEND_REFUSED, outbound_id(draft.draft_id))
            self._leave_to_lawyer(turn)
            return
        if result.state is DeliveryState.AMBIGUOUS:
            result = await self._confirmed(result, rules)
        self._state.draft = None
        self._story.tell(f"draft {draft.version}: {result.state}")
        if result.reason:
            await self._flag(result.reason, result.outbound_id)
            self._leave_to_lawyer(turn)
        else:
            self._state.answered += len(turn.messages)

    async def _confirmed(self, result: SendResult, rules: ConversationRules) -> SendResult:
        """Wait for a status that tells whether a send whose answer was lost went through."""
        self._state.unconfirmed = result.outbound_id
        self._story.tell("nobody answered the send; waiting for a status")
        try:
            await workflow.wait_condition(
                lambda: result.outbound_id in self._state.reports,
                timeout=rules.confirmation_wait,
                timeout_summary="waiting for a status",
            )
        except TimeoutError:
            return SendResult(
                outbound_id=result.outbound_id,
                state=DeliveryState.AMBIGUOUS,
                reason=Reason.SEND_UNCONFIRMED,
            )
        finally:
            self._state.unconfirmed = None
        state = self._state.reports.pop(result.outbound_id)
        return SendResult(
            outbound_id=result.outbound_id,
            state=state,
            reason=Reason.DELIVERY_FAILED if state is DeliveryState.FAILED else None,
        )

    async def _heed_reports(self) -> None:
        """Have a lawyer look at what could not be delivered."""
        while self._state.reports:
            outbound, state = self._state.reports.popitem()
            self._story.tell(f"outbound {outbound[:8]}: {state}")
            if state is DeliveryState.FAILED:
                await self._flag(Reason.DELIVERY_FAILED, outbound)

    async def _flag(self, reason: Reason, outbound: OutboundId | None = None) -> None:
        await workflow.execute_activity_method(
            SendingActivities.flag_for_lawyer,
            FlagInput(conversation_id=self._id, reason=reason, outbound_id=outbound),
            task_queue=TaskQueue.OUTGOING,
            summary=f"a lawyer is needed: {reason}",
            **policies.DATABASE,
        )
        self._story.tell(f"a lawyer is needed: {reason}")
        show(needs_lawyer=True)

    def _leave_to_lawyer(self, turn: Turn) -> None:
        for message in turn.messages:
            self._state.waiting[message.message_id] = message.urgency
        show(
            stage="waiting_for_lawyer",
            needs_lawyer=True,
            urgency=most_urgent(*self._state.waiting.values()),
        )
        self._story.tell(f"{len(turn.messages)} message(s) wait for a lawyer")
