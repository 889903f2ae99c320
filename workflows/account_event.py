"""Everything else that a webhook says."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.account import AccountActivities
    from domain.account import AccountEventInput
    from domain.ids import template_sync_workflow_id
    from domain.processes import ACCOUNT_EVENT, TEMPLATE_SYNC, TaskQueue
    from domain.templates import SynchroniseTemplatesInput
    from workflows import policies
    from workflows.story import Story


@workflow.defn(name=ACCOUNT_EVENT)
class AccountEventWorkflow:
    """`account-event/<digest>` on `wa.message.incoming`."""

    @workflow.run
    async def run(self, input: AccountEventInput) -> None:
        """Keep the event, then do what it asks for."""
        story = Story()
        kept = await workflow.execute_activity_method(
            AccountActivities.record_account_event,
            input,
            summary="keep the event",
            **policies.DATABASE,
        )
        story.tell("kept" if kept else "repeated by WhatsApp; kept before")
        # Also where it was kept before: whether that time came this far is not known.
        if workflow.patched("act-on-account-events"):
            acted = await workflow.execute_activity_method(
                AccountActivities.act_on_account_event,
                input,
                summary="act on the event",
                **policies.ACCOUNT_EVENT,
            )
            story.tell(
                f"{acted.notices} notice(s), {acted.consents} consent(s), "
                f"{acted.people} new user id(s), {acted.messages} message(s)"
            )
            if acted.templates and workflow.patched("synchronise-after-template-events"):
                await self._synchronise(input)
                story.tell("the templates are asked for")

    async def _synchronise(self, input: AccountEventInput) -> None:
        # Its words and parameters may have changed too, and the event does not tell them.
        await workflow.start_child_workflow(
            TEMPLATE_SYNC,
            SynchroniseTemplatesInput(),
            id=template_sync_workflow_id(input.digest),
            task_queue=TaskQueue.OUTGOING,
            parent_close_policy=workflow.ParentClosePolicy.ABANDON,
            static_summary="Message templates, after an event of Meta's",
        )
