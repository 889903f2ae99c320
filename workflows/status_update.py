"""All statuses of one webhook, applied at once."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.statuses import StatusActivities, TellConversationsInput
    from domain.processes import STATUS_UPDATE
    from domain.statuses import StatusUpdateInput
    from workflows import policies
    from workflows.story import Story


@workflow.defn(name=STATUS_UPDATE)
class StatusUpdateWorkflow:
    """`statuses/<digest>` on `wa.status.update`."""

    @workflow.run
    async def run(self, input: StatusUpdateInput) -> None:
        """Apply the statuses, then tell the conversations that wait for them or must know."""
        applied = await workflow.execute_activity_method(
            StatusActivities.apply_statuses,
            input,
            summary=f"apply {len(input.statuses)} status(es)",
            **policies.DATABASE,
        )
        Story().tell(
            f"{applied.applied} applied, {applied.repeated} repeated, "
            f"{applied.unmatched} of messages that are not ours"
        )
        if applied.to_tell:
            await workflow.execute_activity_method(
                StatusActivities.tell_conversations,
                TellConversationsInput(reports=applied.to_tell),
                summary=f"tell {len(applied.to_tell)} conversation(s)",
                **policies.CONVERSATIONS,
            )
