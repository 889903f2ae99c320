"""A client's conversation with one of the firm's numbers: order, drafts, reviews, sending."""

from collections.abc import Callable, Sequence
from dataclasses import replace

from temporalio import workflow
from temporalio.exceptions import ActivityError, ApplicationError, CancelledError

with workflow.unsafe.imports_passed_through():
    from activities.analysis import AnalysisActivities
    from activities.desk import DeskActivities
    from domain.analysis import Urgency
    from domain.conversation import (
        ConversationInput,
        ConversationState,
        ConversationView,
        DeliveryReport,
        ReadyMessage,
        Turn,
    )
    from domain.drafts import DraftRef, DraftReplyInput, WriteReceiptInput
    from domain.ids import MessageId, OrderId, OutboundId, draft_id, receipt_draft_id
    from domain.notifications import NotificationKind
    from domain.outbound import DeliveryState, SendResult
    from domain.pen import ApplyReviewInput, NoteAnsweredInput, PenInput, SendOrder
    from domain.policy import ConversationRules
    from domain.processes import (
        ASSIGN,
        CONVERSATION,
        DELIVERY_REPORTED,
        HAND_BACK,
        MESSAGE_READY,
        RESOLVE,
        REVIEW,
        SEND_MESSAGE,
        SET_MODE,
        SUBMIT_REVIEW,
        TAKE_OVER,
        TaskQueue,
    )
    from domain.review import COUNTS, ReviewInput, ReviewOutcome
    from domain.routing import Reason, Route
    from workflows import policies
    from workflows.conversation_clock import ConversationClock
    from workflows.conversation_sending import ConversationSending
    from workflows.search_attributes import show
    from workflows.story import Story


