"""What runs by itself again and again: the schedules that a worker makes when it starts."""

from collections.abc import Collection, Sequence
from dataclasses import dataclass
from datetime import timedelta
from typing import Final

import structlog
from temporalio.client import (
    Client,
    Schedule,
    ScheduleActionStartWorkflow,
    ScheduleAlreadyRunningError,
    ScheduleIntervalSpec,
    ScheduleOverlapPolicy,
    SchedulePolicy,
    ScheduleSpec,
    ScheduleUpdate,
    ScheduleUpdateInput,
)
from temporalio.service import RPCError, RPCStatusCode

from domain.access_tokens import CheckTokensInput
from domain.processes import TEMPLATE_SYNC, TOKEN_CHECK, TaskQueue
from domain.templates import SynchroniseTemplatesInput

_log = structlog.get_logger()


@dataclass(frozen=True, slots=True, kw_only=True)
class Recurring:
    """A workflow that runs again and again, one run at a time, some time after each interval."""

    id: str
    workflow: str
    input: object
    queue: TaskQueue
    every: timedelta
    jitter: timedelta
    summary: str


TEMPLATES: Final = Recurring(
    id="template-sync",
    workflow=TEMPLATE_SYNC,
    input=SynchroniseTemplatesInput(),
    queue=TaskQueue.OUTGOING,
    every=timedelta(hours=1),
    jitter=timedelta(minutes=10),
    summary="Message templates, as Meta has them",
)
TOKENS: Final = Recurring(
    id="token-check",
    workflow=TOKEN_CHECK,
    input=CheckTokensInput(),
    queue=TaskQueue.OUTGOING,
    every=timedelta(days=1),
    jitter=timedelta(hours=1),
    summary="How long the access to WhatsApp lasts",
)


async def keep_schedules(
    client: Client, wanted: Sequence[Recurring], *, not_wanted: Collection[Recurring] = ()
) -> None:
    """Make the schedules that are wanted what they should be, and take away the others.

    Safe to repeat, and for many workers at once: each has a fixed id. A new one runs at once; one
    that an operator has paused stays paused. What Temporal refuses is logged and stops nobody: a
    worker without schedules still answers clients.
    """
    for each in wanted:
        try:
            await _keep(client, each)
        except RPCError as error:
            _log.error("schedule not made", schedule=each.id, status=error.status.name)
    for each in not_wanted:
        try:
            await client.get_schedule_handle(each.id).delete()
        except RPCError as error:
            if error.status is not RPCStatusCode.NOT_FOUND:
                _log.error("schedule not removed", schedule=each.id, status=error.status.name)


async def _keep(client: Client, wanted: Recurring) -> None:
    schedule = _schedule(wanted)
    try:
        await client.create_schedule(wanted.id, schedule, trigger_immediately=True)
    except ScheduleAlreadyRunningError:
        await client.get_schedule_handle(wanted.id).update(lambda now: _changed(now, schedule))


def _changed(now: ScheduleUpdateInput, wanted: Schedule) -> ScheduleUpdate:
    there = now.description.schedule
    there.action, there.spec, there.policy = wanted.action, wanted.spec, wanted.policy
    return ScheduleUpdate(schedule=there)


def _schedule(wanted: Recurring) -> Schedule:
    return Schedule(
        action=ScheduleActionStartWorkflow(
            wanted.workflow,
            wanted.input,
            id=wanted.id,
            task_queue=wanted.queue,
            static_summary=wanted.summary,
        ),
        spec=ScheduleSpec(
            intervals=[ScheduleIntervalSpec(every=wanted.every)], jitter=wanted.jitter
        ),
        policy=SchedulePolicy(overlap=ScheduleOverlapPolicy.SKIP),
    )
