"""Turns our failures into Temporal's, in one place."""

from typing import Any

from temporalio.exceptions import ApplicationError, ApplicationErrorCategory
from temporalio.worker import (
    ActivityInboundInterceptor,
    ExecuteActivityInput,
    Interceptor,
)

from domain.failures import Failure


class FailureTranslation(Interceptor):
    """A worker's interceptor: what an activity raises becomes an `ApplicationError`.

    Its type is our failure's name and its text ours too. An error we did not name is retried, and
    only its class is told: its text may quote what a client wrote.
    """

    def intercept_activity(self, next: ActivityInboundInterceptor) -> ActivityInboundInterceptor:
        """Put the translation around every activity."""
        return _Translating(next)


class _Translating(ActivityInboundInterceptor):
    async def execute_activity(self, input: ExecuteActivityInput) -> Any:  # noqa: ANN401 -- the SDK's signature
        try:
            return await self.next.execute_activity(input)
        except Failure as failure:
            raise ApplicationError(
                str(failure),
                type=type(failure).__name__,
                non_retryable=not failure.retryable,
                next_retry_delay=failure.retry_after,
                category=ApplicationErrorCategory.BENIGN
                if failure.benign
                else ApplicationErrorCategory.UNSPECIFIED,
            ) from None
        except ApplicationError:
            raise
        except Exception as error:  # noqa: BLE001 -- the outermost place: it is retried and told
            raise ApplicationError(
                f"unexpected {type(error).__qualname__}{_place(error)}", type="Unexpected"
            ) from None


def _place(error: BaseException) -> str:
    trace = error.__traceback__
    if trace is None:
        return ""
    while trace.tb_next is not None:
        trace = trace.tb_next
    return f" in {trace.tb_frame.f_code.co_qualname}, line {trace.tb_lineno}"