@workflow.defn(name=CONVERSATION)
class ConversationWorkflow:
    """`conversation/<ConversationId>` on `wa.message.incoming`.

    It alone answers: one turn at a time, one message at a time. Handlers only note; `run` acts.
    """

    @workflow.init
    def __init__(self, input: ConversationInput) -> None:
        self._id = input.conversation_id
        self._state = input.state or ConversationState()
        self._story = Story()
        self._sending = ConversationSending(self._id, self._state, self._story)
        self._clock = ConversationClock(self._id, self._state, self._story)
        self._with_lawyers = False

    @workflow.run
    async def run(self, input: ConversationInput) -> None:  # noqa: ARG002 -- taken by __init__
        """Do what is to be done, one thing at a time; end when nothing is pending for long."""
        self._with_lawyers = workflow.patched("lawyers-answer")
        if self._with_lawyers:
            self._clock.start()
        while await self._something_to_do():
            if self._state.person_acted and not self._with_lawyers:
                # A run from before lawyers could answer: the next one knows how.
                await self._continue_as_new()
            await self._do_next()
            if workflow.info().is_continue_as_new_suggested():
                await self._continue_as_new()
        if self._with_lawyers:
            await self._clock.stop()
            if self._state.has_news:
                # It came while the clock was stopped.
                await self._continue_as_new()
        show(stage="idle")

    @workflow.signal(name=MESSAGE_READY)
    def message_ready(self, message: ReadyMessage) -> None:
        """A message was understood and routed."""
        self._state.take_in(message, remember=policies.REMEMBERED_MESSAGES)

    @workflow.signal(name=DELIVERY_REPORTED)
    def delivery_reported(self, report: DeliveryReport) -> None:
        """Meta said what became of a message we were unsure of, or could not deliver."""
        self._state.hear(report, remember=policies.REMEMBERED_MESSAGES)

    @workflow.update(name=REVIEW)
    def review(self, review: ReviewInput) -> ReviewOutcome:
        """Somebody approves, edits or rejects the live draft."""
        return self._take_review(review)

    @review.validator
    def refuse_review(self, review: ReviewInput) -> None:
        """Refuse, before it enters history, what would change nothing; the type says why."""
        outcome = self._state.judge(review, workflow.now())
        if outcome not in COUNTS and review.review_id not in self._state.judged:
            raise ApplicationError("the review changes nothing", type=outcome, non_retryable=True)

    @workflow.signal(name=SUBMIT_REVIEW)
    def submit_review(self, review: ReviewInput) -> None:
        """The same, where nobody answered the update: what becomes of it is written down."""
        self._take_review(review)

    @workflow.signal(name=TAKE_OVER)
    def take_over(self, change: PenInput) -> None:
        """Somebody of the firm answers from now on."""
        self._take_pen(TAKE_OVER, change)

    @workflow.signal(name=HAND_BACK)
    def hand_back(self, change: PenInput) -> None:
        """The assistant may answer again, where the firm lets it."""
        self._take_pen(HAND_BACK, change)

    @workflow.signal(name=ASSIGN)
    def assign(self, change: PenInput) -> None:
        """It is somebody's to answer."""
        self._take_pen(ASSIGN, change)

    @workflow.signal(name=SET_MODE)
    def set_mode(self, change: PenInput) -> None:
        """What the assistant may do here has changed."""
        self._take_pen(SET_MODE, change)

    @workflow.signal(name=RESOLVE)
    def resolve(self, change: PenInput) -> None:
        """Somebody of the firm says that nothing is left to do."""
        self._take_pen(RESOLVE, change)

    @workflow.signal(name=SEND_MESSAGE)
    def send_message(self, order: SendOrder) -> None:
        """Somebody of the firm has written: it takes the place of whatever was drafted."""
        if self._state.take_order(order, remember=policies.REMEMBERED_MESSAGES):
            self._story.tell(f"a lawyer wrote {len(order.outbound_ids)} message(s)")

    @workflow.query
    def state(self) -> ConversationView:
        """What the conversation is at; ids, codes and counts only."""
        state = self._state
        return ConversationView(
            inbox=len(state.inbox),
            waiting=tuple(state.waiting),
            urgency=state.urgency,
            draft=state.draft,
            draft_version=state.draft_version,
            unconfirmed=state.unconfirmed,
            answered=state.answered,
            live=state.live,
            holder=state.pen.holder,
            assignee=state.pen.assignee,
            mode=state.pen.mode,
            window_until=state.window_until,
            orders=len(state.orders),
            held=len(state.held),
            waiting_since=state.sla.since if state.sla else None,
            alarms=state.sla.raised if state.sla else (),
        )

    def _take_review(self, review: ReviewInput) -> ReviewOutcome:
        outcome = self._state.take_review(
            self._id, review, workflow.now(), remember=policies.REMEMBERED_MESSAGES
        )
        self._story.tell(f"{review.action} of draft {review.draft_version}: {outcome}")
        return outcome

    def _take_pen(self, what: str, change: PenInput) -> None:
        if self._state.take_pen(change):
            self._story.tell(f"{what} ({change.version})")

    async def _something_to_do(self) -> bool:
        """Wait for news. False: nothing is pending and none came for long enough."""
        idle_after = self._state.rules.idle_after if self._state.rules else policies.SHORTEST_IDLE
        idle = self._state.nothing_pending
        try:
            await workflow.wait_condition(
                lambda: (
                    self._state.has_news
                    or self._clock.has_failed
                    or (self._state.nothing_pending and not idle)
                ),
                timeout=idle_after if idle else policies.LONGEST_WAIT,
                timeout_summary="idle" if idle else "waiting for a lawyer",
            )
        except TimeoutError:
            return not self._state.nothing_pending
        return True

    async def _do_next(self) -> None:
        """What a person wants comes first, then what the client wrote."""
        self._clock.heed_failure()
        if self._with_lawyers and self._state.reviews:
            await self._apply(self._state.reviews.pop(0))
        elif self._with_lawyers and self._state.orders:
            await self._fulfil(self._state.orders.pop(0))
        elif self._state.inbox:
            await self._take_turn()
        for outbound in await self._sending.heed_reports():
            if self._with_lawyers:
                await self._clock.tell(NotificationKind.SEND_FAILED, f"failed-{outbound}")

    async def _continue_as_new(self) -> None:
        await workflow.wait_condition(workflow.all_handlers_finished)
        await self._clock.stop()
        workflow.continue_as_new(ConversationInput(conversation_id=self._id, state=self._state))

    async def _take_turn(self) -> None:
        rules = self._state.inbox[-1].rules
        await self._until_quiet(rules)
        if self._with_lawyers and self._state.person_acted:
            return
        turn = self._state.next_turn()
        held = any(urgency is not Urgency.NORMAL for urgency in self._state.waiting.values())
        if turn.route is Route.HUMAN or held or not self._state.assistant_may_answer:
            # Nothing cheerful from a machine while something urgent waits for a person.
            if turn.route is not Route.HUMAN and self._with_lawyers:
                await self._sending.flag(Reason.URGENT if held else Reason.HELD_BY_LAWYER)
            await self._hand_to_lawyer(turn, rules)
            return
        if self._with_lawyers and rules.typing:
            await self._sending.acknowledge(turn.message_ids[-1], typing=True)
        draft = await self._draft(turn)
        if self._a_person_writes:
            # Before what came meanwhile: the lawyer's words answer this turn, not that.
            self._leave_to_lawyer(turn)
        elif self._state.inbox and (draft is not None or self._with_lawyers):
            if draft is not None:
                self._story.tell(f"draft {draft.version} is stale: the client wrote again")
            self._state.take_back(turn)
        elif draft is None:
            self._leave_to_lawyer(turn)
        else:
            await self._answer(turn, draft)
            if self._with_lawyers and self._state.open_messages and self._state.live is None:
                # What waits for a lawyer is answered after other words by now.
                await self._suggest(turn)

    async def _until_quiet(self, rules: ConversationRules) -> None:
        """Let a burst of messages end, unless one of them is urgent or a person acts."""
        latest = workflow.now() + rules.quiet_period * policies.QUIET_PERIODS_AT_MOST
        while workflow.now() < latest and not self._state.is_urgent and not self._interrupted:
            known = len(self._state.inbox)
            try:
                await workflow.wait_condition(
                    lambda known=known: len(self._state.inbox) > known or self._interrupted,
                    timeout=rules.quiet_period,
                    timeout_summary="quiet period",
                )
            except TimeoutError:
                return

    @property
    def _interrupted(self) -> bool:
        return self._with_lawyers and self._state.person_acted

    @property
    def _a_person_writes(self) -> bool:
        """Whether a lawyer has begun to answer: nothing of the assistant's goes out then."""
        return self._with_lawyers and (
            bool(self._state.orders) or not self._state.assistant_may_answer
        )

    async def _draft(self, turn: Turn) -> DraftRef | None:
        """Have a reply written; None where that was not possible, or a lawyer answers."""
        if self._a_person_writes:
            return None
        drafting = workflow.start_activity_method(
            AnalysisActivities.draft_reply,
            self._to_write(turn),
            task_queue=TaskQueue.ANALYSIS,
            summary="write a reply",
            **policies.ANALYSIS,
        )
        try:
            draft = await self._unless(drafting, lambda: self._a_person_writes)
        except ActivityError:
            await self._sending.flag(Reason.DRAFTING_FAILED)
            return None
        if draft is None:
            self._story.tell("a lawyer answers: the assistant's draft is dropped")
            return None
        self._state.draft, self._state.draft_version = draft.draft_id, draft.version
        self._story.tell(f"draft {draft.version} for {len(turn.messages)} message(s)")
        return draft

    async def _suggest(self, turn: Turn) -> None:
        """Have something written that the lawyer may begin with; without it they write alone."""
        wanted = self._to_suggest(turn) if self._with_lawyers else self._to_write(turn)
        if not wanted.intents or (self._with_lawyers and self._state.orders):
            return
        drafting = workflow.start_activity_method(
            AnalysisActivities.suggest_reply,
            wanted,
            task_queue=TaskQueue.ANALYSIS,
            summary="suggest a reply to the lawyer",
            **policies.SUGGESTION,
        )
        try:
            draft = await self._unless(
                drafting, lambda: self._with_lawyers and bool(self._state.orders)
            )
        except ActivityError:
            self._story.tell("no suggestion was possible")
            return
        if draft is None:
            self._story.tell("a lawyer answers: the suggestion is dropped")
            return
        self._story.tell(f"suggestion {draft.version} for the lawyer")
        if self._with_lawyers and not self._state.inbox and self._state.open_messages:
            self._state.offer(draft)

    async def _unless(
        self,
        drafting: workflow.ActivityHandle[DraftRef],
        interrupted: Callable[[], bool],
    ) -> DraftRef | None:
        """A draft when it is written; None, and it is not waited for, where a person is faster."""
        await workflow.wait_condition(lambda: drafting.done() or interrupted())
        if not drafting.done():
            drafting.cancel()
            try:
                await drafting
            except (ActivityError, CancelledError):
                return None
            return None
        return await drafting

    def _to_write(self, turn: Turn) -> DraftReplyInput:
        return DraftReplyInput(
            draft_id=draft_id(self._id, turn.message_ids),
            conversation_id=self._id,
            answers=turn.message_ids,
            intents=turn.intents,
            language=turn.messages[-1].language,
        )

    def _to_suggest(self, turn: Turn) -> DraftReplyInput:
        """One draft for all that waits, and another one after each turn."""
        waiting = self._state.open_messages
        answers = tuple(each.message_id for each in waiting)
        said = tuple(dict.fromkeys((*answers, *turn.message_ids)))
        return DraftReplyInput(
            draft_id=draft_id(self._id, said),
            conversation_id=self._id,
            answers=answers,
            intents=tuple(each.intent for each in waiting if each.intent is not None),
            language=waiting[-1].language,
        )

    async def _answer(self, turn: Turn, draft: DraftRef) -> None:
        result = await self._sending.send_draft(draft)
        self._state.draft = None
        self._story.tell(f"draft {draft.version}: {result.state}")
        if result.reason:
            await self._sending.flag(result.reason, result.outbound_id)
            self._leave_to_lawyer(turn)
            await self._tell_unsent(result)
        else:
            self._state.answered += len(turn.messages)

    async def _hand_to_lawyer(self, turn: Turn, rules: ConversationRules) -> None:
        self._leave_to_lawyer(turn)
        if self._with_lawyers:
            await self._acknowledge_receipt(turn, rules)
        if workflow.patched("suggest-replies"):
            await self._suggest(turn)

    def _leave_to_lawyer(self, turn: Turn) -> None:
        if self._with_lawyers:
            self._state.wait_for_person(turn)
        else:
            self._state.waiting.update({each.message_id: each.urgency for each in turn.messages})
        show(stage="waiting_for_lawyer", needs_lawyer=True, urgency=self._state.urgency)
        self._story.tell(f"{len(turn.messages)} message(s) wait for a lawyer")

    async def _acknowledge_receipt(self, turn: Turn, rules: ConversationRules) -> None:
        """Tell a client who writes while the office is closed when somebody will be there, once."""
        now = workflow.now()
        told = self._state.receipted_until
        if self._state.urgency is Urgency.EMERGENCY or not self._state.assistant_may_answer:
            return
        if rules.hours.is_open(now) or (told is not None and now < told):
            return
        last = turn.messages[-1]
        try:
            receipt = await workflow.execute_activity_method(
                AnalysisActivities.write_receipt,
                WriteReceiptInput(
                    draft_id=receipt_draft_id(last.message_id),
                    conversation_id=self._id,
                    answers=turn.message_ids,
                    language=last.language,
                    at=now,
                    hours=rules.hours,
                ),
                task_queue=TaskQueue.ANALYSIS,
                summary="write a receipt: the office is closed",
                **policies.SUGGESTION,
            )
        except ActivityError:
            self._story.tell("no receipt was possible")
            return
        result = await self._sending.send_draft(receipt)
        self._story.tell(f"receipt: {result.state}")
        if result.reason is None:
            self._state.receipted_until = rules.hours.next_opening(now)

    async def _apply(self, judged: ApplyReviewInput) -> None:
        """Write a review down, and send what it approved."""
        try:
            applied = await workflow.execute_activity_method(
                DeskActivities.apply_review,
                judged,
                summary=f"{judged.review.action} of draft {judged.review.draft_version}",
                **policies.DATABASE,
            )
        except ActivityError:
            # Nobody wrote it down before: whoever sent it is no desk of ours.
            self._story.tell(f"review {judged.review.review_id[:8]} is not known: not applied")
            if judged.outcome in COUNTS:
                self._offer_again(judged.review)
            return
        self._story.tell(f"review {judged.review.review_id[:8]}: {applied.outcome}")
        if applied.outcome is ReviewOutcome.NEEDS_SECOND:
            key = f"second-{judged.review.review_id}"
            await self._clock.tell(NotificationKind.SECOND_REVIEW, key)
        elif applied.outcome is ReviewOutcome.NOT_ALLOWED and judged.outcome in COUNTS:
            self._offer_again(judged.review)
        if applied.outbound_ids:
            await self._fulfil(
                SendOrder(
                    order_id=OrderId(judged.review.review_id),
                    lawyer=judged.review.reviewer,
                    outbound_ids=applied.outbound_ids,
                    review_id=judged.review.review_id,
                )
            )

    def _offer_again(self, review: ReviewInput) -> None:
        """Whoever said it may not any more: what they said counts for nothing."""
        if self._state.open_messages and not self._state.inbox and self._state.live is None:
            self._state.offer(DraftRef(draft_id=review.draft_id, version=review.draft_version))

    async def _fulfil(self, order: SendOrder) -> None:
        """Send what a person wrote, or keep it until the client writes again."""
        now = (*order.opening, *order.outbound_ids)
        if order.held and self._window_is_closed:
            now = order.opening
            self._state.held.append(replace(order, opening=(), held=False))
            self._story.tell("held until the client writes again")
        if not await self._send_all(now):
            return
        if self._state.rules is not None and self._state.rules.read_receipts:
            for each in self._state.open_messages[-1:]:
                await self._sending.acknowledge(each.message_id, typing=False)
        answered = self._state.answered_by_person()
        await self._note_answered(answered)
        show(stage="answered", needs_lawyer=False, urgency=Urgency.NORMAL)

    async def _send_all(self, outbound: Sequence[OutboundId]) -> bool:
        """Whether all of some messages went out: none goes after one that did not."""
        for place, each in enumerate(outbound, 1):
            result = await self._sending.send_message(each, followed=place < len(outbound))
            self._story.tell(f"message {each[:8]}: {result.state}")
            if result.reason is not None or result.state is DeliveryState.QUEUED:
                await self._sending.flag(result.reason or Reason.SEND_REFUSED, each)
                await self._tell_unsent(result)
                return False
        return True

    async def _tell_unsent(self, result: SendResult) -> None:
        if not self._with_lawyers:
            return
        unsure = result.state is DeliveryState.AMBIGUOUS
        kind = NotificationKind.SEND_UNCONFIRMED if unsure else NotificationKind.SEND_FAILED
        await self._clock.tell(kind, f"unsent-{result.outbound_id}")

    async def _note_answered(self, messages: tuple[MessageId, ...]) -> None:
        await workflow.execute_activity_method(
            DeskActivities.note_answered,
            NoteAnsweredInput(conversation_id=self._id, messages=messages),
            summary="a person has answered",
            **policies.DATABASE,
        )
        self._story.tell(f"{len(messages)} message(s) answered by a person")

    @property
    def _window_is_closed(self) -> bool:
        closes, rules = self._state.window_until, self._state.rules
        return closes is None or rules is None or workflow.now() >= closes - rules.window_margin
