"""Everything else that a webhook says."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.account import AccountActivities
    from domain.account import AccountEventInput
    from domain.processes import ACCOUNT_EVENT
    from workflows import policies
    from workflows.story import Story


@workflow.defn(name=ACCOUNT_EVENT)
class AccountEventWorkflow:
    """`account-event/<digest>` on `wa.message.incoming`."""

    @workflow.run
    async def run(self, input: AccountEventInput) -> None:
        """Keep the event."""
        kept = await workflow.execute_activity_method(
            AccountActivities.record_account_event,
            input,
            summary="keep the event",
            **policies.DATABASE,
        )
        Story().tell("kept" if kept else "repeated by WhatsApp; kept before")
