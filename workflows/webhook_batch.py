"""The many updates of a large webhook, each on its way to a workflow of its own."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.webhooks import WebhookActivities
    from domain.processes import WEBHOOK_BATCH
    from domain.webhooks import WebhookBatchInput
    from workflows import policies
    from workflows.story import Story


@workflow.defn(name=WEBHOOK_BATCH)
class WebhookBatchWorkflow:
    """`webhook/<digest>` on `wa.message.incoming`."""

    @workflow.run
    async def run(self, input: WebhookBatchInput) -> None:
        """Start them all."""
        await workflow.execute_activity_method(
            WebhookActivities.start_updates,
            input,
            summary=f"start {input.updates.count} workflow(s)",
            **policies.TEMPORAL,
        )
        Story().tell(f"{input.updates.count} workflow(s) started")
