"""A conversation's clock: who is told that a client waits, and when."""

import asyncio
from datetime import datetime

from temporalio import workflow
from temporalio.common import WorkflowIDReusePolicy
from temporalio.exceptions import WorkflowAlreadyStartedError

with workflow.unsafe.imports_passed_through():
    from domain.conversation import ConversationState
    from domain.ids import ConversationId, notification_workflow_id
    from domain.notifications import NotificationKind, NotifyInput
    from domain.processes import TaskQueue
    from domain.reminders import Reminder, next_reminder
    from domain.sla import ChainRole
    from workflows.notification import NotificationWorkflow
    from workflows.story import Story


class ConversationClock:
    """Runs beside the conversation's own steps: a send that takes hours silences no alarm."""

    def __init__(
        self, conversation: ConversationId, state: ConversationState, story: Story
    ) -> None:
        self._conversation = conversation
        self._state = state
        self._story = story
        self._telling = 0
        self._task: asyncio.Task[None] | None = None

    def start(self) -> None:
        """Begin to watch."""
        self._task = asyncio.create_task(self._watch())

    @property
    def has_failed(self) -> bool:
        """Whether it stands still."""
        return self._task is not None and self._task.done()

    def heed_failure(self) -> None:
        """Fail with it if it failed: a clock that stands still is nothing to go on with."""
        if self._task is not None and self._task.done() and not self._task.cancelled():
            self._task.result()

    async def stop(self) -> None:
        """End it between two notifications."""
        await workflow.wait_condition(lambda: not self._telling)
        if self._task is not None:
            self._task.cancel()

    async def tell(self, kind: NotificationKind, key: str) -> None:
        """Tell whoever holds the conversation, or would answer, of something that happened."""
        await self._tell(
            Reminder(
                key=key,
                kind=kind,
                urgency=self._state.urgency,
                due=workflow.now(),
                to=(ChainRole.HOLDER, ChainRole.RESPONSIBLE)
                if self._state.pen.holder or self._state.pen.assignee
                else (ChainRole.RESPONSIBLE,),
            )
        )

    async def _watch(self) -> None:
        while True:
            reminder = next_reminder(self._state, workflow.now())
            if reminder is not None and reminder.due <= workflow.now():
                closes = self._state.window_until
                await self._tell(reminder)
                self._note(reminder, closes)
                continue
            known = self._state.reminded_by
            if reminder is None and self._state.sla is not None and self._state.sla.answered:
                # Nobody has said that it is settled, and nobody is told again: it is.
                self._state.sla = None
                continue
            await self._sleep(known, reminder)

    async def _sleep(self, known: object, reminder: Reminder | None) -> None:
        """Until something changes, or the next reminder is due; without one, until then."""
        try:
            await workflow.wait_condition(
                lambda: self._state.reminded_by != known,
                timeout=reminder.due - workflow.now() if reminder else None,
                timeout_summary=reminder.key if reminder else None,
            )
        except TimeoutError:
            return

    async def _tell(self, reminder: Reminder) -> None:
        self._telling += 1
        try:
            await workflow.start_child_workflow(
                NotificationWorkflow.run,
                self._input(reminder, workflow.now()),
                id=notification_workflow_id(self._conversation, reminder.key),
                task_queue=TaskQueue.STATUS,
                id_reuse_policy=WorkflowIDReusePolicy.REJECT_DUPLICATE,
                parent_close_policy=workflow.ParentClosePolicy.ABANDON,
                static_summary=f"People of the firm are told: {reminder.kind}",
            )
        except WorkflowAlreadyStartedError:
            # Told before this run began.
            return
        finally:
            self._telling -= 1
        self._story.tell(f"told {', '.join(reminder.to)}: {reminder.kind}")

    def _input(self, reminder: Reminder, at: datetime) -> NotifyInput:
        return NotifyInput(
            key=reminder.key,
            kind=reminder.kind,
            urgency=reminder.urgency,
            at=at,
            to=reminder.to,
            conversation_id=self._conversation,
            holder=self._state.pen.holder or self._state.pen.assignee,
        )

    def _note(self, reminder: Reminder, closes: datetime | None) -> None:
        if reminder.alarm is None:
            # Not of a window that was opened anew while it was told.
            self._state.told_closing = closes
        elif self._state.sla is not None and reminder.key.startswith(f"{self._state.waits}/"):
            self._state.sla = self._state.sla.with_raised(reminder.alarm)
