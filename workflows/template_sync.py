"""The catalogue of message templates, brought up to date."""

from temporalio import workflow

with workflow.unsafe.imports_passed_through():
    from activities.templates import TemplateActivities
    from domain.processes import TEMPLATE_SYNC
    from domain.templates import SynchronisedTemplates, SynchroniseTemplatesInput
    from workflows import policies
    from workflows.story import Story


@workflow.defn(name=TEMPLATE_SYNC)
class TemplateSyncWorkflow:
    """`template-sync-<time>` by its schedule, `template-sync/<digest>` after a webhook.

    On `wa.message.outgoing`, whose workers speak to Meta as the firm.
    """

    @workflow.run
    async def run(self, input: SynchroniseTemplatesInput) -> SynchronisedTemplates:
        """Ask Meta, and keep what it lists."""
        came = await workflow.execute_activity_method(
            TemplateActivities.synchronise_templates,
            input,
            summary="ask WhatsApp for the templates",
            **policies.META,
        )
        Story().tell(
            f"{came.listed} template(s) in {came.accounts} account(s), "
            f"{came.usable} usable, {came.gone} gone"
        )
        return came
