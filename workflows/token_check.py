"""The firm's access to WhatsApp, looked after before it ends."""

from temporalio import workflow
from temporalio.exceptions import ActivityError

with workflow.unsafe.imports_passed_through():
    from activities.tokens import TokenActivities
    from domain.access_tokens import CheckTokensInput, TokenCheck
    from domain.processes import TOKEN_CHECK
    from workflows import policies
    from workflows.story import Story


@workflow.defn(name=TOKEN_CHECK)
class TokenCheckWorkflow:
    """`token-check-<time>` by its schedule, on `wa.message.outgoing`."""

    def __init__(self) -> None:
        self._story = Story()

    @workflow.run
    async def run(self, input: CheckTokensInput) -> TokenCheck:
        """Look until when the tokens work; renew what ends, or tell staff while there is time."""
        check = await workflow.execute_activity_method(
            TokenActivities.inspect_tokens,
            input,
            summary="ask WhatsApp how long our tokens work",
            **policies.META,
        )
        self._story.tell(_said(check))
        if check.must_refresh(workflow.now()):
            check = await self._renew(check)
        if check.must_warn(workflow.now()):
            await workflow.execute_activity_method(
                TokenActivities.warn_of_tokens,
                check,
                summary="tell staff that the access ends",
                **policies.DATABASE,
            )
            self._story.tell("staff are told")
        return check

    async def _renew(self, check: TokenCheck) -> TokenCheck:
        try:
            renewed = await workflow.execute_activity_method(
                TokenActivities.refresh_token,
                check,
                summary="renew the token",
                **policies.META,
            )
        except ActivityError:
            self._story.tell("it could not be renewed: somebody has to")
            return check
        self._story.tell(f"renewed: {_said(renewed)}")
        return renewed


def _said(check: TokenCheck) -> str:
    if not check.usable:
        return "no token works"
    return f"works until {check.expires_at:%Y-%m-%d}" if check.expires_at else "works for good"
