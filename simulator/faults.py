"""What goes wrong on purpose: in deliveries, in Graph calls, in statuses, and in the clock."""

from collections.abc import Callable
from typing import Annotated, Final, Literal

from pydantic import BaseModel, ConfigDict, Field

from simulator.environment import Environment

Milliseconds = Annotated[int, Field(ge=0, le=3_600_000)]


class _Strict(BaseModel):
    model_config = ConfigDict(extra="forbid", hide_input_in_errors=True)


class WebhookFaults(_Strict):
    """How webhooks arrive: late, more than once, in another order, or many in one.

    `other_app_refuses`: another app subscribed to the account refuses the first so many attempts,
    and Meta brings the webhook again to both of them, whatever this one has answered.
    """

    delay_ms: Milliseconds = 0
    duplicates: Annotated[int, Field(ge=0, le=100, description="POSTs beside the first")] = 0
    shuffle: Annotated[bool, Field(description="each delivery waits up to half a second")] = False
    other_app_refuses: Annotated[int, Field(ge=0, le=100)] = 0
    batch_up_to: Annotated[int, Field(ge=1, le=1000, description="updates in one POST")] = 1
    batch_into: Annotated[
        Literal["changes", "entries"], Field(description="what a batch has many of")
    ] = "changes"


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


class MediaFault(_Strict):
    """What happens to the next `times` calls for a media file; without `times`, to all of them.

    To uploads: `refuse_upload` with `code`. To `GET /<media id>`: `refuse_info` with `code`,
    `wrong_sha256`. To downloads: `not_found`, `redirect` to `location`, `slow` (over `seconds`),
    `truncate` (the connection ends half-way), `shorten` (half a file that claims to be whole),
    `corrupt` (one byte is another).
    """

    does: Literal[
        "refuse_upload",
        "refuse_info",
        "wrong_sha256",
        "not_found",
        "redirect",
        "slow",
        "truncate",
        "shorten",
        "corrupt",
    ]
    times: Annotated[int | None, Field(ge=1)] = 1
    code: Annotated[int, Field(ge=0)] = 131000
    seconds: Annotated[float, Field(ge=0, le=3600)] = 5.0
    location: Annotated[str, Field(max_length=2000)] = "http://localhost:9/elsewhere"


MediaCall = Literal["upload", "info", "download"]
_MEDIA_CALLS: Final[dict[str, MediaCall]] = {
    "refuse_upload": "upload",
    "refuse_info": "info",
    "wrong_sha256": "info",
}


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
    media: Annotated[list[MediaFault], Field(description="each used up by calls of its sort")] = []
    file_size_as_string: bool = False
    limits: Annotated[bool, Field(description="pair rate and throughput are enforced")] = True
    statuses: StatusFaults = StatusFaults()
    auto_read: bool = True
    auto_read_delay_ms: Milliseconds = 1000
    clock_speed: Annotated[
        float, Field(gt=0, le=1e6, description="of retries, limits and media")
    ] = 1.0


class FaultBoard:
    """The faults in force. They are not remembered over a restart: Meta starts out healthy."""

    def __init__(self, environment: Environment) -> None:
        self._at_start = Faults(
            auto_read=environment.auto_read,
            auto_read_delay_ms=environment.auto_read_delay_ms,
            clock_speed=environment.clock_speed,
            limits=environment.limits,
            webhook=WebhookFaults(batch_up_to=environment.batch_up_to),
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
        given = {
            name: _over(getattr(self._at_start, name), getattr(wanted, name))
            for name in wanted.model_fields_set
        }
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

    def take_media_fault(self, call: MediaCall) -> MediaFault | None:
        """The fault for this call for a media file, counted off."""
        faults = self._now.media
        for place, fault in enumerate(faults):
            if _MEDIA_CALLS.get(fault.does, "download") != call:
                continue
            if fault.times is not None:
                if fault.times == 1:
                    faults.pop(place)
                else:
                    faults[place] = fault.model_copy(update={"times": fault.times - 1})
            return fault
        return None

    def take_failure(self) -> int | None:
        """The code this message is to fail with, counted off."""
        statuses = self._now.statuses
        code = statuses.fail_code
        if code is not None and statuses.fail_times is not None:
            left = statuses.fail_times - 1
            change = {"fail_times": left} if left else {"fail_code": None, "fail_times": None}
            self._now.statuses = statuses.model_copy(update=change)
        return code


def _over(at_start: object, wanted: object) -> object:
    """What is wanted; of a group of faults, what it leaves out is as it was at the start."""
    if not isinstance(at_start, BaseModel) or not isinstance(wanted, BaseModel):
        return wanted
    return at_start.model_copy(
        update={name: getattr(wanted, name) for name in wanted.model_fields_set}
    )
