"""What goes wrong on purpose: in deliveries, in Graph calls, in statuses, and in the clock."""

from collections.abc import Callable
from typing import Annotated, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.environment import Environment

Milliseconds = Annotated[int, Field(ge=0, le=3_600_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class WebhookFaults(_Strict):
    """How webhooks arrive: late, more than once, or in another order."""

    delay_ms: Milliseconds = 0
    duplicates: Annotated[int, Field(ge=0, le=100, description="POSTs beside the first")] = 0
    shuffle: Annotated[bool, Field(description="each delivery waits up to half a second")] = False


class GraphFault(_Strict):
    """What happens to the next `times` sends; without `times`, to all until the fault is removed.

    `error` refuses with `code`. `error_after_accepting` takes the message, then answers `code`
    (131000, HTTP 500, unless told). `hang_after_accepting` takes it and answers after `seconds`.
    `drop_…` resets the TCP connection, without or with having taken the message.
    """

    does: Literal[
        "error",
        "error_after_accepting",
        "hang_after_accepting",
        "drop_before_accepting",
        "drop_after_accepting",
    ]
    times: Annotated[int | None, Field(ge=1)] = 1
    code: Annotated[int, Field(ge=0)] = 131000
    seconds: Annotated[float, Field(ge=0, le=3600)] = 30.0


class StatusFaults(_Strict):
    """How statuses of the office's messages come: not at all, late, shuffled, or as failures."""

    off: bool = False
    delay_ms: Milliseconds = 0
    shuffle: bool = False
    fail_code: Annotated[int | None, Field(ge=0)] = None
    fail_times: Annotated[int | None, Field(ge=1, description="all, when left out")] = None
    fail_after_sent: bool = False


class Faults(_Strict):
    """All faults at once. What is left out of a PUT is as it was when the simulator started."""

    webhook: WebhookFaults = WebhookFaults()
    graph: Annotated[list[GraphFault], Field(description="used up in this order")] = []
    graph_delay_ms: Milliseconds = 0
    statuses: StatusFaults = StatusFaults()
    auto_read: bool = True
    auto_read_delay_ms: Milliseconds = 1000
    clock_speed: Annotated[float, Field(gt=0, le=1e6, description="of webhook retries")] = 1.0


class FaultBoard:
    """The faults in force. They are not remembered over a restart: Meta starts out healthy."""

    def __init__(self, environment: Environment) -> None:
        self._at_start = Faults(
            auto_read=environment.auto_read,
            auto_read_delay_ms=environment.auto_read_delay_ms,
            clock_speed=environment.clock_speed,
        )
        self._now = self._at_start.model_copy(deep=True)
        self._when_clock_changes: list[Callable[[float], None]] = []

    @property
    def now(self) -> Faults:
        """The faults in force."""
        return self._now

    def when_clock_changes(self, told: Callable[[float], None]) -> None:
        """Call `told` with old speed divided by new speed whenever the clock changes."""
        self._when_clock_changes.append(told)

    def replace(self, wanted: Faults) -> Faults:
        """Put these faults in force, instead of all that were."""
        given = {name: getattr(wanted, name) for name in wanted.model_fields_set}
        before, self._now = (
            self._now,
            self._at_start.model_copy(update=given).model_copy(deep=True),
        )
        if before.clock_speed != self._now.clock_speed:
            for told in self._when_clock_changes:
                told(before.clock_speed / self._now.clock_speed)
        return self._now

    def clear(self) -> Faults:
        """Let nothing go wrong any more."""
        return self.replace(Faults.model_construct(_fields_set=set()))

    def take_graph_fault(self) -> GraphFault | None:
        """The fault for this send, counted off."""
        if not self._now.graph:
            return None
        fault = self._now.graph[0]
        if fault.times is not None:
            if fault.times == 1:
                self._now.graph.pop(0)
            else:
                self._now.graph[0] = fault.model_copy(update={"times": fault.times - 1})
        return fault

    def take_failure(self) -> int | None:
        """The code this message is to fail with, counted off."""
        statuses = self._now.statuses
        code = statuses.fail_code
        if code is not None and statuses.fail_times is not None:
            left = statuses.fail_times - 1
            change = {"fail_times": left} if left else {"fail_code": None, "fail_times": None}
            self._now.statuses = statuses.model_copy(update=change)
        return code
