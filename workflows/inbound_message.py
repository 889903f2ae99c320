"""One message from a client, from the webhook to its conversation."""

from temporalio import workflow
from temporalio.exceptions import ActivityError, WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from activities.analysis import AnalyseMessageInput, AnalysisActivities
    from activities.cases import CaseActivities
    from activities.messages import HandOverInput, MessageActivities
    from domain.analysis import Language, MessageAnalysis
    from domain.files import MediaInput
    from domain.ids import media_workflow_id
    from domain.matching import MatchCaseInput, MatchCaseResult
    from domain.messages import InboundMessageInput, RecordedMessage
    from domain.processes import INBOUND_MESSAGE, TaskQueue
    from domain.routing import Decision, Reason, Route, decide_route
    from workflows import policies
    from workflows.media import MediaWorkflow
    from workflows.search_attributes import show
    from workflows.story import Story


@workflow.defn(name=INBOUND_MESSAGE)
class InboundMessageWorkflow:
    """`inbound/<MessageId>` on `wa.message.incoming`."""

    def __init__(self) -> None:
        self._story = Story()
        self._unlooked: MatchCaseInput | None = None

    @workflow.run
    async def run(self, input: InboundMessageInput) -> None:
        """Keep the message, understand it, find its case, decide who answers, hand it over."""
        recorded = await self._record(input)
        if recorded.has_file and workflow.patched("fetch-files"):
            await self._fetch(recorded)
        if recorded.already_handed_over:
            self._story.tell("repeated by WhatsApp; handed over before")
            return
        understood = await self._understand(recorded)
        matched = await self._match(recorded, understood)
        decision = decide_route(
            understood.analysis,
            readable=understood.readable,
            mode=recorded.mode,
            rules=recorded.rules,
            needs_answer=recorded.needs_answer,
            circumstances=(*recorded.circumstances, *matched),
        )
        self._show(decision)
        await self._hand_over(recorded, understood, decision)
        if self._unlooked and workflow.patched("look-for-a-case-later"):
            await self._look_later(self._unlooked)

    async def _record(self, input: InboundMessageInput) -> RecordedMessage:
        recorded = await workflow.execute_activity_method(
            MessageActivities.record_message,
            input,
            summary="keep the message",
            **policies.DATABASE,
        )
        self._story.tell(
            f"kept a {recorded.type} message in conversation/{recorded.conversation_id}"
        )
        return recorded

    async def _fetch(self, recorded: RecordedMessage) -> None:
        """Have the file fetched and read beside: nothing waits for it, danger least of all."""
        try:
            await workflow.start_child_workflow(
                MediaWorkflow.run,
                MediaInput(message_id=recorded.message_id),
                id=media_workflow_id(recorded.message_id),
                task_queue=TaskQueue.DOCUMENTS,
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                static_summary="The file of a client's message",
            )
        except WorkflowAlreadyStartedError:
            self._story.tell("its file is being fetched already")
            return
        self._story.tell(f"its file is fetched by media/{recorded.message_id}")

    async def _understand(self, recorded: RecordedMessage) -> MessageAnalysis:
        try:
            understood = await workflow.execute_activity_method(
                AnalysisActivities.analyse_message,
                AnalyseMessageInput(message_id=recorded.message_id),
                task_queue=TaskQueue.ANALYSIS,
                summary="understand the message",
                **policies.ANALYSIS,
            )
        except ActivityError:
            # A reason for a person, never for a stop: the decision below sees that it is missing.
            self._story.tell("no analysis was possible")
            return MessageAnalysis(message_id=recorded.message_id, analysis=None)
        if analysis := understood.analysis:
            self._story.tell(
                f"understood as {analysis.intent} ({analysis.confidence:.2f}, {analysis.analyst})"
            )
        return understood

    async def _match(
        self, recorded: RecordedMessage, understood: MessageAnalysis
    ) -> tuple[Reason, ...]:
        """Put it to its case; gives what makes it a person's, whatever it says."""
        if not recorded.needs_answer or not workflow.patched("match-case"):
            return ()
        analysis = understood.analysis
        wanted = MatchCaseInput(
            message_id=recorded.message_id,
            intents=analysis.intents if analysis else (),
            has_file=recorded.has_file,
            client_id=recorded.client_id,
            identity_id=recorded.identity_id,
        )
        try:
            matched = await workflow.execute_activity_method(
                CaseActivities.match_case,
                wanted,
                summary="find the case, and who stands against whom",
                **policies.MATCHING,
            )
        except ActivityError:
            # Nobody has looked for a conflict: no machine may answer.
            self._story.tell("no case could be looked for")
            self._unlooked = wanted
            return (Reason.CASE_UNCLEAR,)
        self._tell_match(matched)
        return matched.circumstances

    async def _look_later(self, wanted: MatchCaseInput) -> None:
        """Whoever names an opponent may do so once: what was missed is looked for all the same."""
        try:
            matched = await workflow.execute_activity_method(
                CaseActivities.match_case,
                wanted,
                summary="find the case that could not be looked for",
                **policies.PLACING,
            )
        except ActivityError:
            return
        self._tell_match(matched)

    def _tell_match(self, matched: MatchCaseResult) -> None:
        self._story.tell(
            f"put to case {matched.case_id or 'none'}: {matched.reason}"
            + "".join(f", {reason}" for reason in matched.circumstances)
        )

    async def _hand_over(
        self, recorded: RecordedMessage, understood: MessageAnalysis, decision: Decision
    ) -> None:
        analysis = understood.analysis
        await workflow.execute_activity_method(
            MessageActivities.hand_over,
            HandOverInput(
                recorded=recorded,
                decision=decision,
                intent=analysis.intent if analysis else None,
                language=analysis.language if analysis else Language.INDONESIAN,
            ),
            summary="hand over to the conversation",
            **policies.DATABASE,
        )
        self._story.tell("handed over")

    def _show(self, decision: Decision) -> None:
        show(
            stage="routed",
            route=decision.route,
            urgency=decision.urgency,
            needs_lawyer=decision.route is Route.HUMAN,
        )
        self._story.tell(f"route {decision.route}: {', '.join(decision.reasons)}")
