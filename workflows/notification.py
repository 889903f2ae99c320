"""Something that people of the firm are told, until everybody it is for has been."""

from datetime import timedelta

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.notifying import NotifyingActivities
    from domain.notifications import NotifyInput
    from domain.processes import NOTIFICATION
    from workflows import policies


@workflow.defn(name=NOTIFICATION)
class NotificationWorkflow:
    """`notification/<ConversationId>/<key>` on `wa.status.update`.

    Apart from the conversation: a mail server that is away for a day holds up nothing there.
    """

    @workflow.run
    async def run(self, input: NotifyInput) -> None:
        """Tell everybody; whoever is in their quiet hours, when these are over."""
        while True:
            told = await workflow.execute_activity_method(
                NotifyingActivities.notify,
                input,
                summary=f"tell people of the firm: {input.kind}",
                **policies.NOTIFICATION,
            )
            if told.resume_at is None:
                return
            await workflow.sleep(
                max(told.resume_at - workflow.now(), timedelta(seconds=1)),
                summary="somebody's quiet hours",
            )
